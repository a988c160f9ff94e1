"""The manual in three editions, each adopted by a decision of one of the meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from nswp_gov.bodies.operations import set_rule
from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Document, Draft, Edition
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.store.work import Work

SLUG = "manual"
DAY = timedelta(days=1)
IN_FORCE_AFTER = 20 * DAY
NUMBERS = {"first": 1, "second": 2, "third": 3}  # as the meetings name what they adopt
LAST = 3
LEFT_BEHIND: Mapping[int, Mapping[Locale, list[str]]] = {  # still to translate
    2: {Locale.RU: ["review"], Locale.ZH_HANS: ["whom-not-to-ask"]},
    3: {Locale.ES: ["nominations"]},
}
READERS = {2: range(2, 9), 3: range(2, 5)}  # organisations that said they have read it


def tell_drafting(scene: Scene, meeting: Mapping[str, Any], instant: datetime) -> None:
    """Have the drafts written that a meeting is to adopt."""
    for item in meeting["item"]:
        if number := NUMBERS.get(item.get("adopts")):
            scene.timeline.at(instant, partial(_write, scene, number))


def _write(scene: Scene, number: int, work: Work) -> None:
    office = scene.as_staff(work)
    if number == 1:
        draft = operations.write_first_edition(office)
    else:
        document = queries.document_by_slug(work.session, SLUG)
        left = LEFT_BEHIND[number]
        draft = operations.draft_later_edition(office, document, number, left)
    operations.submit(office, draft)


def adopt(scene: Scene, work: Work, name: str, decision: Decision) -> None:
    """Make the draft before the meeting an edition, by its decision, with the rules it changes."""
    office, number = scene.as_staff(work), NUMBERS[name]
    document = queries.document_by_slug(work.session, SLUG)
    draft: Draft | None = queries.draft_under_way(work.session, document.id)
    assert draft is not None
    day = (work.now + IN_FORCE_AFTER).date()
    seen = queries.fingerprint(work.session, draft)
    edition = operations.adopt(office, draft, decision.id, day, seen)
    if number > 1:
        _enter_rules(scene, office, number, decision, day)
    begins = work.now + IN_FORCE_AFTER + DAY
    scene.timeline.at(begins, partial(_come_into_force, scene, document, edition))
    if number == LAST:  # an election may have been set up since
        stated = partial(_state_rules, scene, edition)
        scene.timeline.at(max(begins, scene.plan.now - DAY), stated)


def _enter_rules(scene: Scene, office: Work, number: int, decision: Decision, day: date) -> None:
    """Put the rules in force that the edition changed, by the same decision."""
    for row in operations.changed_rules(number):
        body = scene.bodies[row.body]
        set_rule(office, body, row.name, row.value, from_on=day, decision_id=decision.id)


def _state_rules(scene: Scene, edition: Edition, work: Work) -> None:
    operations.state_rules(scene.as_staff(work), edition)


def _come_into_force(scene: Scene, document: Document, edition: Edition, then: Work) -> None:
    _state_rules(scene, edition, then)
    if edition.number == LAST:  # what search finds is what is in force in the end
        operations.refresh_search(then, document)
    for key in READERS.get(edition.number, ()):
        own = scene.as_editor(then, key)
        operations.acknowledge(own, edition, scene.organisations[key].id)
