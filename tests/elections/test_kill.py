"""Processes are killed while they cast: what was acknowledged is in its slot, and nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.elections.polling_station import CASTS_A_KILL
from tests.elections.stations import Station, own_database
from tests.sizes import prove, size

pytestmark = pytest.mark.slow

KILLS = size(100, 2000)


def test_no_acknowledged_vote_is_lost_and_none_is_doubled(
    database_url: str, tmp_path: Path
) -> None:
    with own_database(database_url, tmp_path) as url:
        station = Station("kill", url, tmp_path / "station", seed=1, count=KILLS)
        station.end()
    found = json.loads((tmp_path / "station" / "found.json").read_text())
    lines = (tmp_path / "station" / "said.jsonl").read_text().splitlines()
    lives = [json.loads(line) for line in lines]
    faults = [said for life in lives for said in life if said[0] == "fault"]
    assert faults == []
    check(lives, found)
    done = sum(said[0] == "done" for life in lives for said in life)
    cut_short = sum(bool(life) and life[-1][0] == "try" for life in lives)
    begun = sum(said[0] == "try" for life in lives for said in life)
    assert len(lives) >= KILLS
    assert begun >= CASTS_A_KILL * KILLS
    assert done > begun // 4  # otherwise nothing was tried
    assert cut_short > KILLS // 10  # and the kills have to hit casts under way
    figures = {
        "kills": len(lives),
        "casts_begun": begun,
        "acknowledged_casts": done,
        "casts_cut_short": cut_short,
        "slots": len(found),
    }
    prove("kill", figures, seed=1, part=database_url.partition(":")[0].partition("+")[0])


def check(lives: list[list[list[str]]], found: list[list[str]]) -> None:
    """Every slot holds its voter's last acknowledged vote, or one begun after it."""
    acknowledged: dict[str, list[str]] = {}
    open_since: dict[str, bool] = {}
    for said in (said for life in lives for said in life):
        if said[0] == "done":
            acknowledged.setdefault(said[1], []).append(said[2])
        open_since[said[1]] = said[0] == "try"
    owners = [owner for owner, _seal in found]
    assert len(owners) == len(set(owners)), "a vote is doubled"
    assert "?" not in owners
    lying = dict(found)
    for voter, seals in acknowledged.items():
        assert voter in lying, "an acknowledged vote is lost"
        if not open_since[voter]:
            assert lying[voter] == seals[-1], "an acknowledged vote was replaced by an older one"
        else:
            assert lying[voter] not in seals[:-1], "an older vote came back"


def test_the_check_sees_a_lost_and_an_older_vote() -> None:
    lives = [[["try", "a"], ["done", "a", "1"], ["try", "a"], ["done", "a", "2"]]]
    for found in ([], [["a", "1"]], [["a", "2"], ["a", "2"]]):
        with pytest.raises(AssertionError):
            check(lives, found)
    check(lives, [["a", "2"]])
