"""The sentences of the interface, each looked up once in a language.

The same words as Flask-Babel's, by a shorter way: a page says some forty sentences, and finding out
forty times which language it is in took a third of its time.
"""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

MOST = 20_000  # sentences of one language: what is said is written in the code, and that is finite
Key = tuple[str | None, str]


class Catalogue:
    """One language: its name in Babel, and what has been said in it."""

    def __init__(self, code: str, translations: NullTranslations) -> None:
        self.code = code
        self.translations = translations
        self._said: dict[Key, str] = {}
        self._whole: dict[Key, Markup] = {}

    def say(self, message: str, context: str | None = None) -> str:
        """Return a message in this language, its gaps not filled."""
        key = (context, message)
        known = self._said.get(key)
        if known is None:
            found: Any = self.translations
            known = found.ugettext(message) if context is None else found.upgettext(*key)
            if len(self._said) < MOST:
                self._said[key] = known
        return known

    def whole(self, message: str, context: str | None = None) -> Markup:
        """Return a message that has no gaps, for a page."""
        key = (context, message)
        known = self._whole.get(key)
        if known is None:
            known = Markup(self.say(message, context)) % {}  # noqa: S704  # ours, from a catalogue
            if len(self._whole) < MOST:
                self._whole[key] = known
        return known


def code() -> str:
    """Return Babel's name of the language of this request, or of the one that is forced."""
    return _code_of(_forced_or_own())


def _forced_or_own() -> Locale | None:
    known: SimpleNamespace | None = g.get("_flask_babel")  # where `get_locale` keeps it
    found: Locale | None = getattr(known, "babel_locale", None) or get_locale()
    return found


@lru_cache(maxsize=64)
def _code_of(locale: Locale | None) -> str:
    return str(locale or "en")


class Sentences(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """All languages of the interface, for pages and for Flask-Babel's own functions."""

    def __init__(self) -> None:
        super().__init__()
        self._by_code: dict[str, Catalogue] = {}

    def current(self) -> Catalogue:
        """Return the language of this request, or the one that is forced for a letter."""
        known: SimpleNamespace | None = g.get("_flask_babel")  # where `get_locale` keeps it
        locale = getattr(known, "babel_locale", None)
        if known is None or locale is None:
            return self._of(get_locale())
        held: tuple[Locale, Catalogue] | None = getattr(known, "catalogue", None)
        if held is None or held[0] is not locale:
            held = known.catalogue = (locale, self._of(locale))
        return held[1]

    def _of(self, locale: Locale) -> Catalogue:
        code = str(locale)
        if code not in self._by_code:
            self._by_code[code] = Catalogue(code, super().get_translations())
        return self._by_code[code]

    def get_translations(self) -> NullTranslations:
        """Return the translations of this request's language."""
        return self.current().translations

    def gettext(self, string: str, **variables: Any) -> str:
        """Return a message with its gaps filled."""
        said = self.current().say(string)
        return said % variables if variables else said

    def pgettext(self, context: str, string: str, **variables: Any) -> str:
        """Return a message that is told apart by its context, with its gaps filled."""
        said = self.current().say(string, context)
        return said % variables if variables else said


def install(app: Flask, babel: Babel) -> None:
    """Have pages and Python say their sentences by these; after `babel.init_app`."""
    sentences = Sentences()
    babel.domain_instance = sentences

    @pass_eval_context
    def gettext(page: EvalContext, message: str, /, **values: Any) -> str:
        return _said(page, sentences.current(), message, None, values)

    @pass_eval_context
    def pgettext(page: EvalContext, context: str, message: str, /, **values: Any) -> str:
        return _said(page, sentences.current(), message, context, values)

    @pass_eval_context
    def ngettext(
        page: EvalContext, singular: str, plural: str, number: int, /, **values: Any
    ) -> str:
        found: Any = sentences.current().translations
        return _filled(page, found.ungettext(singular, plural, number), {"num": number, **values})

    app.jinja_env.globals.update(
        {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext}
    )


def _said(
    page: EvalContext, known: Catalogue, message: str, context: str | None, values: dict[str, Any]
) -> str:
    if page.autoescape and not values:
        return known.whole(message, context)
    return _filled(page, known.say(message, context), values)


def _filled(page: EvalContext, said: str, values: dict[str, Any]) -> str:
    """Return a message with its gaps filled; on a page every value is escaped."""
    return (Markup(said) if page.autoescape else said) % values  # noqa: S704  # ours
