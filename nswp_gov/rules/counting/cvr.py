"""Cast-vote records as CSV: one row a ballot, one column a choice; read and written.

Lines that begin with `#` come first and say what the columns cannot: `# title: …`, `# seats: 3`,
`# candidate: …` (one a candidate, in ballot order) and `# withdrawn: …`. Then the head row:
`ballot` (optional, not kept), `weight` (optional), `rank1`, `rank2` and so on.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from nswp_gov.rules.counting.blocks import Blocks
from nswp_gov.rules.counting.blt_names import checked_name
from nswp_gov.rules.counting.blt_papers import MOST_RANKINGS, quoted
from nswp_gov.rules.counting.choices import MOST_CANDIDATES, MOST_WEIGHT_DIGITS, Unclear
from nswp_gov.rules.counting.election import Election, preferences_of, ranking_of
from nswp_gov.rules.counting.refusals import PapersRefused, Place

_SETTING = re.compile(r"#\s*(title|seats|candidate|withdrawn)\s*:\s*(.*?)\s*", re.IGNORECASE)
_RANK = re.compile(r"(?:rank|choice)[ _-]?0*([1-9][0-9]*)|0*([1-9][0-9]*)", re.IGNORECASE)
_SKIPPED = frozenset({"", "skipped", "undervote"})
_OVERVOTE = "overvote"
_MOST_DIGITS = 9
Cells = list[str]


def read_cvr(
    source: bytes | BinaryIO, *, seats: int | None = None, unclear: Unclear = Unclear.REFUSE
) -> Election:
    """The election in `source`; `seats` wins over the file's own number.

    Without `# candidate:` lines the candidates are all who are named, in the order of their names.

    Raises:
        PapersRefused: the file is not of this form, or too large; with line and column.

    """
    reader = _CvrReader(Blocks(source), unclear)
    return reader.election(seats)


class _CvrReader:
    def __init__(self, blocks: Blocks, unclear: Unclear) -> None:
        self.blocks, self.unclear = blocks, unclear
        self.title = ""
        self.seats: int | None = None
        self.names: list[str] = []
        self.withdrawn: list[tuple[str, Place]] = []
        self.papers: dict[tuple[str, ...], int] = {}
        self.cut_short = 0
        self.line = 0

    def election(self, seats: int | None) -> Election:
        head = self._read_settings()
        has_listed = bool(self.names)
        self._read_rows(head, frozenset(self.names))
        if not has_listed:
            self.names = sorted({name for paper in self.papers for name in paper})
        number = {name: index + 1 for index, name in enumerate(self.names)}
        for name, place in self.withdrawn:
            if name not in number:
                raise PapersRefused("csv_unknown_name", place, found=quoted(name.encode()))
        filled = self.seats if seats is None else seats
        if filled is None:
            raise PapersRefused("csv_seats", Place(1, 1))
        papers = {
            ranking_of(number[name] for name in paper): weight
            for paper, weight in self.papers.items()
        }
        return Election(
            title=self.title,
            candidates=tuple(self.names),
            seats=filled,
            blank=papers.pop("", 0),
            papers=papers,
            withdrawn=frozenset(number[name] for name, _ in self.withdrawn),
            cut_short=self.cut_short,
        )

    def _next(self) -> str | None:
        """The next line that is not blank, as text."""
        while (raw := self.blocks.next_line()) is not None:
            self.line = self.blocks.number - 1
            try:
                text = raw.decode("utf-8").strip("\r")
            except UnicodeDecodeError as error:
                raise self._refused("not_utf8", error.start + 1) from None
            if text.strip():
                return text
        return None

    def _refused(self, code: str, column: int = 1, **values: str | int) -> PapersRefused:
        return PapersRefused(code, Place(self.line, column), **values)

    def _read_settings(self) -> Cells:
        """The lines before the head row, and the head row."""
        while (text := self._next()) is not None:
            if not text.lstrip().startswith("#"):
                return self._cells(text)
            setting = _SETTING.fullmatch(text.strip())
            if setting is None:
                raise self._refused("csv_setting", found=quoted(text.encode()))
            self._set(setting[1].lower(), setting[2])
        self.line += 1
        raise self._refused("csv_no_ranks")

    def _set(self, word: str, value: str) -> None:
        place = Place(self.line, 1)
        if word == "seats":
            if not (value.isascii() and value.isdigit()) or len(value) > _MOST_DIGITS:
                raise self._refused("seats_out_of_bounds", most=MOST_CANDIDATES)
            self.seats = int(value)
            return
        name = checked_name(value, place)
        if word == "title":
            self.title = name
        elif word == "withdrawn":
            self.withdrawn.append((name, place))
        elif name in self.names:
            raise self._refused("csv_same_name", found=quoted(name.encode()))
        else:
            self.names.append(name)
            if len(self.names) > MOST_CANDIDATES:
                raise self._refused("candidates_out_of_bounds", most=MOST_CANDIDATES)

    def _cells(self, text: str) -> Cells:
        try:
            return next(csv.reader([text], strict=True))
        except csv.Error:
            raise self._refused("csv_quotes") from None

    def _read_rows(self, head: Cells, listed: frozenset[str]) -> None:
        weight_at, ranks_at = self._columns(head)
        while (text := self._next()) is not None:
            cells = self._cells(text)
            if len(cells) != len(head):
                raise self._refused("csv_cells", found=len(cells), expected=len(head))
            weight = 1 if weight_at is None else self._weight(cells[weight_at])
            paper = tuple(self._paper(cells, ranks_at, listed, weight))
            self.papers[paper] = self.papers.get(paper, 0) + weight
            if len(self.papers) > MOST_RANKINGS:
                raise self._refused("too_many_rankings", most=MOST_RANKINGS)

    def _columns(self, head: Cells) -> tuple[int | None, list[int]]:
        """Where the weight is, and where the choices are, first to last."""
        weight_at = None
        ranks_at: list[int] = []
        for index, cell in enumerate(head):
            word = cell.strip().lower()
            rank = _RANK.fullmatch(word)
            if rank and int((rank[1] or rank[2])[:_MOST_DIGITS]) == len(ranks_at) + 1:
                ranks_at.append(index)
            elif word in ("weight", "count") and weight_at is None:
                weight_at = index
            elif word not in ("ballot", "id") or index:
                raise self._refused("csv_column", index + 1, found=quoted(cell.encode()))
        if not ranks_at:
            raise self._refused("csv_no_ranks")
        return weight_at, ranks_at

    def _weight(self, cell: str) -> int:
        text = cell.strip()
        right = text.isascii() and text.isdigit() and len(text) <= MOST_WEIGHT_DIGITS
        if not right or int(text) < 1:
            raise self._refused("csv_weight", found=quoted(text.encode()))
        return int(text)

    def _paper(
        self, cells: Cells, ranks_at: list[int], listed: frozenset[str], weight: int
    ) -> Iterator[str]:
        """The names on one row, down to the first preference that is not clear."""
        before: set[str] = set()
        gap = is_short = False
        for index in ranks_at:
            name = cells[index].strip()
            if name.lower() in _SKIPPED:
                gap = True
                continue
            code = self._trouble(name, gap=gap, repeated=name in before)
            if code:
                if self.unclear is Unclear.REFUSE:
                    raise self._refused(code, index + 1, found=quoted(name.encode()))
                self.cut_short += 0 if is_short else weight
                is_short = True
                if self.unclear is Unclear.STOP or code == "csv_overvote":
                    return
            gap = False
            if name in before:
                continue
            if listed and name not in listed:
                raise self._refused("csv_unknown_name", index + 1, found=quoted(name.encode()))
            before.add(name)
            yield checked_name(name, Place(self.line, index + 1))

    def _trouble(self, name: str, *, gap: bool, repeated: bool) -> str:
        if name.lower() == _OVERVOTE:
            return "csv_overvote"
        if repeated:
            return "candidate_twice_on_line"
        return "csv_gap" if gap else ""


def write_cvr(election: Election) -> bytes:
    """`election` as a cast-vote record with weights; the same papers give the same bytes.

    Caps and which candidate is "re-open nominations" have no place in it.
    """
    papers = [(weight, preferences_of(ranking)) for ranking, weight in election.papers.items()]
    if election.blank:
        papers.append((election.blank, ()))
    papers.sort(key=lambda paper: (-paper[0], paper[1]))
    longest = max((len(preferences) for _, preferences in papers), default=0) or 1
    lines = [f"# title: {election.title}"] if election.title else []
    lines.append(f"# seats: {election.seats}")
    lines += [f"# candidate: {name}" for name in election.candidates]
    lines += [f"# withdrawn: {election.candidates[n - 1]}" for n in sorted(election.withdrawn)]
    lines.append(",".join(["weight", *(f"rank{n + 1}" for n in range(longest))]))
    for weight, preferences in papers:
        names = [_quote(election.candidates[number - 1]) for number in preferences]
        lines.append(",".join([str(weight), *names, *[""] * (longest - len(names))]))
    return ("\n".join(lines) + "\n").encode()


def _quote(name: str) -> str:
    if any(sign in name for sign in ',"#'):
        return '"' + name.replace('"', '""') + '"'
    return name
