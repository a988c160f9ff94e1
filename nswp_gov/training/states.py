"""The words of capacity building: topics, states, times."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

KEPT_MONTHS = 24  # after the end of an event, before its participants' names go
ANSWER_DAYS = 14  # within which an offered place is to be taken
MOST_MONTHS = 60
MOST_PEOPLE = 12  # in one team
LONGEST_NAME = 120
LONGEST_LINE = 300
LONGEST_TEXT = 4000
CODE_LENGTH = 12  # of a certificate: 59 bits


class Topic(StrEnum):
    """What a programme is about."""

    HUMAN_RIGHTS = "human_rights"
    HEALTH = "health"
    LAW_AND_POLICY = "law_and_policy"
    ETHICS = "ethics"
    TECHNOLOGIES = "technologies"


class Kind(StrEnum):
    """What sort of event it is."""

    ACADEMY = "academy"
    TRAINING = "training"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"


class ProgrammeState(StrEnum):
    """Where a programme is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ENDED = "ended"


class EventState(StrEnum):
    """Where an event is."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    CONCLUDED = "concluded"  # held; nobody changes its participants or who was there


class CallState(StrEnum):
    """Where a call for applications is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"  # places are given out


class State(StrEnum):
    """Where the application of an organisation for places is."""

    RECEIVED = "received"
    OFFERED = "offered"  # chosen; the organisation has to take the places by a day
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # the offer was not answered


PROGRAMME_PATH: Lifecycle[ProgrammeState] = Lifecycle(
    (
        transition("publish", ProgrammeState.DRAFT, to=ProgrammeState.PUBLISHED),
        transition("end", ProgrammeState.PUBLISHED, to=ProgrammeState.ENDED),
    )
)
EVENT_PATH: Lifecycle[EventState] = Lifecycle(
    (
        transition("announce", EventState.DRAFT, to=EventState.ANNOUNCED),
        transition("cancel", EventState.DRAFT, EventState.ANNOUNCED, to=EventState.CANCELLED),
        transition("conclude", EventState.ANNOUNCED, to=EventState.CONCLUDED),
    )
)
CALL_PATH: Lifecycle[CallState] = Lifecycle(
    (
        transition("open", CallState.DRAFT, to=CallState.OPEN),
        transition("close", CallState.OPEN, to=CallState.CLOSED),
    )
)
PATH: Lifecycle[State] = Lifecycle(
    (
        transition("offer", State.RECEIVED, State.WAITING, to=State.OFFERED),
        transition("wait", State.RECEIVED, to=State.WAITING),
        transition("refuse", State.RECEIVED, State.WAITING, to=State.REFUSED),
        transition("confirm", State.OFFERED, to=State.CONFIRMED),
        transition(
            "withdraw",
            State.RECEIVED, State.OFFERED, State.CONFIRMED, State.WAITING,
            to=State.WITHDRAWN,
        ),
        transition("lapse", State.OFFERED, to=State.LAPSED),
    )
)  # fmt: skip
HOLDING = frozenset({State.OFFERED, State.CONFIRMED})  # their places are taken
OVER = frozenset({State.REFUSED, State.WITHDRAWN, State.LAPSED})
SHOWN_EVENTS = frozenset({EventState.ANNOUNCED, EventState.CANCELLED, EventState.CONCLUDED})
