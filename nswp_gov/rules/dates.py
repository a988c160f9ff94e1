"""Facts that hold for a time: half-open spans, as-at questions, changes that keep the past.

A span is `[since, until)`. Days (`date`) serve membership and seats, instants (aware `datetime`)
roles and consent; one series keeps to one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T", date, datetime)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """`since` belongs to it, `until` does not; without `until` it is open."""

    since: T
    until: T | None = None

    def __post_init__(self) -> None:
        ends = [end for end in (self.since, self.until) if end is not None]
        if len({isinstance(end, datetime) for end in ends}) > 1:
            raise ValueError("a span has two days or two instants")
        if any(isinstance(end, datetime) and end.tzinfo is None for end in ends):
            raise ValueError("an instant carries its zone")
        if self.until is not None and self.until <= self.since:
            raise ValueError("a span ends after it begins")

    def __contains__(self, at: T) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def overlaps(self, other: Span[T]) -> bool:
        """Whether the two have a moment in common."""
        return (self.until is None or other.since < self.until) and (
            other.until is None or self.since < other.until
        )

    def common(self, other: Span[T]) -> Span[T] | None:
        """Return what the two have in common, or None."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.until, other.until) if end is not None]
        return Span(max(self.since, other.since), min(ends) if ends else None)

    def without(self, other: Span[T]) -> tuple[Span[T], ...]:
        """Return what is left of this one when `other` is taken out: none, one or two spans."""
        if not self.overlaps(other):
            return (self,)
        left = []
        if self.since < other.since:
            left.append(Span(self.since, other.since))
        if other.until is not None and (self.until is None or other.until < self.until):
            left.append(Span(other.until, self.until))
        return tuple(left)


def first_overlap(spans: Iterable[Span[T]]) -> tuple[Span[T], Span[T]] | None:
    """Two neighbours, by their beginning, that overlap; None if no two do."""
    in_order = sorted(spans, key=lambda span: span.since)
    return next((pair for pair in pairwise(in_order) if pair[0].overlaps(pair[1])), None)


@dataclass(frozen=True, slots=True)
class Fact(Generic[V, T]):
    """`value` held during `span`: believed from `recorded_at` until `voided_at`, if ever."""

    value: V
    span: Span[T]
    recorded_at: datetime
    voided_at: datetime | None = None

    def is_known(self, known_at: datetime | None) -> bool:
        """Whether this was believed at `known_at`; None asks for what is believed now."""
        if known_at is None:
            return self.voided_at is None
        return self.recorded_at <= known_at and (
            self.voided_at is None or known_at < self.voided_at
        )


@dataclass(frozen=True, slots=True)
class Change(Generic[V, T]):
    """What to write: facts to mark as void, and facts to add. Nothing else is touched."""

    voided: tuple[Fact[V, T], ...]
    added: tuple[Fact[V, T], ...]

    def apply(self, facts: Sequence[Fact[V, T]]) -> tuple[Fact[V, T], ...]:
        """Return the series after the change."""
        voided = {(fact.span, fact.recorded_at): fact for fact in self.voided}
        series: list[Fact[V, T]] = []
        for fact in facts:
            known = voided.get((fact.span, fact.recorded_at)) if fact.is_known(None) else None
            series.append(known or fact)
        series.extend(self.added)
        return tuple(series)


def as_at(
    facts: Iterable[Fact[V, T]], at: T, known_at: datetime | None = None
) -> Fact[V, T] | None:
    """Return the fact that holds at `at`, as known now, or as it was known at `known_at`.

    Raises:
        ValueError: two facts claim the same moment.

    """
    found = [fact for fact in facts if at in fact.span and fact.is_known(known_at)]
    if len(found) > 1:
        raise ValueError("two facts claim the same moment")
    return found[0] if found else None


def set_during(
    facts: Sequence[Fact[V, T]], span: Span[T], value: V, recorded_at: datetime
) -> Change[V, T]:
    """Return the change after which `value` holds during `span` and everything else is as before.

    An open span is a change from a day on; a closed one corrects a period. A fact that is
    overlapped becomes void, and what is left of it is added again, so the earlier belief stays
    readable.

    Raises:
        ValueError: something was recorded later than `recorded_at`.

    """
    return _rewrite(facts, span, (Fact(value, span, recorded_at),), recorded_at)


def clear_during(facts: Sequence[Fact[V, T]], span: Span[T], recorded_at: datetime) -> Change[V, T]:
    """Return the change after which nothing holds during `span`; otherwise as `set_during`."""
    return _rewrite(facts, span, (), recorded_at)


def _rewrite(
    facts: Sequence[Fact[V, T]],
    span: Span[T],
    new: tuple[Fact[V, T], ...],
    recorded_at: datetime,
) -> Change[V, T]:
    live = [fact for fact in facts if fact.is_known(None)]
    if any(fact.recorded_at > recorded_at for fact in live):
        raise ValueError("the past is not written after its future")
    touched = [fact for fact in live if fact.span.overlaps(span)]
    added: list[Fact[V, T]] = list(new)
    for fact in touched:
        added.extend(Fact(fact.value, part, recorded_at) for part in fact.span.without(span))
    added.sort(key=lambda fact: fact.span.since)
    return Change(tuple(replace(fact, voided_at=recorded_at) for fact in touched), tuple(added))
