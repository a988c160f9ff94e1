"""Why a file was not read or a count was not made: a code, its values and the place."""

from __future__ import annotations

from typing import NamedTuple

Value = str | int


class Place(NamedTuple):
    """Where in a file: line and column count from 1; 0 says that it is not one place."""

    line: int = 0
    column: int = 0


class CountRefused(ValueError):
    """Something cannot be counted; `code` and `values` are phrased by `phrases.refusal`.

    Nothing was counted when this is raised: there is no partial result.
    """

    def __init__(self, code: str, place: Place | None = None, **values: Value) -> None:
        super().__init__(code, place, values)
        self.code = code
        self.place = place or Place()
        self.values = values

    def __str__(self) -> str:
        where = f"line {self.place.line}, column {self.place.column}: " if self.place.line else ""
        return where + self.code + (f" {self.values}" if self.values else "")


class PapersRefused(CountRefused):
    """A ballot file is not in the dialect: what was found, where, and what was expected."""
