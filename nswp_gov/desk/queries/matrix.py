"""Content × language: how every text stands in every language, for one person.

However many texts there are, it takes two queries and a few for each kind of record.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nswp_gov.desk.cells import Standing, standings
from nswp_gov.desk.models import Claim, TranslationDraft
from nswp_gov.desk.queries.reach import Reach
from nswp_gov.desk.queries.revisions import revisions_by_text
from nswp_gov.desk.states import WANTING, CellState, DraftState
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Lag, Locale
from nswp_gov.store.text_kinds import KINDS, Subject, TextKind
from nswp_gov.store.texts import Text

PAGE = 40
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in one language, as one person finds it.

    `holder_id`: who translates it now; `draft`: where a draft is, if one was begun; `may_act`: this
    person may translate it here.
    """

    locale: Locale
    standing: Standing
    may_act: bool
    holder_id: uuid.UUID | None = None
    draft: DraftState | None = None
    writer_id: uuid.UUID | None = None

    @property
    def state(self) -> CellState:
        """Return how it stands; a draft that was begun is more than nothing."""
        is_begun = self.draft is not None and self.standing.state is CellState.MISSING
        return CellState.DRAFT if is_begun else self.standing.state

    @property
    def behind(self) -> Lag:
        """Return by how many changes of the source it is behind."""
        return self.standing.behind


@dataclass(frozen=True, slots=True)
class Row:
    """One text: what it belongs to, and its cells."""

    text_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    field: str
    source: Locale
    number: int  # the source revision that is translated
    is_sealed: bool
    subject: Subject
    cells: Mapping[Locale, Cell]

    @property
    def known(self) -> TextKind:
        """Return how its kind is called."""
        return KINDS[self.kind]

    @property
    def label(self) -> str:
        """Return how its field is called."""
        return self.known.label(self.field) or ""

    @property
    def is_public(self) -> bool:
        """Tell whether everybody reads the source."""
        return self.subject.readers(self.field).is_public

    @property
    def order(self) -> tuple[int, datetime, str, str, str]:
        """Return its place: the most important first, then the nearest deadline."""
        subject = self.subject
        due = subject.due_at or NEVER
        return (subject.importance.rank, due, self.kind, str(subject.title).casefold(), self.field)


@dataclass(frozen=True)
class Asked:
    """What of the matrix is asked for; nothing chosen is everything."""

    kinds: frozenset[str] = frozenset()
    locale: Locale | None = None
    states: frozenset[CellState] = frozenset()
    page: int = 1

    def fits(self, row: Row) -> bool:
        """Tell whether a text stands so in the language asked for, or in any."""
        cells = [row.cells[self.locale]] if self.locale else row.cells.values()
        if self.locale is row.source:
            return not self.states
        return not self.states or any(cell.state in self.states for cell in cells)


@dataclass(frozen=True)
class Matrix:
    """One page of it, and how all that fits stands."""

    rows: Sequence[Row]
    total: int
    page: int
    pages: int
    counts: Mapping[Locale, Mapping[CellState, int]] = field(default_factory=dict)


def matrix(session: Session, reach: Reach, asked: Asked) -> Matrix:
    """Return the page asked for, the most important first."""
    found = [row for row in rows(session, reach, asked.kinds) if asked.fits(row)]
    found.sort(key=lambda row: row.order)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(asked.page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return Matrix(shown, len(found), page, pages, tally(found))


def tally(found: Iterable[Row]) -> dict[Locale, dict[CellState, int]]:
    """Return how many texts stand how in each language."""
    counts: dict[Locale, dict[CellState, int]] = {
        locale: dict.fromkeys(CellState, 0) for locale in Locale
    }
    for row in found:
        for locale, cell in row.cells.items():
            counts[locale][cell.state] += 1
    return counts


def row_of(session: Session, reach: Reach, text_id: uuid.UUID) -> Row | None:
    """Return one text; None if there is none, or it is not for this person to read."""
    return next(iter(_rows(session, reach, _texts().where(Text.id == text_id))), None)


def rows(session: Session, reach: Reach, kinds: Collection[str] = ()) -> list[Row]:
    """Return every text that this person may read, with its cells."""
    wanted = [kind for kind in KINDS if not kinds or kind in kinds]
    return list(_rows(session, reach, _texts().where(Text.subject_type.in_(wanted))))


class _Known(NamedTuple):
    """A text without its words."""

    text_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    field: str
    source: Locale
    is_sealed: bool


def _texts() -> Select[uuid.UUID, str, uuid.UUID, str, Locale, bool]:
    return select(
        Text.id, Text.subject_type, Text.subject_id, Text.field, Text.source_locale, Text.is_sealed
    )


def _rows(session: Session, reach: Reach, query: Select[*tuple[Any, ...]]) -> Iterator[Row]:
    texts = [
        one
        for one in map(_Known._make, session.execute(query))
        if one.kind in KINDS and KINDS[one.kind].label(one.field) is not None
    ]
    subjects = _subjects(session, texts, reach.locale)
    seen = [
        (one, found)
        for one in texts
        if (found := subjects[one.kind].get(one.subject_id)) is not None
        and reach.reads(one.kind, one.subject_id, found, one.field)
    ]
    if not seen:
        return
    known = revisions_by_text(session, [one.text_id for one, _ in seen], {o.kind for o, _ in seen})
    held, begun = _held(session, reach.now), _begun(session)
    known_acts: dict[tuple[Audience, bool, Locale], bool] = {}
    alike: dict[tuple[Locale, Standing, bool], Cell] = {}
    for one, subject in seen:
        states = standings(one.source, known[one.text_id], subject.chains.get(one.field, ()))
        if not states[one.source].number:
            continue  # nothing is published of it yet
        cells = {}
        for locale, state in states.items():
            place = (one.text_id, locale)
            may_act = _may_act(reach, one, subject, locale, known_acts)
            if place in held or place in begun:
                draft, writer = begun.get(place, (None, None))
                cells[locale] = Cell(locale, state, may_act, held.get(place), draft, writer)
            else:  # most of them: a few objects stand for all that are alike
                like = (locale, state, may_act)
                cells[locale] = alike.get(like) or alike.setdefault(like, Cell(*like))
        yield Row(*one[:5], states[one.source].number, one.is_sealed, subject, cells)


def _may_act(
    reach: Reach,
    one: _Known,
    subject: Subject,
    locale: Locale,
    known: dict[tuple[Audience, bool, Locale], bool],
) -> bool:
    """Ask the policy once for all texts of one audience."""
    if locale is one.source or not subject.is_open:
        return False
    is_given = reach.is_given(one.kind, one.subject_id, subject, locale)
    case = (subject.readers(one.field), is_given, locale)
    if (answer := known.get(case)) is None:
        verdict = reach.may_translate(one.kind, one.subject_id, subject, one.field, locale)
        answer = known[case] = verdict.allowed
    return answer


def _subjects(
    session: Session, texts: Sequence[_Known], locale: Locale
) -> dict[str, Mapping[uuid.UUID, Subject]]:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for one in texts:
        wanted[one.kind].add(one.subject_id)
    return {kind: KINDS[kind].subjects(session, ids, locale) for kind, ids in wanted.items()}


def _held(session: Session, now: datetime) -> dict[tuple[uuid.UUID, Locale], uuid.UUID]:
    rows = session.execute(
        select(Claim.text_id, Claim.locale, Claim.person_id).where(
            Claim.ended_at.is_(None), Claim.until_at > now
        )
    )
    return {(text_id, locale): person_id for text_id, locale, person_id in rows}


def _begun(
    session: Session,
) -> dict[tuple[uuid.UUID, Locale], tuple[DraftState, uuid.UUID | None]]:
    rows = session.execute(
        select(
            TranslationDraft.text_id,
            TranslationDraft.locale,
            TranslationDraft.state,
            TranslationDraft.writer_id,
        )
    )
    return {(text_id, locale): (state, writer) for text_id, locale, state, writer in rows}


def wanting(row: Row, locale: Locale) -> bool:
    """Tell whether a text asks something of a translator into `locale`."""
    cell = row.cells[locale]
    return cell.may_act and (cell.state in WANTING or cell.draft is not None)
