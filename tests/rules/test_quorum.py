from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.quorum import QuorumRule, assess, needed
from nswp_gov.rules.verdict import no, yes

shares = st.fractions(0, 1, max_denominator=12)
rules = st.builds(
    lambda share, more, least: QuorumRule(share, more_than=more and share < 1, at_least=least),
    shares,
    st.booleans(),
    st.integers(1, 5),
)


@pytest.mark.parametrize(
    ("rule", "entitled", "least"),
    [
        (QuorumRule(), 11, 6),
        (QuorumRule(), 10, 5),
        (QuorumRule(more_than=True), 10, 6),
        (QuorumRule(more_than=True), 11, 6),
        (QuorumRule(Fraction(1, 3)), 10, 4),
        (QuorumRule(Fraction(1, 3)), 9, 3),
        (QuorumRule(Fraction(2, 3)), 11, 8),
        (QuorumRule(Fraction(0)), 50, 1),
        (QuorumRule(Fraction(1, 10), at_least=15), 20, 15),
        (QuorumRule(Fraction(1)), 7, 7),
    ],
)
def test_needed_is_the_smallest_number_that_reaches_the_rule(rule, entitled, least):
    assert needed(rule, entitled) == least


@given(rules, st.integers(0, 400))
def test_needed_reaches_the_share_and_one_fewer_does_not(rule, entitled):
    def reaches(present: int) -> bool:
        exact = rule.share * entitled
        enough = present > exact if rule.more_than else present >= exact
        return enough and present >= rule.at_least

    least = needed(rule, entitled)
    assert reaches(least)
    assert not reaches(least - 1)


@given(rules, st.integers(0, 60), st.data())
def test_one_more_present_never_breaks_a_quorum(rule, entitled, data):
    present = data.draw(st.integers(0, entitled))
    if assess(rule, present=present, entitled=entitled).is_reached and present < entitled:
        assert assess(rule, present=present + 1, entitled=entitled).is_reached


def test_verdict_says_what_is_missing():
    rule = QuorumRule(groups=3)
    assert assess(rule, present=6, entitled=11, groups_present=3).verdict() == yes("quorate")
    assert assess(rule, present=5, entitled=11, groups_present=3).verdict() == no("too_few_present")
    assert assess(rule, present=9, entitled=11, groups_present=2).verdict() == no("too_few_groups")
    assert assess(rule, present=0, entitled=0).verdict() == no("nobody_entitled")
    assert assess(rule, present=4, entitled=11).missing == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: QuorumRule(Fraction(3, 2)),
        lambda: QuorumRule(0.5),
        lambda: QuorumRule(at_least=0),
        lambda: QuorumRule(Fraction(1), more_than=True),
        lambda: assess(QuorumRule(), present=3, entitled=2),
        lambda: assess(QuorumRule(), present=-1, entitled=2),
        lambda: needed(QuorumRule(), -1),
    ],
)
def test_impossible_numbers_are_refused(make):
    with pytest.raises(ValueError, match=r"."):
        make()
