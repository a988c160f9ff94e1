"""What is typed in of institutions, documents and positions, and what of it cannot be taken."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nswp_gov.policies.states import (
    LONGEST_LINE,
    LONGEST_PARAPHRASE,
    LONGEST_QUOTATION,
    LONGEST_TITLE,
    InstitutionKind,
    InstrumentKind,
    Stance,
    Topic,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region, placements
from nswp_gov.store import texts
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work

Words = Mapping[Locale, str]  # at least one language; the first is the source
_ADDRESS = re.compile(r"https?://[\w.-]+\.\w+(?::\d+)?(?:[/?#]\S*)?", re.ASCII | re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, kw_only=True)
class InstitutionFacts:
    """An institution as it is to be. `region` None: the whole world."""

    name: Words
    kind: InstitutionKind
    acronym: str = ""
    region: str | None = None
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class InstrumentFacts:
    """A document as it is to be; `title` in the readers' languages, `official_title` its own."""

    title: Words
    kind: InstrumentKind
    official_title: str
    language: str
    issued_on: date
    address: str
    languages: tuple[str, ...] = ()
    reference: str = ""
    is_worldwide: bool = False
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PositionFacts:
    """A position as it is to be: a paraphrase, or a short quotation in its language, or both.

    `taken_on` None: the day of the document.
    """

    topic: Topic
    stance: Stance
    place: str
    paraphrase: Words | None = None
    quotation: str = ""
    quotation_language: str = ""
    taken_on: date | None = None
    supersedes_id: uuid.UUID | None = None


def check_institution(facts: InstitutionFacts) -> None:
    """Go on only if an institution can be entered like this.

    Raises:
        Unfit: it has no name, an unknown region, or an address that is none.

    """
    _need_words(facts.name, "name", LONGEST_LINE)
    if facts.region is not None and facts.region not in set(Region):
        raise Unfit("policy_region_unknown", field="region")
    if facts.address:
        need_address(facts.address)


def check_instrument(work: Work, facts: InstrumentFacts) -> None:
    """Go on only if a document can be entered like this.

    Raises:
        Unfit: something is missing, too long, unknown, or lies in the future.

    """
    _need_words(facts.title, "title", LONGEST_TITLE)
    if not facts.official_title or len(facts.official_title) > LONGEST_TITLE:
        raise Unfit("policy_title_missing", field="official_title")
    need_address(facts.address)
    for tag in (facts.language, *facts.languages):
        if not _TAG.fullmatch(tag):
            raise Unfit("policy_language_unknown", field="language")
    if facts.issued_on > work.today:
        raise Unfit("policy_day_ahead", field="issued_on")
    if set(facts.regions) - set(Region) or set(facts.countries) - set(placements()):
        raise Unfit("policy_country_unknown", field="countries")
    if not (facts.is_worldwide or facts.regions or facts.countries):
        raise Unfit("policy_nowhere", field="is_worldwide")


def check_position(work: Work, facts: PositionFacts, issued_on: date) -> None:
    """Go on only if a position can be entered like this in a document of that day.

    Raises:
        Unfit: no exact place, nothing said, a quotation beyond fair limits or without language,
            a day before the document or in the future.

    """
    if not facts.place or len(facts.place) > LONGEST_LINE:
        raise Unfit("policy_place_missing", field="place")
    if len(facts.quotation) > LONGEST_QUOTATION:
        raise Unfit("quotation_too_long", field="quotation", most=LONGEST_QUOTATION)
    if facts.quotation and not _TAG.fullmatch(facts.quotation_language):
        raise Unfit("quotation_without_language", field="quotation_language")
    if facts.paraphrase:
        _need_words(facts.paraphrase, "paraphrase", LONGEST_PARAPHRASE)
    elif not facts.quotation:
        raise Unfit("policy_nothing_said", field="paraphrase")
    taken_on = facts.taken_on or issued_on
    if taken_on < issued_on:
        raise Unfit("policy_before_document", field="taken_on")
    if taken_on > work.today:
        raise Unfit("policy_day_ahead", field="taken_on")


def _need_words(words: Words, field: str, most: int) -> None:
    if not words or any(not said.strip() for said in words.values()):
        raise Unfit("policy_words_missing", field=field)
    if any(len(said) > most for said in words.values()):
        raise Unfit("policy_words_too_long", field=field, most=most)


def need_address(address: str) -> None:
    """Go on only if this is a whole address.

    Raises:
        Unfit: it is none.

    """
    if not _ADDRESS.fullmatch(address):
        raise Unfit("policy_address_unfit", field="address")


def place_text(work: Work, subject: tuple[str, uuid.UUID], field: str, words: Words) -> None:
    """Add a text in its first language and the translations that came with it."""
    source, *others = words
    text = texts.new_text(
        work,
        subject_type=subject[0],
        subject_id=subject[1],
        field=field,
        locale=source,
        words=words[source].strip(),
    )
    for locale in others:
        texts.translate(
            work,
            text,
            locale=locale,
            words=words[locale].strip(),
            made_from=1,
            is_shipped=True,
        )


def slug_from(words: str, taken: Iterable[str]) -> str:
    """Return a readable name for an address that nobody has yet."""
    base = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:60].strip("-") or "entry"
    known = set(taken)
    number, found = 1, base
    while found in known:
        number += 1
        found = f"{base}-{number}"
    return found


def check_reason(reason: Words) -> None:
    """Go on only if a reason says something.

    Raises:
        Unfit: it is empty or too long.

    """
    _need_words(reason, "reason", LONGEST_PARAPHRASE)
