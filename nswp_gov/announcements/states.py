"""What an announcement is, where it is on its way, and what it may go with."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition


class Kind(StrEnum):
    """What sort of announcement this is."""

    NEWS = "news"
    ALERT = "alert"
    CALL = "call"
    STATEMENT = "statement"
    DIGEST = "digest"


class State(StrEnum):
    """Where an announcement is on its way to its readers."""

    DRAFT = "draft"  # as a correspondent sent it
    EDITING = "editing"
    TRANSLATING = "translating"  # goes out when all languages are there, or when the wait is over
    SCHEDULED = "scheduled"  # goes out at its instant
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class DayKind(StrEnum):
    """What the day of an announcement is."""

    EVENT = "event"
    DEADLINE = "deadline"


class Credit(StrEnum):
    """What readers are told of who sent the draft."""

    NOBODY = "nobody"
    REGION = "region"
    ORGANISATION = "organisation"  # by its public name, and only while it is listed


class Facet(StrEnum):
    """By what the list of announcements can be narrowed."""

    KIND = "kind"
    REGION = "region"
    THEME = "theme"
    LANGUAGE = "language"
    MONTH = "month"


class Companion(StrEnum):
    """What an announcement may go with, by the type of its record."""

    RESOURCE = "resource"
    CONSULTATION = "consultation"
    ELECTION = "election"
    MEETING = "meeting"


WAITING = frozenset({State.TRANSLATING, State.SCHEDULED})  # the clock will publish these
AT_WORK = frozenset({State.DRAFT, State.EDITING}) | WAITING

LIFE: Lifecycle[State] = Lifecycle(
    (
        transition("resend", State.DRAFT, to=State.DRAFT),
        transition("take_up", State.DRAFT, to=State.EDITING),
        transition("edit", State.DRAFT, State.EDITING, to=State.EDITING),
        transition("edit", State.TRANSLATING, to=State.TRANSLATING),
        transition("edit", State.SCHEDULED, to=State.SCHEDULED),
        transition("edit", State.PUBLISHED, to=State.PUBLISHED),
        transition("translate", State.EDITING, to=State.EDITING),
        transition("translate", State.TRANSLATING, to=State.TRANSLATING),
        transition("translate", State.SCHEDULED, to=State.SCHEDULED),
        transition("translate", State.PUBLISHED, to=State.PUBLISHED),
        transition("ask", State.EDITING, State.TRANSLATING, to=State.TRANSLATING),
        transition("schedule", State.EDITING, State.TRANSLATING, to=State.SCHEDULED),
        transition("schedule", State.SCHEDULED, to=State.SCHEDULED),
        transition("hold", State.TRANSLATING, State.SCHEDULED, to=State.EDITING),
        transition(
            "publish", State.EDITING, State.TRANSLATING, State.SCHEDULED, to=State.PUBLISHED
        ),
        transition("withdraw", *sorted(AT_WORK), State.PUBLISHED, to=State.WITHDRAWN),
    )
)

WAIT = timedelta(days=3)  # for translations, where nobody says how long
LONGEST_WAIT = timedelta(days=30)
CORRESPONDENT_KINDS = (Kind.NEWS, Kind.ALERT, Kind.CALL)
FIELDS = ("title", "summary", "body")
