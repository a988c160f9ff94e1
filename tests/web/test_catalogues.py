"""Every word of the interface is said in five languages; placeholders and plurals are right."""

from __future__ import annotations

import csv
import re

import pytest
from babel.messages.catalog import Catalog

from nswp_gov.operate import catalogues
from nswp_gov.operate.catalogues import FOLDER, TRANSLATED
from nswp_gov.rules.languages import Locale

pytestmark = pytest.mark.database_free


def test_no_message_is_missing_fuzzy_or_broken(gathered: Catalog) -> None:
    faults = [str(fault) for fault in catalogues.faults(gathered)]
    assert faults == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_catalogues_hold_nothing_that_nobody_says(gathered: Catalog, locale: Locale) -> None:
    said = {(catalogues._key(m), m.context) for m in gathered if m.id}
    kept = {(catalogues._key(m), m.context) for m in catalogues.read(locale) if m.id}
    assert kept - said == set()


def never(locale: Locale) -> list[str]:
    """The words that are wrong anywhere in our own text."""
    found = []
    with (FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for part in (row["avoid"] or "").split("|"):
                language, _, words = part.partition(":")
                if language.strip() == locale.value:
                    found += [w.strip()[1:] for w in words.split(",") if w.strip().startswith("!")]
    return found


def said_in(locale: Locale, gathered: Catalog) -> list[str]:
    if locale is Locale.EN:
        messages = [m.id for m in gathered if m.id]
    else:
        messages = [m.string for m in catalogues.read(locale) if m.id]
    return [w for m in messages for w in ([m] if isinstance(m, str) else list(m))]


@pytest.mark.parametrize("locale", list(Locale))
def test_words_that_are_wrong_anywhere_do_not_occur(gathered: Catalog, locale: Locale) -> None:
    words = never(locale)
    assert words
    text = "\n".join(said_in(locale, gathered)).casefold()
    for word in words:
        stem = word.casefold()[:-1] if locale is Locale.RU else word.casefold()
        pattern = re.escape(stem) if locale is Locale.ZH_HANS else rf"\b{re.escape(stem)}"
        assert not re.search(pattern, text), word


def test_a_planted_fault_is_found() -> None:
    from babel.messages.catalog import Catalog, Message

    known = Catalog(locale="ru")
    known.add("%(n)s left", "осталось")
    found = list(catalogues._faults_of(Locale.RU, known, Message("%(n)s left")))
    assert [fault.code for fault in found] == ["placeholders"]
    assert [f.code for f in catalogues._faults_of(Locale.RU, known, Message("new"))] == [
        "untranslated"
    ]
