"""The way of minutes: circulated, corrected, approved by a later meeting, published."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.queries import MinutesRule
from nswp_gov.bodies.states import Approval, RuleName
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Decision, Erratum, Meeting, Minutes
from nswp_gov.meetings.operations.agenda import said
from nswp_gov.meetings.operations.voting import agree
from nswp_gov.meetings.operations.wording import APPROVED
from nswp_gov.meetings.queries import editions, records
from nswp_gov.meetings.queries.presence import meeting_day
from nswp_gov.meetings.states import (
    MINUTES,
    DecisionAudience,
    EditionKind,
    ItemKind,
    MeetingState,
    MinutesState,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal, texts
from nswp_gov.store.errors import DomainError, WrongState, following, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work

ORDINARY = MinutesRule(14, Approval.LATER_MEETING, 14)  # where a body has no rule


class CorrectionsWaiting(DomainError):
    """Corrections were asked for that nobody has settled."""

    code = "corrections_waiting"


class NotALaterItem(DomainError):
    """Minutes are approved by an item of a later meeting of the same body that is for it."""

    code = "not_a_later_item"


class NotByCirculation(DomainError):
    """The body's rule does not let minutes be approved by circulation."""

    code = "not_by_circulation"


class CirculationRunning(DomainError):
    """The time for objections is not over."""

    code = "circulation_running"


@dataclass(frozen=True)
class Published:
    """The two editions that were published, as kept."""

    members: journal.PublishedRecord
    public: journal.PublishedRecord


def circulate(work: Work, meeting: Meeting, minutes: Minutes) -> datetime:
    """Send the draft out for corrections; return until when they may be asked for.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting is not over, or the draft went out before.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    if meeting.state is not MeetingState.CLOSED:
        raise WrongState(state=meeting.state.value, act="circulate")
    _advance(minutes, "circulate")
    rule = minutes_rule(work, meeting)
    minutes.circulated_at = work.now
    minutes.corrections_until = work.now + timedelta(days=rule.corrections_days)
    work.record("meetings.minutes_circulated", minutes)
    return minutes.corrections_until


def minutes_rule(work: Work, meeting: Meeting) -> MinutesRule:
    """Return how the body corrects and approves its minutes, by the rule of the meeting's day."""
    known = bodies.rule(work.session, meeting.body_id, RuleName.MINUTES, meeting_day(meeting))
    return bodies.minutes_rule(known.value) if known else ORDINARY


def _expect(minutes: Minutes, verb: str) -> None:
    following(MINUTES, minutes.state, verb)


def _advance(minutes: Minutes, verb: str) -> None:
    _expect(minutes, verb)
    minutes.state = MINUTES.after(minutes.state, verb)


def approve_minutes(work: Work, minutes: Minutes, item: AgendaItem) -> Decision:
    """Approve minutes on an item of a later meeting: decided by consensus, linked both ways.

    Raises:
        Denied: only the note-takers and the chair of the later meeting.
        NotALaterItem: the item is for something else, or its meeting is not later.
        CorrectionsWaiting: a correction is not settled.
        NoQuorum: too few are present.
        WrongState: the draft has not been out for corrections, or the later meeting is not on.

    """
    later = work.session.get_one(Meeting, item.meeting_id)
    meeting = work.session.get_one(Meeting, minutes.meeting_id)
    need(policy.may_take_minutes(work.actor, later))
    fits = item.kind is ItemKind.APPROVAL and item.approves_id == minutes.id
    if not fits or later.body_id != meeting.body_id or later.starts_at <= meeting.starts_at:
        raise NotALaterItem
    _refuse_unsettled(work, minutes)
    _expect(minutes, "approve")
    day = meeting_day(meeting).isoformat()
    words = {locale: phrase % {"day": day} for locale, phrase in APPROVED.items()}
    decision = agree(work, later, item, words=words[later.locale], translations=words)
    _advance(minutes, "approve")
    _mark_approved(work, minutes, Approval.LATER_MEETING)
    _link(work, minutes, ("agenda_item", item.id))
    _link(work, minutes, ("decision", decision.id))
    work.record("meetings.minutes_approved", minutes)
    return decision


def approve_by_circulation(work: Work, meeting: Meeting, minutes: Minutes) -> None:
    """Approve minutes to which nobody objected in the time that the body's rule gives.

    Raises:
        Denied: only the note-takers and the chair.
        NotByCirculation: the body's rule asks for a later meeting.
        CirculationRunning: the time is not over.
        CorrectionsWaiting: a correction is not settled.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    rule = minutes_rule(work, meeting)
    if rule.approval is not Approval.CIRCULATION:
        raise NotByCirculation
    if minutes.circulated_at is None:
        raise WrongState(state=minutes.state.value, act="approve")
    if work.now < minutes.circulated_at + timedelta(days=rule.circulation_days):
        raise CirculationRunning
    _refuse_unsettled(work, minutes)
    _advance(minutes, "approve")
    _mark_approved(work, minutes, Approval.CIRCULATION)
    work.record("meetings.minutes_approved", minutes)


def _refuse_unsettled(work: Work, minutes: Minutes) -> None:
    if waiting := records.open_corrections(work.session, minutes.id):
        raise CorrectionsWaiting(num=waiting)


def _mark_approved(work: Work, minutes: Minutes, how: Approval) -> None:
    minutes.approved_at = work.now
    minutes.approved_by = how


def _link(work: Work, minutes: Minutes, target: tuple[str, uuid.UUID]) -> None:
    join(work.session, ("minutes", minutes.id), Relation.APPROVED_BY, target, at=work.now)


def publish_minutes(work: Work, meeting: Meeting, minutes: Minutes) -> Published:
    """Publish the members' and the public edition of approved minutes; both stay as they are.

    Raises:
        Denied: only the secretariat.
        WrongState: they are not approved, or were published before.

    """
    need(policy.may_publish(work.actor))
    _advance(minutes, "publish")
    minutes.published_at = work.now
    for decision in _public_decisions(work, meeting):
        _open_words(work, decision)
    event = work.record("meetings.minutes_published", minutes)
    made = {
        kind: journal.publish(
            work.session,
            event,
            kind="minutes",
            subject_id=meeting.id,
            name=kind.value,
            body=editions.compose(work.session, meeting, minutes, kind),
        )
        for kind in EditionKind
    }
    work.session.flush()
    return Published(members=made[EditionKind.MEMBERS], public=made[EditionKind.PUBLIC])


def _public_decisions(work: Work, meeting: Meeting) -> list[Decision]:
    return list(
        work.session.scalars(
            select(Decision)
            .where(
                Decision.meeting_id == meeting.id,
                Decision.audience == DecisionAudience.PUBLIC,
            )
            .order_by(Decision.ordinal)
        )
    )


def _open_words(work: Work, decision: Decision) -> None:
    """Store what everybody may now read of a decision, in every language it has."""
    decision.published_at = work.now
    sealed = texts.texts_of(work.session, "decision", decision.id)["text"]
    revisions = texts.revisions_of(work.session, [sealed.id])[sealed.id]
    newest = texts.shown_in(revisions)
    source = newest.pop(sealed.source_locale)
    opened = texts.new_text(
        work,
        subject_type="decision",
        subject_id=decision.id,
        field="public",
        locale=sealed.source_locale,
        words=source.words,
    )
    for locale, row in newest.items():
        texts.translate(
            work,
            opened,
            locale=locale,
            words=row.words,
            made_from=1,
            is_shipped=row.is_machine_assisted,
        )


def add_erratum(
    work: Work,
    meeting: Meeting,
    minutes: Minutes,
    *,
    words: Mapping[Locale, str],
    item: AgendaItem | None = None,
    is_public: bool = False,
) -> Erratum:
    """Add a visible correction to published minutes; the edition itself stays as it was.

    Raises:
        Denied: only the secretariat.
        WrongState: the minutes are not published.
        Unfit: nothing was said.

    """
    need(policy.may_publish(work.actor))
    if minutes.state is not MinutesState.PUBLISHED:
        raise WrongState(state=minutes.state.value, act="add_erratum")
    source = next(iter(words), meeting.locale)
    kept = said(words.get(source, ""), "words")
    is_public = is_public and (item is None or not item.is_closed)
    row = Erratum(
        minutes_id=minutes.id,
        item_id=item.id if item else None,
        ordinal=len(records.errata(work.session, minutes.id)) + 1,
        is_public=is_public,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    text = texts.new_text(
        work,
        subject_type="erratum",
        subject_id=row.id,
        field="text",
        locale=source,
        words=kept,
        is_sealed=not is_public,
    )
    for locale in [one for one in words if one is not source]:
        texts.translate(work, text, locale=locale, words=words[locale], made_from=1)
    event = work.record("meetings.erratum_added", row)
    if is_public:
        journal.publish(
            work.session,
            event,
            kind="erratum",
            subject_id=meeting.id,
            name=f"erratum-{row.ordinal}",
            body=editions.compose_erratum(row, item, words),
        )
        work.session.flush()
    return row
