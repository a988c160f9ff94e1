"""What the returning officer and the candidates’ agents sign: the lot they drew, what they saw.

Their keys stand in the manifest, so the signatures of a record can be checked by anybody and
nobody can put others in their place afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .canonical import canonical, parse, sha256
from .errors import CeremonyRefused, NotCanonical
from .keys import TrusteeKey
from .manifest import Manifest
from .signing import Purpose, read_statement, sign_statement, unchecked_statement

Order = Mapping[str, Sequence[str]]


def lot_to_sign(manifest: Manifest, order: Order) -> bytes:
    """Return the file that those present at the drawing sign: the order of every contest."""
    return canonical({"manifest_hash": manifest.manifest_hash.hex(), "order": order})


def sign_lot(key: TrusteeKey, manifest: Manifest, lot: bytes) -> bytes:
    """Return the witness's statement that this order was drawn.

    Raises `CeremonyRefused` when the file is no lot of this election, `KeyRefused` when the
    manifest does not name the key.
    """
    place = key.witness_in(manifest)
    try:
        plain = parse(lot)
        about = plain["manifest_hash"]
        if set(plain) != {"manifest_hash", "order"}:
            raise CeremonyRefused("not_a_lot")
    except (NotCanonical, KeyError, TypeError):
        raise CeremonyRefused("not_a_lot") from None
    if about != manifest.manifest_hash.hex():
        raise CeremonyRefused("another_election")
    return sign_statement(key.signing_key, Purpose.LOT, {**plain, "witness": place})


def sign_observed(key: TrusteeKey, manifest: Manifest, *, result: bytes) -> bytes:
    """Return the witness's statement that the observers' record gave this result on recounting.

    Raises `CeremonyRefused` when the result is of another election, `KeyRefused` when the
    manifest does not name the key.
    """
    place = key.witness_in(manifest)
    try:
        about = parse(result)["manifest_sha256"]
    except (NotCanonical, KeyError, TypeError):
        raise CeremonyRefused("not_a_result") from None
    if about != manifest.manifest_hash.hex():
        raise CeremonyRefused("another_election")
    says = {
        "manifest_hash": manifest.manifest_hash.hex(),
        "witness": place,
        "result_sha256": sha256(result).hex(),
    }
    return sign_statement(key.signing_key, Purpose.OBSERVED, says)


def read_witnessed(
    manifest: Manifest, purpose: Purpose, statement: bytes
) -> tuple[int, Mapping[str, Any]]:
    """Return the witness's place and what they signed about this election.

    Raises `CeremonyRefused` for another election or a place that is none, `SignatureRefused`
    when the one in that place did not sign it.
    """
    place = unchecked_statement(purpose, statement).get("witness")
    if not isinstance(place, int) or not 1 <= place <= len(manifest.witnesses):
        raise CeremonyRefused("not_a_witness")
    says = read_statement(manifest.witnesses[place - 1].sign_key, purpose, statement)
    if says.get("manifest_hash") != manifest.manifest_hash.hex():
        raise CeremonyRefused("another_election")
    return place, says
