from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from nswp_gov.rules.dates import Fact, Span, set_during
from nswp_gov.rules.electorate import Electorate, Registered, entitled, may_vote, roll
from nswp_gov.rules.verdict import no, yes

ADMITTED = date(2025, 1, 1)
RECORD = date(2026, 6, 1)
THEN = datetime(2025, 1, 1, tzinfo=UTC)
VOTERS = Electorate(frozenset({"full"}), frozenset({"active", "grace"}))
AFRICA = Electorate(frozenset({"full"}), frozenset({"active"}), regions=frozenset({"africa"}))


def fact(value, since=ADMITTED, until=None):
    return Fact(value, Span(since, until), THEN)


def registered(number=1, category="full", standing="active", region="africa"):
    return Registered(
        UUID(int=number),
        (fact(category),) if category else (),
        (fact(standing),) if standing else (),
        (fact(region),) if region else (),
    )


@pytest.mark.parametrize(
    ("one", "electorate", "verdict"),
    [
        (registered(), VOTERS, yes("on_roll")),
        (registered(standing="grace"), VOTERS, yes("on_roll")),
        (registered(), AFRICA, yes("on_roll")),
        (registered(category=None), VOTERS, no("not_a_member")),
        (registered(standing=None), VOTERS, no("not_a_member")),
        (registered(category="associate"), VOTERS, no("category_without_vote")),
        (registered(standing="suspended"), VOTERS, no("standing_without_vote")),
        (registered(region=None), AFRICA, no("region_undecided")),
        (registered(region=None), VOTERS, yes("on_roll")),
        (registered(region="europe"), AFRICA, no("other_region")),
    ],
)
def test_may_vote_says_what_is_in_the_way(one, electorate, verdict):
    assert may_vote(one, electorate, RECORD) == verdict


def test_record_date_decides_and_not_the_day_after():
    until = date(2026, 6, 2)
    leaving = Registered(UUID(int=1), (fact("full", until=until),), (fact("active"),), ())
    assert may_vote(leaving, VOTERS, date(2026, 6, 1))
    assert not may_vote(leaving, VOTERS, until)


def test_roll_names_every_organisation_in_order_and_entitled_those_on_it():
    register = [registered(3), registered(1, category="supporting"), registered(2)]
    lines = roll(register, VOTERS, RECORD)
    assert [line.organisation.int for line in lines] == [1, 2, 3]
    assert entitled(lines) == (UUID(int=2), UUID(int=3))
    assert lines == roll(reversed(register), VOTERS, RECORD)


def test_roll_as_known_then_leaves_out_a_later_correction():
    corrected_at = datetime(2026, 7, 1, tzinfo=UTC)
    facts = registered().categories
    change = set_during(facts, Span(ADMITTED), "associate", corrected_at)
    one = Registered(UUID(int=1), change.apply(facts), (fact("active"),), ())
    assert may_vote(one, VOTERS, RECORD) == no("category_without_vote")
    assert may_vote(one, VOTERS, RECORD, known_at=THEN) == yes("on_roll")


@pytest.mark.parametrize(
    ("facts", "days", "reason"),
    [
        ((fact("full", date(2026, 5, 1)),), 31, "on_roll"),
        ((fact("full", date(2026, 5, 2)),), 31, "member_too_short"),
        (
            (fact("full", ADMITTED, date(2026, 5, 20)), fact("full", date(2026, 5, 20))),
            90,
            "on_roll",
        ),
        (
            (fact("full", ADMITTED, date(2026, 5, 19)), fact("full", date(2026, 5, 20))),
            90,
            "member_too_short",
        ),
        (
            (fact("associate", ADMITTED, date(2026, 5, 20)), fact("full", date(2026, 5, 20))),
            90,
            "member_too_short",
        ),
    ],
)
def test_member_for_days_asks_for_an_unbroken_time(facts, days, reason):
    electorate = Electorate(frozenset({"full"}), frozenset({"active"}), member_for_days=days)
    one = Registered(UUID(int=1), facts, (fact("active"),), ())
    assert may_vote(one, electorate, RECORD).reason == reason
