"""What is due for those who act for an organisation, as the desk and our home show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.directory import queries
from nswp_gov.directory.states import CONFIRMED_FOR, JOINT_LASTS
from nswp_gov.store.actor import Actor

MOST_COUNTED = 200
SOON = timedelta(days=30)  # before a profile is a year old its people are told


@dataclass(frozen=True)
class DueRow:
    """One row: what, until when, where to, and one act."""

    title: str
    due_at: datetime
    href: str
    act: str
    feature: str
    note: str = ""


# Everything that is due over all features, soonest first. Rooms above put themselves in.
EVERYTHING: list[Callable[[Session, Actor, datetime], Sequence[Any]]] = []


def rows(session: Session, actor: Actor, now: datetime) -> list[DueRow]:
    """Return what waits: a profile, a second confirmation, a tie to answer, letters to send."""
    day = now.date()
    found = [*_own(session, actor, now), *_joint(session, actor, now)]
    if actor.has("secretariat"):
        waiting = len(queries.to_be_asked(session, day, now, MOST_COUNTED))
        if waiting:
            found.append(_asking(waiting, now))
    return found


def _joint(session: Session, actor: Actor, now: datetime) -> Iterator[DueRow]:
    """Appointments by the office: a representative agrees, the organisation may stop them."""
    for row in queries.joint_to_agree(session, actor.board_of, actor.person_id, now):
        yield DueRow(
            _("Agree to an appointment, or not"),
            row.asked_at + JOINT_LASTS,
            url_for("directory.joint_agreement", joint_id=row.id),
            _("See it"),
            _("Directory"),
        )
    for row in queries.joint_appointments(session, sorted(actor.editor_of)):
        yield DueRow(
            _("The office appoints somebody for you: stop it if it is wrong"),
            row.ready_at or row.asked_at + JOINT_LASTS,
            url_for("directory.people", organisation_id=row.organisation_id, _anchor="joint"),
            _("See it"),
            _("Directory"),
        )


def _asking(waiting: int, now: datetime) -> DueRow:
    return DueRow(
        title=_("Ask organisations whether their profile is still right"),
        due_at=now,
        href=url_for("directory.freshness"),
        act=_("See them"),
        feature=_("Directory"),
        note=_("%(number)s wait.", number=waiting),
    )


def _own(session: Session, actor: Actor, now: datetime) -> Iterator[DueRow]:
    known = queries.dossiers(session, sorted(actor.editor_of), now.date())
    for one in known.values():
        subject, name = one.subject, one.subject.name
        values: dict[str, Any] = {"organisation_id": subject.id}
        due_on = confirmation_due(subject.confirmed_on)
        if subject.is_current and (due_on is None or due_on - now.date() <= SOON):
            yield DueRow(
                _("Confirm your profile"),
                _noon(due_on) if due_on else now,
                url_for("directory.home", **values, _anchor="confirm"),
                _("Look and confirm"),
                _("Directory"),
                name,
            )
        if one.waits_for_confirmation and one.consent is not None:
            yield DueRow(
                _("Confirm your consent a second time"),
                one.consent.given_at + timedelta(days=14),
                url_for("directory.consent", **values),
                _("See the consent"),
                _("Directory"),
                name,
            )
    for tie, own in queries.proposed_ties(session, sorted(actor.editor_of)):
        yield DueRow(
            _("Answer a proposed tie"),
            tie.proposed_at + timedelta(days=30),
            url_for("directory.affiliations", organisation_id=own),
            _("See it"),
            _("Directory"),
            known[own].subject.name,
        )


def confirmation_due(confirmed_on: date | None) -> date | None:
    """Return the day by which a profile is to be confirmed again; None: it never was."""
    return confirmed_on + CONFIRMED_FOR if confirmed_on else None


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
