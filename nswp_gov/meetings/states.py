"""The words of this room, and which step follows which."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition


class MeetingState(StrEnum):
    """Where a meeting is."""

    DRAFT = "draft"
    CALLED = "called"
    UNDER_WAY = "under_way"
    CLOSED = "closed"


MEETING = Lifecycle(
    (
        transition("call", MeetingState.DRAFT, to=MeetingState.CALLED),
        transition("open", MeetingState.CALLED, to=MeetingState.UNDER_WAY),
        transition("close", MeetingState.UNDER_WAY, to=MeetingState.CLOSED),
    )
)


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


class ItemKind(StrEnum):
    """What an agenda item is for."""

    ORDINARY = "ordinary"
    APPROVAL = "approval"  # of the minutes of an earlier meeting
    ACTIONS = "actions"  # those still open


class ItemAudience(StrEnum):
    """Who reads what was said on an item."""

    OPEN = "open"
    CLOSED = "closed"


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


class MotionState(StrEnum):
    """What became of a motion."""

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
