"""What the network adds to the law: caps, "re-open nominations", withdrawal; and ties by lot."""

import pytest

from nswp_gov.rules.counting import (
    Cap,
    CountRefused,
    Rules,
    election_of,
    lot_from_seed,
    lot_typed,
    short_record,
    totals_only,
)
from nswp_gov.rules.counting.results import Action, Fate, Status, TieKind
from tests.factories.counting import by, made_up, meek, names, stv

SAME_COUNTRY = (Cap("Country A", frozenset({1, 2}), 1),)


def test_cap_excludes_the_others_of_a_full_group_in_a_stage_of_its_own():
    papers = {(1, 2): 40, (2, 3): 25, (3,): 20, (4,): 15}
    election = made_up(papers, candidates=4, seats=2, caps=SAME_COUNTRY)
    result = stv(election)
    actions = [(stage.action, stage.candidate, stage.elected) for stage in result.stages]
    assert actions == [
        (Action.FIRST_PREFERENCES, None, (1,)),
        (Action.CAP, 2, (3,)),
    ]
    assert result.stages[1].votes == (4_000_000, 0, 4_500_000, 1_500_000)
    assert result.winners == (1, 3)
    assert result.seating.outcomes[1].fate is Fate.CAPPED
    assert stv(made_up(papers, candidates=4, seats=2)).winners == (1, 2)


def test_cap_among_those_who_reach_the_quota_together_takes_the_higher():
    papers = {(1,): 35, (2, 3): 38, (3,): 27}
    result = stv(made_up(papers, candidates=3, seats=2, caps=SAME_COUNTRY))
    assert result.stages[0].elected == (2,)
    assert (result.stages[1].action, result.stages[1].candidate) == (Action.CAP, 1)
    assert result.winners == (2, 3)


def test_cap_with_equal_votes_is_decided_by_the_lot_and_recorded():
    papers = {(1,): 35, (2,): 35, (3,): 30}
    election = made_up(papers, candidates=3, seats=2, caps=SAME_COUNTRY)
    assert stv(election, (2, 1, 3)).winners == (2, 3)
    result = stv(election, (3, 1, 2))
    assert result.winners == (1, 3)
    assert [(tie.kind, tie.tied, tie.chosen) for tie in result.lots_used] == [
        (TieKind.SEAT, (1, 2), 1)
    ]


def test_cap_can_leave_a_seat_vacant():
    result = stv(made_up({(1, 2): 5, (2, 1): 4}, candidates=2, seats=2, caps=SAME_COUNTRY))
    assert (result.winners, result.seating.vacant) == ((1,), 1)
    assert result.stages[-1].action is Action.CAP


def test_cap_by_meek_is_a_round_of_its_own():
    papers = {(1, 2): 40, (2, 3): 25, (3,): 20, (4,): 15}
    result = meek(made_up(papers, candidates=4, seats=2, caps=SAME_COUNTRY))
    assert [(each.status, each.excluded) for each in result.rounds[:2]] == [
        (Status.ELECTED, None),
        (Status.CAP, 2),
    ]
    assert result.winners == (1, 3)
    assert result.rounds[1].votes == result.rounds[0].votes


@pytest.mark.parametrize("rules", [Rules.SCOTTISH, Rules.MEEK])
def test_reopen_nominations_elected_stops_the_count_and_leaves_seats_vacant(rules):
    papers = {(1, 2): 41, (3, 2): 40, (2,): 10, (4,): 9}
    election = made_up(papers, candidates=4, seats=3, reopen=3)
    result = by(rules, election)
    assert result.winners == (1,)
    assert (result.seating.vacant, result.seating.reopened) == (2, True)
    assert result.seating.outcomes[1].fate is Fate.NOT_ELECTED


@pytest.mark.parametrize("rules", [Rules.SCOTTISH, Rules.MEEK])
def test_reopen_nominations_is_excluded_like_anybody(rules):
    papers = {(1,): 41, (2,): 40, (3, 2): 5, (4,): 14}
    result = by(rules, made_up(papers, candidates=4, seats=2, reopen=3))
    assert result.winners == (1, 2)
    assert (result.seating.vacant, result.seating.reopened) == (0, False)


@pytest.mark.parametrize("rules", [Rules.SCOTTISH, Rules.MEEK, Rules.APPROVAL, Rules.PLURALITY])
def test_nobody_with_fewer_votes_than_reopen_nominations_is_elected_without_quota(rules):
    papers = {(1,): 10, (2,): 4, (3,): 5}
    result = by(rules, made_up(papers, candidates=3, seats=3, reopen=3))
    assert result.winners == (1,)
    assert result.seating.vacant == 2


def test_three_way_tie_narrows_backwards_before_the_lot():
    """3, 4 and 6 are tied; stages separate one of them, nothing separates 3 and 4."""
    papers = {
        (6, 3, 5, 2, 1, 4, 7): 4,
        (4, 1, 7): 2,
        (4, 6): 3,
        (5, 4, 3, 1): 1,
        (1, 2, 4, 5, 7, 3): 3,
        (6, 5, 7, 3, 2): 2,
        (3, 5, 1, 7): 3,
        (2, 7, 5, 3, 1, 6, 4): 1,
        (3, 7, 5): 2,
        (1, 5, 2, 6, 3, 7, 4): 4,
        (1, 4, 5, 7, 3, 2, 6): 3,
    }
    election = made_up(papers, candidates=7, seats=2)
    for lot, chosen in (((6, 1, 2, 3, 4, 5, 7), 3), ((6, 1, 2, 4, 3, 5, 7), 4)):
        tie = next(tie for tie in stv(election, lot).ties if len(tie.tied) == 3)
        assert (tie.tied, tie.looked_at, tie.left) == ((3, 4, 6), (3, 2, 1), (3, 4))
        assert (tie.chosen, tie.resolved_by) == (chosen, "lot among [3, 4]")


def test_three_way_tie_narrows_and_an_earlier_stage_decides_the_rest():
    papers = {
        (5, 3, 6, 4, 2, 1): 4,
        (4, 7, 6, 3, 2): 2,
        (1, 2, 5, 7): 2,
        (7, 2, 1): 2,
        (3, 6): 3,
        (4,): 1,
        (5,): 3,
        (6, 4, 5, 2): 2,
        (2, 6): 4,
        (7, 3, 4, 1, 2): 3,
        (1, 3, 4, 2, 7, 6, 5): 3,
    }
    result = stv(made_up(papers, candidates=7, seats=2))
    tie = next(tie for tie in result.ties if len(tie.tied) == 3)
    assert (tie.tied, tie.looked_at, tie.left) == ((1, 4, 7), (3, 2, 1), (4,))
    assert (tie.resolved_by, tie.at_stage, tie.by_lot) == ("stage 1", 5, False)


def test_equal_surpluses_with_an_earlier_difference_need_no_lot():
    papers = {(1,): 30, (2,): 25, (3, 1): 5, (3, 2): 10, (4,): 32, (5,): 30}
    result = stv(made_up(papers, candidates=5, seats=3), (5, 4, 3, 2, 1))
    assert (result.ties[0].kind, result.ties[0].tied) == (TieKind.SURPLUS, (1, 2))
    assert (result.ties[0].chosen, result.ties[0].resolved_by) == (1, "stage 1")
    assert result.stages[2].candidate == 1


def test_equal_surpluses_go_by_lot_and_the_record_says_so():
    papers = {(1, 3): 40, (2, 4): 40, (3,): 8, (4,): 7, (5,): 5}
    election = made_up(papers, candidates=5, seats=3)
    for lot in ((1, 2, 3, 4, 5), (2, 1, 3, 4, 5)):
        result = stv(election, lot)
        assert result.stages[1].candidate == lot[0]
        assert short_record(result)["ties"][0] == {
            "kind": "surplus",
            "tied": [1, 2],
            "resolved_by": "lot among [1, 2]",
            "chosen": lot[0],
            "at_stage": 2,
        }


def test_withdrawn_only_papers_are_not_valid():
    result = stv(made_up({(1,): 3, (2, 1): 2, (3,): 4}, candidates=3, seats=1, withdrawn={1}))
    assert (result.valid, result.contest.papers) == (6, 9)
    assert result.stages[0].votes == (None, 200_000, 400_000)


def test_no_papers_at_all_still_seat_by_lot():
    election = made_up({}, candidates=3, seats=1)
    result = stv(election, (3, 1, 2))
    assert (result.winners, result.quota) == ((2,), 1)
    assert len(result.lots_used) == 2
    assert meek(election, (3, 1, 2)).seating.vacant == 0


def test_more_seats_than_candidates_stay_vacant():
    result = stv(made_up({(1,): 1}, candidates=1, seats=3))
    assert (result.winners, result.seating.vacant) == ((1,), 2)


def test_irv_is_for_one_seat():
    with pytest.raises(CountRefused, match="irv_one_seat"):
        by(Rules.IRV, made_up({(1,): 1}, candidates=2, seats=2))


def test_totals_only_shows_no_votes_and_everything_else():
    papers = {(1, 2): 40, (2, 3): 25, (3,): 20, (4, 3): 15}
    for rules in (Rules.SCOTTISH, Rules.MEEK, Rules.APPROVAL):
        result = by(rules, made_up(papers, candidates=4, seats=2))
        bare = totals_only(result)
        assert (bare.seating, bare.winners) == (result.seating, result.winners)
        record = short_record(bare)
        steps = record.get("stages") or record.get("rounds") or [{"votes": record["totals"]}]
        assert all(set(step["votes"]) == {None} for step in steps)
        assert "40" not in str(steps)
    assert totals_only(stv(made_up(papers, candidates=4, seats=2))).quota == 34


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"papers": [(1, 1)]}, "candidate_twice"),
        ({"papers": [(4,)]}, "unknown_candidate"),
        ({"papers": {(1,): 0}}, "weight_below_one"),
        ({"withdrawn": {4}}, "unknown_candidate"),
        ({"reopen": 0}, "unknown_candidate"),
        ({"seats": 0}, "seats_out_of_bounds"),
        ({"candidates": [], "papers": []}, "candidates_out_of_bounds"),
        ({"candidates": names(1001)}, "candidates_out_of_bounds"),
    ],
)
def test_an_election_that_cannot_be_is_refused(more, code):
    given = {"papers": [(1, 2)], "candidates": names(3), "seats": 1, **more}
    with pytest.raises(CountRefused) as caught:
        election_of(given.pop("papers"), **given)
    assert caught.value.code == code


def test_typed_lot_names_everyone_once():
    assert lot_typed((3, 1), (1, 3)).order == (3, 1)
    for order in ((1, 2), (1, 1, 3), (1,), (1, 3, 3)):
        with pytest.raises(CountRefused, match="lot_order_incomplete"):
            lot_typed(order, (1, 3))


def test_seeded_lots_differ_by_seed_and_are_fair():
    firsts = [lot_from_seed(f"seed {n}", 4).order[0] for n in range(2000)]
    assert sorted(set(firsts)) == [1, 2, 3, 4]
    assert all(420 < firsts.count(number) < 580 for number in (1, 2, 3, 4))
