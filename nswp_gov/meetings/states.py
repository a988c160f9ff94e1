"""The words of this room, and which step follows which."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

TEN_YEARS = 3653  # days; Companies Act 2006, sections 248 and 355: at least so long


class MeetingState(StrEnum):
    """Where a meeting is."""

    DRAFT = "draft"
    CALLED = "called"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OVER = frozenset({MeetingState.CLOSED, MeetingState.CANCELLED})

MEETING = Lifecycle(
    (
        transition("call", MeetingState.DRAFT, to=MeetingState.CALLED),
        transition("cancel", MeetingState.DRAFT, MeetingState.CALLED, to=MeetingState.CANCELLED),
        transition("open", MeetingState.CALLED, to=MeetingState.UNDER_WAY),
        transition("close", MeetingState.UNDER_WAY, to=MeetingState.CLOSED),
    )
)


class NoticeKind(StrEnum):
    """What a notice tells."""

    CALLED = "called"
    MOVED = "moved"
    CANCELLED = "cancelled"


class EntryKind(StrEnum):
    """What stands in a calendar."""

    MEETING = "meeting"
    ELECTION = "election"  # its published timetable
    DUTY = "duty"  # what waits for the person themself, over all features
    REVIEW = "review"  # of a decision
    TERM = "term"  # of a seat that ends
    TRAINING = "training"  # an event of capacity building
    DAY = "day"  # of action, every year


class MinutesState(StrEnum):
    """Where the minutes of a meeting are."""

    DRAFT = "draft"
    CORRECTIONS = "corrections"
    APPROVED = "approved"
    PUBLISHED = "published"


MINUTES = Lifecycle(
    (
        transition("circulate", MinutesState.DRAFT, to=MinutesState.CORRECTIONS),
        transition("approve", MinutesState.CORRECTIONS, to=MinutesState.APPROVED),
        transition("publish", MinutesState.APPROVED, to=MinutesState.PUBLISHED),
    )
)


class Rhythm(StrEnum):
    """How the meetings of a series follow each other."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"  # on the same weekday of the month


class ItemKind(StrEnum):
    """What an agenda item is for."""

    ORDINARY = "ordinary"
    APPROVAL = "approval"  # of the minutes of an earlier meeting
    ACTIONS = "actions"  # those still open


class ItemAudience(StrEnum):
    """Who reads what was said on an item."""

    OPEN = "open"
    CLOSED = "closed"


class PaperAudience(StrEnum):
    """Who may have a paper of an open item."""

    AGENDA = "agenda"  # whoever sees the agenda
    ROOM = "room"  # the body, its note-takers, the office


class ItemState(StrEnum):
    """How far an item is."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"


class Capacity(StrEnum):
    """In what capacity a person attends."""

    HOLDER = "holder"  # of a seat
    DELEGATE = "delegate"  # of an organisation; an alternate who stands in for one too
    PROXY = "proxy"
    OBSERVER = "observer"
    STAFF = "staff"


VOTING = frozenset({Capacity.HOLDER, Capacity.DELEGATE, Capacity.PROXY})


class FactKind(StrEnum):
    """What the program itself notes in the minutes."""

    ARRIVED = "arrived"
    LEFT = "left"
    QUORUM_REACHED = "quorum_reached"
    QUORUM_LOST = "quorum_lost"


class MotionState(StrEnum):
    """What became of a motion."""

    FILED = "filed"  # put in before the meeting
    MOVED = "moved"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Method(StrEnum):
    """How a vote is taken."""

    HANDS = "hands"
    ROLL_CALL = "roll_call"
    SECRET = "secret"  # noqa: S105 - a way of voting
    CONSENSUS = "consensus"
    WRITTEN = "written"  # each answers on their own until a deadline


class Choice(StrEnum):
    """What one vote said."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class DecisionAudience(StrEnum):
    """Who reads a decision. A public one is the members' until its minutes are published."""

    PUBLIC = "public"
    MEMBERS = "members"
    BODY = "body"


class ActionState(StrEnum):
    """Whether an action is done."""

    OPEN = "open"
    DONE = "done"


class CorrectionState(StrEnum):
    """What became of a correction that was asked for."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


class EditionKind(StrEnum):
    """For whom an edition of minutes is made."""

    MEMBERS = "members"
    PUBLIC = "public"
