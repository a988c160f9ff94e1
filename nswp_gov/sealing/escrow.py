"""The slot key in reserve: sealed to the trustees, released by `needed` of them to a new server.

A server that is restored elsewhere lacks the slot key, since no backup holds it. It makes a
recovery key, shows its code, and the trustees seal their shares of the escrow to that key.
"""

from __future__ import annotations

from collections.abc import Iterable

from .canonical import b64, canonical, parse, sha256, un_b64
from .envelope import ESCROW_PAPER, open_envelope, paper_in, seal_of, seal_plaintext
from .errors import CeremonyRefused, KeyRefused, NotCanonical, Unreadable
from .hpke import SECRET_LENGTH, SealKey, Suite, read_public
from .keys import FINGERPRINT_BYTES, TrusteeKey
from .manifest import Manifest
from .shares import read_shares, write_shares
from .signing import Purpose
from .trackers import grouped

READER = "recovery"
RECOVERY = "nswp-recovery-1"


def seal_escrow(manifest: Manifest, slot_key: bytes) -> bytes:
    """Return the escrow: the slot key in an envelope of its own, never put into the box."""
    return seal_plaintext(manifest, ESCROW_PAPER, canonical({"slot_key": slot_key.hex()}))


def recovery_code(suite: Suite, public: bytes) -> str:
    """Return 160 bits of a recovery key, to be compared aloud before a trustee releases."""
    return grouped(sha256(b"nswp-recovery-1|" + suite.encode() + b"|", public)[:FINGERPRINT_BYTES])


def release_escrow(
    manifest: Manifest, escrow: bytes, *, key: TrusteeKey, suite: Suite, recovery_public: bytes
) -> bytes:
    """Return this trustee's share of the escrow, readable by the recovery key alone.

    Raises `Unreadable` when the escrow is not one of this election.
    """
    _check_escrow(manifest, escrow)
    return write_shares(
        manifest,
        [escrow],
        root=seal_of(escrow),
        key=key,
        readers={READER: (suite, recovery_public)},
        purpose=Purpose.ESCROW,
    )


def recover_slot_key(
    manifest: Manifest, escrow: bytes, releases: Iterable[bytes], recovery: SealKey
) -> bytes:
    """Return the slot key from `needed` releases of different trustees.

    Raises `CeremonyRefused` when they are too few and `Unreadable` when they do not fit.
    """
    _check_escrow(manifest, escrow)
    found: dict[int, bytes] = {}
    for release in releases:
        place, shares = read_shares(
            manifest,
            release,
            root=seal_of(escrow),
            label=READER,
            reader=recovery,
            purpose=Purpose.ESCROW,
        )
        if shares[0] is not None:
            found[place] = shares[0]
    if len(found) < manifest.needed:
        raise CeremonyRefused("too_few_shares", needed=manifest.needed, found=len(found))
    return _slot_key(open_envelope(manifest, escrow, list(found.values())))


def _check_escrow(manifest: Manifest, escrow: bytes) -> None:
    if paper_in(manifest, escrow) != ESCROW_PAPER:
        raise Unreadable("not_an_escrow")


def _slot_key(plaintext: bytes) -> bytes:
    try:
        key = bytes.fromhex(parse(plaintext.rstrip(b" "))["slot_key"])
    except (NotCanonical, ValueError, TypeError, KeyError):
        raise Unreadable("not_an_escrow") from None
    if len(key) != SECRET_LENGTH:
        raise Unreadable("not_an_escrow")
    return key


def recovery_file(key: SealKey) -> bytes:
    """Return the file with which a restored server asks the trustees for the slot key."""
    return canonical({"format": RECOVERY, "suite": key.suite, "seal_key": b64(key.public)})


def read_recovery_file(data: bytes) -> tuple[Suite, bytes]:
    """Return suite and public key of a recovery file; `KeyRefused` when it is none."""
    try:
        plain = parse(data)
        if set(plain) != {"format", "suite", "seal_key"} or plain["format"] != RECOVERY:
            raise KeyRefused("not_a_recovery_key")
        suite, public = Suite(plain["suite"]), un_b64(plain["seal_key"])
    except (NotCanonical, ValueError, TypeError):
        raise KeyRefused("not_a_recovery_key") from None
    read_public(suite, public)
    return suite, public
