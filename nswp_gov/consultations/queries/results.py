"""What was answered, in figures that give no small count away, and in words by language."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.consultations import tables
from nswp_gov.consultations.models import Consultation, ConsultationAnswer, Question
from nswp_gov.consultations.queries.rows import questions
from nswp_gov.consultations.states import Kind, Stance
from nswp_gov.consultations.tables import Block, Breakdown, Overall
from nswp_gov.rules.cells import THRESHOLD, Cell, Shown, cell
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region, placements

UNSAID = ""  # no answer; no region; no language
OVER = "+"  # after the last bound of a number


@dataclass(frozen=True)
class Figures:
    """The counts of one question, or of one line of a matrix (`line`)."""

    question_id: uuid.UUID
    line: str
    overall: Overall | None
    by_region: Breakdown | None
    by_language: Breakdown | None
    of: int  # how many were asked


@dataclass(frozen=True)
class Ticks:
    """How many ticked each box of a question; boxes do not exclude each other."""

    question_id: uuid.UUID
    cells: Mapping[str, Cell]
    of: int


@dataclass(frozen=True)
class Said:
    """One answer in words, and what its organisation chose to be known by."""

    words: str
    locale: str
    organisation_id: uuid.UUID | None
    region: str | None
    stance: str = ""


@dataclass(frozen=True)
class Results:
    """All of it. `total` stands alone; figures are None where there are fewer than three."""

    total: Cell
    regions: Overall | None
    languages: Overall | None
    figures: tuple[Figures, ...]
    ticks: tuple[Ticks, ...]
    said: Mapping[uuid.UUID, Mapping[str, tuple[Said, ...]]]  # question → language → answers
    files: Mapping[uuid.UUID, tuple[tuple[uuid.UUID, str, str], ...]]  # question → whose, id, name


Answers = Sequence[ConsultationAnswer]


def results(session: Session, row: Consultation) -> Results:
    """Return what was answered in a closed consultation; two queries."""
    return worked_out(questions(session, row.id), answers(session, row.id))


def answers(session: Session, consultation_id: uuid.UUID) -> list[ConsultationAnswer]:
    """Return all answers, in an order that says nothing."""
    rows = select(ConsultationAnswer).where(ConsultationAnswer.consultation_id == consultation_id)
    return list(session.scalars(rows.order_by(ConsultationAnswer.id)))


def worked_out(
    asked: Sequence[Question], rows: Iterable[ConsultationAnswer], threshold: int = THRESHOLD
) -> Results:
    """Return the results of answers; everything that is ever published of them is in it."""
    by_question: dict[uuid.UUID, list[ConsultationAnswer]] = {one.id: [] for one in asked}
    for row in rows:
        by_question[row.question_id].append(row)
    total = max((len(one) for one in by_question.values()), default=0)
    any_of_them = next((one for one in by_question.values() if len(one) == total), [])
    whole = cell(total, threshold)
    regions = languages = None
    if whole.shown is Shown.EXACT:
        regions = _partition((one.region or UNSAID for one in any_of_them), Region, threshold)
        languages = _partition((one.locale or UNSAID for one in any_of_them), Locale, threshold)
    counted = _Counting(by_question, total, regions, languages, threshold)
    if whole.shown is Shown.EXACT:
        for one in asked:
            counted.count(one)
    return Results(
        whole,
        regions,
        languages,
        tuple(counted.figures),
        tuple(counted.ticks),
        {one.id: _words(by_question[one.id]) for one in asked if one.kind in _WORDS},
        {one.id: _files(by_question[one.id]) for one in asked if one.kind is Kind.FILE},
    )


_WORDS = frozenset({Kind.TEXT, Kind.PARAGRAPH})


def _partition(keys: Iterable[str], known: Iterable[str], threshold: int) -> Overall | None:
    """Count under every key there is: one that is left out would say that it has none."""
    counts = Counter(dict.fromkeys((*known, UNSAID), 0))
    counts.update(keys)
    return tables.listed(counts, counts.total(), threshold)


class _Counting:
    """Counts question by question; what one withholds, no other may give away."""

    def __init__(
        self,
        answers: Mapping[uuid.UUID, Answers],
        total: int,
        regions: Overall | None,
        languages: Overall | None,
        threshold: int,
    ) -> None:
        self._answers, self._total, self._threshold = answers, total, threshold
        self._columns = {"region": _blocks(regions), "locale": _blocks(languages)}
        self._told: dict[tuple[uuid.UUID, str], int] = {}  # exact counts of single answers
        self.figures: list[Figures] = []
        self.ticks: list[Ticks] = []

    def count(self, question: Question) -> None:
        """Add the figures of a question, where they can be told."""
        if question.kind is Kind.MULTI:
            self._tick(question)
        elif question.kind in _KEYS:
            for line in question.rows if question.kind is Kind.MATRIX else [""]:
                self._figure(question, line)

    def _asked(self, question: Question) -> int | None:
        """Return how many were asked; None where that number is not told."""
        if question.if_question_id is None:
            return self._total
        return self._told.get((question.if_question_id, question.if_option or ""))

    def _tick(self, question: Question) -> None:
        of = self._asked(question)
        if of is None or of < self._threshold:
            return
        counts = Counter(key for one in self._answers[question.id] for key in one.value or ())
        cells = {key: tables.ticked(counts[key], of, self._threshold) for key in question.options}
        self._tell(question, cells)
        self.ticks.append(Ticks(question.id, cells, of))

    def _figure(self, question: Question, line: str) -> None:
        of = self._asked(question)
        if of is None or of < self._threshold:
            return
        rows, key = self._answers[question.id], _KEYS[question.kind]
        keyed = [(key(question, one.value, line), one) for one in rows]
        counts = Counter(answer for answer, _one in keyed)
        counts[UNSAID] -= self._total - of  # those who were not asked
        kept = {one: counts[one] for one in _all_keys(question)} | dict(counts)
        if question.is_required:
            kept.pop(UNSAID, None)
        make = tables.listed if question.kind is Kind.COUNTRY else tables.overall
        found = make(kept, of, self._threshold)
        if found is not None:
            self._tell(question, found.cells)
        is_split = found is not None and question.if_question_id is None
        split = {
            name: tables.breakdown(
                [(answer, getattr(one, name) or UNSAID) for answer, one in keyed],
                _blocks(found),
                columns,
                self._threshold,
            )
            if is_split
            else None
            for name, columns in self._columns.items()
        }
        self.figures.append(Figures(question.id, line, found, split["region"], split["locale"], of))

    def _tell(self, question: Question, cells: Mapping[str, Cell]) -> None:
        for key, one in cells.items():
            if one.count is not None:
                self._told[question.id, key] = one.count


def _blocks(found: Overall | None) -> list[Block]:
    return found.blocks if found else []


def _plain(_question: Question, value: Any, _line: str) -> str:
    return str(value or UNSAID)


def _of_line(_question: Question, value: Any, line: str) -> str:
    return str((value or {}).get(line, UNSAID))


def _stance(_question: Question, value: Any, _line: str) -> str:
    return str((value or {}).get("stance") or UNSAID)


def _group(question: Question, value: Any, _line: str) -> str:
    if value is None:
        return UNSAID
    passed = [bound for bound in question.bounds if value >= int(bound)]
    return passed[-1] if passed else "0"


_KEYS: dict[Kind, Callable[[Question, Any, str], str]] = {
    Kind.CHOICE: _plain,
    Kind.SCALE: _plain,
    Kind.COUNTRY: _plain,
    Kind.MATRIX: _of_line,
    Kind.NUMBER: _group,
    Kind.PARAGRAPH: _stance,
}


def _all_keys(question: Question) -> list[str]:
    """Return every answer that could be given, in the order of the question."""
    if question.kind is Kind.NUMBER:
        below = [] if question.bounds[:1] == ["0"] else ["0"]
        return [*below, *question.bounds, UNSAID]
    if question.kind is Kind.PARAGRAPH:
        return [*Stance, UNSAID]
    if question.kind is Kind.COUNTRY:
        return [*placements(), UNSAID]
    return [*question.options, UNSAID]


def _words(rows: Answers) -> dict[str, tuple[Said, ...]]:
    found: dict[str, list[Said]] = {}
    for row in rows:
        if row.value and row.value.get("words"):
            said = Said(
                row.value["words"],
                row.value["locale"],
                row.organisation_id,
                row.region,
                row.value.get("stance", ""),
            )
            found.setdefault(said.locale, []).append(said)
    return {locale: tuple(found[locale]) for locale in sorted(found)}


def _files(rows: Answers) -> tuple[tuple[uuid.UUID, str, str], ...]:
    return tuple(
        (row.organisation_id, row.value["file"], row.value["name"])
        for row in rows
        if row.value and row.organisation_id
    )
