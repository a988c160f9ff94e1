"""What every act shares: the step it leaves, who is told of it, how long it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts.operations import write_to
from nswp_gov.accounts.states import Role
from nswp_gov.applications import queries
from nswp_gov.applications.models import Application, Step
from nswp_gov.applications.states import DRAFT_LASTS, KEPT, PATH, Act, By
from nswp_gov.store.errors import Unfit, WrongState
from nswp_gov.store.work import Work

NEWS = "applications/news"
WAITING = "applications/waiting"


def move(application: Application, verb: str) -> None:
    """Bring an application to the state that follows.

    Raises:
        WrongState: the verb is not possible now.

    """
    if not PATH.allowed(application.state, verb):
        raise WrongState(state=application.state.value, act=verb)
    application.state = PATH.after(application.state, verb)


def take_step(
    work: Work,
    application: Application,
    act: Act,
    by: By,
    *,
    about: uuid.UUID | None = None,
    why: str | None = None,
) -> Step:
    """Note a step: what, when, who, why. The caller records it with its act.

    Acts on one application follow each other from here on: the row is held until the commit, so
    that two who recommend at once both count.
    """
    held = select(Application.id).where(Application.id == application.id)
    # Not the strongest lock: a row that was just added and names the application shares its key,
    # and two of those would wait for each other.
    work.session.execute(held.with_for_update(key_share=True))
    row = Step(
        application_id=application.id,
        number=len(queries.steps(work.session, application.id)) + 1,
        act=act,
        at=work.now,
        by=by,
        person_id=work.actor.person_id,
        about=about,
        why=why or None,
        forget_from=application.forget_from,
    )
    work.session.add(row)
    work.session.flush()
    return row


def forget_from(work: Work, application: Application, instant: datetime | None) -> None:
    """Have everything of an application go 60 days after `instant`; None: it stays for now."""
    application.forget_from = instant
    for row in queries.parts_of(work.session, application.id):
        row.forget_from = instant


def end(work: Work, application: Application) -> None:
    """Note that an application is decided: it stays a year for questions about it, then goes."""
    application.decided_at = work.now
    application.waits_since = None
    forget_from(work, application, work.now + KEPT - DRAFT_LASTS)


def need_words(words: str | None, field: str) -> str:
    """Return what was written, without the space around it.

    Raises:
        Unfit: nothing was.

    """
    kept = (words or "").strip()
    if not kept:
        raise Unfit("application_words_missing", field=field)
    return kept


def tell_applicant(work: Work, application: Application) -> None:
    """Write to the applicant, where there is an address, that there is something to read."""
    if application.email:
        work.post(to=application.email, letter=NEWS, locale=application.locale.value, values={})


def tell(work: Work, people: Iterable[uuid.UUID]) -> None:
    """Write to people who have an address that something waits on their own page."""
    for person in queries.address_of(work.session, people):
        write_to(work, person, WAITING)


def office(work: Work) -> list[uuid.UUID]:
    """Return the people of the secretariat."""
    found = accounts.holders(work.session, [Role.SECRETARIAT], work.now)
    return [person.id for person in found]
