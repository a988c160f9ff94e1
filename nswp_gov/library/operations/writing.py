"""Entries: added, described, translated, tied to each other."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from nswp_gov.library.models import SUBJECT, Partner, Resource, Series
from nswp_gov.library.operations.listing import refresh
from nswp_gov.library.policy import may_edit, may_keep, may_offer
from nswp_gov.library.queries import companion_ids, source_of
from nswp_gov.library.states import (
    FIRST_YEAR,
    GLOBAL,
    LONGEST_LINE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    Readership,
    ResourceKind,
    ResourceState,
    Theme,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region, placements
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.ids import slug
from nswp_gov.store.links import Link, Relation, join
from nswp_gov.store.texts import Text, new_text, read, revise, texts_of, translate
from nswp_gov.store.work import Work

REGIONS = frozenset({GLOBAL, *Region})
FIELDS = ("title", "summary", "alt")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of a resource beside its words; values as `states` names them."""

    kind: ResourceKind
    audience: Readership = Readership.PUBLIC
    year: int | None = None
    publisher: str = ""
    authors: str = ""
    themes: Collection[str] = ()
    regions: Collection[str] = ()
    countries: Collection[str] = ()
    partners: Collection[str] = ()  # slugs
    series_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a resource in one language; `seen`: the revision that each field was read at."""

    title: str
    summary: str = ""
    alt: str = ""
    seen: dict[str, int] = field(default_factory=dict)


def add_resource(
    work: Work,
    facts: Facts,
    words: Words,
    locale: Locale,
    *,
    organisation_id: uuid.UUID | None = None,
) -> Resource:
    """Add a draft; `organisation_id`: the member organisation that offers it.

    Raises:
        Denied: neither the secretariat nor an editor of that organisation.
        Unfit: a value that the vocabularies do not have, or no title.

    """
    if organisation_id is None:
        need(may_keep(work.actor))
    else:
        need(may_offer(work.actor, organisation_id))
    _check(work, facts, words)
    row = Resource(
        slug=slug(),
        state=ResourceState.DRAFT,
        locale=locale,
        organisation_id=organisation_id,
        added_at=work.now,
        **_columns(facts),
    )
    work.session.add(row)
    work.session.flush()
    is_sealed = organisation_id is not None or facts.audience is not Readership.PUBLIC
    for name in FIELDS:
        if said := getattr(words, name).strip():
            _new(work, row, name, said, is_sealed=is_sealed)
    work.record("resource.added", row)
    return row


def _new(work: Work, row: Resource, name: str, said: str, *, is_sealed: bool) -> Text:
    return new_text(
        work,
        subject_type=SUBJECT,
        subject_id=row.id,
        field=name,
        locale=row.locale,
        words=said,
        is_sealed=is_sealed,
    )


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "audience": facts.audience,
        "year": facts.year,
        "publisher": facts.publisher.strip() or None,
        "authors": facts.authors.strip() or None,
        "themes": sorted(facts.themes),
        "regions": sorted(facts.regions),
        "countries": sorted(facts.countries),
        "partners": sorted(facts.partners),
        "series_id": facts.series_id,
    }


def _check(work: Work, facts: Facts, words: Words) -> None:
    if not words.title.strip():
        raise Unfit("resource_without_title", field="title")
    longest = (
        ("title", words.title, LONGEST_TITLE),
        ("summary", words.summary, LONGEST_SUMMARY),
        ("alt", words.alt, LONGEST_LINE),
        ("publisher", facts.publisher, LONGEST_LINE),
        ("authors", facts.authors, LONGEST_LINE),
    )
    for name, said, most in longest:
        if len(said) > most:
            raise Unfit("resource_too_long", field=name, most=most)
    if facts.year is not None and not FIRST_YEAR <= facts.year <= work.today.year + 1:
        raise Unfit("resource_year", field="year", first=FIRST_YEAR, last=work.today.year + 1)
    known_partners = set(work.session.scalars(select(Partner.slug)))
    lists = (
        ("themes", facts.themes, set(Theme)),
        ("regions", facts.regions, REGIONS),
        ("countries", facts.countries, set(placements())),
        ("partners", facts.partners, known_partners),
    )
    for name, given, known in lists:
        if set(given) - set(known):
            raise Unfit("resource_not_listed", field=name)
    if facts.series_id and work.session.get(Series, facts.series_id) is None:
        raise Unfit("resource_not_listed", field="series_id")


def edit_resource(work: Work, row: Resource, facts: Facts, words: Words) -> None:
    """Say of a resource what is said now, in its own language; a published one is shown so at once.

    The audience of a published resource stays: withdraw it and publish it anew for others.

    Raises:
        Denied: the actor may not edit it now.
        WrongState: the audience would change while it is published.
        Conflict: somebody wrote newer words meanwhile.
        Unfit: as `add_resource`.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    _check(work, facts, words)
    is_out = row.state is ResourceState.PUBLISHED
    if is_out and facts.audience is not row.audience:
        raise WrongState(state=row.state, act="change_audience")
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    known = source_of(work.session, row.id)
    shown = read(work.session, known.values(), row.locale)
    is_sealed = row.organisation_id is not None or facts.audience is not Readership.PUBLIC
    for name in FIELDS:
        said = getattr(words, name).strip()
        text = known.get(name)
        if text is None:
            if said:
                _new(work, row, name, said, is_sealed=is_sealed)
        elif said != shown[text.id].words:
            revise(work, text, words=said, seen=words.seen.get(name, shown[text.id].number))
    work.record("resource.edited", row)
    if is_out:
        refresh(work, row)


def translate_resource(
    work: Work, row: Resource, locale: Locale, words: Words, *, is_machine_assisted: bool = False
) -> None:
    """Say the words of a resource in another language, made from those of now.

    Raises:
        Denied: the actor may not edit it now.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    known = source_of(work.session, row.id)
    shown = read(work.session, known.values(), row.locale)
    for name, text in known.items():
        if said := getattr(words, name).strip():
            translate(
                work,
                text,
                locale=locale,
                words=said,
                made_from=shown[text.id].number,
                seen=words.seen.get(name, 0),
                is_machine_assisted=is_machine_assisted,
            )
    work.record("resource.translated", row)
    if row.state is ResourceState.PUBLISHED:
        refresh(work, row)


def name_companion(work: Work, row: Resource, other: Resource) -> None:
    """Let two resources stand beside each other, such as a guide and its plain summary.

    Raises:
        Denied: not the secretariat.
        Unfit: they are one, or stand beside each other already.

    """
    need(may_keep(work.actor))
    if row.id == other.id or other.id in companion_ids(work.session, row.id):
        raise Unfit("companion_already", field="companion")
    target = (SUBJECT, other.id)
    join(work.session, (SUBJECT, row.id), Relation.COMPANION_OF, target, at=work.now)
    work.record("resource.companion_named", row)


def part_companion(work: Work, row: Resource, other_id: uuid.UUID) -> None:
    """Let two resources no longer stand beside each other.

    Raises:
        Denied: not the secretariat.

    """
    need(may_keep(work.actor))
    links = work.session.scalars(
        select(Link).where(
            Link.relation == Relation.COMPANION_OF,
            Link.from_id.in_([row.id, other_id]),
            Link.to_id.in_([row.id, other_id]),
        )
    ).all()
    for link in links:
        work.session.delete(link)
    work.record("resource.companion_parted", row)


def add_partner(work: Work, name: str) -> Partner:
    """Return the partner institution of this name, added if it is new.

    Raises:
        Denied: not the secretariat.
        Unfit: no name, or too long a name.

    """
    need(may_keep(work.actor))
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_LINE:
        raise Unfit("partner_without_name", field="new_partner")
    known = work.session.scalar(select(Partner).where(Partner.name == words))
    if known is not None:
        return known
    made = Partner(slug=_free_slug(work, words), name=words)
    work.session.add(made)
    work.record("library.partner_added", made)
    return made


def _free_slug(work: Work, words: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:40] or slug()
    taken = work.session.scalar(select(Partner.id).where(Partner.slug == stem))
    return stem if taken is None else f"{stem}-{slug(4)}"


def add_series(work: Work, title: str, locale: Locale) -> Series:
    """Begin a series.

    Raises:
        Denied: not the secretariat.
        Unfit: no title, or too long a title.

    """
    need(may_keep(work.actor))
    words = " ".join(title.split())
    if not words or len(words) > LONGEST_TITLE:
        raise Unfit("series_without_title", field="new_series")
    made = Series(slug=slug())
    work.session.add(made)
    work.session.flush()
    new_text(
        work,
        subject_type="library_series",
        subject_id=made.id,
        field="title",
        locale=locale,
        words=words,
    )
    work.record("library.series_added", made)
    return made


def translate_series(work: Work, series: Series, words: Mapping[Locale, str]) -> None:
    """Say the title of a series in other languages.

    Raises:
        Denied: not the secretariat.

    """
    need(may_keep(work.actor))
    text = texts_of(work.session, "library_series", series.id)["title"]
    for locale, said in words.items():
        translate(work, text, locale=locale, words=said, made_from=1)
    work.record("library.series_translated", series)
