"""Plurality, approval and motions against brute force over all small cases."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from nswp_gov.rules.counting import Rules
from nswp_gov.rules.counting.motion import Choice, DecidedBy, count_motion
from nswp_gov.rules.counting.phrasing import ENGLISH
from nswp_gov.rules.counting.phrasing_motion import phrase_motion
from nswp_gov.rules.majority import Basis, Majority
from nswp_gov.rules.quorum import QuorumRule
from tests.factories.counting import made_up, tally


def _subsets(numbers):
    return [()] + [(a,) for a in numbers] + [(1, 2), (1, 3), (2, 3), (1, 2, 3)]


def test_approval_over_all_small_elections():
    for papers in combinations_with_replacement(_subsets((1, 2, 3)), 4):
        for seats, lot in product((1, 2), ((1, 2, 3), (3, 1, 2))):
            result = tally(Rules.APPROVAL, made_up(papers, candidates=3, seats=seats), lot)
            totals = [sum(number in paper for paper in papers) for number in (1, 2, 3)]
            best = sorted((1, 2, 3), key=lambda n: (-totals[n - 1], lot.index(n)))[:seats]
            assert (list(result.totals), list(result.winners)) == (totals, sorted(best))
            assert result.valid == len(papers)
            edge = sorted(totals, reverse=True)
            assert bool(result.ties) == (edge[seats - 1] == edge[seats])


def test_plurality_over_all_small_elections():
    for papers in combinations_with_replacement([(), (1,), (2, 1), (3,), (4, 2)], 5):
        for seats, lot in product((1, 2, 3), ((1, 2, 3, 4), (4, 2, 3, 1))):
            result = tally(Rules.PLURALITY, made_up(papers, candidates=4, seats=seats), lot)
            totals = [sum(paper[:1] == (number,) for paper in papers) for number in (1, 2, 3, 4)]
            best = sorted((1, 2, 3, 4), key=lambda n: (-totals[n - 1], lot.index(n)))[:seats]
            assert (list(result.totals), list(result.winners)) == (totals, sorted(best))
            assert result.valid == sum(totals)


def test_plurality_passes_over_the_withdrawn():
    election = made_up({(1, 2): 5, (3,): 4}, candidates=3, seats=1, withdrawn={1})
    assert tally(Rules.PLURALITY, election).totals == (None, 5, 4)


SHARES = {
    Majority.SIMPLE: (Fraction(1, 2), True),
    Majority.ABSOLUTE: (Fraction(1, 2), True),
    Majority.OF_PRESENT: (Fraction(1, 2), True),
    Majority.TWO_THIRDS_OF_CAST: (Fraction(2, 3), False),
    Majority.TWO_THIRDS_OF_PRESENT: (Fraction(2, 3), False),
    Majority.TWO_THIRDS_OF_ENTITLED: (Fraction(2, 3), False),
    Majority.THREE_QUARTERS_OF_CAST: (Fraction(3, 4), False),
    Majority.UNANIMOUS_OF_CAST: (Fraction(1), False),
    Majority.UNANIMOUS_OF_PRESENT: (Fraction(1), False),
}


@pytest.mark.parametrize("majority", Majority)
def test_motions_over_all_small_votes(majority):
    share, more_than = SHARES[majority]
    for yes, no, abstained in product(range(6), repeat=3):
        papers = [Choice.YES] * yes + [Choice.NO] * no + [Choice.ABSTAIN] * abstained
        for absent, elsewhere in ((0, 0), (2, 1)):
            present = len(papers) + absent
            entitled = present + elsewhere
            result = count_motion(papers, majority=majority, entitled=entitled, present=present)
            base = {
                Basis.CAST: yes + no,
                Basis.CAST_WITH_ABSTENTIONS: yes + no + abstained,
                Basis.PRESENT: present,
                Basis.ENTITLED: entitled,
            }[majority.rule.basis]
            reached = yes > share * base if more_than else yes >= share * base
            assert result.carried == (reached and yes > 0)
            assert (result.yes, result.no, result.abstained) == (yes, no, abstained)
            assert result.base == base
            assert result.carried == (yes >= result.needed)


@pytest.mark.parametrize("chair", [None, Choice.YES, Choice.NO, Choice.ABSTAIN])
def test_equal_votes_fail_unless_the_chair_decides(chair):
    papers = [Choice.YES] * 3 + [Choice.NO] * 3
    result = count_motion(papers, majority=Majority.SIMPLE, entitled=9, chair=chair)
    assert result.carried == (chair is Choice.YES)
    casts = chair in (Choice.YES, Choice.NO)
    assert result.decided_by is (DecidedBy.CHAIR if casts else DecidedBy.TIE)
    two_thirds = count_motion(papers, majority=Majority.TWO_THIRDS_OF_CAST, entitled=9, chair=chair)
    assert not two_thirds.carried


def test_without_the_quorum_nothing_is_carried():
    quorum = QuorumRule(Fraction(1, 2))
    for voters in range(11):
        result = count_motion(
            [Choice.YES] * voters, majority=Majority.SIMPLE, entitled=10, quorum=quorum
        )
        assert result.carried == (voters >= 5)
        assert result.quorum == 5
        assert (result.decided_by is DecidedBy.NO_QUORUM) == (voters < 5)
        assert all(phrase_motion(result, ENGLISH))


def test_more_papers_than_present_are_refused():
    with pytest.raises(ValueError, match="present"):
        count_motion([Choice.YES] * 3, majority=Majority.SIMPLE, entitled=9, present=2)
