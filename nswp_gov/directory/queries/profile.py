"""A profile as its readers get it: one projection for every page and every file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import (
    Consent,
    Organisation,
    Placement,
    ProfileValue,
    PublicOrganisation,
)
from nswp_gov.directory.policy import Standing, readers_of
from nswp_gov.directory.queries.inside import Dossier, default_region, dossier
from nswp_gov.directory.states import (
    TEXT_FIELDS,
    VALUE_FIELDS,
    Kind,
    ProfileField,
    Readers,
)
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience, CircleKind, Step, Viewer
from nswp_gov.store.dated import holds
from nswp_gov.store.journal import canonical_json
from nswp_gov.store.projection import Projection, Shown, project
from nswp_gov.store.texts import Text, TextRevision

SUBJECT = "organisation"
HIDDEN_NAME = "a member organisation"


@dataclass(frozen=True, kw_only=True)
class ProfileView:
    """An organisation's whole profile with the readers of each field; show it by `project`.

    `values`: texts as words by stored locale code, everything else as it is kept.
    """

    organisation_id: uuid.UUID
    region: str | None
    values: Mapping[ProfileField, Any]
    readers: Mapping[ProfileField, Readers]
    choices: Mapping[ProfileField, Readers]

    @property
    def __shown__(self) -> tuple[Shown, ...]:
        """One entry a field and audience: a field with several audiences comes several times."""
        return tuple(
            Shown(one.value, _always(audience), _value(one))
            for one in self.values
            for audience in self.audiences(one)
        )

    def audiences(self, one: ProfileField) -> tuple[Audience, ...]:
        """Return who may see a field: any of these."""
        own = Audience.of(CircleKind.ORGANISATION, self.organisation_id)
        readers = self.readers.get(one, Readers.SECRETARIAT)
        found = (*_LADDER[readers], own)
        if one.kind is Kind.FACT:
            region = Audience.of(CircleKind.REGION, self.region) if self.region else SECRETARIAT
            return (*found, SECRETARIAT, region)
        return found


def _always(audience: Audience) -> Any:
    return lambda _row: audience


def _value(one: ProfileField) -> Any:
    return lambda row: row.values[one]


_LADDER: Mapping[Readers, tuple[Audience, ...]] = {
    Readers.PUBLIC: (PUBLIC,),
    Readers.MEMBERS: (MEMBERS,),
    Readers.SECRETARIAT: (SECRETARIAT,),
    Readers.OWN: (),
}


def profile(session: Session, subject: Organisation, day: date) -> ProfileView:
    """Return the profile of an organisation with the readers of each field on `day`."""
    return profile_in(session, dossier(session, subject.id, day))


def profile_in(session: Session, known: Dossier) -> ProfileView:
    """Return the profile of an organisation whose dossier was read; one statement more."""
    return _view(known, _texts(session, known.subject.id))


def facts_in(known: Dossier) -> ProfileView:
    """Return the profile of an organisation whose dossier was read, without its texts."""
    return _view(known, {})


def _view(known: Dossier, said: Mapping[ProfileField, Any]) -> ProfileView:
    subject, standing = known.subject, known.standing
    values: dict[ProfileField, Any] = {
        ProfileField.NAME: subject.name,
        ProfileField.COUNTRY: subject.country,
        ProfileField.LEVEL: subject.level.value,
    }
    values |= {row.field: row.value for row in known.values if row.field in VALUE_FIELDS}
    values |= said
    return ProfileView(
        organisation_id=subject.id,
        region=standing.region,
        values={one: value for one, value in values.items() if value},
        readers={one: readers_of(standing, one) for one in ProfileField},
        choices={one: standing.choices.get(one, Readers.SECRETARIAT) for one in ProfileField},
    )


def _texts(session: Session, organisation_id: uuid.UUID) -> dict[ProfileField, Any]:
    rows = session.execute(
        select(Text.field, TextRevision)
        .join(Text, Text.id == TextRevision.text_id)
        .where(Text.subject_type == SUBJECT, Text.subject_id == organisation_id)
        .order_by(TextRevision.locale, TextRevision.number)
    ).all()
    said = {
        one: words_by_locale(row.TextRevision for row in rows if row.field == one.value)
        for one in TEXT_FIELDS
    }
    return {one: words for one, words in said.items() if words}


def words_by_locale(revisions: Iterable[TextRevision]) -> dict[str, str]:
    """Return the newest words in each language; a text that was emptied has none."""
    newest: dict[str, str] = {}
    for row in revisions:  # in order of number
        if row.is_shown:
            newest[row.locale.value] = row.words
    return {code: words for code, words in newest.items() if words}


def stamp(readers: Readers, value: Any) -> str:
    """Return the mark of a field as a form showed it: another mark means that it was changed."""
    return hashlib.sha256(canonical_json([readers, value or None])).hexdigest()[:12]


def who_sees_what(view: ProfileView, others: Mapping[str, Viewer]) -> dict[str, frozenset[str]]:
    """Return, per filled field, which of the named viewers see it."""
    seen: dict[str, Projection] = {name: project(view, who) for name, who in others.items()}
    return {
        one.value: frozenset(name for name, shown in seen.items() if one.value in shown)
        for one in view.values
    }


def names_of(session: Session, ids: Iterable[uuid.UUID], viewer: Viewer) -> dict[uuid.UUID, str]:
    """Return the name of each organisation as `viewer` may know it; two statements.

    Where the name is hidden from them it is `HIDDEN_NAME`, which pages put into words.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    listed = select(PublicOrganisation.id, PublicOrganisation.name).where(
        PublicOrganisation.id.in_(wanted)
    )
    names: dict[uuid.UUID, str] = {row.id: row.name for row in session.execute(listed)}
    hidden = wanted - names.keys()
    if hidden and (viewer.step is not Step.PUBLIC or viewer.organisations or viewer.regions):
        for view in _bare_views(session, hidden):
            known = project(view, viewer).get(ProfileField.NAME.value)
            if known is not None:
                names[view.organisation_id] = known
    return {one: names.get(one, HIDDEN_NAME) for one in wanted}


def _bare_views(session: Session, ids: set[uuid.UUID]) -> list[ProfileView]:
    """Return unlisted organisations with their names alone; one statement."""
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.country,
            Organisation.is_current,
            Consent.to_members,
            ProfileValue.readers,
            Placement.region,
        )
        .outerjoin(
            Consent,
            and_(Consent.organisation_id == Organisation.id, Consent.withdrawn_at.is_(None)),
        )
        .outerjoin(
            ProfileValue,
            and_(
                ProfileValue.organisation_id == Organisation.id,
                ProfileValue.field == ProfileField.NAME,
            ),
        )
        .outerjoin(
            Placement,
            and_(Placement.organisation_id == Organisation.id, holds(Placement, date.max)),
        )
        .where(Organisation.id.in_(ids))
    )
    return [_bare_view(row) for row in rows]


def _bare_view(row: Any) -> ProfileView:
    standing = Standing(
        is_current=row.is_current,
        choices={ProfileField.NAME: row.readers or Readers.SECRETARIAT},
        to_members=frozenset(row.to_members or ()),
    )
    return ProfileView(
        organisation_id=row.id,
        region=row.region or default_region(row.country),
        values={ProfileField.NAME: row.name},
        readers={ProfileField.NAME: readers_of(standing, ProfileField.NAME)},
        choices=standing.choices,
    )


def open_names(session: Session, viewer: Viewer, but: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Return the organisations whose names the viewer may know, without `but`."""
    everyone = list(session.scalars(select(Organisation.id).where(Organisation.is_current)))
    names = names_of(session, everyone, viewer)
    return [(key, name) for key, name in names.items() if name != HIDDEN_NAME and key != but]
