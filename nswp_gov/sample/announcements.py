"""A year of news: published, partly translated, scheduled, and one correspondent's draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from nswp_gov.announcements import operations
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import About, Day, Words
from nswp_gov.announcements.states import Companion, Credit, DayKind, Kind
from nswp_gov.elections.models import Election
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.plan import LANTERN
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.work import Work

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def tell(scene: Scene) -> None:
    """Put the year's news into the timeline."""
    said = file("announcements")
    for number, item in enumerate(said["item"]):
        instant = scene.plan.now - item["days"] * DAY - (number % 5) * HOUR
        scene.timeline.at(instant, partial(_write, scene, item))
    scene.timeline.at(scene.plan.now - 7 * HOUR, partial(_send, scene, said["draft"]))


def _write(scene: Scene, item: Mapping[str, Any], work: Work) -> None:
    office, original = scene.as_staff(work), Locale(item["locale"])
    row = operations.write(
        office, locale=original, words=_words(item[original.value]), about=_about(scene, item)
    )
    for locale in Locale:
        if locale is not original and locale.value in item:
            operations.translate(office, row, locale, _words(item[locale.value]))
    if item.get("goes_with") == "election":
        _beside(office, row)
    if "ahead" in item:
        operations.schedule(office, row, publish_at=scene.plan.now + item["ahead"] * DAY)
    else:
        operations.publish(replace(office, now=work.now + HOUR / 4), row)


def _words(said: Mapping[str, str]) -> Words:
    return Words(said["title"], said.get("summary", ""), said.get("body", ""))


def _about(scene: Scene, item: Mapping[str, Any]) -> About:
    return About(
        kind=Kind(item["kind"]),
        audience=Audience.parse(item.get("audience", "public")),
        regions=item.get("regions", ()),
        themes=item.get("themes", ()),
        source_name=item.get("source", ""),
        source_url=item.get("address", ""),
        day=_day(scene, item["day"]) if "day" in item else None,
    )


def _day(scene: Scene, said: Mapping[str, Any]) -> Day:
    on: date = (scene.plan.now - said["days"] * DAY).date()
    return Day(DayKind(said["kind"]), on, said["zone"], said.get("clock", ""))


def _beside(office: Work, row: Announcement) -> None:
    """Link the item to the election that runs."""
    latest = office.session.scalars(select(Election.id).order_by(Election.opens_at.desc())).first()
    if latest is not None:
        operations.accompany(office, row, Companion.ELECTION, latest)


def _send(scene: Scene, draft: Mapping[str, Any], work: Work) -> None:
    operations.send_draft(
        scene.as_editor(work, LANTERN),
        scene.organisations[LANTERN].id,
        locale=Locale(draft["locale"]),
        words=Words(draft["title"], "", draft["body"]),
        about=About(kind=Kind(draft["kind"]), regions=["africa"]),
        credit=Credit.REGION,
    )
