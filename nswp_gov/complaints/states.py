"""The words of a complaint: its states, its outcomes, its steps, its times."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

DRAFT_LASTS = timedelta(days=60)  # since the last save; then everything is wiped
KEPT = timedelta(days=3 * 365)  # after the end, for those it concerned; then everything is wiped
IDLE = timedelta(minutes=30)  # before the phrase is asked for again
WARNED = timedelta(days=3)  # before a time is over the circle is written to, and once when it is
MOST_DOCUMENTS = 5
LONGEST_LINE = 300
LONGEST_TEXT = 6000


class State(StrEnum):
    """Where a complaint is."""

    DRAFT = "draft"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    EXAMINED = "examined"  # being looked into
    DECIDED = "decided"  # an appeal is possible
    APPEALED = "appealed"
    CLOSED = "closed"


PATH: Lifecycle[State] = Lifecycle(
    (
        transition("hand_in", State.DRAFT, to=State.RECEIVED),
        transition("acknowledge", State.RECEIVED, to=State.ACKNOWLEDGED),
        transition("examine", State.ACKNOWLEDGED, to=State.EXAMINED),
        transition("decide", State.ACKNOWLEDGED, State.EXAMINED, to=State.DECIDED),
        transition("appeal", State.DECIDED, to=State.APPEALED),
        transition("hear", State.APPEALED, to=State.CLOSED),
        transition("close", State.DECIDED, to=State.CLOSED),
        transition("withdraw", State.RECEIVED, State.ACKNOWLEDGED, State.EXAMINED, to=State.CLOSED),
    )
)
RUNNING = frozenset(State) - {State.DRAFT, State.CLOSED}
OPEN = RUNNING - {State.DECIDED}  # somebody has to do something
LOOKED_INTO = frozenset({State.RECEIVED, State.ACKNOWLEDGED, State.EXAMINED})


class Outcome(StrEnum):
    """How a complaint ended."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    REFERRED = "referred"  # to somebody else who can do more
    WITHDRAWN = "withdrawn"  # by whoever raised it


DECIDABLE = tuple(one for one in Outcome if one is not Outcome.WITHDRAWN)


class Stage(StrEnum):
    """For which hearing somebody is in the circle."""

    FIRST = "first"
    APPEAL = "appeal"


class Left(StrEnum):
    """Why somebody is in the circle no longer."""

    STEPPED_ASIDE = "stepped_aside"
    CONCERNED = "concerned"  # found to be named or to belong to an organisation that is
    DECIDED = "decided"  # others hear the appeal


class Act(StrEnum):
    """What a step of a complaint was."""

    HANDED_IN = "handed_in"
    READERS_NAMED = "readers_named"  # by the rule
    ADDED = "added"  # by somebody of the circle
    STEPPED_ASIDE = "stepped_aside"
    KEPT_OUT = "kept_out"
    ACKNOWLEDGED = "acknowledged"
    EXAMINED = "examined"
    DECIDED = "decided"
    APPEALED = "appealed"
    HEARD = "heard"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"  # the circle wrote
    WROTE = "wrote"  # whoever raised it wrote
    MEASURE_SET = "measure_set"
    MEASURE_DONE = "measure_done"
    REMINDED = "reminded"


class By(StrEnum):
    """Who took a step; a person is named beside it, for the circle."""

    COMPLAINANT = "complainant"
    CIRCLE = "circle"
    CLOCK = "clock"


# What whoever raised it reads of the steps; the others say how the circle works.
TOLD = frozenset(Act) - {Act.MEASURE_SET, Act.MEASURE_DONE, Act.REMINDED, Act.KEPT_OUT}
