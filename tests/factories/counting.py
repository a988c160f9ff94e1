"""Where real elections and made-up ones lie, and small builders for tests."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from nswp_gov.rules.counting import Election, Rules, count, election_of, lot_of_own_order
from nswp_gov.rules.counting.results import MeekResult, Result, StvResult, TallyResult

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("NSWP_GOV_DATA") or ROOT.parent / "shared" / "data")
PACK = DATA / "ballots"
TRICKY = ROOT / "tests" / "rules" / "counting" / "tricky"


def real_wards() -> list[Path]:
    """The ballot files of the real wards; without them the test says so and is not run."""
    wards = sorted((PACK / "wards").glob("*.blt"))
    if not wards:
        message = f"no ballot files of real wards in {PACK}"
        if os.environ.get("NSWP_GOV_REQUIRE_DATA") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return wards


def expected_of(ballots: Path) -> dict:
    folder = "expected" if ballots.parent.name == "wards" else ballots.parent.name
    return json.loads((ballots.parent.parent / folder / f"{ballots.stem}.json").read_text("utf-8"))


def names(number: int) -> list[str]:
    return [f"Candidate {n}" for n in range(1, number + 1)]


def made_up(papers, *, candidates: int, seats: int, **more) -> Election:
    return election_of(papers, candidates=names(candidates), seats=seats, **more)


def stv(election: Election, order: Iterable[int] | None = None, **more) -> StvResult:
    result = by(Rules.SCOTTISH, election, order, **more)
    assert isinstance(result, StvResult)
    return result


def meek(election: Election, order: Iterable[int] | None = None) -> MeekResult:
    result = by(Rules.MEEK, election, order)
    assert isinstance(result, MeekResult)
    return result


def tally(rules: Rules, election: Election, order: Iterable[int] | None = None) -> TallyResult:
    result = by(rules, election, order)
    assert isinstance(result, TallyResult)
    return result


def by(rules: Rules, election: Election, order: Iterable[int] | None = None, **more) -> Result:
    from nswp_gov.rules.counting import lot_typed

    own = lot_of_own_order(len(election.candidates))
    lot = own if order is None else lot_typed(tuple(order), election.standing)
    return count(election, rules, lot, **more)
