"""Organisations come, are placed in a region, and confirm what is known of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from nswp_gov.directory.models import NAME_LABEL, CountryRisk, Organisation, Placement
from nswp_gov.directory.operations.publication import republish
from nswp_gov.directory.policy import (
    may_add_organisation,
    may_assess_risk,
    may_place,
)
from nswp_gov.directory.queries import region_of
from nswp_gov.directory.states import Level, Risk
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region, placements
from nswp_gov.store.crypto import vault
from nswp_gov.store.dated import begin_fact
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.ids import slug
from nswp_gov.store.work import Work

LONGEST_NAME = 200


def add_organisation(
    work: Work,
    *,
    name: str,
    locale: Locale,
    country: str | None,
    level: Level,
    region: str | None = None,
    region_reason: str = "",
) -> Organisation:
    """Enter an organisation; nothing of it is shown to anybody but the secretariat and itself.

    `region` is needed where the country has none of its own, or there is no country.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: no name, an unknown country or region, or no region.

    """
    need(may_add_organisation(work.actor))
    made = Organisation(
        slug=slug(),
        name=fit_name(name),
        name_index=name_index(name),
        locale=locale,
        country=fit_country(country),
        level=level,
        is_current=False,
    )
    work.session.add(made)
    work.session.flush()
    if region is not None:
        _place(work, made, region, region_reason, work.today)
    elif region_of(work.session, made.id, work.today) is None:
        raise Unfit("region_missing", field="region")
    republish(work, made)
    work.record("organisation.added", made)
    return made


def fit_name(name: str) -> str:
    """Return a name with single spaces.

    Raises:
        Unfit: it is empty or longer than 200 characters.

    """
    kept = " ".join(name.split())
    if not kept:
        raise Unfit("organisation_name_missing", field="name")
    if len(kept) > LONGEST_NAME:
        raise Unfit("organisation_name_long", field="name", longest=LONGEST_NAME)
    return kept


def name_index(name: str) -> str:
    """Return the index under which an organisation is found by its exact name."""
    return vault.ring.blind(" ".join(name.split()), NAME_LABEL)


def fit_country(country: str | None) -> str | None:
    """Return the ISO 3166-1 code in capitals, or None for a network without a country.

    Raises:
        Unfit: there is no such country or territory.

    """
    code = (country or "").upper() or None
    if code is not None and code not in placements():
        raise Unfit("country_unknown", field="country")
    return code


def place(
    work: Work, organisation: Organisation, region: str, reason: str, *, on: date | None = None
) -> Placement:
    """Place an organisation in a region from a day on (today), whatever its country says.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: there is no such region, or no reason.
        Overlap: a later placement is recorded already.

    """
    need(may_place(work.actor))
    row = _place(work, organisation, region, reason, on or work.today)
    republish(work, organisation)
    work.record("organisation.placed", organisation)
    return row


def _place(work: Work, organisation: Organisation, region: str, reason: str, on: date) -> Placement:
    if region not in set(Region):
        raise Unfit("region_unknown", field="region")
    if not reason.strip():
        raise Unfit("reason_missing", field="region_reason")
    row = Placement(organisation_id=organisation.id, region=region, reason=reason, from_on=on)
    return begin_fact(work, row)


def assess_risk(work: Work, country: str, risk: Risk, reason: str) -> CountryRisk:
    """Say how dangerous being listed is in a country from today; listings there follow at once.

    Raises:
        Denied: the actor is not of the secretariat.
        Unfit: an unknown country, or no reason.

    """
    need(may_assess_risk(work.actor))
    code = fit_country(country)
    if code is None:
        raise Unfit("country_unknown", field="country")
    if not reason.strip():
        raise Unfit("reason_missing", field="reason")
    row = CountryRisk(country=code, risk=risk, reason=reason, from_on=work.today)
    same_day = work.session.scalar(
        select(CountryRisk).where(
            CountryRisk.country == code,
            CountryRisk.from_on == work.today,
            CountryRisk.void_at.is_(None),
        )
    )
    if same_day is not None:
        same_day.void_at = work.now
        work.session.flush()
    begin_fact(work, row)
    for organisation in work.session.scalars(
        select(Organisation).where(Organisation.country == code)
    ):
        republish(work, organisation)
    work.record("country.risk_assessed", row)
    return row


def set_current(work: Work, organisation: Organisation, *, is_current: bool) -> None:
    """Say whether the register holds a running membership; the caller records it with its act."""
    organisation.is_current = is_current
    republish(work, organisation)
