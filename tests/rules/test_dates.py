from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.dates import (
    Fact,
    Span,
    as_at,
    clear_during,
    first_overlap,
    set_during,
)

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAYS = [FIRST + n * DAY for n in range(40)]

days = st.integers(0, 30).map(lambda n: FIRST + n * DAY)
spans = st.one_of(
    st.builds(Span, days),
    st.builds(lambda a, n: Span(a, a + n * DAY), days, st.integers(1, 10)),
)
changes = st.lists(st.tuples(spans, st.sampled_from(["full", "associate", None])), max_size=6)


def holding(facts, known_at=None):
    found = (as_at(facts, day, known_at) for day in DAYS)
    return [fact.value if fact else None for fact in found]


def series(steps):
    facts = ()
    for n, (span, value) in enumerate(steps):
        at = NOON + n * DAY
        change = (
            clear_during(facts, span, at) if value is None else set_during(facts, span, value, at)
        )
        facts = change.apply(facts)
    return facts


def test_span_holds_its_first_day_and_not_its_last():
    span = Span(date(2026, 3, 1), date(2026, 3, 3))
    assert [day in span for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))] == [
        False,
        True,
        True,
    ]
    assert date(2026, 3, 3) not in span
    assert date(2999, 1, 1) in Span(FIRST)


@given(spans, spans)
def test_overlap_common_and_without_agree_with_the_days(one, other):
    shared = [day for day in DAYS if day in one and day in other]
    common = one.common(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert [day for day in DAYS if common and day in common] == shared
    left = [day for day in DAYS if any(day in part for part in one.without(other))]
    assert left == [day for day in DAYS if day in one and day not in other]


def test_spans_that_touch_do_not_overlap():
    touching = [Span(FIRST + DAY, None), Span(FIRST, FIRST + DAY)]
    assert first_overlap(touching) is None
    clash = Span(FIRST, FIRST + 2 * DAY)
    assert first_overlap([touching[0], clash]) == (clash, touching[0])


@given(changes)
def test_series_after_changes_holds_what_was_last_said_of_each_day(steps):
    expected = [
        next((value for span, value in reversed(steps) if day in span), None) for day in DAYS
    ]
    facts = series(steps)
    assert holding(facts) == expected
    assert first_overlap([fact.span for fact in facts if fact.is_known(None)]) is None


@given(changes, st.data())
def test_what_was_known_then_is_never_changed_later(steps, data):
    earlier = data.draw(st.integers(0, len(steps)))
    known_at = NOON + earlier * DAY - timedelta(seconds=1)
    assert holding(series(steps), known_at) == holding(series(steps[:earlier]))


def test_correction_of_a_period_leaves_both_sides_and_voids_the_wrong_row():
    facts = (Fact("full", Span(FIRST), NOON),)
    change = set_during(facts, Span(DAYS[3], DAYS[5]), "associate", NOON + DAY)
    assert [fact.voided_at for fact in change.voided] == [NOON + DAY]
    assert [(fact.value, fact.span) for fact in change.added] == [
        ("full", Span(DAYS[0], DAYS[3])),
        ("associate", Span(DAYS[3], DAYS[5])),
        ("full", Span(DAYS[5])),
    ]


def test_correction_is_known_from_its_own_instant_on():
    facts = (Fact("full", Span(FIRST), NOON),)
    series_now = set_during(facts, Span(FIRST), "associate", NOON + DAY).apply(facts)
    just_before = NOON + DAY - timedelta(microseconds=1)
    for known_at, value in ((just_before, "full"), (NOON + DAY, "associate")):
        found = as_at(series_now, FIRST, known_at)
        assert found is not None
        assert found.value == value


def test_as_at_refuses_two_facts_for_one_moment():
    twice = (Fact("full", Span(FIRST), NOON), Fact("associate", Span(FIRST), NOON))
    with pytest.raises(ValueError, match="same moment"):
        as_at(twice, FIRST)


def test_change_before_what_is_recorded_is_refused():
    facts = (Fact("full", Span(FIRST), NOON),)
    with pytest.raises(ValueError, match="past"):
        set_during(facts, Span(FIRST), "associate", NOON - DAY)


def test_instants_work_as_days_do():
    consent = (Fact(True, Span(NOON, NOON + DAY), NOON),)
    assert as_at(consent, NOON) is consent[0]
    assert as_at(consent, NOON + DAY) is None


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (FIRST, FIRST),
        (FIRST + DAY, FIRST),
        (datetime(2026, 1, 1), None),  # noqa: DTZ001 - a naive instant is what is refused
        (FIRST, NOON),
    ],
)
def test_span_without_length_or_zone_or_of_two_kinds_is_refused(since, until):
    with pytest.raises(ValueError, match=r"span|instant"):
        Span(since, until)
