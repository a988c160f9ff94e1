"""Share files: what one trustee hands over, readable by named readers alone.

A share file holds this trustee's share of every envelope, in the box's order. It is encrypted
under a fresh key, that key is sealed to each reader, and the whole is signed by the trustee.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .canonical import b64, un_b64
from .envelope import KEY_LENGTH, NONCE, SHARE_LENGTH, unwrap
from .errors import CeremonyRefused, NotCanonical, SignatureRefused, Unreadable
from .hpke import SealKey, Suite, seal_to
from .keys import TrusteeKey
from .manifest import Manifest
from .signing import Purpose, read_statement, sign_statement, unchecked_statement

MISSING = bytes(SHARE_LENGTH)
NAMES = {"manifest_hash", "root", "trustee", "shares", "missing", "wraps", "body"}

Readers = Mapping[str, tuple[Suite, bytes]]


def write_shares(
    manifest: Manifest,
    envelopes: Sequence[bytes],
    *,
    root: str,
    key: TrusteeKey,
    readers: Readers,
    purpose: Purpose,
) -> bytes:
    """Return the trustee's share file for these envelopes, sealed to the readers.

    `root` fixes which envelopes are meant; `readers` maps a reader's label to suite and public
    key. A wrap that cannot be opened is left empty and counted. Raises `KeyRefused` when the key
    is no trustee's here.
    """
    place = key.place_in(manifest)
    shares = [_share(manifest, envelope, place, key) for envelope in envelopes]
    content_key = secrets.token_bytes(KEY_LENGTH)
    bound = _bound(manifest, root, place)
    says = {
        "manifest_hash": manifest.manifest_hash.hex(),
        "root": root,
        "trustee": place,
        "shares": len(shares),
        "missing": shares.count(MISSING),
        "wraps": {
            label: b64(seal_to(suite, public, content_key, info=bound + label.encode()))
            for label, (suite, public) in readers.items()
        },
        "body": b64(AESGCM(content_key).encrypt(NONCE, b"".join(shares), bound)),
    }
    return sign_statement(key.signing_key, purpose, says)


def read_shares(
    manifest: Manifest,
    share_file: bytes,
    *,
    root: str,
    label: str,
    reader: SealKey,
    purpose: Purpose,
) -> tuple[int, list[bytes | None]]:
    """Return the trustee's place and the shares in order; None where one is missing.

    Raises `CeremonyRefused` when the file is for another election, box or reader, and
    `SignatureRefused` when the trustee did not sign it.
    """
    says = _signed(manifest, share_file, purpose)
    if says["manifest_hash"] != manifest.manifest_hash.hex() or says["root"] != root:
        raise CeremonyRefused("share_of_another_box")
    place = says["trustee"]
    bound = _bound(manifest, root, place)
    if not isinstance(says["wraps"], Mapping) or label not in says["wraps"]:
        raise CeremonyRefused("share_for_others")
    try:
        content_key = reader.open(un_b64(says["wraps"][label]), info=bound + label.encode())
        body = AESGCM(content_key).decrypt(NONCE, un_b64(says["body"]), bound)
    except (Unreadable, InvalidTag, ValueError, NotCanonical):
        raise CeremonyRefused("share_file_unreadable") from None
    shares = [body[at : at + SHARE_LENGTH] for at in range(0, len(body), SHARE_LENGTH)]
    if len(shares) != says["shares"]:
        raise CeremonyRefused("share_count")
    return place, [share if share[-1] == place else None for share in shares]


def _signed(manifest: Manifest, share_file: bytes, purpose: Purpose) -> Mapping[str, Any]:
    claimed = unchecked_statement(purpose, share_file)
    place = claimed.get("trustee")
    if set(claimed) != NAMES or not isinstance(place, int):
        raise SignatureRefused("not_a_statement", purpose=purpose)
    if not 1 <= place <= len(manifest.trustees):
        raise CeremonyRefused("trustee_unknown")
    return read_statement(manifest.trustees[place - 1].sign_key, purpose, share_file)


def _share(manifest: Manifest, envelope: bytes, place: int, key: TrusteeKey) -> bytes:
    try:
        return unwrap(manifest, envelope, trustee=place, key=key.seal_key)
    except Unreadable:
        return MISSING


def _bound(manifest: Manifest, root: str, place: int) -> bytes:
    return b"nswp-share-1|" + manifest.manifest_hash + bytes.fromhex(root) + bytes((place,))
