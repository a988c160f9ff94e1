"""The program against the naive count of `naive.py`, on thousands of random small elections."""

import random
from fractions import Fraction

from nswp_gov.rules.counting import Rules, lot_from_seed
from tests.factories.counting import by, made_up, stv
from tests.rules.counting.naive import naive_count

ELECTIONS = 4000


def _random_election(chance):
    candidates = chance.randint(1, 6)
    seats = chance.randint(1, 4)
    papers = []
    for _ in range(chance.randint(0, 24)):
        length = chance.randint(1, candidates)
        papers.append(tuple(chance.sample(range(1, candidates + 1), length)))
    papers = [paper for paper in papers for _ in range(chance.choice([1, 1, 2, 5]))]
    withdrawn = {1} if candidates > 2 and chance.random() < 0.15 else set()
    return papers, candidates, seats, withdrawn


def test_random_elections_agree_stage_by_stage():
    chance = random.Random(20260704)
    several_stages = ties = 0
    for _ in range(ELECTIONS):
        papers, candidates, seats, withdrawn = _random_election(chance)
        election = made_up(papers, candidates=candidates, seats=seats, withdrawn=withdrawn)
        lot = chance.sample(election.standing, len(election.standing))
        result = stv(election, lot)
        elected, stages = naive_count(papers, candidates, seats, lot, withdrawn)
        ours = [
            (
                {c: Fraction(stage.votes[c - 1] or 0, 10**5) for c in election.standing},
                list(stage.elected),
            )
            for stage in result.stages
        ]
        assert (list(result.seating.order), ours) == (elected, stages), (papers, seats, lot)
        several_stages += len(stages) > 2
        ties += bool(result.ties)
    assert several_stages > ELECTIONS / 4
    assert ties > ELECTIONS / 10


def test_irv_is_the_same_count_with_one_seat():
    chance = random.Random(7)
    for _ in range(300):
        papers, candidates, _, withdrawn = _random_election(chance)
        election = made_up(papers, candidates=candidates, seats=1, withdrawn=withdrawn)
        irv = by(Rules.IRV, election)
        assert irv.rules is Rules.IRV
        assert irv.seating == stv(election).seating


def test_lot_from_seed_is_what_the_documented_command_prints():
    # for n in 1 2 3 4 5; do printf '%s/%s' sample $n | sha256sum | sed "s/-/$n/"; done | sort
    assert lot_from_seed("sample", 5).order == LOT_OF_SAMPLE


LOT_OF_SAMPLE = (3, 4, 5, 1, 2)
