"""The words of a count in the languages of the network, outside a request.

A page in the browser makes its own `Phrasing` with the request's gettext; see `phrasing_with`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol
from babel.support import Translations

from nswp_gov.paths import PACKAGE
from nswp_gov.rules.counting.phrasing import Phrasing
from nswp_gov.rules.languages import Locale

TRANSLATIONS = PACKAGE / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its gettext; `found` is false where there is no catalogue (then English)."""

    locale: Locale
    translate: Callable[[str], str]
    found: bool

    @property
    def phrasing(self) -> Phrasing:
        """How a count is said in this language."""
        return phrasing_with(self.translate, self.locale)


def phrasing_with(translate: Callable[[str], str], locale: Locale) -> Phrasing:
    """Return the phrasing that says things by `translate`, with the decimal sign of `locale`."""
    return Phrasing(translate, get_decimal_symbol(locale.value))


def language(locale: Locale, folder: Path = TRANSLATIONS) -> Language:
    """Return `locale` with its catalogue: compiled if it is there, else as its source says."""
    place = folder / locale.value / "LC_MESSAGES"
    if (place / "messages.mo").is_file():
        with (place / "messages.mo").open("rb") as compiled:
            return Language(locale, Translations(compiled).gettext, found=True)
    if (place / "messages.po").is_file():
        with (place / "messages.po").open("rb") as source:
            catalogue = read_po(source, locale=locale.value)
        texts = {
            message.id: message.string
            for message in catalogue
            if isinstance(message.id, str) and message.string and not message.fuzzy
        }
        return Language(locale, lambda text: str(texts.get(text, text)), found=True)
    return Language(locale, str, found=locale is Locale.EN)
