"""The verifier on true records, on every attack, and with each of its own checks disabled."""

from __future__ import annotations

import ast
import contextlib
import io
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nswp_gov.elections import verifier
from nswp_gov.elections.contests import count_contest
from nswp_gov.elections.models import CountResult
from nswp_gov.elections.operations.recording import figures_of
from nswp_gov.rules.counting import lot_typed
from nswp_gov.sealing import BallotKind, Contest, Option, Paper, Roll, receipt_code
from nswp_gov.sealing.box import root_of
from nswp_gov.sealing.papers import paper_to_plain
from tests.elections.attacks import ATTACKS, Attack
from tests.elections.forge import Forge
from tests.elections.records import FAILED, RECOUNTED, VERIFIED, verify

SOURCE = verifier.source().decode()
MOST_LINES = 400
CONTESTS = 400


def loaded(tree: ast.Module | None = None) -> ModuleType:
    """The verifier as a module, whole or with a check disabled."""
    made = ModuleType("verify")
    made.__file__ = "verify.py"
    exec(compile(tree or ast.parse(SOURCE), "verify.py", "exec"), vars(made))
    return made


def verdict(module: Any, folder: Path, *more: str) -> tuple[str, list[str]]:
    """Run it here: the verdict, and what failed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        module.main([str(folder), *more])
    *lines, last = said.getvalue().splitlines()
    return last, [line[8:] for line in lines if line.startswith("FAILED")]


@pytest.fixture(scope="module")
def forged(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The record of an attack, made once."""
    base = tmp_path_factory.mktemp("forged")

    @cache
    def folder(number: int) -> Path:
        return ATTACKS[number].forge().write(base / str(number))

    return folder


@pytest.mark.parametrize(
    ("edition", "is_list", "expected"),
    [("observers", False, RECOUNTED), ("public", True, RECOUNTED), ("public", False, VERIFIED)],
)
def test_a_true_record_verifies_with_nothing_but_its_folder(
    tmp_path: Path, edition: str, is_list: bool, expected: str
) -> None:
    folder = Forge(edition, is_list).write(tmp_path / "record")
    assert verify(folder) == (expected, [])


def test_it_is_one_short_file_of_the_standard_library() -> None:
    assert len(SOURCE.splitlines()) <= MOST_LINES
    tree = ast.parse(SOURCE)
    found = {one.names[0].name for one in ast.walk(tree) if isinstance(one, ast.Import)}
    found |= {str(one.module) for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    foreign = {one.partition(".")[0] for one in found} - set(sys.stdlib_module_names)
    assert foreign == {"cryptography"}


def test_a_zip_is_read_as_it_is(tmp_path: Path) -> None:
    folder = Forge().write(tmp_path / "record")
    packed = tmp_path / "record.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for one in folder.iterdir():
            archive.write(one, one.name)
    assert verdict(loaded(), packed) == (RECOUNTED, [])


def test_own_codes_and_announced_hashes_are_found(tmp_path: Path) -> None:
    forge = Forge()
    folder = forge.write(tmp_path / "record")
    seals = (folder / "seals.txt").read_text().split()
    tracker = (folder / "trackers.txt").read_text().split()[2]
    told = ("--manifest", forge.about.upper(), "--root", root_of(seals))
    mine = ("--seal", receipt_code(seals[3]), "--tracker", tracker)
    assert verdict(loaded(), folder, *told, *mine) == (RECOUNTED, [])


def test_without_cryptography_it_says_that_signatures_were_not_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module: Any = loaded()
    module.Ed25519PublicKey = None
    folder = Attack("", {"box-key": lambda _key: b"\1" * 32}).forge().write(tmp_path / "record")
    assert module.main([str(folder)]) == 0
    assert "Signatures were NOT checked" in capsys.readouterr().out


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=lambda n: ATTACKS[n].name)
def test_an_attack_fails(forged: Any, number: int) -> None:
    assert verdict(loaded(), forged(number), *ATTACKS[number].asked)[0] == FAILED


def conditions(tree: ast.Module) -> Iterator[tuple[ast.Call, int]]:
    """Every condition of every check, but the one that reports what cannot be read."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "hold":
            for place, given in enumerate(call.args[1:], start=1):
                if not (isinstance(given, ast.Constant) and given.value is None):
                    yield call, place


def sentence(call: ast.Call) -> list[str]:
    """What is constant in what a check prints."""
    says = call.args[0]
    parts = says.values if isinstance(says, ast.JoinedStr) else [says]
    return [str(one.value) for one in parts if isinstance(one, ast.Constant)]


def test_with_any_condition_disabled_an_attack_goes_unnoticed(forged: Any) -> None:
    """No check is idle: each one alone stands between some attack and a good verdict."""
    whole = loaded()
    alone: list[tuple[int, str]] = []
    for number, attack in enumerate(ATTACKS):
        _, failed = verdict(whole, forged(number), *attack.asked)
        alone += [(number, failed[0])] if len(failed) == 1 else []
    every = len(list(conditions(ast.parse(SOURCE))))
    assert every >= 40
    survived = []
    for which in range(every):
        tree = ast.parse(SOURCE)
        call, place = list(conditions(tree))[which]
        words = sentence(call)
        call.args[place] = ast.copy_location(ast.Constant(value=True), call.args[place])
        mutant = loaded(tree)
        mine = [number for number, said in alone if all(word in said for word in words)]
        noticed = all(
            verdict(mutant, forged(number), *ATTACKS[number].asked)[0] == FAILED for number in mine
        )
        survived += [(words, place)] if noticed else []
    assert survived == []


def test_it_counts_as_the_program_counts() -> None:
    """Random contests of each kind, with few candidates and many ties, caps and re-opening."""
    module: Any = loaded()
    dice = random.Random(11)
    kinds: Counter[str] = Counter()
    for _ in range(CONTESTS):
        kind = dice.choice(["ranked"] * 5 + ["approval", "plurality", "yesno"])
        contest = _contest(dice, kind)
        ids = list(contest.option_ids)
        most = contest.most_marks
        papers = [
            dice.sample(ids, dice.randint(0, min(most, len(ids))))
            for _ in range(dice.randint(0, 14))
        ]
        lot = dice.sample(ids, len(ids))
        typed = lot_typed([ids.index(one) + 1 for one in lot], list(range(1, len(ids) + 1)))
        made = count_contest(contest, papers, typed)
        ours = figures_of(
            contest, CountResult(record=made.record, elected=made.elected, ballots=len(papers))
        )
        plain = {**plain_of(contest), "parameters": dict(contest.parameters)}
        again = module.Count(plain, Counter(map(tuple, papers)), lot).told()
        assert again == ours
        kinds[kind] += 1
    assert min(kinds.values()) > CONTESTS // 20


def plain_of(contest: Contest) -> dict[str, Any]:
    paper = Paper("p01", {"en": "x"}, Roll("a" * 64), (contest,))
    plain: dict[str, Any] = paper_to_plain(paper)["contests"][0]
    return plain


def _contest(dice: random.Random, kind: str) -> Contest:
    title = {"en": "x"}
    if kind == "yesno":
        options = tuple(Option(one, title) for one in ("yes", "no", "abstain"))
        asked = {"candidate": "c01", "name": "x", "majority": "simple"}
        return Contest("p01", title, BallotKind.YESNO, options, 1, "majority", parameters=asked)
    number = dice.randint(2, 6)
    groups = [dice.choice([None, "KE", "UG"]) for _ in range(number)]
    options = tuple(Option(f"c{n:02}", title, group) for n, group in enumerate(groups, 1))
    reopen = (Option("reopen", title, reopens=True),) if dice.random() < 0.6 else ()
    rule = "scottish-stv" if kind == "ranked" else kind
    asked = {"most-of-group": dice.randint(1, 2)} if dice.random() < 0.5 else {}
    seats = dice.randint(1, number)
    return Contest("p01", title, BallotKind(kind), options + reopen, seats, rule, parameters=asked)
