"""People and texts for the translation desk, made by the real operations."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person, RoleGrant
from nswp_gov.accounts.states import Role
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT, Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.actor import Actor
from nswp_gov.store.text_kinds import Importance, Subject, TextKind
from nswp_gov.store.texts import Text, new_text
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person

KIND = "leaflet_for_tests"
Known = dict[uuid.UUID, Subject]


def make_kind() -> Known:
    """Register a kind of record with open and closed subjects; return what it knows."""
    known: Known = {}

    def subjects(_session: Session, ids: Collection[uuid.UUID], _locale: Locale) -> Known:
        return {one: known[one] for one in ids if one in known}

    text_kinds.register(
        KIND,
        TextKind(name="Leaflet", fields={"title": "Title", "body": "Text"}, subjects=subjects),
    )
    return known


def make_leaflet(
    work: Work,
    known: Known,
    words: str = "Members vote.",
    *,
    title: str = "A leaflet",
    audience: Audience = PUBLIC,
    importance: Importance = Importance.USUAL,
    locale: Locale = Locale.EN,
    after: Callable[[Subject], Subject] = lambda subject: subject,
) -> Text:
    """Return the text of a record; anybody reads it unless `audience` says otherwise."""
    subject_id = uuid.uuid4()
    known[subject_id] = after(Subject(title=title, audience=audience, importance=importance))
    text = new_text(
        work,
        subject_type=KIND,
        subject_id=subject_id,
        field="body",
        locale=locale,
        words=words,
        is_sealed=audience != PUBLIC,
    )
    work.record("leaflet.written", text)
    return text


def make_inside(work: Work, known: Known, words: str = "Only the office reads this.") -> Text:
    """Return a text that the secretariat alone reads."""
    return make_leaflet(work, known, words, title="Zqinside", audience=SECRETARIAT)


def make_translator(work: Work, name: str = "Bela", *roles: Role) -> Person:
    """Return somebody who translates into French, or into what `roles` say."""
    return make_person(work, name, roles=roles or (Role.TRANSLATOR_FR,))


def as_person(work: Work, person: Person) -> Work:
    """Return the same unit of work, done by a person with all their roles."""
    held = work.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person.id))
    roles = [Role(one) for one in held]
    actor = Actor(
        name=person.name,
        person_id=person.id,
        roles=frozenset(one.value for one in roles),
        translates=frozenset(one.locale.value for one in roles if one.locale),
    )
    return replace(work, actor=actor)
