"""A general assembly that is called, and the sealed ballot about a motion of it that is on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from nswp_gov.elections import operations as elections
from nswp_gov.elections.states import Kind
from nswp_gov.meetings import operations
from nswp_gov.meetings.models import AgendaItem, Meeting, Motion
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.meetings import DAY
from nswp_gov.sample.plan import LANTERN
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.voting import Running, add_panel, as_officer, key_folder, open_voting
from nswp_gov.sample.words import in_five
from nswp_gov.store import texts
from nswp_gov.store.work import Work

ASSEMBLY, WORDS = "general-assembly", "governance"
AHEAD = 40 * DAY
CALLED, FILED, FROZEN, OPENED = 62 * DAY, 60 * DAY, 20 * DAY, 2 * DAY  # ago
CLOSES, COMPLAINTS = 14 * DAY, 28 * DAY  # ahead


@dataclass
class Assembly(Running):
    """The ballot on its way, and the meeting that waits for its answer."""

    meeting: Meeting | None = None
    item: AgendaItem | None = None


def tell(scene: Scene) -> None:
    """Call the assembly, and let the organisations answer a motion ahead of it."""
    at, now, running = scene.timeline.at, scene.plan.now, Assembly()
    at(now - CALLED, lambda work: _call(scene, work, running))
    at(now - FILED, lambda work: _ask(scene, work, running))
    at(now - FROZEN, lambda work: _freeze(scene, work, running))
    at(now - OPENED, lambda work: open_voting(scene, work, running))


def _call(scene: Scene, work: Work, running: Assembly) -> None:
    office = scene.as_staff(work)
    meeting = operations.plan_meeting(
        office,
        scene.bodies[ASSEMBLY],
        starts_at=scene.plan.now + AHEAD,
        zone="Europe/London",
        place="Online",
    )
    title = in_five(WORDS, "asked_title")[Locale.EN]
    running.meeting, running.item = meeting, operations.add_item(office, meeting, title)
    _translate(office, running.item, running.item.id, "title")
    operations.call_meeting(office, meeting)


def _ask(scene: Scene, work: Work, running: Assembly) -> None:
    """Put the motion in for an organisation, and set the ballot up."""
    assert running.meeting is not None
    assert running.item is not None
    motion: Motion = operations.file_motion(
        scene.as_delegate(work, LANTERN),
        running.meeting,
        running.item,
        words=in_five(WORDS, "asked_text")[Locale.EN],
        organisation_id=scene.organisations[LANTERN].id,
    )
    _translate(work, running.item, motion.id, "text")
    now = scene.plan.now
    ballot = operations.Ballot(
        claims_until=now - FROZEN,
        opens_at=now - OPENED,
        closes_at=now + CLOSES,
        complaints_until=now + COMPLAINTS,
        officer_id=scene.people["returning-officer"].id,
        kind=Kind.REHEARSAL,
    )
    office = scene.as_staff(work)
    running.election = operations.ask_organisations(office, running.meeting, motion, ballot)
    add_panel(scene, work, running)


def _translate(work: Work, item: AgendaItem, record_id: uuid.UUID, field: str) -> None:
    kind = "agenda_item" if record_id == item.id else "motion"
    text = texts.texts_of(work.session, kind, record_id)[field]
    for locale, words in in_five(WORDS, f"asked_{field}").items():
        if locale is not text.source_locale:
            texts.translate(work, text, locale=locale, words=words, made_from=1)
    work.record("meetings.note_translated", item)


def _freeze(scene: Scene, work: Work, running: Running) -> None:
    elections.freeze(as_officer(scene, work, running), running.it, key_folder(scene))
