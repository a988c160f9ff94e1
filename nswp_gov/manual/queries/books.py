"""A whole edition or draft as one value: its clauses in order, numbered, in one language.

Whatever the number of clauses, a book takes the same number of queries.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Clause, Document, Draft, DraftClause, Edition, EditionClause
from nswp_gov.rules import numbering
from nswp_gov.rules.languages import (
    Freshness,
    Locale,
    SourceRevision,
    TranslationRevision,
    freshness_of,
    lag,
)
from nswp_gov.store.texts import Text, TextRevision

Place = EditionClause | DraftClause
HEADING, BODY = "heading", "body"
FEW = 20
_WORST = (Freshness.MISSING, Freshness.BEHIND, Freshness.DRAFT, Freshness.MACHINE_ASSISTED)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one field as a reader gets them, and the original that was adopted.

    `locale` is the language of `words`; `freshness` says how the wanted language stands; `behind`
    counts the adopted changes that the words shown have not taken in. `made_from` is the source
    revision that the words shown render, `revision` the one that is pinned.
    """

    text_id: uuid.UUID
    words: str
    locale: Locale
    freshness: Freshness
    behind: int
    revision: int
    made_from: int
    original: str
    rendered: str  # the original that the words shown were made from
    seen: int  # the newest revision in the wanted language, whatever it was made from
    waiting: str  # newer words in the wanted language that nobody has read over; empty: none
    chain: tuple[SourceRevision, ...]

    def weighs(self, since: int) -> bool:
        """Whether the meaning changed on the way from source revision `since` to this one."""
        return any(one.is_substantive for one in self.chain if since < one.number <= self.revision)


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause in its place."""

    clause_id: uuid.UUID
    key: str
    number: str
    level: int
    parent_key: str | None
    position: int
    heading: Wording
    body: Wording
    is_substantive: bool
    origin_id: uuid.UUID | None

    @property
    def freshness(self) -> Freshness:
        """Return the worse of the two fields."""
        found = {self.heading.freshness, self.body.freshness}
        return next((state for state in _WORST if state in found), Freshness.CURRENT)

    @property
    def behind(self) -> int:
        """Return by how many adopted changes the words shown are behind."""
        return max(self.heading.behind, self.body.behind)

    @property
    def locale(self) -> Locale:
        """Return the language of the body, which is what most of the clause is in."""
        return self.body.locale if self.body.words else self.heading.locale


@dataclass(frozen=True, slots=True)
class Book:
    """An edition or a draft, in reading order."""

    document_id: uuid.UUID
    source: Locale
    wanted: Locale
    entries: tuple[Entry, ...]
    numbers: Mapping[str, str] = field(init=False, compare=False, repr=False)  # by key

    def __post_init__(self) -> None:
        """Know the number of each clause by its key."""
        known = {entry.key: entry.number for entry in self.entries}
        object.__setattr__(self, "numbers", known)

    def by_key(self) -> dict[str, Entry]:
        """Return the clauses by their permanent keys."""
        return {entry.key: entry for entry in self.entries}

    def entry(self, key: str) -> Entry | None:
        """Return the clause of that key, or None."""
        return self.by_key().get(key)


def book_of_edition(session: Session, edition: Edition, locale: Locale) -> Book:
    """Return an edition as a reader of `locale` gets it."""
    places = session.scalars(
        select(EditionClause).where(EditionClause.edition_id == edition.id)
    ).all()
    return _book(session, edition.document_id, places, locale, last=edition.number)


def book_of_draft(session: Session, draft: Draft, locale: Locale) -> Book:
    """Return a draft as it stands, in `locale`."""
    places = session.scalars(select(DraftClause).where(DraftClause.draft_id == draft.id)).all()
    return _book(session, draft.document_id, places, locale, last=None)


def books_of(session: Session, subject: Edition | Draft) -> dict[Locale, Book]:
    """Return an edition or a draft in every language; the rows are read once."""
    places: Sequence[Place]
    last: int | None = None
    if isinstance(subject, Edition):
        rows = select(EditionClause).where(EditionClause.edition_id == subject.id)
        places, last = session.scalars(rows).all(), subject.number
    else:
        places = session.scalars(
            select(DraftClause).where(DraftClause.draft_id == subject.id)
        ).all()
    return _books(session, subject.document_id, places, tuple(Locale), last=last)


@dataclass(frozen=True, slots=True)
class Source:
    """A text with all its revisions, and the chain of source revisions that readers were given."""

    text: Text
    revisions: Sequence[TextRevision]
    chain: tuple[SourceRevision, ...]

    def words_of(self, locale: Locale, number: int) -> str:
        """Return the words of one revision; empty if there is none."""
        rows = (r for r in self.revisions if r.locale is locale and r.number == number)
        return next((row.words for row in rows), "")

    def translation(self, locale: Locale) -> tuple[TextRevision, int] | None:
        """Return the newest translation that is shown, and the revision in the chain that it says.

        Words that were given up and came back are the same words: a translation that was made from
        the one revision is a translation of the other.
        """
        known = self._same_words()
        rows = [
            (row, known[row.made_from])
            for row in self.revisions
            if row.locale is locale and row.is_shown and row.made_from in known
        ]
        return max(rows, key=lambda one: (one[1], one[0].number), default=None)

    def _same_words(self) -> dict[int | None, int]:
        """Return, for each source revision whose words are in the chain, the last one there."""
        own = self.text.source_locale
        said = {row.number: row.words for row in self.revisions if row.locale is own}
        last = {said[one.number]: one.number for one in self.chain if one.number in said}
        return {number: last[words] for number, words in said.items() if words in last}

    def waiting(self, locale: Locale) -> str:
        """Return the newest words in `locale` if nobody has read them over yet, else nothing."""
        rows = [row for row in self.revisions if row.locale is locale and not row.is_draft]
        last = max(rows, key=lambda row: row.number, default=None)
        return last.words if last and last.is_waiting else ""

    def newest(self, locale: Locale) -> int:
        """Return the number of the newest revision in `locale`, 0 without one."""
        return max((row.number for row in self.revisions if row.locale is locale), default=0)

    def wording(self, wanted: Locale) -> Wording:
        """Return the words for a reader of `wanted`."""
        own, pinned = self.text.source_locale, self.chain[-1].number
        original = self.original
        shown, locale, made_from = original, own, pinned
        if wanted is not own and (found := self.translation(wanted)):
            shown, locale, made_from = found[0].words, wanted, found[1]
        missed = lag(self.chain, made_from)
        return Wording(
            text_id=self.text.id,
            words=shown,
            locale=locale,
            freshness=self.freshness(wanted),
            behind=missed.substantive + missed.editorial,
            revision=pinned,
            made_from=made_from,
            original=original,
            rendered=self.words_of(own, made_from),
            seen=self.newest(wanted),
            waiting=self.waiting(wanted),
            chain=self.chain,
        )

    @property
    def original(self) -> str:
        """Return the words that are pinned."""
        return self.words_of(self.text.source_locale, self.chain[-1].number)

    def freshness(self, wanted: Locale) -> Freshness:
        """Return how `wanted` stands; nothing to translate is always up to date."""
        if wanted is self.text.source_locale or not self.original.strip():
            return Freshness.CURRENT
        found = self.translation(wanted)
        if found is None:
            return Freshness.MISSING
        row, made_from = found
        made = TranslationRevision(made_from=made_from, is_machine_assisted=row.is_machine_assisted)
        return freshness_of(self.chain, made)


def sources(
    session: Session,
    document_id: uuid.UUID,
    places: Sequence[Place],
    last: int | None,
    locales: Sequence[Locale] = tuple(Locale),
) -> dict[tuple[uuid.UUID, str], Source]:
    """Return, per clause and field, the text and what led to the pinned revision.

    `last`: the newest edition whose changes count; None counts all. `locales`: the languages that
    are asked for; the document's own is always there.
    """
    wanted = {place.clause_id for place in places}
    of_them = _of_clauses(document_id, wanted)
    every = session.scalars(select(Text).where(of_them))
    texts = [text for text in every if text.subject_id in wanted]
    revisions = _revisions(session, texts, of_them, locales)
    chains = _chains(session, document_id, places, last)
    return {
        (text.subject_id, text.field): Source(
            text, revisions[text.id], chains[text.subject_id, text.field]
        )
        for text in texts
    }


def _of_clauses(document_id: uuid.UUID, wanted: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """Return what holds of the texts of some clauses, at least; a long list is not spelled out."""
    clauses: Any = wanted
    if len(wanted) > FEW:
        clauses = select(Clause.id).where(Clause.document_id == document_id)
    return (Text.subject_type == "clause") & Text.subject_id.in_(clauses)


def _revisions(
    session: Session,
    texts: Sequence[Text],
    of_them: ColumnElement[bool],
    locales: Sequence[Locale],
) -> dict[uuid.UUID, list[TextRevision]]:
    wanted = {*locales, *(text.source_locale for text in texts)}
    query = select(TextRevision).join(Text, Text.id == TextRevision.text_id).where(of_them)
    if len(wanted) < len(Locale):
        query = query.where(TextRevision.locale.in_(wanted))
    found: dict[uuid.UUID, list[TextRevision]] = {text.id: [] for text in texts}
    for row in session.scalars(query.order_by(TextRevision.number)):
        if row.text_id in found:
            found[row.text_id].append(row)
    return found


def _chains(
    session: Session, document_id: uuid.UUID, places: Sequence[Place], last: int | None
) -> dict[tuple[uuid.UUID, str], tuple[SourceRevision, ...]]:
    query = (
        select(
            EditionClause.clause_id,
            EditionClause.heading_revision,
            EditionClause.body_revision,
            EditionClause.is_substantive,
        )
        .join(Edition, Edition.id == EditionClause.edition_id)
        .where(Edition.document_id == document_id, EditionClause.origin_id == Edition.id)
        .order_by(Edition.number)
    )
    if last is not None:
        query = query.where(Edition.number <= last)
    steps: dict[tuple[uuid.UUID, str], dict[int, bool]] = defaultdict(dict)
    pinned = [(p.clause_id, p.heading_revision, p.body_revision, p.is_substantive) for p in places]
    for clause_id, heading, body, is_substantive in [*session.execute(query), *pinned]:
        steps[clause_id, HEADING].setdefault(heading, is_substantive)
        steps[clause_id, BODY].setdefault(body, is_substantive)
    return {
        field: tuple(
            SourceRevision(number=number, is_substantive=weight)
            for number, weight in sorted(found.items())
        )
        for field, found in steps.items()
    }


def _book(
    session: Session,
    document_id: uuid.UUID,
    places: Sequence[Place],
    locale: Locale,
    *,
    last: int | None,
) -> Book:
    return _books(session, document_id, places, (locale,), last=last)[locale]


def _books(
    session: Session,
    document_id: uuid.UUID,
    places: Sequence[Place],
    locales: Sequence[Locale],
    *,
    last: int | None,
) -> dict[Locale, Book]:
    document = session.get_one(Document, document_id)
    keys = clause_keys(session, document_id)
    found = sources(session, document_id, places, last, locales)
    ordered = in_order(places, keys)
    return {
        locale: Book(
            document_id,
            document.authoritative_locale,
            locale,
            tuple(_entry(spot, keys, found, locale) for spot in ordered),
        )
        for locale in locales
    }


def _entry(
    spot: tuple[Place, str, int],
    keys: Mapping[uuid.UUID, str],
    found: Mapping[tuple[uuid.UUID, str], Source],
    locale: Locale,
) -> Entry:
    place, number, level = spot
    return Entry(
        clause_id=place.clause_id,
        key=keys[place.clause_id],
        number=number,
        level=level,
        parent_key=keys[place.parent_id] if place.parent_id else None,
        position=place.position,
        heading=found[place.clause_id, HEADING].wording(locale),
        body=found[place.clause_id, BODY].wording(locale),
        is_substantive=place.is_substantive,
        origin_id=place.origin_id if isinstance(place, EditionClause) else None,
    )


def clause_keys(session: Session, document_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return the permanent keys of all clauses that a document ever had."""
    rows = session.execute(select(Clause.id, Clause.key).where(Clause.document_id == document_id))
    return {row[0]: row[1] for row in rows}


def in_order(
    places: Iterable[Place], keys: Mapping[uuid.UUID, str]
) -> list[tuple[Place, str, int]]:
    """Return the places in reading order, each with its number and its level (1 = a chapter)."""
    below: dict[uuid.UUID | None, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (p.position, keys[p.clause_id])):
        below[place.parent_id].append(place)

    def tree(parent: uuid.UUID | None) -> tuple[numbering.Clause, ...]:
        return tuple(
            numbering.Clause(keys[place.clause_id], tree(place.clause_id))
            for place in below[parent]
        )

    numbers = numbering.clause_numbers(tree(None))
    ordered: list[tuple[Place, str, int]] = []

    def walk(parent: uuid.UUID | None, level: int) -> None:
        for place in below[parent]:
            ordered.append((place, numbers[keys[place.clause_id]], level))
            walk(place.clause_id, level + 1)

    walk(None, 1)
    return ordered
