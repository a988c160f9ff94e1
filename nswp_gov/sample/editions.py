"""The manual in two editions, adopted by decisions of the first two meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Draft
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.timeline import Scene
from nswp_gov.store.work import Work

SLUG = "manual"
IN_FORCE_AFTER = timedelta(days=20)
LEFT_BEHIND = {Locale.RU: ["review"], Locale.ZH_HANS: ["whom-not-to-ask"]}  # still to translate
READERS = range(2, 9)  # organisations that said they have read the present edition


def tell_drafting(scene: Scene, meeting: Mapping[str, Any], instant: datetime) -> None:
    """Have the drafts written that a meeting is to adopt."""
    for item in meeting["item"]:
        if item.get("adopts") == "first":
            scene.timeline.at(instant, lambda work: _write_first(scene, work))
        elif item.get("adopts") == "second":
            scene.timeline.at(instant, lambda work: _write_second(scene, work))


def _write_first(scene: Scene, work: Work) -> None:
    draft = operations.write_first_edition(scene.as_staff(work))
    operations.submit(scene.as_staff(work), draft)


def _write_second(scene: Scene, work: Work) -> None:
    office = scene.as_staff(work)
    document = queries.document_by_slug(work.session, SLUG)
    draft = operations.draft_second_edition(office, document, LEFT_BEHIND)
    operations.submit(office, draft)


def adopt(scene: Scene, work: Work, name: str, decision: Decision) -> None:
    """Make the draft before the meeting an edition, by its decision."""
    office = scene.as_staff(work)
    document = queries.document_by_slug(work.session, SLUG)
    draft: Draft | None = queries.draft_under_way(work.session, document.id)
    assert draft is not None
    day = (work.now + IN_FORCE_AFTER).date()
    seen = queries.fingerprint(work.session, draft)
    edition = operations.adopt(office, draft, decision.id, day, seen)

    def come_into_force(then: Work) -> None:
        operations.refresh_search(then, document)
        if name == "second":
            for key in READERS:
                own = scene.as_editor(then, key)
                operations.acknowledge(own, edition, scene.organisations[key].id)

    scene.timeline.at(work.now + IN_FORCE_AFTER + timedelta(days=1), come_into_force)
