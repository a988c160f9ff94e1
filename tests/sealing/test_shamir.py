from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.sealing.errors import Unreadable
from nswp_gov.sealing.shamir import combine, split

# Made with PyPI's pyshamir 1.1.0: split(bytes(range(32)), 5, 3), and
# split(b"an invented secret for a test", 3, 2).
THREE_OF_FIVE = [
    "7f89d5c99e2e442cddb12adb87548680e1cde1fa1ee13e4538226856e3a82ea4e9",
    "2e11cb6865fbc5c7fd728d05deb739761797ddb79469531fbdf7f0e34387a491b0",
    "dd1e24cf6b9b2f096ff1072f3646a0a2b4a8534f14f1466574557ffd7fcbcb5031",
    "2cac80f432726c43dd92b408319ce4ccd7fb951223e707b27163136cdf4dd16c77",
    "8cff27063d07ba11b8108f421f1193e4760b4bd70ea41faa307f7d53f9a71bcbd1",
]
TWO_OF_THREE = [
    "d02cbe829c2e9adb75bc966419436d85aefd60bc2c094ee8390b12ffdd2d",
    "63bfa9276697752dafa76c1d1eb70de015d55cd265db0cc0669c0f48eb26",
    "7d6c1f901e4f85d11a95145d437541cff3e0fe240396b3f5a9337f2a8fff",
]


@st.composite
def plans(draw: st.DrawFn) -> tuple[bytes, int, int, list[int]]:
    count = draw(st.integers(1, 9))
    needed = draw(st.integers(1, count))
    places = draw(st.permutations(range(count)))
    return draw(st.binary(min_size=1, max_size=40)), count, needed, places[:needed]


@given(plans())
def test_any_needed_shares_give_the_secret(plan: tuple[bytes, int, int, list[int]]) -> None:
    secret, count, needed, chosen = plan
    shares = split(secret, count=count, needed=needed)
    assert [share[-1] for share in shares] == list(range(1, count + 1))
    assert combine([shares[place] for place in chosen]) == secret


@settings(max_examples=20)
@given(st.integers(0, 255), st.integers(2, 9))
def test_one_share_too_few_leaves_every_secret_possible(secret: int, needed: int) -> None:
    shares = split(bytes((secret,)), count=needed, needed=needed)[:-1]
    possible = {combine([*shares, bytes((value, needed))]) for value in range(256)}
    assert len(possible) == 256


@given(st.integers(2, 9), st.integers(0, 3))
def test_one_share_too_few_gives_something_else(needed: int, more: int) -> None:
    secret = bytes(range(32))
    shares = split(secret, count=needed + more, needed=needed)
    for chosen in combinations(shares, needed - 1):
        assert combine(chosen) != secret


def test_shares_of_other_programs_are_read() -> None:
    for chosen in combinations(map(bytes.fromhex, THREE_OF_FIVE), 3):
        assert combine(chosen) == bytes(range(32))
    for pair in combinations(map(bytes.fromhex, TWO_OF_THREE), 2):
        assert combine(pair) == b"an invented secret for a test"


@pytest.mark.parametrize(
    "shares", [[], [b""], [b"\x01"], [b"ab\x01", b"a\x02"], [b"a\x01", b"b\x01"], [b"a\x00"]]
)
def test_what_are_no_shares_is_refused(shares: list[bytes]) -> None:
    with pytest.raises(Unreadable):
        combine(shares)


@pytest.mark.parametrize(("count", "needed"), [(2, 3), (0, 0), (256, 2), (3, 0)])
def test_impossible_plans_are_refused(count: int, needed: int) -> None:
    with pytest.raises(ValueError, match="needed"):
        split(b"secret", count=count, needed=needed)
