"""One organisation's rows, as the operations leave them behind, and thousands of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from nswp_gov.directory.models import (
    Consent,
    Organisation,
    ProfileValue,
    PublicFacet,
    PublicOrganisation,
    SortKey,
)
from nswp_gov.directory.operations.organisations import fit_name, name_index
from nswp_gov.directory.operations.publication import within_places
from nswp_gov.directory.policy import Standing as Showable
from nswp_gov.directory.policy import listing, readers_of
from nswp_gov.directory.states import CONSENT_TEXT, Facet, Kind, ProfileField, Readers, Risk
from nswp_gov.membership.models import CategoryFact, Membership, StandingFact
from nswp_gov.membership.states import Standing
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region, region_of
from nswp_gov.sample.bulk.ledger import Ledger, Packet, Row, governed_row
from nswp_gov.sample.plan import OrganisationPlan, Showing
from nswp_gov.store.clock import civil_day
from nswp_gov.store.ids import slug
from nswp_gov.store.search_terms import terms_for
from nswp_gov.store.texts import Text, TextRevision
from nswp_gov.store.work import ZONE

REASON = "Known to both representatives of the region."
SUBJECT = "organisation"
KEPT = (
    ProfileField.NAME, ProfileField.COUNTRY, ProfileField.LEVEL, ProfileField.DESCRIPTION,
    ProfileField.LANGUAGES, ProfileField.AREAS,
)  # fmt: skip
DAY = timedelta(days=1)
UNDATED = date(1, 1, 1)  # how an entry of the search says that it has no day


def slim(one: OrganisationPlan) -> OrganisationPlan:
    """Return the plan with a short profile, one language, an active standing and no people."""
    known = {Showing.MEMBERS, Showing.UNLISTED, Showing.WAITING}
    return replace(
        one,
        region=Region(region_of(one.country) or one.region),
        placed_because=None,
        was=None,
        standing=Standing.ACTIVE,
        showing=one.showing if one.showing in known else Showing.LISTED,
        values={field: one.values[field] for field in KEPT},
        readers={field: one.readers[field] for field in KEPT},
        translations={},
        newer=None,
    )


def packet_of(dialect: str, plans: Iterable[OrganisationPlan], risks: Mapping[str, Risk]) -> Packet:
    """Return everything that the organisations of some plans add to the database."""
    ledger, number = Ledger(dialect), 0
    for one in plans:
        _write_one(ledger, slim(one), risks)
        number += 1
    return ledger.pack(number)


def _write_one(
    ledger: Ledger,
    one: OrganisationPlan,
    risks: Mapping[str, Risk],
) -> None:
    start = one.entered_at
    organisation = ledger.add(Organisation, _organisation(one))
    subject = (Organisation, organisation["id"])
    ledger.record("organisation.added", start, subject, [(Organisation, organisation, 1)])
    _admit(ledger, organisation, one)
    profile = _profile(ledger, organisation, one)
    ledger.record("organisation.profile_changed", start + DAY, subject, profile)
    showable = _consent(ledger, organisation, one, risks)
    if one.confirmed_at is not None:
        organisation["confirmed_on"] = one.confirmed_at.date()
        organisation["version"] = 3
        touched = [(Organisation, organisation, 3)]
        ledger.record("organisation.profile_confirmed", one.confirmed_at, subject, touched)
    is_listed = bool(listing(showable))
    if is_listed:
        twice = showable.is_confirmed_twice and showable.risk is not Risk.ORDINARY
        _publish(ledger, organisation, one, twice=twice)
    _index_inside(ledger, organisation, showable, is_listed=is_listed)


def _organisation(one: OrganisationPlan) -> Row:
    return governed_row(
        Organisation,
        slug=slug(),
        name=fit_name(one.name),
        name_index=name_index(one.name),
        locale=one.locale,
        country=one.country,
        level=one.level,
        is_current=False,
        confirmed_on=None,
    )


def _admit(ledger: Ledger, organisation: Row, one: OrganisationPlan) -> None:
    at, key = one.entered_at, organisation["id"]
    membership = ledger.add(
        Membership,
        governed_row(Membership, organisation_id=key, admitted_on=one.admitted_on),
    )
    dated = {"organisation_id": key, "from_on": one.admitted_on, "recorded_at": at}
    category = governed_row(CategoryFact, **dated, category=one.category.value, reason=REASON)
    standing = governed_row(StandingFact, **dated, standing=one.standing, reason=REASON)
    ledger.add(CategoryFact, category)
    ledger.add(StandingFact, standing)
    organisation["is_current"], organisation["version"] = True, 2
    touched = [
        (Membership, membership, 1),
        (CategoryFact, category, 1),
        (StandingFact, standing, 1),
        (Organisation, organisation, 2),
    ]
    ledger.record("membership.admitted", at, (Membership, membership["id"]), touched)


def _profile(
    ledger: Ledger, organisation: Row, one: OrganisationPlan
) -> list[tuple[type[Any], Row, int]]:
    """Add the fields and the texts; return them as what the edit touched."""
    touched: list[tuple[type[Any], Row, int]] = []
    for field, value in one.values.items():
        if field.kind is Kind.FACT and one.readers[field] is Readers.SECRETARIAT:
            continue  # as it is without a row: an edit changes nothing
        own = value if field.kind in {Kind.LINE, Kind.CHOICES} else None
        row = governed_row(
            ProfileValue,
            organisation_id=organisation["id"],
            field=field,
            readers=one.readers[field],
            value=own,
        )
        touched.append((ProfileValue, ledger.add(ProfileValue, row), 1))
        if field.kind is Kind.TEXT:
            touched += _text(ledger, organisation, one, field)
    return touched


def _text(
    ledger: Ledger, organisation: Row, one: OrganisationPlan, field: ProfileField
) -> list[tuple[type[Any], Row, int]]:
    made = governed_row(
        Text,
        subject_type=SUBJECT,
        subject_id=organisation["id"],
        field=field.value,
        source_locale=one.locale,
        is_sealed=True,
    )
    revision = governed_row(
        TextRevision,
        text_id=made["id"],
        locale=one.locale,
        number=1,
        words_sealed=one.values[field],
        is_substantive=True,
        is_draft=False,
        is_machine_assisted=False,
        written_at=one.entered_at + DAY,
    )
    ledger.add(Text, made)
    ledger.add(TextRevision, revision)
    return [(Text, made, 1), (TextRevision, revision, 1)]


def _consent(
    ledger: Ledger, organisation: Row, one: OrganisationPlan, risks: Mapping[str, Risk]
) -> Showable:
    """Add the consent and its confirmation where there are such; return what follows from it."""
    to_public = sorted(field.value for field in one.fields(Readers.PUBLIC))
    to_members = sorted({*to_public, *(field.value for field in one.fields(Readers.MEMBERS))})
    gives = one.showing is not Showing.UNLISTED
    twice = gives and one.showing is Showing.LISTED
    if gives:
        _give(ledger, organisation, one, to_public, to_members, twice=twice)
    return Showable(
        is_current=True,
        choices=one.readers,
        to_public=frozenset(to_public if gives else ()),
        to_members=frozenset(to_members if gives else ()),
        has_consent=gives,
        is_confirmed_twice=twice,
        risk=risks.get(one.country or "", Risk.RAISED),
        region=one.region.value,
    )


def _give(
    ledger: Ledger,
    organisation: Row,
    one: OrganisationPlan,
    to_public: list[str],
    to_members: list[str],
    *,
    twice: bool,
) -> None:
    at, subject = one.entered_at + 2 * DAY, (Organisation, organisation["id"])
    row = governed_row(
        Consent,
        organisation_id=organisation["id"],
        number=1,
        to_public=to_public,
        to_members=to_members,
        shown_in=one.locale,
        words_version=CONSENT_TEXT,
        given_at=at,
    )
    ledger.add(Consent, row)
    ledger.record("organisation.consented", at, subject, [(Consent, row, 1)])
    if twice:
        row["confirmed_at"], row["version"] = at + DAY, 2
        touched = [(Consent, row, 2)]
        ledger.record("organisation.consent_confirmed", at + DAY, subject, touched)


def _publish(
    ledger: Ledger,
    organisation: Row,
    one: OrganisationPlan,
    *,
    twice: bool,
) -> None:
    """Add the row of the public directory, its facets, its places in the orders, its entry."""
    key, words = organisation["id"], one.values[ProfileField.DESCRIPTION]
    languages, areas = one.values[ProfileField.LANGUAGES], one.values[ProfileField.AREAS]
    listed_on = civil_day(one.entered_at + (3 if twice else 2) * DAY, ZONE)
    public: Row = {
        "id": key,
        "slug": organisation["slug"],
        "name": organisation["name"],
        "locale": one.locale,
        "region": one.region.value,
        "country": one.country,
        "level": one.level,
        "languages": languages,
        "areas": areas,
        "said": {ProfileField.DESCRIPTION.value: {one.locale.value: words}},
        "last_confirmed_on": organisation["confirmed_on"],
        "listed_on": listed_on,
        "changed_on": listed_on,
        "shows_ties": False,
    }
    ledger.add(PublicOrganisation, public)
    found = [
        (Facet.REGION, one.region.value),
        (Facet.COUNTRY, one.country or ""),
        (Facet.LEVEL, one.level.value),
        *((Facet.LANGUAGE, language) for language in languages),
        *((Facet.AREA, area) for area in areas),
    ]
    for facet, value in found:
        ledger.add(PublicFacet, {"organisation_id": key, "facet": facet, "value": value})
    counted = {(facet.value, value) for facet, value in found}
    ledger.counts.update(counted | within_places(counted))
    ledger.counts.update((("all", ""), ("place", f"{one.region.value}/{one.country}")))
    for locale in Locale:
        place = sort_key(one.name, locale)
        where = {"region": one.region.value, "country": one.country}
        ledger.add(SortKey, {"record": key, "locale": locale, "key": place, **where})
    _index(ledger, organisation, PUBLIC, _body_terms(one.locale, words))


@cache
def _body_terms(locale: Locale, words: str) -> tuple[str, ...]:
    return tuple(terms_for(PUBLIC, locale, "", words)[1])


def _index(ledger: Ledger, organisation: Row, audience: Audience, body: Iterable[str] = ()) -> None:
    locale = organisation["locale"]
    in_title, _nothing = terms_for(audience, locale, organisation["name"], "")
    entry: Row = {
        "subject_type": SUBJECT,
        "subject_id": organisation["id"],
        "audience": audience.code,
        "locale": locale,
        "dated_on": UNDATED,
    }
    ledger.index(entry, list(in_title), list(body))


def _index_inside(
    ledger: Ledger, organisation: Row, showable: Showable, *, is_listed: bool
) -> None:
    _index(ledger, organisation, SECRETARIAT)
    name = readers_of(showable, ProfileField.NAME)
    if not is_listed and name in {Readers.MEMBERS, Readers.PUBLIC}:
        _index(ledger, organisation, MEMBERS)
