"""What differs between two books, clause by clause and word by word."""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Edition
from nswp_gov.manual.queries.books import Book, Entry, book_of_edition
from nswp_gov.rules.diff import Difference, compare
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Relation, links_to

EMPTY = Book(uuid.UUID(int=0), Locale.EN, Locale.EN, ())


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not the same in both books; `before` or `after` is None where absent."""

    key: str
    before: Entry | None
    after: Entry | None
    heading: Difference
    body: Difference
    locale: Locale
    is_moved: bool

    @property
    def is_added(self) -> bool:
        """Whether only the newer book has it."""
        return self.before is None

    @property
    def is_removed(self) -> bool:
        """Whether only the older book has it."""
        return self.after is None

    @property
    def is_reworded(self) -> bool:
        """Whether both have it, with other words."""
        return not (self.is_added or self.is_removed or self.is_same)

    @property
    def is_same(self) -> bool:
        """Whether the words are the same."""
        return self.heading.is_empty and self.body.is_empty

    @property
    def is_substantive(self) -> bool:
        """Whether the meaning changed; a clause that came or went always counts."""
        if self.before is None or self.after is None:
            return True
        return any(
            one.weighs(other.revision)
            for one, other in (
                (self.before.heading, self.after.heading),
                (self.after.heading, self.before.heading),
                (self.before.body, self.after.body),
                (self.after.body, self.before.body),
            )
        )

    @property
    def number(self) -> str:
        """Return the number by which a reader finds it: the newer, if there is one."""
        entry = self.after or self.before
        return entry.number if entry else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, in the order of the newer book; and how much does not."""

    changes: tuple[Change, ...]
    total: int

    def count(self, what: str) -> int:
        """Return how many changes are `is_added`, `is_removed`, `is_reworded`, `is_moved`."""
        return sum(bool(getattr(change, what)) for change in self.changes)

    @property
    def is_substantive(self) -> bool:
        """Whether anything changed in its meaning."""
        return any(change.is_substantive for change in self.changes)


def compare_books(before: Book, after: Book) -> Comparison:
    """Return what differs.

    A clause is compared in the language that both books are wanted in, where both have a rendering
    of their own original in it; else in the authoritative language.
    """
    old, new = before.by_key(), after.by_key()
    moved = moved_keys(before.entries, after.entries)
    changes = []
    for entry in after.entries:
        change = _change(entry.key, old.get(entry.key), entry, moved, after.source)
        if change is not None:
            changes.append(change)
    gone = [entry for entry in before.entries if entry.key not in new]
    changes.extend(
        found for entry in gone if (found := _change(entry.key, entry, None, moved, before.source))
    )
    return Comparison(tuple(changes), len(set(old) | set(new)))


def _change(
    key: str, before: Entry | None, after: Entry | None, moved: frozenset[str], source: Locale
) -> Change | None:
    locale = _common(before, after, source)
    old, new = _words(before, locale), _words(after, locale)
    is_same = before is not None and after is not None and _pins(before) == _pins(after)
    if is_same and key not in moved:
        return None
    return Change(
        key=key,
        before=before,
        after=after,
        heading=compare(old[0], new[0]),
        body=compare(old[1], new[1]),
        locale=locale,
        is_moved=key in moved,
    )


def _pins(entry: Entry) -> tuple[int, int]:
    return entry.heading.revision, entry.body.revision


def _common(before: Entry | None, after: Entry | None, source: Locale) -> Locale:
    """Return the language in which both sides can be read as they were adopted."""
    words = [w for entry in (before, after) if entry for w in (entry.heading, entry.body)]
    locales = {w.locale for w in words if w.original.strip()}
    is_true = all(w.made_from == w.revision for w in words)
    return locales.pop() if len(locales) == 1 and is_true else source


def _words(entry: Entry | None, locale: Locale) -> tuple[str, str]:
    if entry is None:
        return "", ""
    heading, body = entry.heading, entry.body
    return (
        heading.words if heading.locale is locale else heading.original,
        body.words if body.locale is locale else body.original,
    )


def moved_keys(before: Sequence[Entry], after: Sequence[Entry]) -> frozenset[str]:
    """Return the clauses with another parent, or another order among the siblings they kept.

    A clause is not moved because one before it came or went; of two that changed places, as few
    as possible count as moved.
    """
    parents = {entry.key: entry.parent_key for entry in before}
    order = {entry.key: place for place, entry in enumerate(before)}
    moved = {
        entry.key
        for entry in after
        if entry.key in parents and entry.parent_key != parents[entry.key]
    }
    families: dict[str | None, list[str]] = defaultdict(list)
    for entry in after:
        if entry.key in parents and entry.key not in moved:
            families[entry.parent_key].append(entry.key)
    for keys in families.values():
        places = [order[key] for key in keys]
        kept = _longest_rise(places)
        moved.update(key for key, place in zip(keys, places, strict=True) if place not in kept)
    return frozenset(moved)


def _longest_rise(places: Sequence[int]) -> frozenset[int]:
    """Return one longest rising part of distinct numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        slot = bisect_left(tails, place)
        before[place] = tails[slot - 1] if slot else None
        tails[slot : slot + 1] = [place]
    chain, place_now = set(), tails[-1] if tails else None
    while place_now is not None:
        chain.add(place_now)
        place_now = before[place_now]
    return frozenset(chain)


def previous_book(session: Session, edition: Edition, locale: Locale) -> Book:
    """Return the edition before, or an empty book for the first."""
    before = session.scalar(
        select(Edition).where(
            Edition.document_id == edition.document_id, Edition.number == edition.number - 1
        )
    )
    return book_of_edition(session, before, locale) if before else EMPTY


def changes_by_decision(
    session: Session, decision_id: uuid.UUID, locale: Locale = Locale.EN
) -> list[tuple[Edition, Comparison]]:
    """Return, for each edition that the decision adopted, what it changed in its document."""
    found = []
    for link in links_to(session, "decision", decision_id):
        if link.relation is Relation.ADOPTED_BY and link.from_type == "edition":
            edition = session.get_one(Edition, link.from_id)
            book = book_of_edition(session, edition, locale)
            found.append((edition, compare_books(previous_book(session, edition, locale), book)))
    return found
