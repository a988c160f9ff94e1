"""What the clock does with one application: reminders, silence, what was given up, the wiping."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from nswp_gov.applications import queries
from nswp_gov.applications.answers import reminders_due
from nswp_gov.applications.models import Application, Step
from nswp_gov.applications.operations.deciding import agree, to_board
from nswp_gov.applications.operations.examining import (
    invite_reviewers,
    is_waiting_for_others,
)
from nswp_gov.applications.operations.keeping import (
    end,
    move,
    office,
    take_step,
    tell,
    tell_applicant,
)
from nswp_gov.applications.policy import panel
from nswp_gov.applications.states import (
    ANSWER_REMINDERS,
    BOARD_REMINDERS,
    CHECK_REMINDERS,
    DRAFT_LASTS,
    DRAFT_REMINDERS,
    REVIEW_REMINDERS,
    SILENCE,
    Act,
    Answer,
    By,
    State,
)
from nswp_gov.store.work import Work

LAPSES = "applications/lapses"


def pass_time(work: Work, application: Application) -> str:
    """Do what the clock has to do with an application now; return what it was, or ''."""
    if application.state is State.REVIEW:
        return _review(work, application)
    if application.state is State.DRAFT:
        return _lapsing(work, application)
    if application.state is State.RETURNED:
        return _given_up(work, application, application.saved_at) or _lapsing(work, application)
    since = application.waits_since
    days = CHECK_REMINDERS if application.state in _CHECKED else BOARD_REMINDERS
    if since is None or application.state not in _CHECKED | _HEARD:
        return ""
    asked = queries.open_inquiries(work.session, application.id)
    if asked:
        given_up = _given_up(work, application, asked[0].asked_at)
        return given_up or _remind_applicant(work, application, asked[0].asked_at)
    return _remind(work, application, None, office(work), since=since, days=days)


_CHECKED = frozenset({State.RECEIVED, State.AGREED})
_HEARD = frozenset({State.BOARD, State.APPEALED})


def _review(work: Work, application: Application) -> str:
    assert application.waits_since is not None
    asked = queries.open_inquiries(work.session, application.id)
    if asked and (done := _given_up(work, application, asked[0].asked_at)):
        return done
    if invite_reviewers(work, application):
        work.record("application.reviewers_invited", application)
        return "invited"
    if asked:
        return _remind_applicant(work, application, asked[0].asked_at)
    if is_waiting_for_others(work, application):
        return ""
    if work.now >= application.waits_since + SILENCE:
        return _silence(work, application)
    return _remind_reviewers(work, application)


def _silence(work: Work, application: Application) -> str:
    """One yes and the other's silence admit; silence alone, or beside a no, goes to the board."""
    given = [row.answer for row in queries.recommendations(work.session, application.id)]
    if given == [Answer.YES]:
        agree(work, application, By.CLOCK, "silence")
        return "agreed"
    to_board(work, application, By.CLOCK, "silence")
    work.record("application.silence", application)
    return "to_board"


def _remind_reviewers(work: Work, application: Application) -> str:
    assert application.waits_since is not None
    case = queries.case_of(work.session, application, work.now)
    since, done = application.waits_since, []
    for place in panel(case):
        if place.person_id is not None and place.person_id in case.deciders:
            continue
        people = office(work) if place.person_id is None else [place.person_id]
        done.append(
            _remind(work, application, place.person_id, people, since=since, days=REVIEW_REMINDERS)
        )
    return next((one for one in done if one), "")


def _reminded(
    work: Work, application: Application, about: uuid.UUID | None, since: datetime
) -> Sequence[Step]:
    return [
        row
        for row in queries.steps(work.session, application.id)
        if row.act is Act.REMINDED and row.about == about and row.at >= since
    ]


def _remind(
    work: Work,
    application: Application,
    about: uuid.UUID | None,
    people: Iterable[uuid.UUID],
    *,
    since: datetime,
    days: Sequence[int],
) -> str:
    """Write once more to people who have not acted, if it is time; several missed ones are one."""
    sent = len(_reminded(work, application, about, since))
    due = reminders_due(since, work.now, days)
    if due <= sent:
        return ""
    for _missed in range(due - sent):
        take_step(work, application, Act.REMINDED, By.CLOCK, about=about)
    tell(work, people)
    work.record("application.reminded", application)
    return "reminded"


def _remind_applicant(work: Work, application: Application, since: datetime) -> str:
    sent = len(_reminded(work, application, application.id, since))
    due = reminders_due(since, work.now, ANSWER_REMINDERS)
    if due <= sent:
        return ""
    for _missed in range(due - sent):
        take_step(work, application, Act.REMINDED, By.CLOCK, about=application.id)
    tell_applicant(work, application)
    work.record("application.reminded", application)
    return "reminded"


def _lapsing(work: Work, application: Application) -> str:
    """Tell whoever began and did not go on until when it is kept."""
    since = application.saved_at
    sent = len(_reminded(work, application, application.id, since))
    due = reminders_due(since, work.now, DRAFT_REMINDERS)
    if due <= sent or not application.email:
        return ""
    for _missed in range(due - sent):
        take_step(work, application, Act.REMINDED, By.CLOCK, about=application.id)
    work.post(
        to=application.email,
        letter=LAPSES,
        locale=application.locale.value,
        values={"until": (since + DRAFT_LASTS).date().isoformat()},
    )
    work.record("application.reminded", application)
    return "reminded"


def _given_up(work: Work, application: Application, since: datetime) -> str:
    """Close what its applicant has not answered for 60 days; it is wiped 60 days later."""
    if work.now < since + DRAFT_LASTS:
        return ""
    move(application, "withdraw")
    end(work, application)
    queries.DOSSIER.forget_from(work.session, application, work.now)
    take_step(work, application, Act.CLOSED, By.CLOCK)
    tell_applicant(work, application)
    work.record("application.closed", application)
    return "closed"
