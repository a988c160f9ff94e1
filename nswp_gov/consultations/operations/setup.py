"""Writing a questionnaire: sections and questions, their order and their conditions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation, Question, Section
from nswp_gov.consultations.operations.wording import (
    OF_CONSULTATION,
    OF_QUESTION,
    OF_SECTION,
    write_words,
)
from nswp_gov.consultations.states import (
    CAN_DECIDE,
    DEFAULT_BOUNDS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    WITH_OPTIONS,
    Kind,
    Readers,
    State,
)
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store import ids
from nswp_gov.store.errors import DomainError, Unfit, WrongState, need, need_words
from nswp_gov.store.texts import texts_of
from nswp_gov.store.work import Work


class QuestionsFrozen(DomainError):
    """Somebody has begun to answer: what is asked stays as it is."""

    code = "questions_frozen"


@dataclass(frozen=True, kw_only=True)
class Draftable:
    """A question as it is written: its words in the consultation's own language.

    `options`, `rows`: the words of what can be ticked and of the lines of a matrix, in order; a
    scale has the words of its two ends and `points`. `when`: the question and the key of its answer
    on which this one depends.
    """

    kind: Kind
    label: str
    hint: str = ""
    options: Sequence[str] = ()
    rows: Sequence[str] = ()
    points: int = 5
    bounds: Sequence[int] = ()
    is_required: bool = False
    when: tuple[Question, str] | None = None


def begin(
    work: Work,
    *,
    locale: Locale,
    title: str,
    purpose: str,
    closes_at: datetime,
    categories: Sequence[Category] = (),
    regions: Sequence[Region] = (),
    readers: Readers = Readers.PUBLIC,
) -> Consultation:
    """Add a draft.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: the title or the purpose is missing.

    """
    need(policy.may_arrange(work.actor))
    made = Consultation(
        slug=ids.slug(),
        state=State.DRAFT,
        locale=locale,
        categories=sorted(categories),
        regions=sorted(regions),
        readers=readers,
        closes_at=closes_at,
    )
    work.session.add(made)
    work.session.flush()
    write_words(work, (OF_CONSULTATION, made.id, "title"), locale, need_words(title, "title"))
    write_words(work, (OF_CONSULTATION, made.id, "purpose"), locale, need_words(purpose, "purpose"))
    work.record("consultations.begun", made)
    return made


def change(
    work: Work,
    row: Consultation,
    *,
    title: str,
    purpose: str,
    closes_at: datetime,
    categories: Sequence[Category],
    regions: Sequence[Region],
    readers: Readers,
) -> None:
    """Change a draft: its words, who is invited, its end.

    Raises:
        Denied, Unfit: as `begin`. WrongState: it is no draft any more.

    """
    need(policy.may_arrange(work.actor))
    if row.state is not State.DRAFT:
        raise WrongState(state=row.state.value, act="change")
    row.closes_at, row.readers = closes_at, readers
    row.categories, row.regions = sorted(categories), sorted(regions)
    write_words(work, (OF_CONSULTATION, row.id, "title"), row.locale, need_words(title, "title"))
    write_words(
        work, (OF_CONSULTATION, row.id, "purpose"), row.locale, need_words(purpose, "purpose")
    )
    work.record("consultations.changed", row)


def arrange(work: Work, row: Consultation) -> None:
    """Go on only where the actor may change what is asked, and nobody has begun to answer.

    Raises:
        Denied: not of the secretariat. QuestionsFrozen: somebody has answered, or it is over.

    """
    need(policy.may_arrange(work.actor))
    is_over = row.state not in (State.DRAFT, State.OPEN)
    if is_over or queries.has_answers(work.session, row.id):
        raise QuestionsFrozen


def add_section(work: Work, row: Consultation, title: str) -> Section:
    """Add a section at the end.

    Raises:
        Denied, QuestionsFrozen: as `arrange`. Unfit: the title is missing.

    """
    arrange(work, row)
    others = queries.sections(work.session, row.id)
    made = Section(consultation_id=row.id, position=len(others) + 1)
    work.session.add(made)
    work.session.flush()
    write_words(work, (OF_SECTION, made.id, "title"), row.locale, need_words(title, "title"))
    work.record("consultations.section_added", made)
    return made


def rename_section(work: Work, row: Consultation, section: Section, title: str) -> None:
    """Give a section another title; refusals as `add_section`."""
    arrange(work, row)
    write_words(work, (OF_SECTION, section.id, "title"), row.locale, need_words(title, "title"))
    work.record("consultations.section_renamed", section)


def move_section(work: Work, row: Consultation, section: Section, *, up: bool) -> None:
    """Let a section change places with its neighbour; at the end nothing happens.

    Raises:
        Denied, QuestionsFrozen: as `arrange`.
        Unfit: a question would come before the one that it depends on.

    """
    arrange(work, row)
    if _swap(queries.sections(work.session, row.id), section, up=up):
        work.session.flush()
        check_conditions(work.session, row)
        work.record("consultations.section_moved", section)


def remove_section(work: Work, row: Consultation, section: Section) -> None:
    """Remove a section with its questions; refusals as `remove_question`."""
    arrange(work, row)
    inside = [
        one for one in queries.questions(work.session, row.id) if one.section_id == section.id
    ]
    for one in reversed(inside):
        _drop(work, row, one)
    work.session.flush()
    work.session.delete(section)
    work.session.flush()
    _renumber(queries.sections(work.session, row.id))
    work.record("consultations.section_removed", section)


def add_question(work: Work, row: Consultation, section: Section, said: Draftable) -> Question:
    """Add a question at the end of a section.

    Raises:
        Denied, QuestionsFrozen: as `arrange`.
        Unfit: words are missing, too many options, or the condition can’t be met.

    """
    arrange(work, row)
    return append(work, row, section, said)


def append(
    work: Work, row: Consultation, section: Section, said: Draftable, number: str | None = None
) -> Question:
    """Add a question, or a paragraph with its number; the caller has asked whether it may."""
    everything = queries.questions(work.session, row.id)
    if len(everything) >= MOST_QUESTIONS:
        raise Unfit("too_many_questions", most=MOST_QUESTIONS)
    made = Question(
        consultation_id=row.id,
        section_id=section.id,
        position=1 + sum(1 for one in everything if one.section_id == section.id),
        kind=said.kind,
        options=[],
        rows=[],
        bounds=[],
        number=number,
    )
    work.session.add(made)
    work.session.flush()
    _fill(work, row, made, said)
    work.record("consultations.question_added", made)
    return made


def change_question(work: Work, row: Consultation, question: Question, said: Draftable) -> None:
    """Write a question anew; its kind stays.

    Raises:
        Denied, QuestionsFrozen: as `arrange`. Unfit: as `add_question`.

    """
    arrange(work, row)
    if said.kind is not question.kind:
        raise Unfit("kind_stays", field="kind")
    _fill(work, row, question, said)
    check_conditions(work.session, row)
    work.record("consultations.question_changed", question)


def _fill(work: Work, row: Consultation, question: Question, said: Draftable) -> None:
    """Put shape and words of a question into its row and its texts."""
    options = [one.strip() for one in said.options if one.strip()]
    lines = [one.strip() for one in said.rows if one.strip()]
    _check_shape(said.kind, options, lines)
    question.is_required = said.is_required and said.kind is not Kind.FILE
    question.options = _keys_of(said, options)
    question.rows = [f"r{n}" for n in range(1, len(lines) + 1)] if said.kind is Kind.MATRIX else []
    question.bounds = _bounds_of(said)
    question.if_question_id = said.when[0].id if said.when else None
    question.if_option = said.when[1] if said.when else None
    work.session.flush()
    check_conditions(work.session, row)
    words = {"label": need_words(said.label, "label"), "hint": said.hint.strip()}
    if said.kind is Kind.SCALE:
        words |= {"low": options[0], "high": options[1]}
    elif said.kind in WITH_OPTIONS:
        words |= dict(zip((f"option_{key}" for key in question.options), options, strict=True))
    words |= dict(zip((f"row_{key}" for key in question.rows), lines, strict=False))
    known = texts_of(work.session, OF_QUESTION, question.id)
    for field, one in words.items():
        if one or field in known:
            write_words(work, (OF_QUESTION, question.id, field), row.locale, one)


def _check_shape(kind: Kind, options: Sequence[str], lines: Sequence[str]) -> None:
    if len(options) > MOST_OPTIONS or len(lines) > MOST_OPTIONS:
        raise Unfit("too_many_options", field="options", most=MOST_OPTIONS)
    if kind in WITH_OPTIONS and len(options) < 2:  # noqa: PLR2004 - one is no choice
        raise Unfit("two_options", field="options")
    if len(set(options)) < len(options) or len(set(lines)) < len(lines):
        raise Unfit("option_twice", field="options")
    if kind is Kind.MATRIX and not lines:
        raise Unfit("words_needed", field="rows")


def _keys_of(said: Draftable, options: Sequence[str]) -> list[str]:
    if said.kind is Kind.SCALE:
        return [str(n) for n in range(1, min(max(said.points, 3), 10) + 1)]
    return [f"o{n}" for n in range(1, len(options) + 1)] if said.kind in WITH_OPTIONS else []


def _bounds_of(said: Draftable) -> list[str]:
    if said.kind is not Kind.NUMBER:
        return []
    if any(one < 0 for one in said.bounds):
        raise Unfit("answer_no_number", field="bounds")
    return [str(one) for one in sorted(set(said.bounds))] or list(DEFAULT_BOUNDS)


def check_conditions(session: Session, row: Consultation) -> None:
    """Go on only if every condition stands on an earlier question that can decide.

    Raises:
        Unfit: `condition_unfit`.

    """
    passed: dict[uuid.UUID, Question] = {}
    for one in queries.questions(session, row.id):
        on = passed.get(one.if_question_id) if one.if_question_id else None
        if one.if_question_id is not None and (
            on is None or on.kind not in CAN_DECIDE or one.if_option not in on.options
        ):
            raise Unfit("condition_unfit", field="when")
        passed[one.id] = one


def move_question(work: Work, row: Consultation, question: Question, *, up: bool) -> None:
    """Let a question change places with its neighbour in the section; refusals as sections."""
    arrange(work, row)
    inside = [
        one
        for one in queries.questions(work.session, row.id)
        if one.section_id == question.section_id
    ]
    if _swap(inside, question, up=up):
        work.session.flush()
        check_conditions(work.session, row)
        work.record("consultations.question_moved", question)


def _swap(rows: Sequence[Section | Question], one: Section | Question, *, up: bool) -> bool:
    order = list(rows)
    place = order.index(one)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return False
    one.position, order[other].position = order[other].position, one.position
    return True


def _renumber(rows: Sequence[Section | Question]) -> None:
    for position, one in enumerate(rows, start=1):
        one.position = position


def remove_question(work: Work, row: Consultation, question: Question) -> None:
    """Remove a question.

    Raises:
        Denied, QuestionsFrozen: as `arrange`. Unfit: another question depends on it.

    """
    arrange(work, row)
    _drop(work, row, question)
    work.session.flush()
    inside = [
        one
        for one in queries.questions(work.session, row.id)
        if one.section_id == question.section_id
    ]
    _renumber(inside)
    work.record("consultations.question_removed", question)


def _drop(work: Work, row: Consultation, question: Question) -> None:
    depending = select(Question.id).where(
        Question.consultation_id == row.id, Question.if_question_id == question.id
    )
    if work.session.scalar(depending.limit(1)) is not None:
        raise Unfit("others_depend")
    work.session.delete(question)
    work.session.flush()
