"""The languages of the interface, fallback between them, and how fresh a translation is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

# The scripts and languages that are written from right to left.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arab", "arc", "ckb", "dv", "fa", "he", "hebr", "ks", "nqo", "ps", "sd", "syr"}
    | {"syrc", "thaa", "ug", "ur", "yi"}
)


class Locale(StrEnum):
    """A language of the interface, by the code under which it is stored."""

    EN = "en"
    FR = "fr"
    ES = "es"
    RU = "ru"
    ZH_HANS = "zh_Hans"

    @property
    def code(self) -> str:
        """The first part of an address: `zh` for `zh_Hans`."""
        return self.value.partition("_")[0]

    @property
    def tag(self) -> str:
        """The value of a `lang` attribute. Source: BCP 47."""
        return self.value.replace("_", "-")

    @property
    def direction(self) -> str:
        """The value of a `dir` attribute: `ltr` or `rtl`."""
        return direction_of(self.tag)

    @property
    def dir(self) -> str:
        """The same as `direction`, under the attribute's own name."""
        return self.direction

    @property
    def own_name(self) -> str:
        """What the language calls itself."""
        return _OWN_NAMES[self.value]

    @classmethod
    def from_url(cls, code: str) -> Locale | None:
        """Return the locale whose `code` this is, or None."""
        return next((locale for locale in cls if locale.code == code), None)

    @classmethod
    def from_tag(cls, tag: str) -> Locale | None:
        """Return the locale nearest to a language tag (`zh-TW`, `fr-CA`, `zh_Hans`), or None.

        Source: RFC 4647, lookup; here the primary language decides.
        """
        primary = tag.strip().replace("_", "-").partition("-")[0].lower()
        return cls.from_url(primary)


_OWN_NAMES = MappingProxyType(
    {"en": "English", "fr": "Français", "es": "Español", "ru": "Русский", "zh_Hans": "简体中文"}
)


def direction_of(tag: str) -> str:
    """`rtl` if text with this language tag is written from right to left, else `ltr`."""
    subtags = tag.lower().replace("_", "-").split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == len("Latn")]
    deciding = scripts[0] if scripts else subtags[0]
    return "rtl" if deciding in _RIGHT_TO_LEFT else "ltr"


def first_match(tags: Iterable[str]) -> Locale | None:
    """Return the locale for the first of `tags`, best first, that we have; None if we have none."""
    return next((found for tag in tags if (found := Locale.from_tag(tag))), None)


@cache
def fallback_order(wanted: Locale, source: Locale = Locale.EN) -> tuple[Locale, ...]:
    """Every locale once: the wanted one, the source, English, then the others."""
    return tuple(dict.fromkeys((wanted, source, Locale.EN, *Locale)))


def best_available(
    wanted: Locale, available: Collection[Locale], source: Locale = Locale.EN
) -> Locale | None:
    """Return the first of `fallback_order` that is available; None if nothing is."""
    return next((one for one in fallback_order(wanted, source) if one in available), None)


class Freshness(StrEnum):
    """How a translation stands towards its source."""

    CURRENT = "current"
    BEHIND = "behind"
    MISSING = "missing"
    DRAFT = "draft"
    MACHINE_ASSISTED = "machine_assisted"


@dataclass(frozen=True, slots=True)
class SourceRevision:
    """One revision of the source: its number, rising, and whether it changed the meaning."""

    number: int
    is_substantive: bool


@dataclass(frozen=True, slots=True)
class TranslationRevision:
    """The newest revision in another language, and the source revision it was made from."""

    made_from: int
    is_draft: bool = False
    is_machine_assisted: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """How many later source revisions a translation has not taken in, by their kind."""

    substantive: int
    editorial: int


def lag(source: Sequence[SourceRevision], made_from: int) -> Lag:
    """Return how far a translation made from revision `made_from` lies behind `source`.

    Raises:
        ValueError: it claims a revision later than the newest.

    """
    if made_from > max((revision.number for revision in source), default=0):
        raise ValueError(f"the source has no revision {made_from} yet")
    later = [revision for revision in source if revision.number > made_from]
    substantive = sum(revision.is_substantive for revision in later)
    return Lag(substantive=substantive, editorial=len(later) - substantive)


def freshness_of(
    source: Sequence[SourceRevision], translation: TranslationRevision | None
) -> Freshness:
    """How `translation` stands towards `source`.

    Missing without one; draft while nobody has released it; behind after any later substantive
    revision (an editorial one asks nothing of a translator); machine-assisted until a person has
    reviewed it; otherwise current. The earlier word wins.

    Raises:
        ValueError: the translation claims a revision later than the newest.

    """
    if translation is None:
        return Freshness.MISSING
    behind = lag(source, translation.made_from).substantive > 0
    if translation.is_draft:
        return Freshness.DRAFT
    if behind:
        return Freshness.BEHIND
    return Freshness.MACHINE_ASSISTED if translation.is_machine_assisted else Freshness.CURRENT
