"""An existing text as an outline: each heading a clause, with the words below it.

Markdown is taken as it is, a Word file is turned into Markdown first. Numbers in headings go,
because numbers are computed here; a link to another heading becomes a reference to its clause.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from nswp_gov.store.markdown import tokens

_LONGEST_KEY = 40
_NUMBER = re.compile(r"^(?:§\s*)?\d+(?:\.\d+)*[.)]?\s+(?=\S)")
_KEY_LINE = re.compile(r"^\{#c-[a-z0-9-]+\}\s*$")
_LINK = re.compile(r"\[([^\]\n]+)\]\(#c-([a-z][a-z0-9-]*)\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One clause to be: how deep it stands, its key, its words."""

    level: int
    key: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Outline:
    """Clauses in order; `left_out` is what stood before the first heading.

    Each picture with the heading under which it stood: `pictures` go along as files of their
    clause, those `left_behind` do not.
    """

    pieces: tuple[Piece, ...]
    left_out: str
    pictures: tuple[tuple[str, str], ...] = ()
    left_behind: tuple[tuple[str, str], ...] = ()

    @property
    def markdown(self) -> str:
        """Return the outline as Markdown that gives the same outline again, keys and all."""
        return "\n\n".join(
            f"{{#c-{one.key}}}\n{'#' * one.level} {one.heading}"
            + (f"\n\n{one.body}" if one.body else "")
            for one in self.pieces
        )


def outline_of(source: str, taken: Collection[str] = ()) -> Outline:
    """Return the outline of a Markdown text; keys that it does not state avoid those `taken`."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = _headings("\n".join(lines))
    used: set[str] = {stated for _level, _words, stated, _span in found if stated} | set(taken)
    pieces: list[Piece] = []
    for place, (level, words, stated, span) in enumerate(found):
        end = found[place + 1][3][0] if place + 1 < len(found) else len(lines)
        heading = _NUMBER.sub("", words).strip() or words
        key = stated or _free_key(heading, place + 1, used)
        used.add(key)
        pieces.append(Piece(_depth(pieces, level), key, heading, _body(lines[span[1] : end])))
    start = found[0][3][0] if found else len(lines)
    return Outline(tuple(pieces), _body(lines[:start]))


def _headings(source: str) -> list[tuple[int, str, str, tuple[int, int]]]:
    """Return level, words, stated key and lines of every heading that stands by itself."""
    found = []
    every = tokens(source)
    for place, token in enumerate(every):
        if token.type == "heading_open" and token.level == 0 and token.map:
            children = every[place + 1].children or []
            words = "".join(c.content for c in children if c.type in ("text", "code_inline"))
            name = str(token.attrGet("id") or "")
            stated = name.removeprefix("c-") if name.startswith("c-") else ""
            span = (token.map[0], token.map[1])
            found.append((int(token.tag[1]), " ".join(words.split()), stated, span))
    return found


def _depth(before: list[Piece], level: int) -> int:
    """Return the level, at most one deeper than the piece before."""
    return min(level, before[-1].level + 1) if before else 1


def _body(lines: list[str]) -> str:
    kept = [line for line in lines if not _KEY_LINE.match(line)]
    return _LINK.sub(r"[[\2|\1]]", "\n".join(kept).strip())


def _free_key(heading: str, place: int, used: Collection[str]) -> str:
    folded = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_KEY].strip("-")
    wanted = slug if re.match(r"[a-z]", slug) else f"clause-{place}"
    key, copy = wanted, 1
    while key in used:
        copy += 1
        key = f"{wanted}-{copy}"
    return key
