"""The formats stand still: files made by the first release open to the same bytes for ever.

Every secret in `vectors/fv1.json` is there on purpose and belongs to nobody. A browser or another
program that reads the file and finds the same ballots, hashes and codes speaks the format.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from nswp_gov import sealing
from nswp_gov.sealing.canonical import un_b64
from nswp_gov.sealing.signing import Purpose, read_statement

VECTORS = json.loads(Path(__file__).with_name("vectors").joinpath("fv1.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=VECTORS, ids=[one["suite"] for one in VECTORS])
def vector(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_there_is_a_vector_for_each_suite() -> None:
    assert {one["suite"] for one in VECTORS} == set(sealing.Suite)


def test_manifest_keys_and_codes_come_out_as_recorded(vector: dict[str, Any]) -> None:
    manifest = sealing.Manifest.from_bytes(vector["manifest"].encode())
    assert sealing.manifest_hash(manifest) == vector["manifest_hash"]
    for secret, trustee, code in zip(
        vector["trustee_secrets"], manifest.trustees, vector["fingerprints"], strict=True
    ):
        key = sealing.TrusteeKey(manifest.suite, bytes.fromhex(secret))
        assert key.trustee(trustee.name) == trustee
        assert sealing.fingerprint(manifest.suite, trustee) == code
    slot = vector["slot"]
    made = sealing.slot_of(bytes.fromhex(slot["key"]), UUID(slot["organisation"]), slot["paper"])
    assert made.hex() == slot["slot"]


def test_box_opens_to_the_recorded_ballots(vector: dict[str, Any]) -> None:
    manifest = sealing.Manifest.from_bytes(vector["manifest"].encode())
    box = sealing.Box.from_bytes(un_b64(vector["box"]))
    assert box.box_root == vector["box_root"]
    keys = [
        sealing.TrusteeKey(manifest.suite, bytes.fromhex(secret))
        for secret in vector["trustee_secrets"]
    ]
    shares = [sealing.make_share_file(manifest, box, key=key) for key in keys]
    results = [
        sealing.open_box(manifest, box, shares[:2], key=keys[0]),
        sealing.open_box(manifest, box, shares[1:], key=keys[1]),
    ]
    agreed = sealing.agree(results, manifest=manifest, box=box)
    assert agreed.ballots_file.decode() == vector["ballots"]
    assert agreed.sha256 == vector["ballots_sha256"]
    assert list(agreed.seeds) == vector["seeds"]
    lot = sealing.drawn_from(manifest, agreed.seeds, manifest.papers[0].contests[0])
    assert list(lot) == vector["lot_president"]


def test_signatures_are_still_good(vector: dict[str, Any]) -> None:
    manifest = sealing.Manifest.from_bytes(vector["manifest"].encode())
    box = sealing.Box.from_bytes(un_b64(vector["box"]))
    sealing.check_receipt(
        manifest.signing_key, manifest.manifest_hash, box.seals[0], un_b64(vector["receipt"])
    )
    says = read_statement(
        manifest.trustees[0].sign_key, Purpose.OPENING, vector["statement"].encode()
    )
    assert says["ballots_sha256"] == vector["ballots_sha256"]
