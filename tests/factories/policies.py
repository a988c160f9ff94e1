"""Institutions, documents and positions, made by the real operations."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from nswp_gov.policies import operations
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.operations import InstitutionFacts, InstrumentFacts, PositionFacts
from nswp_gov.policies.states import InstitutionKind, InstrumentKind, Stance, Topic
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work

CARLA, DORA = uuid.UUID(int=0xCA), uuid.UUID(int=0xD0)  # two people of the secretariat
BOTH = {Locale.EN: "It asks for both.", Locale.FR: "Il demande les deux."}
_numbers = itertools.count(1)


def staff(person_id: uuid.UUID = CARLA) -> Actor:
    """Somebody of the secretariat."""
    return Actor(name="staff", person_id=person_id, roles=frozenset({"secretariat"}))


def as_carla(work: Work) -> Work:
    """The work as the one who enters does it."""
    return replace(work, actor=staff(CARLA))


def as_dora(work: Work) -> Work:
    """The work as the one who reviews does it."""
    return replace(work, actor=staff(DORA))


def make_institution(work: Work, name: str = "", **over: Any) -> Institution:
    """An institution; its acronym is its name in capitals."""
    name = name or f"Body {next(_numbers)}"
    facts = {"name": {Locale.EN: name}, "kind": InstitutionKind.UN_BODY, **over}
    return operations.add_institution(as_carla(work), InstitutionFacts(**facts))


def document_facts(**over: Any) -> InstrumentFacts:
    """A document of 2020 that applies in the whole world."""
    number = next(_numbers)
    return InstrumentFacts(
        **{
            "title": {Locale.EN: f"Guidance {number}"},
            "kind": InstrumentKind.GUIDANCE,
            "official_title": f"Guidance {number}",
            "language": "en",
            "issued_on": date(2020, 5, 4),
            "address": f"https://example.org/guidance/{number}",
            "is_worldwide": True,
            **over,
        }
    )


def make_document(work: Work, institution: Institution | None = None, **over: Any) -> Instrument:
    """A document of an institution."""
    of = institution or make_institution(work)
    return operations.enter_instrument(as_carla(work), of, document_facts(**over))


def position_facts(**over: Any) -> PositionFacts:
    """A position for decriminalisation."""
    return PositionFacts(
        **{
            "topic": Topic.DECRIMINALISATION,
            "stance": Stance.FOR,
            "place": "para. 7",
            "paraphrase": {Locale.EN: f"It asks states to repeal such laws ({next(_numbers)})."},
            **over,
        }
    )


def make_entry(work: Work, document: Instrument | None = None, **over: Any) -> Position:
    """A position that waits for a second person."""
    of = document or make_document(work)
    return operations.enter_position(as_carla(work), of, position_facts(**over))


def make_position(work: Work, document: Instrument | None = None, **over: Any) -> Position:
    """A public position."""
    return operations.publish(as_dora(work), make_entry(work, document, **over))


def foreign_policies(work: Work, titles: tuple[str, str, str]) -> dict[tuple[str, str], object]:
    """An entry that waits for a second person, by what stands for it in addresses.

    `titles`: of its institution, its document, its words.
    """
    institution = make_institution(work, titles[0])
    document = make_document(work, institution, title={Locale.EN: titles[1]})
    entry = make_entry(work, document, paraphrase={Locale.EN: titles[2]})
    return {
        ("policies", "institution_id"): institution.id,
        ("policies", "instrument_id"): document.id,
        ("policies", "position_id"): entry.id,
        ("policies.institution", "slug"): institution.slug,
        ("policies.document", "slug"): document.slug,
    }
