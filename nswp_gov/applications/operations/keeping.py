"""What every act shares: the step it leaves, who is told of it, how long it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts.operations import write_to
from nswp_gov.accounts.states import Role
from nswp_gov.applications import queries
from nswp_gov.applications.models import Application, Step
from nswp_gov.applications.states import DRAFT_LASTS, KEPT, PATH, Act, By
from nswp_gov.store.errors import following
from nswp_gov.store.work import Work

NEWS = "applications/news"
WAITING = "applications/waiting"


def move(application: Application, verb: str) -> None:
    """Bring an application to the state that follows.

    Raises:
        WrongState: the verb is not possible now.

    """
    application.state = following(PATH, application.state, verb)


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

    Acts on one application follow each other from here on.
    """
    queries.DOSSIER.hold(work.session, application)
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


def end(work: Work, application: Application) -> None:
    """Note that an application is decided: it stays a year for questions about it, then goes."""
    application.decided_at = work.now
    application.waits_since = None
    queries.DOSSIER.forget_from(work.session, application, work.now + KEPT - DRAFT_LASTS)


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
