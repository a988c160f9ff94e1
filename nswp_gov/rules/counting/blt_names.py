"""The end of a BLT file: one quoted name a candidate, then the quoted title."""

from __future__ import annotations

import re
import unicodedata

from nswp_gov.rules.counting.blocks import Blocks
from nswp_gov.rules.counting.blt_papers import quoted
from nswp_gov.rules.counting.refusals import PapersRefused, Place

_PIECE = re.compile(r'[ \t\r\f\v]+|#.*|"(?P<name>(?:[^"\\]|\\.|"")*)(?P<end>"?)|(?P<other>\S+)')
_ESCAPED = re.compile(r'\\(["\\])|""')
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read_names(blocks: Blocks, candidates: int) -> tuple[tuple[str, ...], str]:
    """The candidates' names in ballot order, and the title ("" if there is none).

    Raises:
        PapersRefused: a name is missing, empty, not closed or not text; something follows.

    """
    names: list[str] = []
    while (line := blocks.next_line()) is not None:
        number = blocks.number - 1
        for place, name in _names_on(line, number):
            if len(names) > candidates:
                raise PapersRefused("blt_after_title", place, found=name[:40])
            names.append(name)
    if len(names) < candidates:
        place = Place(blocks.number, 1)
        raise PapersRefused("blt_names_missing", place, names=len(names), candidates=candidates)
    return tuple(names[:candidates]), "".join(names[candidates:])


def _names_on(line: bytes, number: int) -> list[tuple[Place, str]]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PapersRefused("not_utf8", Place(number, error.start + 1)) from None
    found = []
    for piece in _PIECE.finditer(text):
        place = Place(number, piece.start() + 1)
        if piece["other"] is not None:
            raise PapersRefused("blt_name_expected", place, found=quoted(piece[0].encode()))
        if piece["name"] is None:
            continue
        if not piece["end"]:
            raise PapersRefused("blt_name_open", place, found=quoted(piece[0].encode()))
        found.append((place, checked_name(_ESCAPED.sub(_unescape, piece["name"]), place)))
    return found


def _unescape(escape: re.Match[str]) -> str:
    return escape[1] or '"'


def checked_name(name: str, place: Place) -> str:
    """The name without blanks around it; it has letters and nothing that can forge a sheet.

    Raises:
        PapersRefused: it is empty, or has control signs or overrides of writing direction.

    """
    stripped = name.strip()
    if not stripped:
        raise PapersRefused("name_empty", place)
    for sign in stripped:
        if unicodedata.category(sign) == "Cc" or sign in _OVERRIDES:
            raise PapersRefused("name_sign", place, sign=f"U+{ord(sign):04X}")
    return stripped
