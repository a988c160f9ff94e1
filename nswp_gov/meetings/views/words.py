"""What states, capacities and refusals of this room are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from nswp_gov.bodies.forms import MAJORITIES
from nswp_gov.meetings.forms import (
    DECISION_AUDIENCES,
    ENTRY_KINDS,
    METHODS,
    PAPER_AUDIENCES,
)
from nswp_gov.meetings.states import (
    Capacity,
    Choice,
    CorrectionState,
    FactKind,
    MeetingState,
    Method,
    MinutesState,
    MotionState,
)

STATES: Mapping[str, Any] = {
    MeetingState.DRAFT: _l("draft"),
    MeetingState.CALLED: _l("called"),
    MeetingState.UNDER_WAY: _l("under way"),
    MeetingState.CLOSED: _l("over"),
    MeetingState.CANCELLED: _l("called off"),
}
MINUTES: Mapping[str, Any] = {
    MinutesState.DRAFT: _l("draft minutes"),
    MinutesState.CORRECTIONS: _l("unapproved minutes"),
    MinutesState.APPROVED: _l("approved minutes"),
    MinutesState.PUBLISHED: _l("published minutes"),
}
MOTIONS: Mapping[str, Any] = {
    MotionState.FILED: _l("put in before the meeting"),
    MotionState.MOVED: _l("moved"),
    MotionState.CARRIED: _l("carried"),
    MotionState.LOST: _l("not carried"),
    MotionState.WITHDRAWN: _l("withdrawn"),
}
CAPACITIES: Mapping[str, Any] = {
    Capacity.HOLDER: _l("seat"),
    Capacity.DELEGATE: _l("delegate"),
    Capacity.PROXY: _l("proxy"),
    Capacity.OBSERVER: _l("observer"),
    Capacity.STAFF: _l("staff"),
}
FACTS: Mapping[str, Any] = {
    FactKind.ARRIVED: _l("%(name)s came in."),
    FactKind.LEFT: _l("%(name)s left."),
    FactKind.QUORUM_REACHED: _l("There was a quorum from here on."),
    FactKind.QUORUM_LOST: _l("The quorum was lost: nothing could be decided from here on."),
}
PARTS: Mapping[str, Any] = {
    "title": _l("Title of the item"),
    "public": _l("Public text"),
    "minutes": _l("Members’ text"),
}
CORRECTIONS: Mapping[str, Any] = {
    CorrectionState.OPEN: _l("to be settled"),
    CorrectionState.TAKEN: _l("made"),
    CorrectionState.DECLINED: _l("not made"),
}
NEEDED: Mapping[str, Any] = MAJORITIES
VOTED: Mapping[str, Any] = {**METHODS, Method.WRITTEN: _l("In writing, until a deadline")}
BY_ELECTION = _l("Secret ballot of the voting organisations, before the meeting")
READERS: Mapping[str, Any] = DECISION_AUDIENCES
ENTRIES: Mapping[str, Any] = ENTRY_KINDS
HANDED: Mapping[str, Any] = PAPER_AUDIENCES
CHOICES: Mapping[str, Any] = {
    Choice.FOR: _l("For"),
    Choice.AGAINST: _l("Against"),
    Choice.ABSTAIN: _l("Abstains"),
}
LABELS: dict[str, Any] = {
    "due.call_meeting": _l("Call the meeting"),
    "due.meeting": _l("A meeting"),
    "due.circulate": _l("Send draft minutes out for corrections"),
    "due.corrections": _l("Read draft minutes and ask for corrections"),
    "due.publish": _l("Publish approved minutes"),
    "due.action": _l("Action %(number)s"),
    "due.review": _l("Review decision %(number)s"),
    "calendar.meeting": _l("Meeting: %(body)s"),
    "calendar.nominations_close_at": _l("Nominations close: %(title)s"),
    "calendar.opens_at": _l("Voting opens: %(title)s"),
    "calendar.closes_at": _l("Voting closes: %(title)s"),
    "calendar.review": _l("Review decision %(number)s"),
    "calendar.term": _l("The term ends: %(seat)s"),
}
REFUSALS: dict[str, Any] = {
    "unknown_zone": _l("We don’t know this time zone. Write it as in Europe/London."),
    "meeting_in_past": _l("This time is over."),
    "one_owner": _l("Choose who does it: one person or one organisation."),
    "series_too_long": _l("A series has from one to %(most)s meetings."),
    "nothing_chosen": _l("Choose at least one."),
    "nothing_said": _l("Something has to stand here."),
    "empty_agenda": _l("Put at least one item on the agenda first."),
    "notice_too_short": _l(
        "The rule asks for %(needed)s days of notice and this gives %(given)s. "
        "Choose a later day, or say why it may be shorter."
    ),
    "amendments_first": _l("Vote on the amendments first: %(num)s are open."),
    "amendment_outdated": _l(
        "The motion reads otherwise since this amendment was written. Word the amendment anew."
    ),
    "too_late_to_file": _l("The day until which this could be put in is over."),
    "writing_over": _l("The time for answers is over."),
    "writing_runs": _l("Not everybody has answered, and the time is not over."),
    "no_mandate": _l("This person doesn’t have that vote on the day of the meeting."),
    "mandate_taken": _l("Somebody in the room has this vote already."),
    "too_many_proxies": _l("The rule doesn’t allow one person that many proxies."),
    "already_recused": _l("It is noted already that this person takes no part in this item."),
    "voted_before": _l("A vote was taken on this item since. Who was counted stays as it was."),
    "already_here": _l("This person is noted already."),
    "not_in_the_room": _l("This person is not in the room."),
    "left_before_arrival": _l("Nobody leaves before they come."),
    "instant_outside_meeting": _l("This time lies outside the meeting."),
    "not_entitled_to_move": _l(
        "Mover and seconder are two people with a vote who are in the room."
    ),
    "no_quorum": _l("Too few are present: nothing can be decided now."),
    "decided_by_election": _l(
        "The voting organisations are asked about this motion. "
        "Take their answer on the motion’s own page."
    ),
    "election_not_final": _l(
        "The result can be taken once its record is published: until then somebody may complain. "
        "A rehearsal decides nothing."
    ),
    "election_other_words": _l("The motion reads otherwise than the organisations were asked."),
    "only_organisations_asked": _l(
        "A sealed ballot has one vote for each organisation, so only the general assembly has it."
    ),
    "closed_item_not_asked": _l("A closed item cannot be asked about: the ballot is public."),
    "amendment_not_asked": _l("Amendments are voted on in the meeting."),
    "not_carried": _l("This vote was not carried, so there is no decision."),
    "roll_not_present": _l("A roll call holds one choice for each vote present, and no others."),
    "nothing_counted": _l("Enter how many voted for, against, and abstained."),
    "more_votes_than_present": _l(
        "These are %(votes)s votes, and %(present)s are present who have one."
    ),
    "two_tellers": _l("A secret vote is counted by two people. Choose both."),
    "too_few_for_secret": _l(
        "With fewer than five votes a secret vote would not be secret. Choose another way."
    ),
    "due_in_past": _l("This day is over."),
    "closed_item": _l("Nothing is said in public on a closed item."),
    "corrections_over": _l("The time for corrections is over."),
    "corrections_waiting": _l("Settle every correction first: %(num)s wait."),
    "not_a_later_item": _l(
        "Minutes are approved by an item of a later meeting of the same body that is for them."
    ),
    "not_by_circulation": _l("The rule of this body asks for approval by a later meeting."),
    "circulation_running": _l("The time for objections is not over."),
}
REASONS: dict[str, Any] = {
    "only_secretariat_or_chair": _l("Only the secretariat or the chair does this."),
    "only_note_takers": _l("Only those named to take the minutes of this meeting do this."),
    "only_with_a_vote": _l("Only those with a vote in this meeting do this."),
    "only_attendees": _l("Only those who attended may ask for a correction."),
    "only_own_calendar": _l("This calendar is somebody else’s."),
    "only_own_name": _l("Each person decides for themself whether they are named."),
    "not_circulated": _l("The draft is not out yet."),
    "only_members": _l("Only members read this."),
    "not_called_yet": _l("This meeting has not been called yet."),
}


def way_said(method: str, election: object = None) -> str:
    """Return how a vote was taken; `election`: whatever names the one that counted it."""
    return str(BY_ELECTION if election else VOTED[method])


def fact_said(kind: str, name: str = "") -> str:
    """Return what the program notes in the minutes by itself."""
    said = str(FACTS[kind])
    return said % {"name": name} if name else said


def present_said(count: int | None) -> str:
    """Return how many were present, or that it were few."""
    if count is None:
        return str(_("Fewer than three were present."))
    return str(ngettext("One person was present.", "%(num)d people were present.", count))


def instant_of(written: str) -> datetime:
    """Return the instant that a published record states."""
    return datetime.fromisoformat(written)
