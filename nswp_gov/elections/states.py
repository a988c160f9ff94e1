"""The states of an election and of a nomination, and the verbs between them. Only forward."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

PUBLIC_LIST = 30  # from this size on a roll's size and ballots may be shown


class Kind(StrEnum):
    """Whether the votes count."""

    REHEARSAL = "rehearsal"
    REAL = "real"


class State(StrEnum):
    """Where an election stands."""

    DRAFT = "draft"
    NOMINATIONS = "nominations"
    RULING = "ruling"
    FROZEN = "frozen"
    REHEARSED = "rehearsed"
    OPEN = "open"
    CLOSED = "closed"
    OPENING = "opening"
    COUNTED = "counted"
    DECLARED = "declared"
    PUBLISHED = "published"
    VOID = "void"


LIFE: Lifecycle[State] = Lifecycle(
    (
        transition("open_nominations", State.DRAFT, to=State.NOMINATIONS),
        transition("close_nominations", State.NOMINATIONS, to=State.RULING),
        transition("freeze", State.RULING, to=State.FROZEN),
        transition("note_rehearsal", State.FROZEN, to=State.REHEARSED),
        transition("open_voting", State.FROZEN, State.REHEARSED, to=State.OPEN),
        transition("close_voting", State.OPEN, to=State.CLOSED),
        transition("begin_opening", State.CLOSED, to=State.OPENING),
        transition("count", State.OPENING, to=State.COUNTED),
        transition("declare", State.COUNTED, to=State.DECLARED),
        transition("publish", State.DECLARED, to=State.PUBLISHED),
        transition(
            "void",
            State.DRAFT,
            State.NOMINATIONS,
            State.RULING,
            State.FROZEN,
            State.REHEARSED,
            State.OPEN,
            State.CLOSED,
            State.OPENING,
            State.COUNTED,
            State.DECLARED,
            to=State.VOID,
        ),
    )
)


class NominationState(StrEnum):
    """Where a nomination stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    STANDS = "stands"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NOMINATION: Lifecycle[NominationState] = Lifecycle(
    (
        transition("accept", NominationState.PROPOSED, to=NominationState.ACCEPTED),
        transition("decline", NominationState.PROPOSED, to=NominationState.DECLINED),
        transition("rule_in", NominationState.ACCEPTED, to=NominationState.STANDS),
        transition("rule_out", NominationState.ACCEPTED, to=NominationState.REFUSED),
        transition(
            "withdraw",
            NominationState.PROPOSED,
            NominationState.ACCEPTED,
            NominationState.STANDS,
            to=NominationState.WITHDRAWN,
        ),
    )
)


class ClaimState(StrEnum):
    """Where an objection to the roll stands."""

    MADE = "made"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class DelegateState(StrEnum):
    """How somebody came to cast for an organisation in an election."""

    FIXED = "fixed"  # with the roll
    ASKED = "asked"  # appointed later; waits for the returning officer
    ADMITTED = "admitted"
    REFUSED = "refused"


class AgentState(StrEnum):
    """Whether somebody watches an election for a candidate."""

    ASKED = "asked"  # has a private link, has not answered
    ACTS = "acts"
    DECLINED = "declined"
    ENDED = "ended"  # by the candidate, who may name another


class ComplaintState(StrEnum):
    """Where a complaint about an election stands."""

    MADE = "made"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


COMPLAINT: Lifecycle[ComplaintState] = Lifecycle(
    (
        transition("uphold", ComplaintState.MADE, to=ComplaintState.UPHELD),
        transition("dismiss", ComplaintState.MADE, to=ComplaintState.DISMISSED),
    )
)
