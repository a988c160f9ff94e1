"""Freshness over random histories, counted by hand and held against what the texts say."""

from __future__ import annotations

import random
import uuid

import pytest

from nswp_gov.desk.cells import Revision, standings
from nswp_gov.desk.states import CellState
from nswp_gov.rules.languages import (
    Freshness,
    Locale,
    SourceRevision,
    TranslationRevision,
    freshness_of,
)
from nswp_gov.store.texts import Text, TextRevision, freshness
from tests.sizes import prove, size

pytestmark = pytest.mark.database_free

HISTORIES = size(400, 20_000)
SAME = {
    CellState.SOURCE: Freshness.CURRENT,
    CellState.MISSING: Freshness.MISSING,
    CellState.DRAFT: Freshness.DRAFT,
    CellState.BEHIND: Freshness.BEHIND,
    CellState.MACHINE: Freshness.MACHINE_ASSISTED,
    CellState.EDITORIAL: Freshness.CURRENT,
    CellState.CURRENT: Freshness.CURRENT,
}


def history(chance: random.Random, *, drafts: bool = False) -> tuple[Locale, list[Revision]]:
    """A text whose source and translations were written in any order."""
    source = chance.choice(list(Locale))
    found = [Revision(source, 1, 0)]
    numbers = dict.fromkeys(Locale, 0) | {source: 1}
    for _ in range(chance.randrange(12)):
        locale = chance.choice(list(Locale))
        numbers[locale] += 1
        made_from = 0 if locale is source else chance.randint(1, numbers[source])
        found.append(
            Revision(
                locale,
                numbers[locale],
                made_from,
                is_substantive=locale is not source or chance.random() < 0.5,
                is_draft=drafts and locale is not source and chance.random() < 0.3,
                is_machine_assisted=locale is not source and chance.random() < 0.3,
            )
        )
    return source, found


def by_hand(source: Locale, rows: list[Revision], locale: Locale) -> CellState:
    """What anybody would say who reads the revisions one by one."""
    if locale is source:
        return CellState.SOURCE
    own = [row for row in rows if row.locale is locale]
    out = [row for row in own if not row.is_draft]
    if not out:
        return CellState.DRAFT if own else CellState.MISSING
    best = out[0]
    for row in out:
        if (row.made_from, row.number) >= (best.made_from, best.number):
            best = row
    later = [row for row in rows if row.locale is source and row.number > best.made_from]
    if any(row.is_substantive for row in later):
        return CellState.BEHIND
    if best.is_machine_assisted:
        return CellState.MACHINE
    return CellState.EDITORIAL if later else CellState.CURRENT


def test_every_cell_is_what_a_reader_of_the_history_says() -> None:
    chance = random.Random(11)
    met = set()
    for _ in range(HISTORIES):
        source, rows = history(chance, drafts=True)
        chance.shuffle(rows)
        found = standings(source, rows)
        for locale in Locale:
            assert found[locale].state is by_hand(source, rows, locale), (source, locale, rows)
            met.add(found[locale].state)
    assert met == set(CellState)
    prove("freshness", {"histories": HISTORIES}, seed=11, part="cells")


def test_counts_of_what_is_missed_are_the_later_changes_of_each_kind() -> None:
    chance = random.Random(12)
    for _ in range(HISTORIES):
        source, rows = history(chance)
        for locale, one in standings(source, rows).items():
            later = [r for r in rows if r.locale is source and r.number > one.made_from]
            if locale is source or not one.shown:
                continue
            assert one.behind.substantive == sum(row.is_substantive for row in later)
            assert one.behind.editorial == sum(not row.is_substantive for row in later)


def test_an_editorial_change_never_makes_a_translation_behind() -> None:
    chance = random.Random(13)
    for _ in range(HISTORIES):
        source, rows = history(chance)
        before = standings(source, rows)
        last = max(row.number for row in rows if row.locale is source)
        polished = standings(source, [*rows, Revision(source, last + 1, 0, is_substantive=False)])
        changed = standings(source, [*rows, Revision(source, last + 1, 0)])
        for locale in set(Locale) - {source}:
            was, now = before[locale].state, polished[locale].state
            assert now is (CellState.EDITORIAL if was is CellState.CURRENT else was)
            gone = was in {CellState.MISSING, CellState.DRAFT}
            assert changed[locale].state is (was if gone else CellState.BEHIND)


def test_it_agrees_with_what_readers_of_a_text_are_told() -> None:
    chance = random.Random(14)
    for _ in range(HISTORIES):
        source, rows = history(chance)
        text = Text(id=uuid.uuid4(), source_locale=source)
        kept = [
            TextRevision(
                locale=row.locale,
                number=row.number,
                made_from=row.made_from or None,
                is_substantive=row.is_substantive,
                is_draft=False,
                is_machine_assisted=row.is_machine_assisted,
            )
            for row in rows
        ]
        found = standings(source, rows)
        for locale in Locale:
            own = [row for row in rows if row.locale is locale]
            if locale is not source and own and own[-1].made_from != max(r.made_from for r in own):
                continue  # an older source was rendered last: readers of a text get the last one
            assert SAME[found[locale].state] is freshness(text, kept, locale)


def test_only_what_was_published_counts_where_editions_pin_it() -> None:
    en, fr = Locale.EN, Locale.FR
    rows = [
        Revision(en, 1, 0),
        Revision(en, 2, 0),  # a try in a draft, given up
        Revision(en, 3, 0, is_substantive=False),
        Revision(en, 4, 0),  # not adopted yet
        Revision(fr, 1, 1),
        Revision(fr, 2, 2),
    ]
    found = standings(en, rows, chain=(1, 3))
    assert found[en].number == 3
    assert (found[fr].state, found[fr].shown, found[fr].made_from) == (CellState.BEHIND, 1, 1)
    current = standings(en, [*rows, Revision(fr, 3, 3)], chain=(1, 3))
    assert current[fr].state is CellState.CURRENT
    assert standings(en, rows, chain=(4,))[fr].state is CellState.MISSING


def test_nothing_to_translate_is_up_to_date() -> None:
    rows = [Revision(Locale.EN, 1, 0, is_empty=True)]
    assert standings(Locale.EN, rows)[Locale.RU].state is CellState.CURRENT


def test_the_word_for_one_state_is_the_word_of_the_rules() -> None:
    history_of = [SourceRevision(1, is_substantive=True), SourceRevision(2, is_substantive=False)]
    assert freshness_of(history_of, TranslationRevision(1)) is SAME[CellState.EDITORIAL]
