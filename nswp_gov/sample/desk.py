"""The desk of the sample: a glossary, and a year of a French translator’s work on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from nswp_gov.desk import operations
from nswp_gov.desk.kinds import glossary
from nswp_gov.desk.models import GlossaryTerm
from nswp_gov.desk.states import GLOSSARY, MEANING
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.actor import Actor
from nswp_gov.store.texts import Text, texts_of
from nswp_gov.store.work import Work

DAY = timedelta(days=1)
PLANTED = 330 * DAY
FR = Locale.FR


def tell(scene: Scene) -> None:
    """Put the glossary and the translator's work into the timeline."""
    words, now = file("desk"), scene.plan.now
    scene.timeline.at(now - PLANTED, partial(_plant, scene))
    for row in words["meaning"]:
        scene.timeline.at(now - row["days"] * DAY, partial(_release, scene, row))
    for name in ("review", "begun"):
        row = words[name]
        scene.timeline.at(now - row["days"] * DAY, partial(_keep, scene, row))
    scene.timeline.at(now - words["review"]["days"] * DAY / 2, partial(_ask, scene))


def _plant(scene: Scene, work: Work) -> None:
    glossary.register()
    operations.plant(scene.as_staff(work))


def _as_translator(scene: Scene, work: Work) -> Work:
    who = scene.people["translator"]
    roles = frozenset({"translator_fr"})
    actor = Actor(name=who.name, person_id=who.id, roles=roles, translates=frozenset({FR.value}))
    return replace(work, actor=actor)


def _meaning(work: Work, key: str) -> Text:
    term = work.session.scalars(select(GlossaryTerm).where(GlossaryTerm.key == key)).one()
    return texts_of(work.session, GLOSSARY, term.id)[MEANING]


def _begin(scene: Scene, row: Mapping[str, Any], work: Work) -> int:
    text = _meaning(work, row["key"])
    kept = operations.save_draft(
        _as_translator(scene, work), text.id, FR, words=row["fr"], number=0, made_from=1
    )
    return kept.number


def _keep(scene: Scene, row: Mapping[str, Any], work: Work) -> None:
    _begin(scene, row, work)


def _release(scene: Scene, row: Mapping[str, Any], work: Work) -> None:
    number = _begin(scene, row, work)
    text = _meaning(work, row["key"])
    operations.release(_as_translator(scene, work), text.id, FR, number=number)


def _ask(scene: Scene, work: Work) -> None:
    text = _meaning(work, file("desk")["review"]["key"])
    operations.ask_review(_as_translator(scene, work), text.id, FR, number=1)
