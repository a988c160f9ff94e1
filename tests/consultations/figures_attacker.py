"""Somebody who reads everything that was published and works out what was left out.

Unknowns are the replies by (answer, region, language). Every published number is a sum of them, the
words "fewer than 3" are a bound, and what the rules of suppression say is known too. The attacker
adds and subtracts whatever helps (linear algebra over the rationals), then narrows every unknown by
bounds until nothing moves. A hidden count is recovered when one number alone is left for it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import unescape
from itertools import product

from openpyxl import load_workbook

Atom = tuple[str, str, str]  # answer, region, language
Table = tuple[str, list[str], list[list[str]]]  # title, heads, rows


def tables_in_page(page: str) -> list[Table]:
    """The tables of a page, as somebody reads them."""
    found = []
    for part in re.findall(r"<table.*?</table>", page, re.DOTALL):
        title = _plain(re.search(r"<caption[^>]*>(.*?)</caption>", part, re.DOTALL)[1])
        heads = [_plain(one) for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', part)]
        rows = []
        for line in re.findall(r"<tr>(.*?)</tr>", part.partition("<tbody>")[2], re.DOTALL):
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
            rows.append([_plain(one) for one in cells])
        found.append((title, heads, rows))
    return found


def _plain(words: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", words)).strip()


def tables_in_csv(data: bytes) -> list[Table]:
    return _tables(list(csv.reader(io.StringIO(data.decode("utf-8-sig")))))


def tables_in_xlsx(data: bytes) -> list[Table]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [[str(c) for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]
    return _tables(rows)


def _tables(rows: Sequence[Sequence[str]]) -> list[Table]:
    found: list[Table] = []
    block: list[list[str]] = []
    for row in [*rows, []]:
        kept = [one for one in row if one]
        if kept:
            block.append(kept)
        elif block:
            found.append((block[0][0], block[1], block[2:]))
            block = []
    return found


@dataclass
class Knowledge:
    """What is known: sums of unknowns between two bounds. A set of unknowns is a number's bits."""

    atoms: list[Atom]
    sums: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def everybody(self) -> int:
        return (1 << len(self.atoms)) - 1

    def bits(self, answers: Iterable[str], regions: Iterable[str], tongues: Iterable[str]) -> int:
        wanted = set(product(answers, regions, tongues))
        return sum(1 << n for n, atom in enumerate(self.atoms) if atom in wanted)

    def add(self, bits: int, least: int, most: int) -> None:
        self.sums.append((bits, least, most))

    def recovered(self, targets: Sequence[int]) -> list[int | None]:
        """For each target the one number that its sum can be, if there is only one."""
        base, bounds = self._base(), self._bounds(targets)
        found: list[int | None] = []
        for one in targets:
            linear = self._by_lines(base, one)
            least, most = bounds[one]
            found.append(linear if linear is not None else least if least == most else None)
        return found

    def _row(self, bits: int) -> list[Fraction]:
        return [Fraction(bits >> n & 1) for n in range(len(self.atoms))]

    def _base(self) -> list[tuple[list[Fraction], Fraction, int]]:
        """Bring the exact sums into steps (Gauss)."""
        steps: list[tuple[list[Fraction], Fraction, int]] = []
        for bits, least, most in self.sums:
            if least == most:
                row, number = _less(self._row(bits), Fraction(least), steps)
                pivot = next((n for n, one in enumerate(row) if one), None)
                if pivot is not None:
                    by = row[pivot]
                    steps.append(([one / by for one in row], number / by, pivot))
        return steps

    def _by_lines(self, steps: list[tuple[list[Fraction], Fraction, int]], bits: int) -> int | None:
        """Express a target as a combination of exact sums."""
        left, number = _less(self._row(bits), Fraction(0), steps)
        return None if any(left) else int(-number)

    def _bounds(self, targets: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Narrow every set by every other that lies in it, until nothing moves."""
        whole = max(most for _bits, _least, most in self.sums)
        known: dict[int, tuple[int, int]] = {}
        for bits, least, most in [*self.sums, *((one, 0, whole) for one in targets)]:
            low, high = known.get(bits, (0, whole))
            known[bits] = (max(low, least), min(high, most))
        trios = [
            (big, small, big & ~small)
            for big, small in product(known, repeat=2)
            if small != big and small & big == small and big & ~small in known
        ]
        moved = True
        while moved:
            moved = False
            for big, part, rest in trios:
                w, p, r = known[big], known[part], known[rest]
                new_w = (max(w[0], p[0] + r[0]), min(w[1], p[1] + r[1]))
                new_p = (max(p[0], w[0] - r[1]), min(p[1], w[1] - r[0]))
                if new_w != w or new_p != p:
                    known[big], known[part], moved = new_w, new_p, True
        return {one: known[one] for one in targets}


def _less(
    row: list[Fraction], number: Fraction, steps: Iterable[tuple[list[Fraction], Fraction, int]]
) -> tuple[list[Fraction], Fraction]:
    """Take from a row what the steps explain of it."""
    for other, known, pivot in steps:
        if by := row[pivot]:
            row = [a - by * b if b else a for a, b in zip(row, other, strict=True)]
            number -= by * known
    return row, number
