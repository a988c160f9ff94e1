"""Organisations for tests, made by the real operations."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from nswp_gov.directory import operations
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.operations import Change
from nswp_gov.directory.states import Capacity, Level, ProfileField, Readers
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person

_numbers = itertools.count(1)
SHOWN = (
    ProfileField.NAME,
    ProfileField.COUNTRY,
    ProfileField.LEVEL,
    ProfileField.DESCRIPTION,
    ProfileField.LANGUAGES,
    ProfileField.AREAS,
    ProfileField.AFFILIATIONS,
)


def make_organisation(work: Work, **over: Any) -> Organisation:
    """Return an organisation in Kenya that shows nothing to anybody yet."""
    given: dict[str, Any] = {
        "name": f"Lantern Street {next(_numbers)}",
        "locale": Locale.EN,
        "country": "KE",
        "level": Level.LOCAL,
        **over,
    }
    return operations.add_organisation(work, **given)


def fill(
    work: Work,
    organisation: Organisation,
    readers: Readers = Readers.PUBLIC,
    **values: Any,
) -> None:
    """Fill fields by name and show each to `readers`."""
    changes = {
        ProfileField(name): Change(value=value, readers=readers) for name, value in values.items()
    }
    operations.edit_profile(work, organisation, changes, locale=organisation.locale)


def open_profile(
    work: Work, organisation: Organisation, fields: Iterable[ProfileField] = SHOWN, **values: Any
) -> None:
    """Choose the public as readers of the fields, and fill those given."""
    facts = {
        "name": organisation.name,
        "country": organisation.country,
        "level": organisation.level.value,
        "affiliations": None,
    }
    named = {one.value: facts.get(one.value) for one in fields}
    fill(work, organisation, **{**named, **values})


def list_publicly(work: Work, organisation: Organisation, **values: Any) -> None:
    """Fill, consent and confirm, so that the organisation is listed once it is a member."""
    open_profile(work, organisation, **values)
    shown = {*SHOWN, *(ProfileField(name) for name in values)}
    operations.give_consent(work, organisation, to_public=shown, shown_in=Locale.EN)
    later = Work(work.session, work.actor, work.now + timedelta(days=1))
    operations.confirm_consent(later, organisation)


def make_editor(work: Work, organisation: Organisation, name: str = "Amina") -> Actor:
    """Return the Actor of a new editor of the organisation."""
    person = make_person(work, name, passphrase=None, totp=False)
    operations.appoint(work, organisation, person.id, Capacity.EDITOR)
    return actor_of(person.id, organisation, name=name)


def actor_of(person_id: uuid.UUID, organisation: Organisation, *, name: str = "Amina") -> Actor:
    """Return somebody who edits and belongs to the organisation."""
    own = frozenset({organisation.id})
    return Actor(name=name, person_id=person_id, member_of=own, editor_of=own)


def actor_of_region(person_id: uuid.UUID, region: str, *, is_fresh: bool = True) -> Actor:
    """Return a representative of a region on the board."""
    return Actor(name="Dana", person_id=person_id, board_of=frozenset({region}), is_fresh=is_fresh)
