"""A secret vote that lasts days: an election asks the voting organisations, the meeting takes it.

The general assembly alone has one vote for each organisation, as an election has. In other bodies
a secret vote is counted by two tellers.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import BodyKind
from nswp_gov.elections import operations as elections
from nswp_gov.elections import policy as election_policy
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.queries.questions import Answer, answer_to, question_of
from nswp_gov.elections.states import Kind
from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Meeting, Motion, Vote
from nswp_gov.meetings.operations import amending
from nswp_gov.meetings.operations.agenda import expect
from nswp_gov.meetings.operations.sitting import load_room
from nswp_gov.meetings.operations.taking import keep_vote, refuse_linked
from nswp_gov.meetings.queries import ballots, motions
from nswp_gov.meetings.states import MeetingState, Method, MotionState
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Tally
from nswp_gov.rules.quorum import assess
from nswp_gov.sealing import BallotKind, Level
from nswp_gov.store import links, texts
from nswp_gov.store import settings as stored
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import DomainError, NotFound, Unfit, WrongState, need
from nswp_gov.store.links import Relation
from nswp_gov.store.work import Work


class NotFinal(DomainError):
    """Only a published result can be taken: until then it can be complained about."""

    code = "election_not_final"


class OtherWords(DomainError):
    """The motion reads otherwise than the organisations were asked."""

    code = "election_other_words"


@dataclass(frozen=True)
class Ballot:
    """When the organisations answer, who runs it, and whether it counts."""

    opens_at: datetime
    closes_at: datetime
    complaints_until: datetime
    claims_until: datetime
    officer_id: uuid.UUID
    kind: Kind = Kind.REAL
    level: Level = Level.BROWSER
    deviation_reason: str | None = None


def ask_organisations(work: Work, meeting: Meeting, motion: Motion, plan: Ballot) -> Election:
    """Set an election up that asks every voting organisation about a motion, and link the two.

    The register of today says who votes. From here on the motion's words are public, nobody
    amends it, and nobody enters numbers.

    Raises:
        Denied: only the secretariat; staff are never returning officer.
        WrongState: the meeting is over or not called, or the motion is settled.
        DecidedByElection: an election decides it already.
        AmendmentsFirst: amendments to it are open.
        Unfit: it is no assembly, an amendment, or a closed item; the times are not in order.

    """
    need(election_policy.may_set_up(work.actor))
    expect(meeting, "ask_organisations", MeetingState.CALLED, MeetingState.UNDER_WAY)
    item = work.session.get_one(AgendaItem, motion.item_id)
    _may_be_asked(work, meeting, item, motion)
    times = Timetable(
        record_on=work.today,
        nominations_close_at=work.now,
        claims_until=plan.claims_until,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        complaints_until=plan.complaints_until,
    )
    words = _words(work, "motion", motion.id, "text")
    over = civil_day(plan.complaints_until, work.zone)
    election = elections.set_up(
        work,
        title=_titles(work, item, motion),
        kind=plan.kind,
        timetable=times,
        plans=[PostPlan(None, words, over, ballot=BallotKind.YESNO)],
        officer_id=plan.officer_id,
        level=plan.level,
        deviation_reason=plan.deviation_reason,
    )
    ends = ("motion", motion.id), ("election", election.id)
    links.join(work.session, ends[0], Relation.RESULT_OF, ends[1], at=work.now)
    work.record("meetings.organisations_asked", motion)
    return election


def _may_be_asked(work: Work, meeting: Meeting, item: AgendaItem, motion: Motion) -> None:
    if work.session.get_one(Body, meeting.body_id).kind is not BodyKind.ASSEMBLY:
        raise Unfit("only_organisations_asked")
    if item.is_closed:
        raise Unfit("closed_item_not_asked")
    if motion.is_settled:
        raise WrongState(state=motion.state.value, act="ask_organisations")
    if motions.amendment(work.session, motion.id) is not None:
        raise Unfit("amendment_not_asked")
    refuse_linked(work, motion)
    amending.check(work, motion)


def _titles(work: Work, item: AgendaItem, motion: Motion) -> dict[Locale, str]:
    titles = _words(work, "agenda_item", item.id, "title")
    return {one: f"{item.position}.{motion.ordinal} {title}" for one, title in titles.items()}


def _words(work: Work, kind: str, record_id: uuid.UUID, field: str) -> dict[Locale, str]:
    """Return a text in each language in which it is written, its source first."""
    text = texts.texts_of(work.session, kind, record_id)[field]
    found = {}
    for locale in sorted(Locale, key=lambda one: one is not text.source_locale):
        reading = texts.read(work.session, [text], locale).get(text.id)
        if reading is not None and reading.locale is locale:
            found[locale] = reading.words
    return found


def take_result(work: Work, meeting: Meeting, motion: Motion) -> Vote:
    """Take the published result of the election as the vote on its motion; nothing is typed in.

    Whoever cast a ballot counts as present, the roll as entitled; quorum and majority are those
    of the body's rules for this meeting.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting is not under way, or the motion is not moved.
        NotFound: no election decides it.
        NotFinal: its record is not published, it was a rehearsal, or the rule asks for regions
            and the list of who took part is deleted.
        OtherWords: the motion was changed since.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "vote", MeetingState.UNDER_WAY)
    if motion.state is not MotionState.MOVED:
        raise WrongState(state=motion.state.value, act="vote")
    election = ballots.deciding(work.session, motion.id)
    if election is None:
        raise NotFound
    answer = _final(work, election)
    asked = question_of(work.session, election.id)
    if _words(work, "motion", motion.id, "text") != _asked(work, asked.id, motion):
        raise OtherWords
    vote = _keep(work, meeting, motion, answer)
    work.record("meetings.result_taken", vote)
    return vote


def _asked(work: Work, post_id: uuid.UUID, motion: Motion) -> dict[Locale, str]:
    """Return what was asked, in the languages in which the motion is written now."""
    asked = _words(work, "election_post", post_id, "title")
    now = _words(work, "motion", motion.id, "text")
    return {one: asked.get(one, words) for one, words in now.items()}


def _final(work: Work, election: Election) -> Answer:
    answer = answer_to(work.session, election)
    counts = election.kind is Kind.REAL or stored.get(work.session, stored.SAMPLE) is not None
    if answer is None or not counts:
        raise NotFinal
    return answer


def _keep(work: Work, meeting: Meeting, motion: Motion, answer: Answer) -> Vote:
    rule = load_room(work, meeting).rule
    if rule.groups and answer.groups is None:
        raise NotFinal
    quorum = assess(
        rule, present=answer.cast, entitled=answer.entitled, groups_present=answer.groups or 0
    )
    tally = Tally(answer.in_favour, answer.against, answer.abstained, answer.cast, answer.entitled)
    return keep_vote(work, motion, Method.SECRET, tally, quorum)
