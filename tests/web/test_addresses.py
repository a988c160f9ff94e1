"""Addresses and sentences made by the short way are those that Flask and Flask-Babel make."""

from __future__ import annotations

import flask_babel
import pytest
from flask import Flask, g, render_template_string, url_for
from flask_babel import Domain, force_locale

from nswp_gov.rules.languages import Locale
from nswp_gov.web.locale import lang_url

GIVEN = {"any": "csv", "named": "manual", "uuid": "0f0e0d0c-0b0a-4908-8706-050403020100"}
NUMBERS = ("int", "date")
WORDS = ("Home", "Directory", "Skip to the text", "no such sentence")


def values_of(rule):
    """Values that fit an address, one of each kind; none where the kind takes no plain word."""
    made = {}
    for name in rule.arguments - {"lang"}:
        kind = type(rule._converters[name]).__name__.removesuffix("Converter").casefold()
        if kind == "any":
            made[name] = min(rule._converters[name].items)
        else:
            made[name] = {"integer": 7, **GIVEN}.get(kind, "a b/ü")
    return made


@pytest.mark.parametrize("root", ["", "/under"])
def test_every_address_is_the_one_that_flask_makes(app, root):
    seen = 0
    for lang in ("en", "zh"):
        with app.test_request_context("/en/", environ_overrides={"SCRIPT_NAME": root}):
            g.locale = {"en": Locale.EN, "zh": Locale.ZH_HANS}[lang]
            for rule in app.url_map.iter_rules():
                values = values_of(rule)
                for more in ({}, {"q": "a&b", "level": ["one", "two"], "none": None}):
                    try:
                        plain = Flask.url_for(app, rule.endpoint, **values, **more)
                    except ValueError:
                        continue  # this kind of value takes no plain word
                    assert url_for(rule.endpoint, **values, **more) == plain
                    assert plain.startswith(root)
                    seen += 1
    assert seen > 1000


def test_anchors_and_whole_addresses_are_still_made(app):
    with app.test_request_context("/fr/"):
        assert url_for("home.safety", _anchor="x y").endswith("/safety#x%20y")
        assert url_for("home.safety", _external=True).startswith("http://localhost/")


@pytest.mark.parametrize(
    "asked", ["", "?q=a%26b&region=africa&region=europe", "?endpoint=1&_external=1&=2&lang=ru"]
)
def test_the_same_page_in_another_language_keeps_what_was_asked(client, app, asked):
    assert client.get(f"/en/organisations{asked}").status_code == 200
    with app.test_request_context(f"/en/organisations{asked}"):
        app.preprocess_request()
        assert lang_url("fr") == f"/fr/organisations{asked}"
        assert lang_url("zh") == f"/zh/organisations{asked}"


@pytest.mark.parametrize("locale", list(Locale))
def test_an_address_with_nothing_at_it_is_answered_in_its_language(client, locale):
    for path in ("no-such-page", "manual/no/such/page"):
        answer = client.get(f"/{locale.code}/{path}", headers={"Accept-Language": "en"})
        assert answer.status_code == 404
        assert f'<html lang="{locale.tag}"' in answer.text
    assert client.get("/xx/no-such-page", headers={"Accept-Language": "ru"}).status_code == 404


def test_sentences_are_those_of_the_catalogue_in_every_language(app):
    plain = Domain()
    for locale in Locale:
        with app.test_request_context("/en/"), force_locale(locale.value):
            for words in WORDS:
                known = plain.get_translations().ugettext(words)
                assert flask_babel.gettext(words) == known
                assert render_template_string("{{ _(w) }}", w=words) == known
            many = render_template_string(
                "{{ ngettext('One organisation', '%(num)s organisations', 5) }}"
            )
            assert many == flask_babel.ngettext("One organisation", "%(num)s organisations", 5)


def test_a_forced_language_ends_and_values_are_escaped(app):
    said = "{{ _('Decision %(number)s', number=n) }}"
    with app.test_request_context("/en/"):
        before = render_template_string(said, n="<b>")
        with force_locale("ru"):
            inside = render_template_string(said, n="<b>")
        assert render_template_string(said, n="<b>") == before == "Decision &lt;b&gt;"
    assert "&lt;b&gt;" in inside
    assert inside != before
