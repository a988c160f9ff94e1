"""The ballot lines of a BLT file: `WEIGHT P1 P2 … 0`.

Most lines of a large file are equal to others, so lines are counted as bytes first and only the
distinct ones are taken apart: the well-formed in one go, the others slowly and with their place.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from operator import mul
from typing import NamedTuple

from nswp_gov.rules.counting.blocks import LONGEST_LINE, Blocks, too_long
from nswp_gov.rules.counting.choices import MOST_WEIGHT_DIGITS, Unclear
from nswp_gov.rules.counting.refusals import PapersRefused, Place, Value

MOST_RANKINGS = 4_000_000
END = chr(0)
_TOKEN = re.compile(rb"[^ \t\r\f\v]+")
_LONGEST_QUOTE = 40


class _EndOfPapers(Exception):
    """The line that ends the papers."""


class _Weights(dict[bytes, int]):
    """The weights met so far; a new one is read once, a wrong one is no key."""

    def __missing__(self, token: bytes) -> int:
        if not token.isdigit() or len(token) > MOST_WEIGHT_DIGITS:
            raise KeyError(token)
        weight = int(token)
        if weight == 0:
            raise KeyError(token)
        self[token] = weight
        return weight


class Papers(NamedTuple):
    """Ranking → weight; how many are blank, how many cut short; of how many different lines."""

    ranked: dict[str, int]
    blank: int
    cut_short: int
    different: int

    def and_those_of(self, other: Papers) -> Papers:
        """These papers and the other ones; our rankings come first."""
        ranked = self.ranked
        for ranking, number in other.ranked.items():
            ranked[ranking] = ranked.get(ranking, 0) + number
        pairs = zip(self[1:], other[1:], strict=True)
        return Papers(ranked, *(ours + theirs for ours, theirs in pairs))


class PaperLines:
    """Collects the ballot lines of one file."""

    def __init__(self, candidates: int, unclear: Unclear) -> None:
        self._candidates, self._unclear = candidates, unclear
        self._symbols = {str(number).encode(): chr(number) for number in range(candidates + 1)}
        self._weight_of = _Weights()
        self._lines: Counter[bytes] = Counter()
        self._rankings: list[str] = []
        self._weights: list[int] = []
        self._short: set[int] = set()

    def read(self, blocks: Blocks) -> bool:
        """Take all lines up to and with the line `0`; false if the blocks pause before it.

        Raises:
            PapersRefused: a line is not a ballot line, or the line `0` is missing.

        """
        while True:
            first = blocks.number
            lines = blocks.next_block()
            if not lines:
                if blocks.is_paused:
                    return False
                raise PapersRefused("blt_no_end_of_papers", Place(first, 1))
            rest = self._take(lines, first)
            if rest is not None:
                blocks.rewind(rest)
                return True

    def _after(self, known: int) -> list[bytes]:
        """The different lines after the first `known`, in the order in which they came."""
        if len(self._lines) > MOST_RANKINGS:
            raise PapersRefused("too_many_rankings", most=MOST_RANKINGS)
        fresh = list(islice(reversed(self._lines), len(self._lines) - known))
        fresh.reverse()
        return fresh

    def _take(self, lines: list[bytes], first: int) -> int | None:
        """Take one block; how many lines follow the line `0`, None if it is not in the block."""
        known, follow = len(self._lines), None
        self._lines.update(lines)
        if b"0" in self._lines:
            follow = self._forget_from(lines, lines.index(b"0"))
            lines = lines[: len(lines) - follow - 1]
        fresh = self._after(known)
        try:
            self._take_apart(fresh)
        except (_EndOfPapers, PapersRefused) as stop:
            at = lines.index(fresh[len(self._rankings) - known])
            if isinstance(stop, PapersRefused):
                place = Place(first + at, stop.place.column)
                raise PapersRefused(stop.code, place, **stop.values) from None
            cut_before = 0 if follow is None else follow + 1
            follow = self._forget_from(lines, at) + cut_before
        return follow

    def _forget_from(self, lines: list[bytes], at: int) -> int:
        """Forget the line `0` at `at` and what follows, which are no ballot lines."""
        for line in lines[at:]:
            self._lines[line] -= 1
            if not self._lines[line]:
                del self._lines[line]
        return len(lines) - at - 1

    def _take_apart(self, fresh: list[bytes]) -> None:
        longest = max(map(len, fresh), default=0)
        if longest > LONGEST_LINE or not self._take_plain(fresh):
            for line in fresh:
                weight, ranking = self._slowly(line)
                self._weights.append(weight)
                self._rankings.append(ranking)

    def _take_plain(self, fresh: list[bytes]) -> bool:
        """Take all lines at once, if all are plain: `WEIGHT P1 P2 … 0`, single spaces between.

        Every number becomes one sign and the zeros part the lines again: each line must end in
        the only zero that it has, and a set of its signs must be as large as the line is long.
        """
        parts = [line.rstrip().partition(b" ") for line in fresh]
        text = b" \n".join([part[2] for part in parts])
        try:
            weights = [self._weight_of[part[0]] for part in parts]
            signs = "".join(map(self._symbols.__getitem__, text.split()))
        except KeyError:
            return False
        rankings = signs.split(END)
        if rankings.pop() or not len(rankings) == len(fresh) == _lines_ending_in_zero(text):
            return False
        if sum(map(len, map(set, rankings))) != len(signs) - len(rankings):
            return False
        self._rankings += rankings
        self._weights += weights
        return True

    def _slowly(self, line: bytes) -> tuple[int, str]:
        """One line with all that the dialect allows; weight 0 for a blank or comment line."""
        if len(line) > LONGEST_LINE:
            raise too_long(0)
        tokens = list(_TOKEN.finditer(line.split(b"#", 1)[0]))
        if not tokens:
            return 0, ""
        if [token.group().lstrip(b"0") for token in tokens] == [b""]:
            raise _EndOfPapers
        weight = self._weight(tokens[0])
        preferences: list[int] = []
        stopped = False
        for token in tokens[1:-1]:
            number = self._preference(token, preferences)
            stopped = stopped or number is None
            if number and not stopped:
                preferences.append(number)
        _check_last(tokens[-1], alone=len(tokens) == 1)
        return weight, "".join(map(chr, preferences))

    def _weight(self, token: re.Match[bytes]) -> int:
        try:
            return self._weight_of[token.group()]
        except KeyError:
            raise _refused("blt_weight", token, digits=MOST_WEIGHT_DIGITS) from None

    def _preference(self, token: re.Match[bytes], before: list[int]) -> int | None:
        """The candidate; 0 to pass over this preference; None to stop the paper here."""
        text = token.group()
        if text == b"-" or b"=" in text:
            return self._unclear_one("blt_gap" if text == b"-" else "blt_equal_ranks", token)
        if not text.isdigit():
            raise _refused("blt_preference", token, candidates=self._candidates)
        number = int(text) if len(text) < _LONGEST_QUOTE else self._candidates + 1
        if number == 0:
            raise _refused("blt_after_zero", token)
        if number > self._candidates:
            raise _refused("blt_preference", token, candidates=self._candidates)
        if number in before:
            return self._unclear_one("candidate_twice_on_line", token)
        return number

    def _unclear_one(self, code: str, token: re.Match[bytes]) -> int | None:
        if self._unclear is Unclear.REFUSE:
            raise _refused(code, token)
        self._short.add(len(self._rankings))
        goes_on = self._unclear is Unclear.CLOSE_UP and code != "blt_equal_ranks"
        return 0 if goes_on else None

    def papers(self) -> Papers:
        """What the lines come to."""
        numbers = list(map(mul, self._weights, self._lines.values()))
        cut_short = sum(numbers[index] for index in self._short)
        papers = dict(zip(self._rankings, numbers, strict=True))
        if len(papers) < len(numbers):
            papers = {}
            for ranking, number in zip(self._rankings, numbers, strict=True):
                papers[ranking] = papers.get(ranking, 0) + number
        return Papers(papers, papers.pop("", 0), cut_short, len(numbers))


def _lines_ending_in_zero(text: bytes) -> int:
    """How many of the lines, which end in a space and a newline, end in a zero before it."""
    return (b"\n" + text + b" \n").replace(b"\n0 \n", b"\n 0 \n").count(b" 0 \n")


def _check_last(token: re.Match[bytes], *, alone: bool) -> None:
    if alone or token.group().strip(b"0"):
        raise PapersRefused("blt_no_zero", Place(0, token.end() + 1), found=quoted(token.group()))


def _refused(code: str, token: re.Match[bytes], **values: Value) -> PapersRefused:
    return PapersRefused(code, Place(0, token.start() + 1), found=quoted(token.group()), **values)


def quoted(text: bytes) -> str:
    """What was found, short and printable, for a message."""
    shown = text[:_LONGEST_QUOTE].decode("utf-8", "replace")
    shown = "".join(sign if sign.isprintable() else "�" for sign in shown)
    return shown + ("…" if len(text) > _LONGEST_QUOTE else "")
