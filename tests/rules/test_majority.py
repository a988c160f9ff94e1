from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.majority import Basis, Majority, MajorityRule, Tally, evaluate, votes_needed


@st.composite
def tallies(draw):
    parts = [draw(st.integers(0, 40)) for _ in range(5)]
    present = sum(parts[:4])
    return Tally(parts[0], parts[1], parts[2], present, present + parts[4])


@pytest.mark.parametrize(
    ("majority", "numbers", "is_carried", "needed", "base"),
    [
        (Majority.SIMPLE, (5, 4, 2, 11, 11), True, 5, 9),
        (Majority.SIMPLE, (5, 5, 1, 11, 11), False, 6, 10),
        (Majority.SIMPLE, (1, 0, 10, 11, 11), True, 1, 1),
        (Majority.SIMPLE, (0, 0, 11, 11, 11), False, 1, 0),
        (Majority.ABSOLUTE, (5, 0, 0, 5, 11), False, 6, 11),
        (Majority.ABSOLUTE, (6, 0, 0, 6, 11), True, 6, 11),
        (Majority.OF_PRESENT, (5, 2, 3, 10, 11), False, 6, 10),
        (Majority.TWO_THIRDS_OF_CAST, (6, 3, 2, 11, 11), True, 6, 9),
        (Majority.TWO_THIRDS_OF_CAST, (6, 4, 1, 11, 11), False, 7, 10),
        (Majority.TWO_THIRDS_OF_PRESENT, (7, 0, 4, 11, 11), False, 8, 11),
        (Majority.TWO_THIRDS_OF_ENTITLED, (8, 0, 0, 8, 12), True, 8, 12),
        (Majority.THREE_QUARTERS_OF_CAST, (3, 1, 0, 4, 9), True, 3, 4),
        (Majority.UNANIMOUS_OF_CAST, (4, 0, 3, 7, 9), True, 4, 4),
        (Majority.UNANIMOUS_OF_PRESENT, (4, 0, 3, 7, 9), False, 7, 7),
    ],
)
def test_named_majorities_on_numbers_worked_by_hand(majority, numbers, is_carried, needed, base):
    outcome = evaluate(majority.rule, Tally(*numbers))
    assert (outcome.is_carried, outcome.needed, outcome.base) == (is_carried, needed, base)


@given(st.sampled_from(Majority), tallies())
def test_outcome_agrees_with_the_fraction_itself(majority, tally):
    rule, outcome = majority.rule, evaluate(majority.rule, tally)
    if outcome.share is None:
        assert not outcome.is_carried
        return
    passed = outcome.share > rule.share if rule.more_than else outcome.share >= rule.share
    assert outcome.is_carried == passed


@given(st.sampled_from(Majority), tallies())
def test_tie_never_carries(majority, tally):
    outcome = evaluate(majority.rule, tally)
    assert outcome.is_tied == (tally.in_favour == tally.against)
    assert not (outcome.is_tied and outcome.is_carried)


@given(st.sampled_from(Majority), st.integers(0, 500))
def test_votes_needed_is_the_least_number_that_satisfies(majority, base):
    rule = majority.rule
    least = votes_needed(rule, base)
    exact = rule.share * base
    assert least > exact or (least == exact and not rule.more_than) or base == 0
    assert least == 1 or not (least - 1 > exact or (least - 1 == exact and not rule.more_than))


def test_abstentions_count_only_where_the_rule_counts_them():
    tally = Tally(4, 3, 2, 10, 12)
    bases = [tally.base(basis) for basis in Basis]
    assert bases == [7, 9, 10, 12]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Tally(3, 3, 0, 5, 9),
        lambda: Tally(3, 0, 0, 5, 4),
        lambda: Tally(-1, 0, 0, 5, 5),
        lambda: MajorityRule(Fraction(1, 3), more_than=False, basis=Basis.CAST),
        lambda: MajorityRule(Fraction(1, 2), more_than=False, basis=Basis.CAST),
        lambda: MajorityRule(Fraction(1), more_than=True, basis=Basis.CAST),
        lambda: MajorityRule(0.6, more_than=True, basis=Basis.CAST),
        lambda: votes_needed(Majority.SIMPLE.rule, -1),
    ],
)
def test_impossible_numbers_and_rules_are_refused(make):
    with pytest.raises(ValueError, match=r"."):
        make()
