"""What holds for every election there can be."""

import os
import subprocess
import sys
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.rules.counting import (
    Rules,
    Unclear,
    read_blt,
    read_record,
    write_blt,
    write_record,
)
from nswp_gov.rules.counting.cvr import read_cvr, write_cvr
from nswp_gov.rules.counting.election import Cap, preferences_of
from nswp_gov.rules.counting.results import Fate
from tests.factories.counting import by, made_up, meek, stv

TRANSFERABLE = (Rules.SCOTTISH, Rules.MEEK)
SOME = settings(max_examples=120, deadline=None)


@st.composite
def elections(draw, *, weights=50, with_additions=True, most_seats=4):
    candidates = draw(st.integers(1, 7))
    numbers = list(range(1, candidates + 1))
    ranking = st.permutations(numbers).flatmap(
        lambda order: st.integers(1, candidates).map(lambda length: tuple(order[:length]))
    )
    papers = draw(st.dictionaries(ranking, st.integers(1, weights), max_size=12))
    more = {}
    if with_additions:
        more["withdrawn"] = draw(st.sets(st.sampled_from(numbers), max_size=candidates - 1))
        if draw(st.booleans()):
            more["reopen"] = draw(st.sampled_from(numbers))
        if draw(st.booleans()):
            members = frozenset(draw(st.sets(st.sampled_from(numbers), min_size=1)))
            more["caps"] = (Cap("one country", members, draw(st.integers(1, 2))),)
    seats = draw(st.integers(1, most_seats))
    return made_up(papers, candidates=candidates, seats=seats, title="Drawn", **more)


@SOME
@given(elections(weights=10**25))
def test_votes_conserve_at_every_stage(election):
    result = stv(election)
    for stage in result.stages:
        votes = sum(units for units in stage.votes if units is not None)
        assert votes + stage.exhausted_value + stage.lost == result.valid * 10**5
        assert min(stage.exhausted_value, stage.lost, *(u for u in stage.votes if u), 0) == 0
        assert sum(units for units in stage.transfers if units) <= result.valid * 10**5
    rounds = meek(election)
    for each in rounds.rounds:
        assert sum(units or 0 for units in each.votes) + each.exhausted == rounds.valid * 10**9


@SOME
@given(elections())
def test_nobody_is_elected_twice_or_wrongly(election):
    for rules in (*TRANSFERABLE, Rules.APPROVAL, Rules.PLURALITY):
        result = by(rules, election)
        order = result.seating.order
        assert len(set(order)) == len(order) == election.seats - result.seating.vacant
        assert sorted(order) == list(result.winners)
        assert not set(order) & (election.withdrawn | {election.reopen})
        for cap in election.caps:
            assert len(cap.members.intersection(order)) <= cap.most
        fates = {each.candidate: each.fate for each in result.seating.outcomes}
        assert all(fates[number] is Fate.ELECTED for number in order)
        if not election.caps and election.reopen is None:
            assert len(order) == min(election.seats, len(election.standing))


@SOME
@given(elections(), st.randoms(use_true_random=False))
def test_order_of_papers_and_of_lines_changes_nothing(election, chance):
    rows = [
        preferences_of(ranking)
        for ranking, weight in election.papers.items()
        for _ in range(weight)
    ]
    chance.shuffle(rows)
    again = made_up(
        rows,
        candidates=len(election.candidates),
        seats=election.seats,
        title=election.title,
        withdrawn=election.withdrawn,
        reopen=election.reopen,
        caps=election.caps,
    )
    for rules in Rules:
        if rules is not Rules.IRV:
            assert write_record(by(rules, election)) == write_record(by(rules, again))
    lines = write_blt(election).decode().split("\n")
    body = lines[1 + bool(election.withdrawn) : lines.index("0")]
    split = [f"1 {line.partition(' ')[2]}" for line in body for _ in range(int(line.split()[0]))]
    chance.shuffle(split)
    start, end = lines[: 1 + bool(election.withdrawn)], lines[lines.index("0") :]
    parsed = read_blt("\n".join([*start, *split, *end]).encode())
    assert parsed == read_blt(write_blt(election))


@SOME
@given(elections(with_additions=False, most_seats=1))
def test_an_absolute_majority_of_first_preferences_wins_the_seat(election):
    first = dict.fromkeys(election.standing, 0)
    for ranking, weight in election.papers.items():
        first[preferences_of(ranking)[0]] += weight
    leader = max(first, key=lambda number: first[number])
    if 2 * first[leader] > sum(first.values()):
        for rules in (*TRANSFERABLE, Rules.IRV, Rules.PLURALITY):
            assert by(rules, election).winners == (leader,)


@SOME
@given(elections(with_additions=False), st.data())
def test_a_solid_coalition_gets_the_seats_of_its_droop_quotas(election, data):
    """Voters who put the same candidates first, in whatever order, get their whole quotas."""
    coalition = data.draw(st.sets(st.sampled_from(election.standing), min_size=1))
    solid = sum(
        weight
        for ranking, weight in election.papers.items()
        if set(preferences_of(ranking)[: len(coalition)]) == coalition
    )
    valid = sum(election.papers.values())
    # whole quotas, less what the truncation of values can lose
    quotas = int(Fraction(solid) / (Fraction(valid, election.seats + 1) + Fraction(1, 10)))
    due = min(quotas, len(coalition), election.seats)
    for rules in TRANSFERABLE:
        assert len(coalition & set(by(rules, election).winners)) >= due


@SOME
@given(elections(weights=10**30))
def test_files_and_records_come_back_as_they_were(election):
    plain = read_blt(write_blt(election))
    assert plain.papers == election.papers
    assert (plain.candidates, plain.seats, plain.title) == (
        election.candidates,
        election.seats,
        election.title,
    )
    assert plain.withdrawn == election.withdrawn
    assert write_blt(plain) == write_blt(election)
    assert read_cvr(write_cvr(plain)) == plain
    assert write_cvr(read_cvr(write_cvr(plain))) == write_cvr(plain)
    assert read_blt(write_blt(election), unclear=Unclear.STOP) == plain
    for rules in (*TRANSFERABLE, Rules.APPROVAL):
        result = by(rules, election)
        assert read_record(write_record(result)) == result


@SOME
@given(elections(), st.randoms(use_true_random=False))
def test_renaming_candidates_renames_the_result(election, chance):
    """Another order on the ballot, with the lot's order kept, elects the same."""
    size = len(election.candidates)
    new = list(range(1, size + 1))
    chance.shuffle(new)
    renamed = made_up(
        {
            tuple(new[number - 1] for number in preferences_of(ranking)): weight
            for ranking, weight in election.papers.items()
        },
        candidates=size,
        seats=election.seats,
        withdrawn={new[number - 1] for number in election.withdrawn},
        reopen=None if election.reopen is None else new[election.reopen - 1],
        caps=tuple(
            Cap(cap.name, frozenset(new[number - 1] for number in cap.members), cap.most)
            for cap in election.caps
        ),
    )
    lot = list(election.standing)
    chance.shuffle(lot)
    for rules in (*TRANSFERABLE, Rules.APPROVAL, Rules.PLURALITY):
        winners = by(rules, election, lot).winners
        moved = by(rules, renamed, [new[number - 1] for number in lot]).winners
        assert sorted(new[number - 1] for number in winners) == list(moved)


@SOME
@given(elections(with_additions=False))
def test_the_last_transfer_changes_no_winner(election):
    with_it, without = stv(election), stv(election, move_last=False)
    assert with_it.winners == without.winners
    assert len(with_it.stages) - 1 <= len(without.stages) <= len(with_it.stages)


def test_a_record_is_the_same_whatever_the_hash_seed():
    code = (
        "from tests.factories.counting import *;"
        "from nswp_gov.rules.counting import *;"
        "e = made_up({(1, 2): 5, (2, 1): 4, (3,): 3, (4, 3): 3}, candidates=4, seats=2,"
        " caps=(Cap('a', frozenset({1, 4, 3}), 1),));"
        "print(write_record(by(Rules.SCOTTISH, e)).decode() + write_record(meek(e)).decode())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1
    assert b'"fate":"capped"' in seen.pop()
