"""A whole ceremony by the commands that trustees type, in processes of their own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nswp_gov import sealing
from nswp_gov.sealing import BallotKind, Contest, Option, Paper, Publication, Roll
from nswp_gov.sealing.box import sign_box
from nswp_gov.sealing.canonical import canonical

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "five invented words for tests"


def run(
    *words: str | Path, typed: str = "", language: str = "en", expect: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run the tool from the checkout, in a folder and environment of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "nswp_trustee", *map(str, words), "--language", language],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(ROOT / "trustee"), "PATH": os.defpath, "PYTHONUTF8": "1"},
    )
    assert done.returncode == expect, done.stderr
    return done


def told(done: subprocess.CompletedProcess[str], label: str) -> str:
    return next(line for line in done.stdout.splitlines() if line.startswith(label)).split(": ")[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three keys made by the tool, a manifest with them, twenty sealed ballots and a seed."""
    folder: Path = tmp_path_factory.mktemp("ceremony")
    (folder / "pass.txt").write_text(PASSPHRASE + "\n")
    for place in (1, 2, 3):
        run(
            "keygen",
            "--name",
            f"Invented trustee {place}",
            "--out",
            folder / f"t{place}",
            "--passphrase-file",
            folder / "pass.txt",
        )
    found = [
        sealing.read_public_file((folder / f"t{place}" / "public.json").read_bytes())
        for place in (1, 2, 3)
    ]
    options = tuple(Option(name, {"en": name.title()}) for name in ("asha", "bo", "cleo"))
    contest = Contest("president", {"en": "President"}, BallotKind.RANKED, options, 1, "irv")
    paper = Paper("all", {"en": "All"}, Roll("a" * 64, 40), (contest,), Publication.LIST)
    signing_key = sealing.new_signing_key()
    manifest = sealing.Manifest(
        id="invented",
        kind=sealing.ElectionKind.REHEARSAL,
        title={"en": "Invented"},
        papers=(paper,),
        opens_at=datetime(2027, 3, 1, tzinfo=UTC),
        closes_at=datetime(2027, 3, 15, tzinfo=UTC),
        trustees=tuple(trustee for _, trustee in found),
        needed=2,
        openers=(1, 2),
        suite=found[0][0],
        padded_length=sealing.least_padding((paper,)),
        signing_key=sealing.public_of(signing_key),
        program=sealing.Program("0.1.0", "c" * 64),
        ties=sealing.Ties.SEEDS,
    )
    (folder / "manifest.json").write_bytes(manifest.to_bytes())
    run("seed", "--manifest", folder / "manifest.json", "--out", folder / "seed.bin")
    envelopes = [
        sealing.seal_ballot(manifest, {"president": ["bo", "asha", "cleo"][: 1 + number % 3]})
        for number in range(20)
    ]
    box = sealing.close_box(
        [*(sealed.envelope for sealed in envelopes), (folder / "seed.bin").read_bytes()]
    )
    (folder / "box.bin").write_bytes(box.to_bytes())
    (folder / "box.json").write_bytes(sign_box(signing_key, manifest, box))
    (folder / "seals.txt").write_text("".join(f"{seal}\n" for seal in box.seals))
    return folder


def held(folder: Path, place: int) -> list[str | Path]:
    return [
        "--key",
        folder / f"t{place}" / "secret.key",
        "--passphrase-file",
        folder / "pass.txt",
        "--manifest",
        folder / "manifest.json",
    ]


def test_keygen_writes_a_locked_private_file_and_tells_the_fingerprint(folder: Path) -> None:
    secret = folder / "t1" / "secret.key"
    assert secret.stat().st_mode & 0o777 == 0o600
    key = sealing.unlock(secret.read_bytes(), PASSPHRASE)
    code = sealing.fingerprint(key.suite, key.trustee(""))
    assert told(run("fingerprint", folder / "t1" / "public.json"), "Fingerprint") == code
    assert code in run("fingerprint", folder / "manifest.json").stdout
    before = secret.read_bytes()
    refused = run(
        "keygen",
        "--name",
        "x",
        "--out",
        folder / "t1",
        "--passphrase-file",
        folder / "pass.txt",
        expect=1,
    )
    assert "is there already" in refused.stderr
    assert secret.read_bytes() == before


def test_share_open_agree_and_verify(folder: Path, tmp_path: Path) -> None:
    manifest = sealing.Manifest.from_bytes((folder / "manifest.json").read_bytes())
    box = sealing.Box.from_bytes((folder / "box.bin").read_bytes())
    shares = [tmp_path / "share-1.json", tmp_path / "share-3.json"]
    for place, out in zip((1, 3), shares, strict=True):
        done = run(
            "share",
            *held(folder, place),
            "--box",
            folder / "box.bin",
            "--out",
            out,
            "--box-root",
            box.box_root,
        )
        assert told(done, "Box root") == box.box_root
        assert told(done, "Sealed ballots") == "20"
        assert told(done, "Shares that could not") == "0"
    results = []
    for place, order in ((1, shares), (2, shares[::-1])):
        out = tmp_path / f"opened-{place}"
        done = run(
            "open",
            *held(folder, place),
            "--box",
            folder / "box.bin",
            "--shares",
            *order,
            "--out",
            out,
        )
        ballots = (out / "ballots.jsonl").read_bytes()
        digest = hashlib.sha256(ballots).hexdigest()
        assert told(done, "SHA-256") == digest
        results.append(sealing.Opening(ballots, (out / f"opening-{place}.json").read_bytes()))
    assert results[0].sha256 == results[1].sha256
    agreed = sealing.agree(results, manifest=manifest, box=box)
    assert len(agreed.ballots) == 20
    assert len(agreed.seeds) == 1
    orders = [len(one.choices["president"]) for one in agreed.ballots if one.choices]
    assert sorted(orders) == [1] * 7 + [2] * 7 + [3] * 6
    check_folder(folder, tmp_path, manifest)


def check_folder(folder: Path, opened: Path, manifest: sealing.Manifest) -> None:
    record = opened / "record"
    record.mkdir()
    for name in ("manifest.json", "box.json", "seals.txt", "box.bin"):
        (record / name).write_bytes((folder / name).read_bytes())
    for place in (1, 2):
        for path in (opened / f"opened-{place}").iterdir():
            (record / path.name).write_bytes(path.read_bytes())
    statement = run(
        "destroy-statement",
        *held(folder, 3),
        "--day",
        "2027-05-01",
        "--out",
        record / "destroyed-3.json",
    )
    assert "destroy the key file" in statement.stdout
    done = run("verify", record, "--manifest-hash", sealing.manifest_hash(manifest))
    assert "VERIFIED" in done.stdout
    assert "FAILED" not in done.stdout
    lines = (record / "ballots.jsonl").read_bytes().splitlines(keepends=True)
    (record / "ballots.jsonl").write_bytes(b"".join(lines[1:]))
    done = run("verify", record, language="ru", expect=1)
    assert "ОШИБКА" in done.stdout
    assert "ПРОВЕРЕНО" not in done.stdout


def test_one_share_file_opens_nothing(folder: Path, tmp_path: Path) -> None:
    share = tmp_path / "share.json"
    run("share", *held(folder, 2), "--box", folder / "box.bin", "--out", share)
    refused = run(
        "open",
        *held(folder, 1),
        "--box",
        folder / "box.bin",
        "--shares",
        share,
        "--out",
        tmp_path / "out",
        language="fr",
        expect=1,
    )
    assert "Il manque des fragments de clé" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_another_box_is_refused(folder: Path, tmp_path: Path) -> None:
    refused = run(
        "share",
        *held(folder, 1),
        "--box",
        folder / "box.bin",
        "--out",
        tmp_path / "x",
        "--box-root",
        "0" * 64,
        language="es",
        expect=1,
    )
    assert "Esta urna no es la que se anunció." in refused.stderr
    assert not (tmp_path / "x").exists()


def test_paper_words_bring_the_same_key_back(folder: Path, tmp_path: Path) -> None:
    made = run(
        "keygen",
        "--name",
        "Paper",
        "--suite",
        "x25519",
        "--paper",
        "2",
        "3",
        "--passphrase-file",
        folder / "pass.txt",
        "--out",
        tmp_path / "made",
    )
    sheets = [line.split(": ")[1] for line in made.stdout.splitlines() if line.startswith("Sheet")]
    assert [len(sheet.split()) for sheet in sheets] == [33, 33, 33]
    again = run(
        "keygen",
        "--name",
        "Paper",
        "--suite",
        "x25519",
        "--from-paper",
        "--passphrase-file",
        folder / "pass.txt",
        "--out",
        tmp_path / "again",
        typed=f"{sheets[2]}\n{sheets[0]}\n\n",
    )
    assert told(again, "Fingerprint") == told(made, "Fingerprint")
    for typed in (sheets[0], sheets[0].replace(" ", " zoo ", 1), ""):
        refused = run(
            "keygen",
            "--name",
            "x",
            "--from-paper",
            "--out",
            tmp_path / "no",
            "--passphrase-file",
            folder / "pass.txt",
            typed=typed,
            expect=1,
        )
        assert "do not bring a key back" in refused.stderr


def test_released_escrow_gives_the_slot_key_to_the_restored_server(
    folder: Path, tmp_path: Path
) -> None:
    manifest = sealing.Manifest.from_bytes((folder / "manifest.json").read_bytes())
    slot_key = sealing.new_slot_key()
    escrow = sealing.seal_escrow(manifest, slot_key)
    (tmp_path / "escrow.bin").write_bytes(escrow)
    recovery = sealing.SealKey(sealing.Suite.X25519, b"r" * 32)
    (tmp_path / "recovery.json").write_bytes(sealing.recovery_file(recovery))
    code = sealing.recovery_code(recovery.suite, recovery.public)
    given = ["--escrow", tmp_path / "escrow.bin", "--recovery-key", tmp_path / "recovery.json"]
    for place in (2, 3):
        run(
            "release-escrow",
            *held(folder, place),
            *given,
            "--code",
            code.lower(),
            "--out",
            tmp_path / f"release-{place}.json",
        )
    releases = [(tmp_path / f"release-{place}.json").read_bytes() for place in (2, 3)]
    assert sealing.recover_slot_key(manifest, escrow, releases, recovery) == slot_key
    refused = run(
        "release-escrow",
        *held(folder, 1),
        *given,
        "--code",
        "AAAA-AAAA",
        "--out",
        tmp_path / "no",
        language="zh_Hans",
        expect=1,
    )
    assert "请不要交出任何内容" in refused.stderr


def test_wrong_passphrase_day_and_file_are_explained(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("another passphrase\n")
    key = ["--key", folder / "t1" / "secret.key", "--manifest", folder / "manifest.json"]
    refused = run(
        "destroy-statement",
        *key,
        "--passphrase-file",
        tmp_path / "other.txt",
        "--day",
        "2027-05-01",
        "--out",
        tmp_path / "x",
        expect=1,
    )
    assert "passphrase is another one" in refused.stderr
    refused = run(
        "destroy-statement", *held(folder, 1), "--day", "May", "--out", tmp_path / "x", expect=1
    )
    assert "YYYY-MM-DD" in refused.stderr
    refused = run("fingerprint", tmp_path / "nowhere", expect=1)
    assert "nowhere cannot be read" in refused.stderr
    run("share", expect=2)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("language", "usage"),
    [
        ("en", "Usage: "),
        ("fr", "Utilisation : "),
        ("es", "Uso: "),
        ("ru", "Использование: "),
        ("zh_Hans", "用法："),
    ],
)
def test_help_speaks_the_language(language: str, usage: str) -> None:
    shown = run("open", "--help", language=language).stdout
    assert shown.startswith(usage)
    assert shown.count(usage) == 1


def test_no_traceback_reaches_a_trustee(folder: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk"
    junk.write_text(json.dumps({"says": 1}))
    for words in (
        ["fingerprint", junk],
        ["verify", tmp_path],
        ["share", *held(folder, 1), "--box", junk, "--out", tmp_path / "x"],
    ):
        done = run(*words, expect=1)
        assert "Traceback" not in done.stderr


def test_a_trustee_signs_the_result_that_the_ballots_gave(folder: Path, tmp_path: Path) -> None:
    manifest = sealing.Manifest.from_bytes((folder / "manifest.json").read_bytes())
    result = tmp_path / "result.json"
    result.write_bytes(canonical({"manifest_sha256": sealing.manifest_hash(manifest)}))
    given = ["recount-statement", *held(folder, 2), "--result", result]
    done = run(*given, "--out", tmp_path / "recounted-2.json", language="ru")
    assert "verify.py" in done.stdout
    says = json.loads((tmp_path / "recounted-2.json").read_bytes())["says"]
    assert says["trustee"] == 2
    assert says["result_sha256"] == hashlib.sha256(result.read_bytes()).hexdigest()
    for wrong, told in (
        (canonical({"manifest_sha256": "0" * 64}), "another election"),
        (b"[]", "not the result file"),
    ):
        result.write_bytes(wrong)
        refused = run(*given, "--out", tmp_path / "x.json", expect=1)
        assert told in refused.stderr
