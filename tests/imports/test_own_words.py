"""Whatever our own pages and files call a thing is understood when it comes back in a list."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from nswp_gov.directory.forms.labels import AREAS, LEVELS
from nswp_gov.imports.forms import TARGETS
from nswp_gov.imports.states import Target
from nswp_gov.imports.words import country_of, read, suggest
from nswp_gov.membership.forms import CATEGORIES, STANDINGS
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import placements
from nswp_gov.web.formats import REGIONS, spell_country, spell_language

pytestmark = pytest.mark.database_free
LABELS = {
    Target.LEVEL: LEVELS,
    Target.CATEGORY: CATEGORIES,
    Target.STANDING: STANDINGS,
    Target.REGION: REGIONS,
}


@pytest.mark.parametrize("locale", list(Locale))
def test_our_own_words_are_understood(whole_app: Flask, locale: Locale) -> None:
    with whole_app.test_request_context(), force_locale(locale.value):
        for target, labels in LABELS.items():
            for value, label in labels.items():
                assert read(target, str(label), {}) == value, label
        every = ", ".join(str(label) for label in AREAS.values())
        assert read(Target.AREAS, every, {}) == sorted(AREAS)
        heads = {
            str(label): target for target, label in TARGETS.items() if target is not Target.KEY
        }
        assert {head: suggest([head]).get(0) for head in heads} == heads


@pytest.mark.parametrize("locale", list(Locale))
def test_every_country_is_known_by_the_name_that_our_pages_give_it(locale: Locale) -> None:
    found = {code: country_of(spell_country(code, locale.value)) for code in placements()}
    known = {code: one for code, one in found.items() if one is not None}
    assert known == {code: code for code in known}
    assert len(found) - len(known) <= 2, sorted(found.keys() - known.keys())
    for code in ("en", "fr", "es", "ru", "zh", "sw", "ar", "pt"):
        assert read(Target.LANGUAGES, spell_language(code, locale.value), {}) == [code]
