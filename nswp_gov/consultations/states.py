"""The words of consultations: states, kinds of questions, attribution, sizes."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

LONGEST_TEXT = 1500  # characters of an answer in words
LONGEST_LINE = 300
LONGEST_REPORT = 20_000
MOST_OPTIONS = 40
MOST_QUESTIONS = 150
MOST_NUMBER = 10**9
AT_ONCE = 2  # consultations that one organisation has open at once, before somebody says why
LEAST_OF_REGION = 3  # invited from a region: with fewer, the region would name an organisation
LEAST_INVITED = 5  # invited in all: with fewer, "without our name" would say nothing
REMIND_BEFORE = (7, 2)  # days before the end
ANSWERS_KEPT = 365 * 5  # days after the close; the figures stay in the printed report
DEFAULT_BOUNDS = ("1", "5", "20", "100", "500")


class State(StrEnum):
    """Where a consultation is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    REPORTED = "reported"


PATH: Lifecycle[State] = Lifecycle(
    (
        transition("open", State.DRAFT, to=State.OPEN),
        transition("close", State.OPEN, to=State.CLOSED),
        transition("report", State.CLOSED, to=State.REPORTED),
    )
)


class Kind(StrEnum):
    """What a question asks for."""

    TEXT = "text"
    CHOICE = "choice"
    MULTI = "multi"
    SCALE = "scale"
    MATRIX = "matrix"
    NUMBER = "number"
    COUNTRY = "country"
    FILE = "file"
    PARAGRAPH = "paragraph"  # a numbered paragraph of a draft text, to be commented on


WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.MULTI, Kind.MATRIX, Kind.SCALE})
CAN_DECIDE = frozenset({Kind.CHOICE, Kind.MULTI, Kind.SCALE})  # whether another is asked
IN_WORDS = frozenset({Kind.TEXT, Kind.PARAGRAPH})


class Stance(StrEnum):
    """What an organisation thinks of a paragraph."""

    AGREE = "agree"
    CHANGE = "change"
    AGAINST = "against"


class Attribution(StrEnum):
    """How a reply is kept and shown: the organisation chooses."""

    NAME = "name"
    REGION = "region"
    NONE = "none"


class Readers(StrEnum):
    """Who reads the report."""

    PUBLIC = "public"
    MEMBERS = "members"


class Outcome(StrEnum):
    """What became of a recommendation."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_TAKEN = "not_taken"
