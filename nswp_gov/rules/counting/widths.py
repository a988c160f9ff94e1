"""How wide text is on a terminal, where Chinese signs take two columns."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"


def columns_of(text: str) -> int:
    """The columns that `text` takes."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` columns: cut with an ellipsis, or filled up with blanks."""
    if columns_of(text) > width:
        kept = ""
        for sign in text:
            if columns_of(kept + sign) > width - 1:
                break
            kept += sign
        text = kept + ELLIPSIS
    return text + " " * (width - columns_of(text))


def right(text: str, width: int) -> str:
    """`text` at the right end of `width` columns; never cut."""
    return " " * (width - columns_of(text)) + text


def wrap(text: str, width: int, *, start: str = "", indent: str = "") -> list[str]:
    """`text` in lines of at most `width` columns: the first behind `start`, others behind `indent`.

    Words stay whole where they fit; text without blanks is broken where the line is full.
    """
    lines: list[str] = []
    line, is_empty = start, True
    for word in text.split(" "):
        trial = line + word if is_empty else f"{line} {word}"
        if columns_of(trial) > width and not is_empty:
            lines.append(line)
            trial = indent + word
        line, is_empty = trial, False
        while columns_of(line) > width:
            cut = _fitting(line, width)
            lines.append(line[:cut])
            line = indent + line[cut:]
    return [*lines, line]


def _fitting(line: str, width: int) -> int:
    """How many signs of `line` fit into `width` columns; at least one behind an indent."""
    taken = 0
    for index, sign in enumerate(line):
        taken += _width(sign)
        if taken > width:
            return index
    return len(line)
