"""Profiles: what an organisation shows to everybody, and nothing else of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.forms.labels import FIELDS
from nswp_gov.directory.models import Organisation, PublicOrganisation
from nswp_gov.directory.operations import republish
from nswp_gov.directory.states import TEXT_FIELDS
from nswp_gov.rules.audience import PUBLIC, Audience, CircleKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Importance, Subject, TextKind
from nswp_gov.store.texts import Text
from nswp_gov.store.work import Work


def register() -> None:
    """Name profiles."""
    text_kinds.register(
        "organisation",
        TextKind(
            name=_l("Profile"),
            fields={one.value: FIELDS[one] for one in TEXT_FIELDS},
            subjects=_profiles,
            after=_republish,
        ),
    )


def _profiles(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    del locale  # an organisation has one name
    wanted = set(ids)
    rows = session.scalars(select(PublicOrganisation))
    return {
        row.id: Subject(
            title=row.name,
            title_locale=row.locale,
            audience=Audience.of(CircleKind.ORGANISATION, row.id),
            fields=dict.fromkeys((name for name in row.said), PUBLIC),
            endpoint="directory.one",
            values=(("slug", row.slug),),
            importance=Importance.LOW,
        )
        for row in rows
        if row.id in wanted
    }


def _republish(work: Work, text: Text, _locale: Locale) -> None:
    republish(work, work.session.get_one(Organisation, text.subject_id))
