"""Consultations for tests, made by the real operations."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.models import Consultation, Question
from nswp_gov.consultations.operations import Draftable, Said
from nswp_gov.consultations.states import Attribution, Kind
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.membership import make_member

STAFF = Actor(name="Carla", roles=frozenset({"secretariat"}))
LASTS = timedelta(days=21)
COUNTRIES = ("KE", "FR", "PE", "NP", "CA")  # one of each region


@dataclass
class Asked:
    """An open consultation, who is asked, and its questions by a short name."""

    row: Consultation
    keys: KeyFolder
    organisations: list[Organisation]
    questions: dict[str, Question]

    def __getitem__(self, name: str) -> Question:
        return self.questions[name]


def actor_for(organisation_id: uuid.UUID, *, person: uuid.UUID | None = None) -> Actor:
    """Return somebody who acts for the organisation and is its delegate."""
    own = frozenset({organisation_id})
    return Actor(name="Amina", person_id=person or uuid.uuid4(), member_of=own, delegate_of=own)


def make_people(work: Work, organisation: Organisation, *names: str, **over: Any) -> list[Any]:
    """Return people of the organisation: the first is its delegate, all others edit."""
    people = []
    for number, name in enumerate(names):
        person = make_person(work, name, totp=False, **over)
        capacity = Capacity.EDITOR if number else Capacity.DELEGATE
        directory.appoint(work, organisation, person.id, capacity)
        people.append(person)
    return people


def make_draft(work: Work, **over: Any) -> tuple[Consultation, dict[str, Question]]:
    """Return a draft with a question of every kind but a file, in two sections."""
    office = replace(work, actor=STAFF)
    given: dict[str, Any] = {
        "locale": Locale.EN, "title": "Working conditions", "purpose": "What should come next?",
        "closes_at": work.now + LASTS, **over,
    }  # fmt: skip
    row = operations.begin(office, **given)
    first = operations.add_section(office, row, "About you")
    second = operations.add_section(office, row, "What you think")

    def add(section: Any, **said: Any) -> Question:
        return operations.add_question(office, row, section, Draftable(**said))

    found = {"law": add(
        first, kind=Kind.CHOICE, label="Has the law changed?", is_required=True,
        options=["Better", "Worse", "The same"],
    )}  # fmt: skip
    found["how"] = add(
        first, kind=Kind.TEXT, label="How did it get worse?", when=(found["law"], "o2")
    )
    found["work"] = add(
        first, kind=Kind.MULTI, label="What do you work on?", options=["Health", "Law", "Labour"]
    )
    found["scale"] = add(first, kind=Kind.SCALE, label="How urgent?", options=["Not", "Very"])
    found["matrix"] = add(
        second, kind=Kind.MATRIX, label="Who helps?", options=["A lot", "Little"],
        rows=["Police", "Clinics"],
    )  # fmt: skip
    found["number"] = add(second, kind=Kind.NUMBER, label="How many take part?", bounds=[5, 50])
    found["country"] = add(second, kind=Kind.COUNTRY, label="Which country is nearest?")
    found["words"] = add(second, kind=Kind.TEXT, label="Anything else?", is_required=True)
    return row, found


def make_open(
    work: Work, keys: KeyFolder, *, members: int = 6, reason: str = "for a test", **over: Any
) -> Asked:
    """Return an open consultation of new members from every region."""
    organisations = [
        make_member(work, country=COUNTRIES[n % len(COUNTRIES)]) for n in range(members)
    ]
    row, questions = make_draft(work, **over)
    operations.open_now(replace(work, actor=STAFF), row, keys, reason=reason)
    return Asked(row, keys, organisations, questions)


def write(
    work: Work,
    asked: Asked,
    organisation: Organisation | uuid.UUID,
    said: dict[str, Any],
    *,
    locale: Locale = Locale.EN,
    actor: Actor | None = None,
) -> operations.Kept:
    """Keep answers by short name, written by somebody who has seen what there is."""
    own = organisation if isinstance(organisation, uuid.UUID) else organisation.id
    mine = replace(work, actor=actor or actor_for(own))
    reply = queries.own_reply(work.session, asked.keys, asked.row, own)
    return operations.save(
        mine,
        asked.row,
        own,
        {
            asked[name].id: Said(value, reply.held(asked[name].id).number)
            for name, value in said.items()
        },
        locale=locale,
        keys=asked.keys,
    )


def hand_in(
    work: Work,
    asked: Asked,
    organisation: Organisation | uuid.UUID,
    said: dict[str, Any] | None = None,
    *,
    attribution: Attribution = Attribution.NONE,
    locale: Locale = Locale.EN,
) -> None:
    """Write a whole reply and hand it in."""
    own = organisation if isinstance(organisation, uuid.UUID) else organisation.id
    mine = replace(work, actor=actor_for(own))
    write(work, asked, own, {"law": "o1", "words": "Nothing.", **(said or {})}, locale=locale)
    operations.attribute(mine, asked.row, own, attribution, keys=asked.keys)
    operations.hand_in(mine, asked.row, own, locale=locale, keys=asked.keys)


def close(work: Work, asked: Asked) -> None:
    """Let the time pass, and the clock close it."""
    later = replace(work, now=asked.row.closes_at + timedelta(minutes=1))
    operations.close(later, asked.row, asked.keys)


def answers_by_chance(dice: random.Random, options: Sequence[str]) -> dict[str, Any]:
    """Return a whole reply that chance wrote."""
    return {
        "law": dice.choice(options),
        "work": [one for one in ("o1", "o2", "o3") if dice.random() < 0.5],
        "scale": dice.choice(["1", "2", "3", "4", "5", None]),
        "matrix": {"r1": dice.choice(["o1", "o2"]), "r2": dice.choice(["o1", "o2"])},
        "number": dice.choice([None, 3, 7, 60]),
        "country": dice.choice([None, "KE", "FR", "PE"]),
    }
