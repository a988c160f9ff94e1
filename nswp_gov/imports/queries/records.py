"""The record that a line speaks of, and what it says now."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations.organisations import name_index
from nswp_gov.directory.queries import organisation, profile, region_of
from nswp_gov.directory.states import Kind
from nswp_gov.imports.models import ImportKey
from nswp_gov.imports.states import Target
from nswp_gov.membership.queries import line_of
from nswp_gov.rules.languages import Locale


def key_row(session: Session, key_index: str) -> ImportKey | None:
    """Return what an outside key stands for, or None."""
    return session.scalar(select(ImportKey).where(ImportKey.key_index == key_index))


def has_other_key(session: Session, organisation_id: uuid.UUID) -> bool:
    """Whether an organisation is known by some outside key."""
    found = select(ImportKey.id).where(ImportKey.organisation_id == organisation_id).limit(1)
    return session.scalar(found) is not None


def named(session: Session, name: str, country: str | None) -> list[uuid.UUID]:
    """Return the organisations of exactly this name in this country."""
    rows = select(Organisation.id).where(
        Organisation.name_index == name_index(name), Organisation.country == country
    )
    return list(session.scalars(rows))


def record_of(
    session: Session, organisation_id: uuid.UUID, locale: Locale, day: date
) -> dict[Target, Any]:
    """Return what the record of an organisation says, its texts in `locale`; empty fields not."""
    subject = organisation(session, organisation_id)
    view = profile(session, subject, day)
    found: dict[Target, Any] = {}
    for target in Target:
        field = target.field
        if field is None:
            continue
        value = view.values.get(field)
        found[target] = (value or {}).get(locale.value) if field.kind is Kind.TEXT else value
    found[Target.REGION] = region_of(session, subject.id, day)
    standing = line_of(session, subject.id, day)
    if standing is not None:
        found[Target.CATEGORY] = standing.category.value
        found[Target.STANDING] = standing.standing.value
    return {target: value for target, value in found.items() if value}
