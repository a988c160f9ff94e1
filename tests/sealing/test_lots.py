from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov import sealing
from nswp_gov.sealing.canonical import canonical
from nswp_gov.sealing.errors import BallotRefused, NotCanonical
from nswp_gov.sealing.lots import read_seed

seeds = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=4)


@given(seeds, st.randoms(use_true_random=False))
def test_lot_depends_on_every_seed_and_not_on_their_order(
    election: Any, given_seeds: list[str], rng: Any
) -> None:
    contest = election.manifest.papers[0].contests[0]
    lot = sealing.drawn_from(election.manifest, given_seeds, contest)
    shuffled = given_seeds.copy()
    rng.shuffle(shuffled)
    assert sealing.drawn_from(election.manifest, shuffled, contest) == lot
    assert sorted(lot) == sorted(contest.option_ids)


def test_one_seed_more_redraws_and_every_order_comes_about_equally_often(election: Any) -> None:
    contest = election.manifest.papers[1].contests[0]
    drawn = Counter(
        sealing.drawn_from(election.manifest, ["0" * 64, f"{number:064x}"], contest)
        for number in range(1200)
    )
    # Six orders, 200 each on average; the seeds are fixed, so this never varies.
    assert set(drawn) == set(permutations(contest.option_ids))
    assert all(150 < times < 250 for times in drawn.values())


def test_contests_are_drawn_apart(election: Any) -> None:
    one, two = election.manifest.papers[1].contests
    lots = {
        tuple(
            tuple(
                contest.option_ids.index(option)
                for option in sealing.drawn_from(election.manifest, [f"{number:064x}"], contest)
            )
            for contest in (one, two)
        )
        for number in range(20)
    }
    assert any(first != second for first, second in lots)


def test_no_seed_no_lot(election: Any) -> None:
    with pytest.raises(BallotRefused, match="no_seed"):
        sealing.drawn_from(election.manifest, [], election.manifest.papers[0].contests[0])


@pytest.mark.parametrize(
    "plain", [{"seed": "00"}, {"seed": "Z" * 64}, {"seed": "0" * 64, "more": 1}, [], {"seed": 7}]
)
def test_what_is_no_seed_is_refused(plain: object) -> None:
    with pytest.raises(NotCanonical):
        read_seed(canonical(plain))
    assert read_seed(canonical({"seed": "0f" * 32}) + b"  ") == "0f" * 32


def test_a_typed_lot_names_each_option_once(election: Any) -> None:
    contest = election.manifest.papers[1].contests[0]
    assert sealing.typed_lot(contest, ["fay", "dia", "eno"]) == ("fay", "dia", "eno")
    for wrong in (["fay", "dia"], ["fay", "dia", "dia"], ["fay", "dia", "zoe"], []):
        with pytest.raises(BallotRefused, match="not_a_permutation"):
            sealing.typed_lot(contest, wrong)
