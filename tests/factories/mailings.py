"""Letters to many for tests, made by the real operations."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nswp_gov.accounts.models import Person
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.mailings import operations
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.mailings.links import Wish
from nswp_gov.mailings.models import Mailing
from nswp_gov.mailings.operations import Choice, Words
from nswp_gov.mailings.states import (
    PUBLIC_KINDS,
    REFUSABLE,
    Channel,
    Form,
    Frequency,
    Kind,
)
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.membership import make_member

OFFICE = Actor(name="Carla", roles=frozenset({"secretariat"}))
WORDS = {Locale.EN: Words("Harvest news", "The first line.\n\nThe second line.")}
_numbers = itertools.count(1)


def make_reader(
    work: Work,
    name: str = "Amina",
    *,
    organisation: Organisation | None = None,
    capacity: Capacity = Capacity.EDITOR,
    locale: Locale = Locale.EN,
    email: str | None = "",
) -> Person:
    """Return somebody with an address who acts for an organisation. `email` None: without one."""
    address = f"reader{next(_numbers)}@example.org" if email == "" else email
    person = make_person(work, name, locale=locale, email=address, passphrase=None, totp=False)
    if organisation is not None:
        directory.appoint(work, organisation, person.id, capacity)
    return person


def make_read(
    work: Work, category: Category = Category.FULL, *, country: str = "KE", **reader: Any
) -> tuple[Organisation, Person]:
    """Return a member with one person who acts for it."""
    organisation = make_member(work, category, country=country)
    return organisation, make_reader(work, organisation=organisation, **reader)


def make_mailing(
    work: Work,
    *,
    audience: Audience = EVERY_MEMBER,
    kind: Kind = Kind.NEWS,
    words: Mapping[Locale, Words] = WORDS,
    source: Locale = Locale.EN,
    **over: Any,
) -> Mailing:
    """Return a draft of the office."""
    office = replace(work, actor=OFFICE)
    return operations.prepare(
        office, kind=kind, words=words, source=source, audience=audience, **over
    )


def send(work: Work, mailing: Mailing) -> operations.Sent:
    """Send a draft as the office."""
    return operations.send(replace(work, actor=OFFICE), mailing)


def choose(work: Work, person: Person, **over: Any) -> None:
    """Let a person choose; what is not said stays at everything, at once, neutral."""
    given: dict[str, Any] = {
        "wanted": frozenset(REFUSABLE),
        "channel": Channel.MAIL,
        "frequency": Frequency.AT_ONCE,
        "form": Form.POINTER,
        **over,
    }
    own = replace(work, actor=Actor(name=person.name, person_id=person.id))
    operations.choose(own, person, Choice(**given))


def subscribe(work: Work, address: str, **over: Any) -> None:
    """Let somebody from outside subscribe, and confirm."""
    given: dict[str, Any] = {
        "locale": Locale.EN,
        "kinds": PUBLIC_KINDS,
        "frequency": Frequency.AT_ONCE,
        "form": Form.PLAIN,
        "ends": int(work.now.timestamp()) + 60,
        **over,
    }
    operations.confirm_subscription(work, Wish(address=address, **given).seal())
