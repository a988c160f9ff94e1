"""Numbers that people cite: clauses by their place in a tree, records by year and letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LABEL = re.compile(r"(?P<year>[1-9]\d{3})-(?P<series>[A-Z]{1,4})-(?P<number>\d{2,6})")
_ROMAN = (
    ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50),
    ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
)  # fmt: skip
_LETTERS = 26


class Style(StrEnum):
    """How one level counts."""

    DECIMAL = "decimal"  # 1 2 3, joined to its parent by a full stop
    LETTER = "letter"  # (a) (b) … (z) (aa)
    ROMAN = "roman"  # (i) (ii) (iii)


DECIMAL_ONLY = (Style.DECIMAL,)
STATUTE = (Style.DECIMAL, Style.DECIMAL, Style.LETTER, Style.ROMAN)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by its permanent key; one that is not numbered (a preamble) takes no number."""

    key: str
    children: tuple[Clause, ...] = ()
    is_numbered: bool = True


def clause_numbers(
    clauses: Sequence[Clause], styles: Sequence[Style] = DECIMAL_ONLY
) -> dict[str, str]:
    """Return the number of every numbered clause by key: `2`, `2.1`, `2.1(a)`.

    `styles` holds one style a level; the last serves every deeper level. What lies below an
    unnumbered clause is unnumbered too.

    Raises:
        ValueError: a key occurs twice, or there is no style.

    """
    if not styles:
        raise ValueError("at least one style is needed")
    numbers: dict[str, str] = {}
    seen: set[str] = set()
    for key, number in _walk(clauses, tuple(styles), "", 0):
        if key in seen:
            raise ValueError(f"the key {key} occurs twice")
        seen.add(key)
        if number:
            numbers[key] = number
    return numbers


def _walk(
    clauses: Iterable[Clause], styles: tuple[Style, ...], parent: str | None, level: int
) -> Iterator[tuple[str, str | None]]:
    style = styles[min(level, len(styles) - 1)]
    counted = 0
    for clause in clauses:
        number = None
        if clause.is_numbered and parent is not None:
            counted += 1
            number = _join(parent, counted, style)
        yield clause.key, number
        yield from _walk(clause.children, styles, number, level + 1)


def _join(parent: str, number: int, style: Style) -> str:
    if style is Style.LETTER:
        return f"{parent}({_letters(number)})"
    if style is Style.ROMAN:
        return f"{parent}({_roman(number)})"
    return f"{parent}.{number}" if parent else str(number)


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for sign, value in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """The label of one record of a series in a year: `2026-B-03`."""

    year: int
    series: str
    number: int

    def __post_init__(self) -> None:
        if not _LABEL.fullmatch(str(self)) or self.number < 1:
            raise ValueError("a label has a year, one to four capitals, and a number from 1")

    def __str__(self) -> str:
        return f"{self.year}-{self.series}-{self.number:02d}"

    @classmethod
    def parse(cls, text: str) -> Label:
        """Return the label that `text` is.

        Raises:
            ValueError: it is none.

        """
        match = _LABEL.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no label")
        return cls(int(match["year"]), match["series"], int(match["number"]))


def next_label(taken: Iterable[Label], year: int, series: str) -> Label:
    """Return the label after the highest of the same year and series; gaps stay gaps."""
    numbers = (label.number for label in taken if (label.year, label.series) == (year, series))
    return Label(year, series, max(numbers, default=0) + 1)
