"""A published folder verifies; every alteration that an insider would try does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nswp_gov import sealing
from nswp_gov.sealing.box import sign_box
from nswp_gov.sealing.signing import Purpose, sign_statement


@pytest.fixture(scope="module")
def published(election: Any, box: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("published")
    shares = [sealing.make_share_file(election.manifest, box, key=key) for key in election.keys]
    (folder / "manifest.json").write_bytes(election.manifest.to_bytes())
    (folder / "box.json").write_bytes(sign_box(election.signing_key, election.manifest, box))
    (folder / "seals.txt").write_text("".join(f"{seal}\n" for seal in box.seals))
    (folder / "box.bin").write_bytes(box.to_bytes())
    for place, key in enumerate(election.keys[:2], start=1):
        opening = sealing.open_box(election.manifest, box, shares, key=key)
        (folder / "ballots.jsonl").write_bytes(opening.ballots)
        (folder / f"opening-{place}.json").write_bytes(opening.statement)
        (folder / f"destroyed-{place}.json").write_bytes(
            sealing.sign_destroyed(
                key.signing_key, election.manifest, trustee=place, day="2027-05-01"
            )
        )
    lines = opening.ballots.splitlines()
    ballots = [sealing.Ballot(**json.loads(line)) for line in lines]
    (folder / "trackers.txt").write_bytes(sealing.trackers_file(ballots))
    return folder


def test_the_openers_sign_the_trackers_of_a_record_without_ballots(
    published: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "small"
    shutil.copytree(published, folder)
    for name in ("ballots.jsonl", "box.bin"):
        (folder / name).unlink()
    alter_trackers(folder)
    assert failed(sealing.verify_folder(folder)) == ["openings_of_trackers"]


def test_a_trustees_statement_about_another_election_fails(
    election: Any, published: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "foreign"
    shutil.copytree(published, folder)
    other = replace(election.manifest, title={"en": "Another"})
    (folder / "destroyed-1.json").write_bytes(
        sealing.sign_destroyed(election.keys[0].signing_key, other, trustee=1, day="2027-05-01")
    )
    assert failed(sealing.verify_folder(folder)) == ["destroyed_signed"]


def test_a_list_of_seals_in_another_form_fails(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "seals"
    shutil.copytree(published, folder)
    (folder / "seals.txt").write_text("not a seal\n")
    assert failed(sealing.verify_folder(folder)) == ["seals"]


def failed(made: sealing.Verification) -> list[str]:
    return [check.code for check in made.checks if not check.held]


def test_a_true_record_verifies(election: Any, box: Any, published: Path) -> None:
    made = sealing.verify_folder(
        published, manifest_hash=sealing.manifest_hash(election.manifest), seal=box.seals[3][:16]
    )
    assert failed(made) == []
    assert made.held
    assert made.absent == []
    assert {check.code for check in made.checks} >= {"my_seal", "paper_count", "openers_agree"}


def test_the_public_record_of_a_small_electorate_verifies(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    shutil.copytree(published, folder)
    for name in ("ballots.jsonl", "box.bin"):
        (folder / name).unlink()
    made = sealing.verify_folder(folder)
    assert made.held
    assert made.absent == ["box.bin", "ballots.jsonl"]


def test_a_published_list_needs_no_list_of_trackers(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "list"
    shutil.copytree(published, folder)
    (folder / "trackers.txt").unlink()
    made = sealing.verify_folder(folder)
    assert made.held
    assert "trackers" not in {check.code for check in made.checks}


def drop_ballot(folder: Path) -> None:
    lines = (folder / "ballots.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "ballots.jsonl").write_bytes(b"".join(lines[1:]))


def copy_ballot(folder: Path) -> None:
    lines = (folder / "ballots.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "ballots.jsonl").write_bytes(b"".join([lines[0], *lines]))


def alter_ballot(folder: Path) -> None:
    data = (folder / "ballots.jsonl").read_bytes()
    (folder / "ballots.jsonl").write_bytes(data.replace(b'"rules":["no"]', b'"rules":["yes"]', 1))


def drop_seal(folder: Path) -> None:
    lines = (folder / "seals.txt").read_text().splitlines(keepends=True)
    (folder / "seals.txt").write_text("".join(lines[1:]))


def copy_seal(folder: Path) -> None:
    lines = (folder / "seals.txt").read_text().splitlines(keepends=True)
    (folder / "seals.txt").write_text("".join([lines[0], *lines]))


def alter_box(folder: Path) -> None:
    data = bytearray((folder / "box.bin").read_bytes())
    data[-1] ^= 1
    (folder / "box.bin").write_bytes(data)


def alter_trackers(folder: Path) -> None:
    lines = (folder / "trackers.txt").read_text().splitlines(keepends=True)
    (folder / "trackers.txt").write_text("".join([*lines[:-1], "ZZZZ-ZZZZ-ZZZZ-ZZZZ\n"]))


def double_tracker(folder: Path) -> None:
    lines = (folder / "trackers.txt").read_text().splitlines(keepends=True)
    (folder / "trackers.txt").write_text("".join([lines[0], *lines]))


def foreign_destroyed(folder: Path) -> None:
    shutil.copy(folder / "destroyed-2.json", folder / "destroyed-1.json")


def drop_opening(folder: Path) -> None:
    (folder / "opening-2.json").unlink()


def swap_opening(folder: Path) -> None:
    shutil.copy(folder / "opening-1.json", folder / "opening-2.json")


def alter_manifest(folder: Path) -> None:
    plain = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(plain.replace(b"Option asha", b"Option alta"))


def cut_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{}")


def drop_box_statement(folder: Path) -> None:
    (folder / "box.json").unlink()


def alter_destroyed(folder: Path) -> None:
    plain = (folder / "destroyed-1.json").read_bytes()
    (folder / "destroyed-1.json").write_bytes(plain.replace(b"2027-05-01", b"2027-04-01"))


@pytest.mark.parametrize(
    ("attack", "noticed"),
    [
        (drop_ballot, "ballots_count"),
        (copy_ballot, "ballots"),
        (alter_ballot, "openings_of_ballots"),
        (drop_seal, "box_root"),
        (copy_seal, "seals"),
        (alter_box, "box_file"),
        (alter_trackers, "trackers_of_ballots"),
        (double_tracker, "trackers"),
        (foreign_destroyed, "destroyed_signed"),
        (drop_opening, "two_openers"),
        (swap_opening, "opening_signed"),
        (alter_manifest, "box_election"),
        (cut_manifest, "manifest"),
        (drop_box_statement, "box_signed"),
        (alter_destroyed, "destroyed_signed"),
    ],
)
def test_an_altered_record_fails(
    published: Path, tmp_path: Path, attack: Callable[[Path], None], noticed: str
) -> None:
    folder = tmp_path / "altered"
    shutil.copytree(published, folder)
    attack(folder)
    made = sealing.verify_folder(folder)
    assert not made.held
    assert noticed in failed(made)


def test_openers_who_signed_different_lists_fail(
    election: Any, published: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "differ"
    shutil.copytree(published, folder)
    says = json.loads((folder / "opening-2.json").read_bytes())["says"]
    statement = sign_statement(
        election.keys[1].signing_key, Purpose.OPENING, {**says, "ballots_sha256": "0" * 64}
    )
    (folder / "opening-2.json").write_bytes(statement)
    assert {"openers_agree", "openings_of_ballots"} <= set(failed(sealing.verify_folder(folder)))


def test_a_foreign_hash_or_seal_fails(published: Path) -> None:
    made = sealing.verify_folder(published, manifest_hash="0" * 64, seal="zz")
    assert failed(made) == ["manifest_announced", "my_seal"]
    assert failed(sealing.verify_folder(published, seal="")) == ["my_seal"]
    assert not sealing.verify_folder(published / "nowhere").held
