"""Every cell of sixty real wards, and everything of the made-up cases, by both rules."""

from decimal import Decimal
from pathlib import Path

import pytest

from nswp_gov.rules.counting import read_blt, short_record
from nswp_gov.rules.counting.records import figure
from nswp_gov.rules.counting.results import Fate
from tests.factories.counting import TRICKY, expected_of, meek, real_wards, stv

STV_KEYS = ("quota", "winners", "order_of_election", "stages", "ties")
ROUNDING = Decimal("0.005")
MADE_UP = sorted(TRICKY.glob("*.blt"))


def test_every_real_ward_equals_its_exact_tables():
    wards = real_wards()
    for ward in wards:
        expected = expected_of(ward)
        election = read_blt(ward.read_bytes())
        record = short_record(stv(election))
        assert record == {key: expected["scottish"][key] for key in STV_KEYS}, ward.stem
        expected["meek_prf"].pop("agreed_by")
        assert short_record(meek(election)) == expected["meek_prf"], ward.stem
        assert [each["name"] for each in expected["candidates"]] == list(election.candidates)
        assert (election.title, election.total) == (expected["title"], expected["ballots"])
    assert len(wards) >= 60


def test_every_real_ward_equals_the_published_count():
    compared = 0
    for ward in real_wards():
        official = expected_of(ward)["official"]
        if official and official.get("stages"):
            compared += _compare(official, stv(read_blt(ward.read_bytes())), ward.stem)
    assert compared > 5000


def _compare(official, result, ward):
    """The number of cells that are equal to what was published; notes on cells are heeded."""
    assert list(result.winners) == official["winners"], ward
    assert (result.quota, result.valid) == (official["quota"], official["valid_poll"]), ward
    fates = {each.candidate: each for each in result.seating.outcomes}
    for number, stage in official["elected_at"].items():
        assert (fates[int(number)].fate, fates[int(number)].stage) == (Fate.ELECTED, stage), ward
    for number, stage in official["excluded_at"].items():
        # published: the stage at whose end it was decided; the papers move in the next
        assert fates[int(number)].fate is Fate.EXCLUDED, ward
        assert fates[int(number)].stage == stage + 1, ward
    record = short_record(result)["stages"]
    assert len(record) == len(official["stages"]), ward
    if official.get("disputed_cells"):
        return 0
    cells, rounded = 0, 0
    for stage, ours, published in zip(result.stages, record, official["stages"], strict=True):
        moved = [figure(units, 5) for units in stage.transfers if units is not None]
        for own, text in _pairs(ours["votes"], published["votes"]):
            rounded += own != text
            assert abs(Decimal(own) - Decimal(text)) <= ROUNDING, (ward, stage.number)
            cells += 1
        for own, text in _pairs(moved, published["transfers"] or []):
            assert abs(Decimal(own) - Decimal(text)) <= ROUNDING, (ward, stage.number)
            cells += 1
    assert rounded <= official["cells_rounded_to_2_decimals"], ward
    return cells


def _pairs(ours, published):
    return [(own, text) for own, text in zip(ours, published, strict=False) if text is not None]


@pytest.mark.parametrize("ballots", MADE_UP, ids=lambda path: path.stem)
def test_made_up_case_equals_its_expected_result(ballots: Path):
    expected = expected_of(ballots)
    election = read_blt(ballots.read_bytes())
    result = stv(election)
    record = short_record(result)
    assert record == {key: expected["scottish"][key] for key in STV_KEYS}
    assert (result.valid, election.total) == (expected["valid"], expected["ballots"])
    rounds = meek(election)
    meek_record = short_record(rounds)
    assert meek_record["winners"] == expected["meek_prf"]["winners"]
    assert meek_record["order_of_election"] == expected["meek_prf"]["order_of_election"]
    for ours, theirs in zip(meek_record["rounds"], expected["meek_prf"]["rounds"], strict=True):
        assert {key: ours.get(key) for key in theirs} == theirs


@pytest.mark.parametrize("ballots", MADE_UP, ids=lambda path: path.stem)
def test_made_up_case_by_the_reverse_order_of_the_lot(ballots: Path):
    expected = expected_of(ballots)
    election = read_blt(ballots.read_bytes())
    order = election.standing[::-1]
    by_reverse = expected["scottish"].get("descending_lot_order")
    record = short_record(stv(election, order))
    for key in ("winners", "order_of_election", "stages"):
        assert record[key] == (by_reverse or expected["scottish"])[key]
    by_reverse = expected["meek_prf"].get("descending_lot_order", expected["meek_prf"])
    assert short_record(meek(election, order))["winners"] == by_reverse["winners"]


def test_there_are_twelve_made_up_cases_of_the_pack_at_least():
    assert len(MADE_UP) >= 12
