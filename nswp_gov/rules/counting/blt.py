"""Ballot files in BLT: read in blocks within bounded memory, and written.

The dialect is described in `docs/counting.md`. A file that is not in it is refused with the line,
the column and what was expected there; nothing of it is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from nswp_gov.rules.counting.blocks import Blocks
from nswp_gov.rules.counting.blt_names import read_names
from nswp_gov.rules.counting.blt_papers import MOST_RANKINGS, PaperLines, Papers, quoted
from nswp_gov.rules.counting.choices import MOST_CANDIDATES, Unclear
from nswp_gov.rules.counting.halves import SecondHalf, begin
from nswp_gov.rules.counting.refusals import PapersRefused, Place

if TYPE_CHECKING:
    from nswp_gov.rules.counting.election import Election

_TOKEN = re.compile(rb"[^ \t\r\f\v]+")
_MOST_DIGITS = 9
MOST_HEAD_LINES = 10_000


def read_blt(
    source: bytes | BinaryIO,
    *,
    unclear: Unclear = Unclear.REFUSE,
    in_halves: bool = False,
    meanwhile: Callable[[], object] | None = None,
) -> Election:
    """The election in `source`, a BLT file of UTF-8 text.

    `in_halves`: a copy of this process may read the second half of a large file meanwhile; for
    commands, which have no other threads. What comes out is the same. `meanwhile` is what the
    original does first when the copy is at work.

    Raises:
        PapersRefused: the file is not in the dialect, or too large; with line and column.

    """
    blocks = Blocks(source)
    candidates, seats = _read_header(blocks)
    withdrawn = _read_withdrawn(blocks, candidates)
    lines = PaperLines(candidates, unclear)
    second = (
        None if isinstance(source, bytes) or not in_halves else begin(source, blocks.read, lines)
    )
    if second is not None and meanwhile is not None:
        meanwhile()
    papers = _read_papers(blocks, lines, second)
    names, title = read_names(blocks, candidates)
    from nswp_gov.rules.counting.election import Election  # noqa: PLC0415 -- see `halves`

    return Election(
        title=title,
        candidates=names,
        seats=seats,
        papers=papers.ranked,
        blank=papers.blank,
        withdrawn=withdrawn,
        cut_short=papers.cut_short,
    )


def _read_papers(blocks: Blocks, lines: PaperLines, second: SecondHalf | None) -> Papers:
    """Take all papers; those of the second half from the copy that reads it, where there is one."""
    if second is None:
        lines.read(blocks)
        return lines.papers()
    blocks.pause_at(second.start)
    try:
        if lines.read(blocks):  # the papers end before the middle
            blocks.go_on()
            return lines.papers()
        first, half = lines.papers(), second.take()
        if half and first.different + half.papers.different <= MOST_RANKINGS:
            blocks.go_on_with(half.rest, after=half.taken)
            return first.and_those_of(half.papers)
        blocks.go_on()
        lines.read(blocks)
        return lines.papers()
    finally:
        second.drop()


def _tokens(line: bytes) -> list[re.Match[bytes]]:
    return list(_TOKEN.finditer(line.split(b"#", 1)[0]))


def _head_line(blocks: Blocks) -> bytes | None:
    if blocks.number > MOST_HEAD_LINES:
        place = Place(blocks.number, 1)
        raise PapersRefused("blt_head_too_long", place, most=MOST_HEAD_LINES)
    return blocks.next_line()


def _read_header(blocks: Blocks) -> tuple[int, int]:
    """The first line that is not blank: number of candidates, number of seats."""
    while (line := _head_line(blocks)) is not None:
        tokens = _tokens(line)
        if not tokens:
            continue
        number = blocks.number - 1
        texts = [token.group() for token in tokens]
        if len(texts) != 2 or not all(text.isdigit() for text in texts):  # noqa: PLR2004
            place = Place(number, tokens[0].start() + 1)
            raise PapersRefused("blt_header", place, found=quoted(line.strip()))
        for token, code in zip(
            tokens, ("candidates_out_of_bounds", "seats_out_of_bounds"), strict=True
        ):
            text = token.group().lstrip(b"0")
            if not text or len(text) > _MOST_DIGITS or int(text) > MOST_CANDIDATES:
                place = Place(number, token.start() + 1)
                raise PapersRefused(code, place, found=quoted(token.group()), most=MOST_CANDIDATES)
        return int(texts[0]), int(texts[1])
    raise PapersRefused("blt_header", Place(blocks.number, 1), found="")


def _read_withdrawn(blocks: Blocks, candidates: int) -> frozenset[int]:
    """The candidates after a minus sign, on the lines before the first ballot line."""
    withdrawn: set[int] = set()
    while (line := _head_line(blocks)) is not None:
        tokens = _tokens(line)
        if tokens and not tokens[0].group().startswith(b"-"):
            blocks.step_back()
            break
        for token in tokens:
            digits = token.group()[1:]
            right = token.group().startswith(b"-") and digits.isdigit()
            number = int(digits) if right and len(digits) <= _MOST_DIGITS else 0
            if not 1 <= number <= candidates:
                place = Place(blocks.number - 1, token.start() + 1)
                found = quoted(token.group())
                raise PapersRefused("blt_withdrawn", place, found=found, candidates=candidates)
            withdrawn.add(number)
    return frozenset(withdrawn)


def write_blt(election: Election) -> bytes:
    """`election` as a BLT file: the same papers give the same bytes, in whatever order they came.

    Lines are sorted by weight, highest first, then by ranking. Caps and which candidate is
    "re-open nominations" have no place in BLT and are not in the file.
    """
    from nswp_gov.rules.counting.election import preferences_of  # noqa: PLC0415 -- see `halves`

    lines = [f"{len(election.candidates)} {election.seats}"]
    if election.withdrawn:
        lines.append(" ".join(f"-{number}" for number in sorted(election.withdrawn)))
    papers = [(weight, preferences_of(ranking)) for ranking, weight in election.papers.items()]
    if election.blank:
        papers.append((election.blank, ()))
    papers.sort(key=lambda paper: (-paper[0], paper[1]))
    lines += [" ".join(map(str, (weight, *preferences, 0))) for weight, preferences in papers]
    lines.append("0")
    lines += [_quote(name) for name in (*election.candidates, election.title) if name]
    return ("\n".join(lines) + "\n").encode()


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
