"""Programmes, their modules and materials; days of action."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import func, select

from nswp_gov.rules.audience import Step
from nswp_gov.store import ids
from nswp_gov.store.errors import NotFound, Unfit, following, need
from nswp_gov.store.links import Link, Relation, join, links_from
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import DayOfAction, Module, Programme
from nswp_gov.training.operations.wording import DAYS, Words, index, place, reword
from nswp_gov.training.queries import days_of_action
from nswp_gov.training.states import (
    KEPT_MONTHS,
    MOST_MONTHS,
    PROGRAMME_PATH,
    ProgrammeState,
    Topic,
)

RESOURCE = "resource"
LEAP = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def add_programme(
    work: Work,
    *,
    title: Words,
    summary: Words,
    topics: Collection[Topic],
    audience: Step = Step.PUBLIC,
    kept_months: int = KEPT_MONTHS,
    slug: str = "",
) -> Programme:
    """Add a programme in draft; texts of one that is not for everybody are sealed.

    Raises:
        Denied: only the secretariat.
        Unfit: names would be kept for longer than five years, or the address is taken.

    """
    need(policy.may_keep(work.actor))
    if not 1 <= kept_months <= MOST_MONTHS:
        raise Unfit("training_kept_too_long", field="kept_months", most=MOST_MONTHS)
    if slug and work.session.scalar(select(Programme.id).where(Programme.slug == slug)):
        raise Unfit("training_address_taken", field="slug")
    made = Programme(
        slug=slug or ids.slug(),
        state=ProgrammeState.DRAFT,
        audience=audience,
        topics=sorted(one.value for one in topics),
        kept_months=kept_months,
    )
    work.session.add(made)
    work.session.flush()
    sealed = audience is not Step.PUBLIC
    place(work, "training_programme", made.id, "title", title, is_sealed=sealed)
    place(work, "training_programme", made.id, "summary", summary, is_sealed=sealed)
    work.record("training.programme_added", made)
    return made


def move_on(work: Work, programme: Programme, verb: str) -> None:
    """Publish a programme, or end it.

    Raises:
        Denied: only the secretariat.
        WrongState: it is not at that stage.

    """
    need(policy.may_keep(work.actor))
    programme.state = following(PROGRAMME_PATH, programme.state, verb)
    work.session.flush()
    index(work, "training_programme", programme)
    work.record(f"training.programme_{programme.state}", programme)


def reword_programme(work: Work, programme: Programme, *, title: str, summary: str) -> None:
    """Write title and summary anew in their source language; translations are behind then.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    reword(work, "training_programme", programme.id, "title", title)
    reword(work, "training_programme", programme.id, "summary", summary)
    index(work, "training_programme", programme)
    work.record("training.programme_reworded", programme)


def add_module(work: Work, programme: Programme, *, title: Words, summary: Words) -> Module:
    """Add a module after the others.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    last = work.session.scalar(
        select(func.max(Module.position)).where(Module.programme_id == programme.id)
    )
    made = Module(programme_id=programme.id, position=(last or 0) + 1)
    work.session.add(made)
    work.session.flush()
    sealed = programme.audience is not Step.PUBLIC
    place(work, "training_module", made.id, "title", title, is_sealed=sealed)
    if any(summary.values()):
        place(work, "training_module", made.id, "summary", summary, is_sealed=sealed)
    work.record("training.module_added", made)
    return made


def add_material(work: Work, module: Module, resource_id: uuid.UUID) -> Link:
    """Let a resource of the library go with a module; once is enough.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    for one in links_from(work.session, "training_module", module.id):
        if one.to_id == resource_id:
            return one
    source, target = ("training_module", module.id), (RESOURCE, resource_id)
    made = join(work.session, source, Relation.COMPANION_OF, target, at=work.now)
    work.record("training.material_added", module)
    return made


def remove_material(work: Work, module: Module, resource_id: uuid.UUID) -> None:
    """Take a resource from a module; the resource stays in the library.

    Raises:
        Denied: only the secretariat.
        NotFound: it does not go with this module.

    """
    need(policy.may_keep(work.actor))
    rows = links_from(work.session, "training_module", module.id)
    row = next((one for one in rows if one.to_id == resource_id), None)
    if row is None:
        raise NotFound
    work.session.delete(row)
    work.record("training.material_removed", module)


def add_day(work: Work, month: int, day: int, title: Words) -> DayOfAction:
    """Add a day of action, to stand in every year's calendar.

    Raises:
        Denied: only the secretariat.
        Unfit: there is no such day, or it is there already.

    """
    need(policy.may_keep(work.actor))
    made = _place_day(work, month, day, title)
    work.record("training.day_added", made)
    return made


def found_days(work: Work) -> list[DayOfAction]:
    """Add those of the movement's four days of action that are not there yet.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    there = {(row.month, row.day) for row in days_of_action(work.session)}
    return [add_day(work, *day, title) for day, title in DAYS.items() if day not in there]


def remove_day(work: Work, row: DayOfAction) -> None:
    """Take a day of action out of the calendar.

    Raises:
        Denied: only the secretariat.

    """
    need(policy.may_keep(work.actor))
    work.session.delete(row)
    work.record("training.day_removed", row)


def _place_day(work: Work, month: int, day: int, title: Words) -> DayOfAction:
    if month not in range(1, 13) or not 1 <= day <= LEAP.get(month, 31):
        raise Unfit("training_no_such_day", field="day")
    if any((row.month, row.day) == (month, day) for row in days_of_action(work.session)):
        raise Unfit("training_day_there", field="day")
    made = DayOfAction(month=month, day=day)
    work.session.add(made)
    work.session.flush()
    place(work, "day_of_action", made.id, "title", title)
    return made
