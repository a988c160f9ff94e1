"""The envelope "fv1": one ballot that any `needed` of the trustees can open, and nobody else.

    version 1 | paper 1 | commitment 32 | body padded+16 | one wrap for each trustee

A fresh key encrypts the padded ballot (AES-256-GCM; the nonce is zero, since no key is used
twice). The commitment fixes that key, which the cipher alone does not. The key is split for
this ballot alone, and share i is sealed to trustee i, so there is neither dealer nor joint key.
The hash of the manifest and the paper are bound into every part. All envelopes of an election
have the same length.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import shamir
from .ballot import pad, write_ballot
from .canonical import sha256
from .errors import BallotRefused, Unreadable
from .hpke import TAG_LENGTH, SealKey, seal_to
from .manifest import Level, Manifest

VERSION = 1
LOTS_PAPER = 255
ESCROW_PAPER = 254
KEY_LENGTH = 32
SHARE_LENGTH = KEY_LENGTH + 1
COMMITMENT_LENGTH = 32
HEADER_LENGTH = 2 + COMMITMENT_LENGTH
NONCE = bytes(12)


@dataclass(frozen=True)
class SealedBallot:
    """What sealing gives: the row to store, the code inside it, and the seal that is published.

    `seal` is the SHA-256 of the envelope as 64 hexadecimal digits.
    """

    envelope: bytes
    tracker: str
    seal: str

    def __repr__(self) -> str:
        return f"SealedBallot(seal={self.seal})"


def seal_ballot(
    manifest: Manifest, choices: Mapping[str, Sequence[str]], *, word: str | None = None
) -> SealedBallot:
    """Return the voter's choices sealed to the trustees, with a fresh tracker inside.

    `choices` names each contest of one paper and nothing else; that decides which paper it is.
    Nothing is kept: the plaintext exists in this call alone. Raises `BallotRefused` when the
    paper does not allow these choices or this word.
    """
    place = manifest.paper_place(choices)
    plaintext, tracker = write_ballot(
        manifest.papers[place], choices, level=Level.SERVER, word=word
    )
    envelope = seal_plaintext(manifest, place, plaintext)
    return SealedBallot(envelope, tracker, seal_of(envelope))


def seal_of(envelope: bytes) -> str:
    """Return the seal of an envelope: its SHA-256 in hexadecimal."""
    return sha256(envelope).hex()


def seal_plaintext(manifest: Manifest, paper: int, plaintext: bytes) -> bytes:
    """Return `plaintext` padded and sealed as the paper at this place.

    Two places are no papers: 255 holds a seed for lots, 254 the escrow of the slot key.
    """
    key = secrets.token_bytes(KEY_LENGTH)
    commitment = commit(key)
    bound = bound_to(manifest, paper)
    body = AESGCM(key).encrypt(NONCE, pad(plaintext, manifest.padded_length), bound)
    shares = shamir.split(key, count=len(manifest.trustees), needed=manifest.needed)
    wraps = [
        seal_to(manifest.suite, trustee.seal_key, share, info=wrap_info(bound, commitment, place))
        for place, (trustee, share) in enumerate(
            zip(manifest.trustees, shares, strict=True), start=1
        )
    ]
    return b"".join((bytes((VERSION, paper)), commitment, body, *wraps))


def envelope_length(manifest: Manifest) -> int:
    """Return the length in bytes of every envelope of this election."""
    wraps = len(manifest.trustees) * _wrap_length(manifest)
    return HEADER_LENGTH + manifest.padded_length + TAG_LENGTH + wraps


def paper_in(manifest: Manifest, envelope: bytes) -> int:
    """Return the paper's place after checking version, length and paper; opens nothing.

    This is all that a server can check of an envelope that was sealed on the voter's device.
    Raises `Unreadable` when the envelope cannot belong to this election.
    """
    if len(envelope) != envelope_length(manifest):
        raise Unreadable("envelope_length")
    version, paper = envelope[0], envelope[1]
    if version != VERSION:
        raise Unreadable("envelope_version")
    if paper >= len(manifest.papers) and paper not in {LOTS_PAPER, ESCROW_PAPER}:
        raise Unreadable("envelope_paper")
    return paper


def unwrap(manifest: Manifest, envelope: bytes, *, trustee: int, key: SealKey) -> bytes:
    """Return the share that the trustee at this place (from 1) holds; `Unreadable` if altered."""
    paper = paper_in(manifest, envelope)
    length = _wrap_length(manifest)
    start = HEADER_LENGTH + manifest.padded_length + TAG_LENGTH + (trustee - 1) * length
    info = wrap_info(bound_to(manifest, paper), envelope[2:HEADER_LENGTH], trustee)
    share = key.open(envelope[start : start + length], info=info)
    if len(share) != SHARE_LENGTH or share[-1] != trustee:
        raise Unreadable("share_malformed")
    return share


def open_envelope(manifest: Manifest, envelope: bytes, shares: Sequence[bytes]) -> bytes:
    """Return the padded plaintext, found with any `needed` of the shares that fit together.

    Shares that do not fit are passed over: every set of the needed size is tried and the one
    whose key matches the commitment is taken. Raises `Unreadable` when none does.
    """
    paper = paper_in(manifest, envelope)
    key = matching_key(shares, envelope[2:HEADER_LENGTH], manifest.needed)
    body = envelope[HEADER_LENGTH : HEADER_LENGTH + manifest.padded_length + TAG_LENGTH]
    try:
        return AESGCM(key).decrypt(NONCE, body, bound_to(manifest, paper))
    except InvalidTag:
        raise Unreadable("body") from None


def matching_key(shares: Sequence[bytes], commitment: bytes, needed: int) -> bytes:
    """Return the key that `needed` of the shares give and the commitment fixes."""
    for chosen in combinations(shares, needed):
        try:
            key = shamir.combine(chosen)
        except Unreadable:
            continue
        if hmac.compare_digest(commit(key), commitment):
            return key
    raise Unreadable("shares")


def commit(key: bytes) -> bytes:
    """Return the commitment to a content key."""
    return sha256(b"fv1-cek", key)


def bound_to(manifest: Manifest, paper: int) -> bytes:
    """Return what every part of an envelope is bound to: format, manifest, paper."""
    if not 0 <= paper <= LOTS_PAPER:
        raise BallotRefused("no_such_paper")
    return b"fv1|" + manifest.manifest_hash + bytes((paper,))


def wrap_info(bound: bytes, commitment: bytes, trustee: int) -> bytes:
    """Return the context under which a share is sealed to the trustee at this place."""
    return bound + commitment + bytes((trustee,))


def _wrap_length(manifest: Manifest) -> int:
    return SHARE_LENGTH + manifest.suite.overhead
