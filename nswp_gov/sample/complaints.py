"""Three complaints: one decided, one being looked into, one that has just arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from nswp_gov.complaints import operations, queries
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.states import Outcome
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.ids import token
from nswp_gov.store.work import Work

DAY = timedelta(days=1)


def tell(scene: Scene) -> None:
    """Put the complaints into the timeline."""
    for item in file("complaints")["item"]:
        scene.timeline.at(scene.plan.now - item["days"] * DAY, partial(_raise, scene, item))


def _raise(scene: Scene, item: Mapping[str, Any], work: Work) -> None:
    """Complain; what the circle does follows in its own time. Nobody keeps link or phrase."""
    by, locale = replace(work, actor=VISITOR), Locale(item["locale"])
    row, _token = operations.begin(by, locale=locale, phrase=token())
    operations.save(by, row, item, locale=locale)
    operations.hand_in(by, row)
    at = scene.timeline.at
    if "seen" in item:
        at(work.now + 3 * DAY, partial(_acknowledge, row, item["seen"]))
    if "outcome" in item:
        at(work.now + 30 * DAY, partial(_decide, row, item))


def _as_reader(row: Complaint, work: Work) -> Work:
    first = min(queries.case_of(work.session, row, work.now).circle)
    return replace(work, actor=Actor(name="", person_id=first))


def _acknowledge(row: Complaint, words: str, work: Work) -> None:
    by = _as_reader(row, work)
    operations.acknowledge(by, row, words)
    operations.examine(by, row)


def _decide(row: Complaint, item: Mapping[str, Any], work: Work) -> None:
    by = _as_reader(row, work)
    operations.decide(by, row, Outcome(item["outcome"]), {row.locale: item["reasons"]})
    operations.set_measure(by, row, item["measure"], by.today + 60 * DAY)
