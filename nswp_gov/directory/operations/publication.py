"""The stored public directory is rebuilt here, and only here, in the transaction of the change."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from nswp_gov.directory.models import (
    Affiliation,
    ListedCount,
    Organisation,
    PublicAffiliation,
    PublicFacet,
    PublicMark,
    PublicOrganisation,
    SortKey,
)
from nswp_gov.directory.policy import Standing, listing
from nswp_gov.directory.queries import ProfileView, dossier, profile_in
from nswp_gov.directory.queries.profile import SUBJECT
from nswp_gov.directory.states import (
    REGION_ONLY,
    TEXT_FIELDS,
    Facet,
    Level,
    ProfileField,
    Readers,
    TieState,
    within,
)
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Viewer
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search
from nswp_gov.store.projection import Projection, project
from nswp_gov.store.work import Work

ALL = "all"
PLACE = "place"
_WAITING = "published once"
_COLUMNS = frozenset(
    one.value
    for one in (
        ProfileField.NAME,
        ProfileField.COUNTRY,
        ProfileField.LEVEL,
        ProfileField.LANGUAGES,
        ProfileField.AREAS,
    )
)


@contextmanager
def published_once(work: Work) -> Iterator[None]:
    """Within the block nothing is published; at its end each organisation concerned is, once.

    For acts that are made of several, in one transaction: what they do is seen together anyway.
    """
    waiting: dict[uuid.UUID, Organisation] = {}
    work.session.info[_WAITING] = waiting
    try:
        yield
    finally:
        del work.session.info[_WAITING]
    for organisation in waiting.values():
        republish(work, organisation)


def republish(work: Work, organisation: Organisation) -> PublicOrganisation | None:
    """Make the public directory and the search agree with what the organisation shows now.

    Returns its public row, or None where it is not listed. Called by every operation that changes
    profile, consent, placement, risk or membership, before the transaction ends.
    """
    work.session.flush()
    waiting = work.session.info.get(_WAITING)
    if waiting is not None:
        waiting[organisation.id] = organisation
        return None
    known = dossier(work.session, organisation.id, work.today)
    standing, view = known.standing, profile_in(work.session, known)
    old = work.session.get(PublicOrganisation, organisation.id)
    before = _facets(old)
    was = _dates_and_content(old)
    shown = _write(work.session, organisation, standing, view, old)
    if shown is not None:
        _date(shown, was, work.today)
    if was is not None or shown is not None:  # of who is hidden nothing is told, not even change
        _mark(work.session)
    _write_counts(work.session, before, _facets(shown))
    if old is not None or shown is not None:
        _write_ties(work.session, organisation.id)
    _index_inside(work.session, organisation, view, is_listed=shown is not None)
    return shown


def _write(
    session: Session,
    organisation: Organisation,
    standing: Standing,
    view: ProfileView,
    old: PublicOrganisation | None,
) -> PublicOrganisation | None:
    if not listing(standing):
        if old is not None:
            _remove(session, old)
        return None
    spoken = _spoken(old)
    if old is not None:  # rows of the projection are made anew: nothing of an older consent stays
        _remove(session, old, keeps_search=True)
    row = _public_row(organisation, standing, project(view, Viewer.public()), view)
    session.add(row)
    session.flush()
    session.add_all(
        PublicFacet(organisation_id=row.id, facet=Facet(kind), value=value)
        for kind, value in _facets(row)
        if kind in set(Facet)
    )
    session.add_all(
        SortKey(
            record=row.id,
            locale=locale,
            key=sort_key(row.name, locale),
            region=row.region,
            country=row.country,
        )
        for locale in Locale
    )
    session.flush()
    if spoken - _spoken(row):  # an entry in a language that is no longer spoken has to go
        search.unindex(session, SUBJECT, row.id, PUBLIC)
    _index_public(session, row)
    return row


def _remove(session: Session, row: PublicOrganisation, *, keeps_search: bool = False) -> None:
    record = row.id
    session.execute(delete(PublicFacet).where(PublicFacet.organisation_id == record))
    session.execute(delete(PublicAffiliation).where(_touches(record)))
    session.execute(delete(SortKey).where(SortKey.record == record))
    session.delete(row)
    session.flush()
    if not keeps_search:
        search.unindex(session, SUBJECT, record, PUBLIC)


def _public_row(
    organisation: Organisation, standing: Standing, shown: Projection, view: ProfileView
) -> PublicOrganisation:
    level = shown.get(ProfileField.LEVEL.value)
    return PublicOrganisation(
        id=organisation.id,
        slug=organisation.slug,
        name=shown[ProfileField.NAME.value],
        locale=organisation.locale,
        region=standing.region,
        country=shown.get(ProfileField.COUNTRY.value),
        level=Level(level) if level else None,
        languages=list(shown.get(ProfileField.LANGUAGES.value, ())),
        areas=list(shown.get(ProfileField.AREAS.value, ())),
        said={name: value for name, value in shown.items() if name not in _COLUMNS},
        last_confirmed_on=organisation.confirmed_on,
        shows_ties=view.readers[ProfileField.AFFILIATIONS] is Readers.PUBLIC,
    )


def _mark(session: Session) -> None:
    session.merge(PublicMark(id=1, mark=secrets.token_hex(16)))
    session.flush()


def _dates_and_content(row: PublicOrganisation | None) -> tuple[Any, ...] | None:
    """Return since when a row is listed, when it changed, and all that it says.

    When it was confirmed is no part of what it says.
    """
    if row is None:
        return None
    said = (row.name, row.region, row.country, row.level, row.languages, row.areas, row.said)
    return (row.listed_on, row.changed_on, said)


def _date(row: PublicOrganisation, was: tuple[Any, ...] | None, today: date) -> None:
    now = _dates_and_content(row)
    row.listed_on = was[0] if was else today
    row.changed_on = was[1] if was and now and was[2] == now[2] else today


def _facets(row: PublicOrganisation | None) -> set[tuple[str, str]]:
    """Return everything a row is counted under: (kind, value)."""
    if row is None:
        return set()
    found = {(ALL, ""), (PLACE, f"{row.region}/{row.country or REGION_ONLY}")}
    found.add((Facet.REGION.value, row.region))
    if row.country:
        found.add((Facet.COUNTRY.value, row.country))
    if row.level:
        found.add((Facet.LEVEL.value, row.level.value))
    found |= {(Facet.LANGUAGE.value, one) for one in row.languages}
    found |= {(Facet.AREA.value, one) for one in row.areas}
    return found | within_places(found)


def within_places(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the same facets once more, as they are counted in a row's region and its country."""
    values = {(Facet(kind), value) for kind, value in found if kind in set(Facet)}
    return {
        (within(fixed, place, facet), value)
        for fixed, place in values
        if fixed in {Facet.REGION, Facet.COUNTRY}
        for facet, value in values
        if facet is not fixed
    }


def _write_counts(
    session: Session, before: set[tuple[str, str]], after: set[tuple[str, str]]
) -> None:
    changed = sorted(before ^ after)  # in one order: two writers never wait in a ring
    if not changed:
        return
    table: Any = ListedCount.__table__
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    new: Any = (sqlite_insert if is_sqlite else postgresql_insert)(table)
    added = new.on_conflict_do_update(
        index_elements=["kind", "value"],
        set_={"number": table.c.number + new.excluded.number},
    )
    session.connection().execute(
        added,
        [
            {"kind": kind, "value": value, "number": 1 if (kind, value) in after else -1}
            for kind, value in changed
        ],
    )
    if before - after:
        session.execute(delete(ListedCount).where(ListedCount.number <= 0))


def _touches(record: uuid.UUID) -> Any:
    return or_(PublicAffiliation.organisation_id == record, PublicAffiliation.other_id == record)


def _write_ties(session: Session, record: uuid.UUID) -> None:
    """Show a tie while both sides are listed and both show their ties."""
    session.execute(delete(PublicAffiliation).where(_touches(record)))
    ties = session.scalars(
        select(Affiliation).where(
            Affiliation.state == TieState.ACCEPTED,
            or_(Affiliation.organisation_id == record, Affiliation.other_id == record),
        )
    ).all()
    if not ties:
        return
    sides = {side for tie in ties for side in (tie.organisation_id, tie.other_id)}
    showing = set(
        session.scalars(
            select(PublicOrganisation.id).where(
                PublicOrganisation.id.in_(sides), PublicOrganisation.shows_ties.is_(True)
            )
        )
    )
    session.add_all(
        PublicAffiliation(
            organisation_id=tie.organisation_id,
            other_id=tie.other_id,
            tie=tie.tie,
            since=tie.from_on,
        )
        for tie in ties
        if {tie.organisation_id, tie.other_id} <= showing
    )
    session.flush()


def _words(shown: Projection, locale: Locale) -> Iterable[str]:
    for field in TEXT_FIELDS:
        words = shown.get(field.value, {}).get(locale.value)
        if words:
            yield words


def _spoken(row: PublicOrganisation | None) -> set[Locale]:
    """Return the languages in which a row has words: its own, and those of its texts."""
    if row is None:
        return set()
    texts = {one.value for one in TEXT_FIELDS}
    said = (value for name, value in row.said.items() if name in texts)
    return {row.locale, *(Locale(code) for by_code in said for code in by_code)}


def _index_public(session: Session, row: PublicOrganisation) -> None:
    """Let everybody find the row in each language that it has words in."""
    acronym = row.said.get(ProfileField.ACRONYM.value, "")
    said = Projection(row.said, {})
    for locale in sorted(_spoken(row)):
        search.index(
            session,
            SUBJECT,
            row.id,
            PUBLIC,
            locale,
            title=f"{row.name} {acronym}".strip(),
            body="\n".join(_words(said, locale)),
        )


def _index_inside(
    session: Session, organisation: Organisation, view: ProfileView, *, is_listed: bool
) -> None:
    """Let members find what is open to them, and the secretariat every name."""
    title = organisation.name
    search.index(session, SUBJECT, organisation.id, SECRETARIAT, organisation.locale, title=title)
    members = view.readers[ProfileField.NAME] in {Readers.MEMBERS, Readers.PUBLIC}
    if is_listed or not members:
        search.unindex(session, SUBJECT, organisation.id, MEMBERS)
    else:
        search.index(session, SUBJECT, organisation.id, MEMBERS, organisation.locale, title=title)
