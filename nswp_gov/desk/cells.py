"""How one text stands in each language, from its revisions alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nswp_gov.desk.states import CellState
from nswp_gov.rules.languages import Lag, Locale, SourceRevision, lag

NO_LAG = Lag(substantive=0, editorial=0)


class Revision(NamedTuple):
    """What freshness needs of one revision; for the source `made_from` is 0."""

    locale: Locale
    number: int
    made_from: int
    is_substantive: bool = True
    is_draft: bool = False
    is_machine_assisted: bool = False
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands in one language.

    `number`: the newest revision in it, draft or not, 0 for none; `shown`: the newest that was let
    out, which readers get unless it waits for a person; `made_from`: the source revision which
    that renders.
    """

    state: CellState
    behind: Lag = NO_LAG
    number: int = 0
    shown: int = 0
    made_from: int = 0


@dataclass(frozen=True, slots=True)
class Sources:
    """The source revisions that count, and the one that is translated now (0: there is none)."""

    revisions: tuple[SourceRevision, ...]
    current: int
    counted: frozenset[int]
    is_empty: bool


def sources_of(source: Locale, revisions: Iterable[Revision], chain: Sequence[int] = ()) -> Sources:
    """Return the source as translators have it.

    `chain`: the revisions that were published, where that is not all of them. Every revision up to
    the last of the chain weighs, also one that was never published by itself: the meaning changed
    on the way.
    """
    own = sorted((one for one in revisions if one.locale is source), key=lambda one: one.number)
    last = chain[-1] if chain else own[-1].number if own else 0
    own = [one for one in own if one.number <= last]
    known = tuple(
        SourceRevision(number=one.number, is_substantive=one.is_substantive) for one in own
    )
    counted = frozenset(chain or (one.number for one in own))
    return Sources(known, own[-1].number if own else 0, counted, not own or own[-1].is_empty)


def standings(
    source: Locale,
    revisions: Sequence[Revision],
    chain: Sequence[int] = (),
    locales: Iterable[Locale] = tuple(Locale),
) -> dict[Locale, Standing]:
    """Return how a text stands in each language."""
    known = sources_of(source, revisions, chain)
    mine: dict[Locale, list[Revision]] = {}
    for one in revisions:
        mine.setdefault(one.locale, []).append(one)
    return {
        locale: _shared(CellState.SOURCE, NO_LAG, known.current, known.current, known.current)
        if locale is source
        else standing(known, mine.get(locale, ()))
        for locale in locales
    }


def standing(known: Sources, own: Sequence[Revision]) -> Standing:
    """Return how a text stands in one language, given the revisions in it.

    The translation that renders the latest of the source revisions that count stands for it, the
    newest of several; a draft is never shown, nor is what waits for a person (`MACHINE`).
    """
    if known.is_empty:
        return Standing(CellState.CURRENT)  # there is nothing to translate
    newest = max((one.number for one in own), default=0)
    shown = max(
        (one for one in own if not one.is_draft and one.made_from in known.counted),
        key=lambda one: (one.made_from, one.number),
        default=None,
    )
    if shown is None:
        begun = any(one.is_draft for one in own)
        return _shared(CellState.DRAFT if begun else CellState.MISSING, NO_LAG, newest, 0, 0)
    is_newest = shown.made_from == known.current  # most are: nothing has to be reckoned
    behind = NO_LAG if is_newest else lag(known.revisions, shown.made_from)
    if behind.substantive:
        state = CellState.BEHIND
    elif shown.is_machine_assisted:
        state = CellState.MACHINE
    else:
        state = CellState.EDITORIAL if behind.editorial else CellState.CURRENT
    return _shared(state, behind, newest, shown.number, shown.made_from)


@lru_cache(maxsize=4096)
def _shared(state: CellState, behind: Lag, number: int, shown: int, made_from: int) -> Standing:
    """Return one object for all that stand alike: most of the matrix is a few of them."""
    return Standing(state, behind, number, shown, made_from)


def count(cells: Iterable[Mapping[Locale, Standing]]) -> dict[Locale, dict[CellState, int]]:
    """Return how many texts stand how in each language."""
    found: dict[Locale, dict[CellState, int]] = {
        locale: dict.fromkeys(CellState, 0) for locale in Locale
    }
    for row in cells:
        for locale, one in row.items():
            found[locale][one.state] += 1
    return found
