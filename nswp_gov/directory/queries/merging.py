"""Two people changed one text at once: what both wrote, put together, so that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy.orm import Session

from nswp_gov.directory.models import Organisation
from nswp_gov.directory.queries.history import changes_of
from nswp_gov.directory.queries.profile import stamp
from nswp_gov.directory.states import ProfileField, Readers

_PIECE = re.compile(
    r"[^\n.!?。！？]*(?:[.!?。！？]+[ \t]*|\n+|$)"
)  # a sentence or the end of a line

HAN_ENDS = "。！？"

Pieces = Sequence[str]


@dataclass(frozen=True)
class Merged:
    """Two texts in one. `is_clean`: they changed different places, so the words fit together."""

    words: str
    is_clean: bool


def pieces(words: str) -> list[str]:
    """Return a text in sentences and lines; joined again they are the text."""
    return [one for one in _PIECE.findall(words) if one]


def merge(base: str | None, mine: str, theirs: str) -> Merged:
    """Return both changes of `base` in one text.

    Where both changed the same place, theirs comes first, then mine. Without a base, what both
    have in common stands for it.
    """
    ours, others = pieces(mine), pieces(theirs)
    first = _common(ours, others) if base is None else pieces(base)
    words, at, is_clean = "", 0, True
    for own, other in _groups(_edits(first, ours), _edits(first, others)):
        start = min(edit[0] for edit in (*own, *other))
        end = max(edit[1] for edit in (*own, *other))
        words = _joined(words, "".join(first[at:start]))
        if own and other:
            here, there = (_applied(first, some, start, end) for some in (own, other))
            said, fits = _both(here, there)
            is_clean = is_clean and fits
        else:
            said = _applied(first, own or other, start, end)
        words, at = _joined(words, said), end
    return Merged(_joined(words, "".join(first[at:])).strip(), is_clean)


def _common(one: Pieces, other: Pieces) -> list[str]:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return [piece for block in blocks for piece in one[block.a : block.a + block.size]]


Edit = tuple[int, int, str]  # from and to in the base, and what stands there instead


def _edits(base: Pieces, side: Pieces) -> list[Edit]:
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [(i, j, "".join(side[k:m])) for tag, i, j, k, m in codes if tag != "equal"]


def _groups(mine: list[Edit], theirs: list[Edit]) -> Iterator[tuple[list[Edit], list[Edit]]]:
    """Return edits that touch the same pieces together, in order; (mine, theirs)."""
    marked = sorted([(*one, 0) for one in mine] + [(*one, 1) for one in theirs])
    group: tuple[list[Edit], list[Edit]] = ([], [])
    start, end = -1, -1
    for i, j, words, whose in marked:
        is_same_place = i < end or (i == j == start == end)
        if not is_same_place and start >= 0:
            yield group
            group = ([], [])
        start, end = (start, max(end, j)) if is_same_place else (i, j)
        group[whose].append((i, j, words))
    if start >= 0:
        yield group


def _applied(base: Pieces, edits: list[Edit], start: int, end: int) -> str:
    made, at = "", start
    for i, j, words in edits:
        made += "".join(base[at:i]) + words
        at = j
    return made + "".join(base[at:end])


def _joined(before: str, after: str) -> str:
    """Return two stretches as one text; a sentence that lost its end does not eat the next one."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return before + after
    return before + after if before[-1] in HAN_ENDS else f"{before}\n{after}"


def _both(own: str, other: str) -> tuple[str, bool]:
    if own == other:
        return own, True
    if not own or not other:
        return own or other, False
    return f"{other.rstrip()}\n{own}", False


def base_of(
    session: Session, subject: Organisation, field: ProfileField, code: str, seen: str
) -> str | None:
    """Return the words that a form had shown, found in the history by their mark, or None."""
    for step in changes_of(session, subject):
        if (step.field, step.locale) != (field, code):
            continue
        for words in (step.before, step.after):
            if any(stamp(readers, words) == seen for readers in Readers):
                return words or ""
    return None
