"""The policy tracker of the sample: publicly known documents, entered by one, reviewed by another.

Marked as samples on every page; beside each stands against what it was checked, or that it was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from nswp_gov.policies import operations
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.operations import InstitutionFacts, InstrumentFacts, PositionFacts
from nswp_gov.policies.states import Found, InstitutionKind, InstrumentKind, Stance, Topic
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file, in_five
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work

DAY = timedelta(days=1)
FIRST, APART = 40 * DAY, 45 * DAY  # after the beginning; between two documents
REVIEWED = 2 * DAY  # after being entered
LATE, WAITING, WITHDRAWN = 6 * DAY, 3 * DAY, 20 * DAY  # before now
CHECKED_ON = date(2026, 11, 22)  # when these sources were read
UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


class Told:
    """The sample's scene, and what has been entered so far by the names that the words use."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.institutions: dict[str, Institution] = {}
        self.positions: dict[str, UUID] = {}


def tell(scene: Scene) -> None:
    """Put the entering, the reviews and one withdrawal into the timeline."""
    told = Told(scene)
    for number, row in enumerate(file("policies")["document"]):
        planned = scene.plan.began + FIRST + number * APART
        at = min(planned, scene.plan.now - 40 * DAY)
        scene.timeline.at(at, partial(_enter, told, row, at))


def _in_five(row: Mapping[str, Any]) -> dict[Locale, str]:
    return {locale: row[locale.value] for locale in Locale}


def _as_reviewer(scene: Scene, work: Work) -> Work:
    """Return the work as the President does it: the second person."""
    person = scene.people["president"]
    actor = Actor(name=person.name, person_id=person.id, board_of=frozenset({""}))
    return replace(work, actor=actor)


def _enter(told: Told, row: Mapping[str, Any], at: datetime, work: Work) -> None:
    """Enter a document, and let each position follow in its time."""
    scene = told.scene
    staff = scene.as_staff(work)
    by = told.institutions.get(row["by"])
    if by is None:
        by = told.institutions[row["by"]] = _institution(staff, row["by"])
    document = operations.enter_instrument(staff, by, _document(row))
    for one in row["position"]:
        late = {"late": LATE, "waits": WAITING}
        when = next((scene.plan.now - ago for key, ago in late.items() if key in one), at)
        scene.timeline.at(when, partial(_position, told, document, one, when))


def _institution(work: Work, key: str) -> Institution:
    row = next(one for one in file("policies")["institution"] if one["key"] == key)
    return operations.add_institution(
        work,
        InstitutionFacts(
            name=_in_five(row),
            kind=InstitutionKind(row["kind"]),
            acronym=row["acronym"],
            region=row.get("region"),
            address=row["address"],
        ),
    )


def _document(row: Mapping[str, Any]) -> InstrumentFacts:
    return InstrumentFacts(
        title=_in_five(row),
        kind=InstrumentKind(row["kind"]),
        official_title=row["official"],
        language=row["language"],
        languages=tuple(row["languages"]),
        issued_on=row["issued"],
        reference=row["reference"],
        address=row["address"],
        is_worldwide=row.get("world", False),
        regions=tuple(row.get("regions", ())),
        countries=UNION if row.get("union") else (),
    )


def _position(
    told: Told, document: Instrument, row: Mapping[str, Any], at: datetime, work: Work
) -> None:
    scene = told.scene
    facts = PositionFacts(
        topic=Topic(row["topic"]),
        stance=Stance(row["stance"]),
        place=row["place"],
        paraphrase=_in_five(row),
        supersedes_id=told.positions.get(row.get("supersedes", "")),
    )
    made = operations.enter_position(scene.as_staff(work), document, facts)
    if "key" in row:
        told.positions[row["key"]] = made.id
    if "checked" in row:
        address, found = row["checked"]
        operations.note_check(
            scene.as_staff(work), made, address=address, found=Found(found),
            on=min(CHECKED_ON, work.today),
        )  # fmt: skip
    for when, step in _later(scene, row, made, at):
        scene.timeline.at(when, step)


def _later(
    scene: Scene, row: Mapping[str, Any], made: Position, at: datetime
) -> Iterator[tuple[datetime, Any]]:
    if "waits" not in row:
        yield at + REVIEWED, lambda work: operations.publish(_as_reviewer(scene, work), made)
    if "twice" in row:
        reason = in_five("policies", "withdrawal")
        yield (
            scene.plan.now - WITHDRAWN,
            lambda work: operations.withdraw(scene.as_staff(work), made, reason),
        )
