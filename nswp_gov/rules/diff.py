"""What changed between two texts, as data: paragraphs first, then words inside them.

Paragraphs are parted by blank lines. Those that occur once on both sides are anchors; between
anchors, paragraphs that resemble each other are paired, and a pair is compared token by token. A
token is a word with the spaces after it, one Han character, or one sign. The work is bounded: past
the bound a stretch counts as taken out and put in, which is always true, only coarser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Any

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])\w)+[^\S\n]*|\s+|[^\w\s]")
_PIECE = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}])\w)+|\s+|[^\w\s]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")

_ALIKE = 0.3  # from here on two paragraphs are one paragraph, changed
_PAIRINGS = 4_000  # pairs of paragraphs weighed in one stretch
_LONGEST_STRETCH = 10_000  # paragraphs; in a longer one none are paired
_MATCHES = 100_000  # pairs of equal items weighed in one stretch
_ALL_MATCHES = 1_000_000  # the same, in one whole comparison


class BlockKind(StrEnum):
    """What happened to a paragraph."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"
    CHANGED = "changed"


class RunKind(StrEnum):
    """What happened to some words in a row."""

    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row that had the same fate."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, as the runs it is made of."""

    kind: BlockKind
    runs: tuple[Run, ...]

    def side(self, left_out: RunKind) -> str:
        """Its text without the runs of one kind."""
        return "".join(run.text for run in self.runs if run.kind is not left_out)

    @property
    def before(self) -> str:
        """The paragraph as it was; empty if it is new."""
        return self.side(RunKind.INSERTED)

    @property
    def after(self) -> str:
        """The paragraph as it is; empty if it is gone."""
        return self.side(RunKind.DELETED)


@dataclass(frozen=True, slots=True)
class Difference:
    """Every paragraph of both texts, in order."""

    blocks: tuple[Block, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return all(block.kind is BlockKind.EQUAL for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Summary:
    """How much changed: paragraphs, and words (a Han character is a word)."""

    paragraphs_inserted: int
    paragraphs_deleted: int
    paragraphs_changed: int
    paragraphs_equal: int
    words_inserted: int
    words_deleted: int


class _Budget:
    """How many matches may still be weighed in one comparison."""

    def __init__(self) -> None:
        self.left = _ALL_MATCHES

    def spend(self, cost: int) -> bool:
        """Take `cost` from what is left; False, taking nothing, if it is too much."""
        if cost > min(_MATCHES, self.left):
            return False
        self.left -= cost
        return True


Stretch = tuple[bool, int, int, int, int]  # equal?, from and to before, from and to after


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of `text`, without the blank lines between them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return tuple(part for part in _BLANK_LINES.split(plain) if part.strip())


def tokens(text: str) -> tuple[str, ...]:
    """Return what `text` is compared by; joined again they are `text`."""
    return tuple(_TOKEN.findall(text))


def compare(before: str, after: str) -> Difference:
    """Every paragraph of `before` and `after` once, with what happened to it."""
    old, new = paragraphs(before), paragraphs(after)
    budget = _Budget()
    blocks: list[Block] = []
    for is_equal, i, j, k, m in _stretches(old, new, budget):
        if is_equal:
            blocks.extend(_whole(BlockKind.EQUAL, text) for text in new[k:m])
        else:
            blocks.extend(_paired(old[i:j], new[k:m], budget))
    return Difference(tuple(blocks))


def summary(difference: Difference) -> Summary:
    """How much changed, in numbers."""
    kinds = Counter(block.kind for block in difference.blocks)
    words: Counter[RunKind] = Counter()
    for block in difference.blocks:
        for run in block.runs:
            if run.kind is not RunKind.EQUAL:
                words[run.kind] += _count_words(run.text)
    return Summary(
        paragraphs_inserted=kinds[BlockKind.INSERTED],
        paragraphs_deleted=kinds[BlockKind.DELETED],
        paragraphs_changed=kinds[BlockKind.CHANGED],
        paragraphs_equal=kinds[BlockKind.EQUAL],
        words_inserted=words[RunKind.INSERTED],
        words_deleted=words[RunKind.DELETED],
    )


def _count_words(text: str) -> int:
    return sum(piece[0].isalnum() for piece in _PIECE.findall(text))


def _whole(kind: BlockKind, text: str) -> Block:
    return Block(kind, (Run(RunKind(kind.value), text),))


def _stretches(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[Stretch]:
    """Equal and unequal stretches in turn, covering both sides."""
    start = 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield True, 0, start, 0, start
    yield from _middle(old, new, (start, len(old) - end, start, len(new) - end), budget)
    if end:
        yield True, len(old) - end, len(old), len(new) - end, len(new)


def _middle(
    old: Sequence[str], new: Sequence[str], ends: tuple[int, int, int, int], budget: _Budget
) -> Iterator[Stretch]:
    i, j, k, m = ends
    if i == j or k == m:
        if i < j or k < m:
            yield False, i, j, k, m
        return
    anchors = [(i, k), *_anchors(old[i:j], new[k:m], i, k), (j, m)]
    if len(anchors) > len(("start", "end")):
        for (i0, k0), (i1, k1) in pairwise(anchors):
            for same, a, b, c, d in _stretches(old[i0:i1], new[k0:k1], budget):
                yield same, i0 + a, i0 + b, k0 + c, k0 + d
        return
    in_new = Counter(new[k:m])
    if not budget.spend(sum(in_new[item] for item in old[i:j])):
        yield False, i, j, k, m
        return
    matcher = SequenceMatcher(None, old[i:j], new[k:m], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag == "equal", i + a, i + b, k + c, k + d


def _anchors(old: Sequence[str], new: Sequence[str], i: int, k: int) -> list[tuple[int, int]]:
    """Places of items that occur once on both sides, in the longest order both share."""
    count_old, count_new = Counter(old), Counter(new)
    place = {item: at for at, item in enumerate(new) if count_new[item] == 1}
    pairs = [
        (at, place[item])
        for at, item in enumerate(old)
        if count_old[item] == 1 and item in place and item.strip()
    ]
    tails: list[int] = []
    tail_pairs: list[int] = []
    previous: list[int] = []
    for index, (_, at_new) in enumerate(pairs):
        slot = bisect_left(tails, at_new)
        previous.append(tail_pairs[slot - 1] if slot else -1)
        tails[slot : slot + 1] = [at_new]
        tail_pairs[slot : slot + 1] = [index]
    chain = []
    index = tail_pairs[-1] if tail_pairs else -1
    while index >= 0:
        chain.append((pairs[index][0] + i, pairs[index][1] + k))
        index = previous[index]
    return chain[::-1]


def _paired(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[Block]:
    """Return the blocks of a changed stretch; two paragraphs that are alike become one block."""
    partners = dict(_partners(old, new))
    at_new = 0
    for at_old, text in enumerate(old):
        partner = partners.get(at_old)
        if partner is None:
            yield _whole(BlockKind.DELETED, text)
            continue
        yield from (_whole(BlockKind.INSERTED, extra) for extra in new[at_new:partner])
        yield _changed(text, new[partner], budget)
        at_new = partner + 1
    yield from (_whole(BlockKind.INSERTED, extra) for extra in new[at_new:])


def _partners(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of alike paragraphs, in the same order on both sides, of the greatest likeness."""
    if max(len(old), len(new)) > _LONGEST_STRETCH:
        return []
    bags_old, bags_new = [_Bag(text) for text in old], [_Bag(text) for text in new]
    width = max(2, _PAIRINGS // max(len(old), len(new), 1))
    gains: list[dict[int, float]] = []
    for at_old, bag in enumerate(bags_old):
        middle = at_old * len(new) // len(old)
        window = range(max(0, middle - width), min(len(new), middle + width + 1))
        likeness = ((at_new, bag.likeness(bags_new[at_new])) for at_new in window)
        gains.append({at_new: value for at_new, value in likeness if value >= _ALIKE})
    return _best_chain(gains)


def _best_chain(gains: Sequence[dict[int, float]]) -> list[tuple[int, int]]:
    """Return the chain of pairs, rising on both sides, whose gains add up to the most."""
    ends: list[tuple[int, float, int]] = []  # rising in place and in total: place, total, link
    links: list[tuple[int, int, int]] = []  # at_old, at_new, the link before
    for at_old, row in enumerate(gains):
        found = []
        for at_new, gain in row.items():
            slot = bisect_left(ends, at_new, key=lambda end: end[0])
            _, total, before = ends[slot - 1] if slot else (-1, 0.0, -1)
            found.append((at_new, total + gain, before))
        for at_new, total, before in found:
            links.append((at_old, at_new, before))
            _extend(ends, (at_new, total, len(links) - 1))
    chain = []
    index = ends[-1][2] if ends else -1
    while index >= 0:
        at_old, at_new, before = links[index]
        chain.append((at_old, at_new))
        index = before
    return chain[::-1]


def _extend(ends: list[tuple[int, float, int]], end: tuple[int, float, int]) -> None:
    """Put `end` into `ends` unless an earlier one is as good; drop those it makes useless."""
    slot = bisect_left(ends, end[0], key=lambda known: known[0])
    if slot and ends[slot - 1][1] >= end[1]:
        return
    if slot < len(ends) and ends[slot][0] == end[0] and ends[slot][1] >= end[1]:
        return
    last = slot
    while last < len(ends) and ends[last][1] <= end[1]:
        last += 1
    ends[slot:last] = [end]


class _Bag:
    """The words of a paragraph and their neighbourhoods, counted."""

    def __init__(self, text: str) -> None:
        words = [piece for piece in _PIECE.findall(text.casefold()) if piece[0].isalnum()]
        self.words = Counter(words or text.split())
        self.pairs = Counter(pairwise(words))

    def likeness(self, other: _Bag) -> float:
        """From 0 (no word in common) to 1 (the same words in the same neighbourhoods)."""
        by_words = _shared(self.words, other.words)
        if by_words < _ALIKE:
            return by_words / 2
        if not self.pairs and not other.pairs:
            return by_words
        return (by_words + _shared(self.pairs, other.pairs)) / 2


def _shared(one: Counter[Any], other: Counter[Any]) -> float:
    """Twice what two bags have in common, over all that they hold."""
    size = one.total() + other.total()
    if len(one) > len(other):
        one, other = other, one
    return 2 * sum(min(n, other[item]) for item, n in one.items()) / size if size else 0.0


def _changed(old: str, new: str, budget: _Budget) -> Block:
    """One paragraph that became another, run by run."""
    before, after = tokens(old), tokens(new)
    runs: list[Run] = []
    gone: list[str] = []
    come: list[str] = []
    for is_equal, i, j, k, m in _stretches(before, after, budget):
        if is_equal:
            runs.extend(_replaced("".join(gone), "".join(come)))
            gone, come = [], []
            runs.append(Run(RunKind.EQUAL, "".join(after[k:m])))
        else:
            gone.extend(before[i:j])
            come.extend(after[k:m])
    runs.extend(_replaced("".join(gone), "".join(come)))
    return Block(BlockKind.CHANGED, _joined(runs))


def _replaced(gone: str, come: str) -> Iterator[Run]:
    """Return what replaced what; whole words and spaces at either end that are equal stay so."""
    old, new = _PIECE.findall(gone), _PIECE.findall(come)
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    yield Run(RunKind.EQUAL, "".join(old[:start]))
    yield Run(RunKind.DELETED, "".join(old[start : len(old) - end]))
    yield Run(RunKind.INSERTED, "".join(new[start : len(new) - end]))
    yield Run(RunKind.EQUAL, "".join(old[len(old) - end :]))


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the runs without empty ones, neighbours of one kind made one."""
    joined: list[Run] = []
    for run in runs:
        if run.text and joined and joined[-1].kind is run.kind:
            joined[-1] = Run(run.kind, joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)
