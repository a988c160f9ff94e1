"""Officer and agents at the console: they sign the lot they saw drawn, and the count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nswp_gov import sealing
from nswp_gov.sealing.signing import Purpose
from tests.sealing.conftest import make_election
from tests.trustee.test_cli import PASSPHRASE, run


def test_a_witness_signs_lot_and_count(tmp_path: Path) -> None:
    key = sealing.TrusteeKey.generate(sealing.Suite.X25519)
    witness = sealing.Witness(sealing.WitnessRole.OFFICER, key.trustee("").sign_key)
    manifest = replace(make_election().manifest, witnesses=(witness,))
    hashed = sealing.manifest_hash(manifest)
    files = {
        "manifest.json": manifest.to_bytes(),
        "secret.key": sealing.lock(key, PASSPHRASE),
        "pass.txt": PASSPHRASE.encode(),
        "drawn-lot.json": sealing.lot_to_sign(manifest, {"president": ["bo", "asha"]}),
        "result.json": f'{{"manifest_sha256":"{hashed}"}}'.encode(),
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    held: list[str | Path] = [
        "--manifest", tmp_path / "manifest.json", "--key", tmp_path / "secret.key",
        "--passphrase-file", tmp_path / "pass.txt", "--out", tmp_path / "made.json",
    ]  # fmt: skip
    made = tmp_path / "made.json"
    run("lot-statement", *held, "--lot", tmp_path / "drawn-lot.json", language="fr")
    place, says = sealing.read_witnessed(manifest, Purpose.LOT, made.read_bytes())
    assert (place, says["order"]) == (1, {"president": ["bo", "asha"]})
    made.unlink()
    refused = run("lot-statement", *held, "--lot", tmp_path / "result.json", expect=1)
    assert "not the file of a drawn lot" in refused.stderr
    run("recount-statement", *held, "--result", tmp_path / "result.json")
    place, _says = sealing.read_witnessed(manifest, Purpose.OBSERVED, made.read_bytes())
    assert place == 1
