"""What fits a question, which questions are asked, and how much room a reply takes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from nswp_gov.consultations.models import Question
from nswp_gov.consultations.states import (
    LONGEST_TEXT,
    MOST_NUMBER,
    Kind,
    Stance,
)
from nswp_gov.rules.regions import placements
from nswp_gov.store.errors import Unfit

SMALL = 600  # bytes of an answer without words
BESIDE = 700  # bytes that are kept beside an answer: whose, which language, what was before
A_CHARACTER = 4  # bytes at most


def clean(question: Question, raw: Any) -> Any:
    """Return an answer in its one form, None where nothing was said.

    Text: words. Choice, scale: a key. Multi: keys in the order of the question. Matrix: line → key.
    Number: an integer. Country: its ISO 3166-1 code. Paragraph: {"stance", "words"}.

    Raises:
        Unfit: `answer_unfit`, `answer_too_long` or `answer_no_number`; the field is the question.

    """
    if raw is None or raw in ("", [], {}):
        return None
    return _CLEANERS[question.kind](question, raw, str(question.id))


def _among(raw: Any, known: Iterable[str], field: str) -> str:
    if raw not in known:
        raise Unfit("answer_unfit", field=field)
    return str(raw)


def _option(question: Question, raw: Any, field: str) -> str:
    return _among(raw, question.options, field)


def _country(_question: Question, raw: Any, field: str) -> str:
    return _among(raw, placements(), field)


def _multi(question: Question, raw: Any, field: str) -> list[str] | None:
    keys = {_among(one, question.options, field) for one in raw}
    return [one for one in question.options if one in keys] or None


def _words(_question: Question, raw: Any, field: str) -> str | None:
    words = str(raw).replace("\r\n", "\n").strip()
    if len(words) > LONGEST_TEXT:
        raise Unfit("answer_too_long", field=field, most=LONGEST_TEXT)
    return words or None


def _number(_question: Question, raw: Any, field: str) -> int:
    plain = "".join(str(raw).split())
    if not (plain.isascii() and plain.isdigit()) or int(plain[:12]) > MOST_NUMBER:
        raise Unfit("answer_no_number", field=field)
    return int(plain)


def _matrix(question: Question, raw: Mapping[str, Any], field: str) -> dict[str, str] | None:
    if set(raw) - set(question.rows):
        raise Unfit("answer_unfit", field=field)
    said = {row: _among(raw[row], question.options, field) for row in question.rows if raw.get(row)}
    return said or None


def _file(_question: Question, raw: Mapping[str, Any], _field: str) -> dict[str, str]:
    return {"file": str(raw["file"]), "name": str(raw["name"])}


def _paragraph(question: Question, raw: Mapping[str, Any], field: str) -> dict[str, str] | None:
    stance, words = raw.get("stance") or "", _words(question, raw.get("words") or "", field) or ""
    if stance:
        _among(stance, set(Stance), field)
    return {"stance": str(stance), "words": words} if stance or words else None


_CLEANERS: Mapping[Kind, Callable[[Question, Any, str], Any]] = MappingProxyType(
    {
        Kind.TEXT: _words,
        Kind.CHOICE: _option,
        Kind.SCALE: _option,
        Kind.MULTI: _multi,
        Kind.MATRIX: _matrix,
        Kind.NUMBER: _number,
        Kind.COUNTRY: _country,
        Kind.FILE: _file,
        Kind.PARAGRAPH: _paragraph,
    }
)


def is_whole(question: Question, value: Any) -> bool:
    """Tell whether a question that has to be answered is: in a matrix, every line of it."""
    if question.kind is Kind.MATRIX:
        return set(value or ()) == set(question.rows)
    return value is not None


def asked(questions: Sequence[Question], values: Mapping[uuid.UUID, Any]) -> list[Question]:
    """Return the questions that are asked, given what was answered so far; in their order.

    A question whose condition stands on one that is not asked is not asked either.
    """
    found: dict[uuid.UUID, Question] = {}
    for one in questions:
        if one.if_question_id is None or (
            one.if_question_id in found and _says(values.get(one.if_question_id), one.if_option)
        ):
            found[one.id] = one
    return list(found.values())


def _says(value: Any, option: str | None) -> bool:
    return option in value if isinstance(value, list) else value == option


def room_of(questions: Iterable[Question]) -> int:
    """Return the bytes that every draft and every reply of this questionnaire takes.

    Twice what the longest answers need: an answer that two people changed is kept twice. All are
    padded to it, so that the size of what an organisation wrote tells nothing.
    """
    return 2048 + sum(2 * _size(one) + BESIDE for one in questions)


def _size(question: Question) -> int:
    if question.kind in (Kind.TEXT, Kind.PARAGRAPH):
        return A_CHARACTER * LONGEST_TEXT + BESIDE
    keys = sum(len(one) + 4 for one in (*question.options, *question.rows))
    return SMALL + keys + len(question.rows) * 50
