"""The words of an application: its states, its ten questions, its steps, its times."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from nswp_gov.directory.states import ProfileField
from nswp_gov.rules.lifecycle import Lifecycle, transition

DRAFT_LASTS = timedelta(days=60)  # since the last save; then everything is wiped
KEPT = timedelta(days=365)  # after the end, for questions about it; then everything is wiped
CHECK_WITHIN = timedelta(days=7)
SILENCE = timedelta(days=21)  # after which one yes admits
BOARD_WITHIN = timedelta(days=60)
APPEAL_WITHIN = timedelta(days=30)
VERIFIER_LASTS = timedelta(days=21)
IDLE = timedelta(minutes=30)  # before the phrase is asked for again

# Days after which somebody who has not answered yet is written to again.
REVIEW_REMINDERS = (7, 14, 19)
CHECK_REMINDERS = (5, 10, 20)
BOARD_REMINDERS = (14, 28, 50)
ANSWER_REMINDERS = (7, 21)
DRAFT_REMINDERS = (30, 53)

STATEMENTS_TEXT = 1  # the version of the words that are endorsed
REVIEWERS = 2  # how many examine an application
MOST_DOCUMENTS = 3
LONGEST_LINE = 300
LONGEST_TEXT = 2000


class State(StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    RECEIVED = "received"  # with the secretariat
    RETURNED = "returned"  # back with the applicant: something is missing
    REVIEW = "review"  # with two reviewers
    AGREED = "agreed"  # two yeses; the board has to assign a region first
    BOARD = "board"  # the board decides
    ADMITTED = "admitted"
    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"  # refused, and heard again
    WITHDRAWN = "withdrawn"


PATH: Lifecycle[State] = Lifecycle(
    (
        transition("hand_in", State.DRAFT, State.RETURNED, to=State.RECEIVED),
        transition("give_back", State.RECEIVED, to=State.RETURNED),
        transition("pass_on", State.RECEIVED, to=State.REVIEW),
        transition("agree", State.REVIEW, to=State.AGREED),
        transition("split", State.REVIEW, State.RECEIVED, to=State.BOARD),
        transition(
            "admit", State.REVIEW, State.AGREED, State.BOARD, State.APPEALED, to=State.ADMITTED
        ),
        transition("refuse", State.REVIEW, State.BOARD, to=State.REFUSED),
        transition("appeal", State.REFUSED, to=State.APPEALED),
        transition("uphold", State.APPEALED, to=State.UPHELD),
        transition(
            "withdraw",
            State.RECEIVED, State.RETURNED, State.REVIEW, State.AGREED, State.BOARD, State.APPEALED,
            to=State.WITHDRAWN,
        ),
    )
)  # fmt: skip
WRITTEN = frozenset({State.DRAFT, State.RETURNED})  # the applicant writes
RUNNING = frozenset(
    {State.RECEIVED, State.RETURNED, State.REVIEW, State.AGREED, State.BOARD, State.APPEALED}
)
PLACED = frozenset({State.RECEIVED, State.REVIEW, State.AGREED, State.BOARD, State.APPEALED})
EXAMINED = frozenset({State.RECEIVED, State.REVIEW, State.BOARD, State.APPEALED})
ENDED = frozenset({State.ADMITTED, State.REFUSED, State.UPHELD, State.WITHDRAWN})


class Part(StrEnum):
    """One page of the form; each is saved by itself."""

    ORGANISATION = "organisation"
    LEADERSHIP = "leadership"
    WORK = "work"
    CONTACT = "contact"
    VALUES = "values"
    CONSENT = "consent"


class Question(StrEnum):
    """The ten questions."""

    NAME = "name"
    COUNTRY = "country"
    LEVEL = "level"
    LED_BY = "led_by"
    INVOLVEMENT = "involvement"
    HOST = "host"
    WORKS_WITH = "works_with"
    AREAS = "areas"
    CHALLENGES = "challenges"
    CONTACT = "contact"


class LedBy(StrEnum):
    """Who decides in the organisation; from it follows the category that is asked for."""

    SEX_WORKERS = "sex_workers"
    WITH_OTHERS = "with_others"
    SUPPORTERS = "supporters"


class Statement(StrEnum):
    """What a member endorses."""

    WORK = "work"
    CRIMINALISATION = "criminalisation"
    SELF_ORGANISATION = "self_organisation"
    CONSENSUS = "consensus"
    CONDUCT = "conduct"


QUESTIONS: dict[Part, tuple[Question, ...]] = {
    Part.ORGANISATION: (Question.NAME, Question.COUNTRY, Question.LEVEL),
    Part.LEADERSHIP: (Question.LED_BY, Question.INVOLVEMENT, Question.HOST),
    Part.WORK: (Question.WORKS_WITH, Question.AREAS, Question.CHALLENGES),
    Part.CONTACT: (Question.CONTACT,),
}
NEEDED = (
    Question.NAME,
    Question.LEVEL,
    Question.LED_BY,
    Question.INVOLVEMENT,
    Question.WORKS_WITH,
    Question.CONTACT,
)
# What is carried into the profile on admission, and may be shown there if it is consented to.
PROFILE: dict[Question, ProfileField] = {
    Question.NAME: ProfileField.NAME,
    Question.COUNTRY: ProfileField.COUNTRY,
    Question.LEVEL: ProfileField.LEVEL,
    Question.INVOLVEMENT: ProfileField.INVOLVEMENT,
    Question.HOST: ProfileField.HOST,
    Question.WORKS_WITH: ProfileField.WORKS_WITH,
    Question.AREAS: ProfileField.AREAS,
    Question.CHALLENGES: ProfileField.CHALLENGES,
    Question.CONTACT: ProfileField.CONTACT_PERSON,
}


class Capacity(StrEnum):
    """In what somebody examines an application."""

    REPRESENTATIVE = "representative"
    PRESIDENT = "president"
    SECRETARIAT = "secretariat"


class StandsIn(StrEnum):
    """Why somebody other than a representative of the region examines it."""

    NO_REGION = "no_region"
    SEAT_VACANT = "seat_vacant"
    STEPPED_ASIDE = "stepped_aside"
    OWN_ORGANISATION = "own_organisation"


class Answer(StrEnum):
    """What a reviewer recommends."""

    YES = "yes"
    NO = "no"


class Knows(StrEnum):
    """What a verifier says of an organisation."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class VerifierState(StrEnum):
    """Where a verification is."""

    PROPOSED = "proposed"  # the applicant has to agree to this verifier
    AGREED = "agreed"
    DECLINED = "declined"
    ANSWERED = "answered"


class Act(StrEnum):
    """What a step of an application was."""

    HANDED_IN = "handed_in"
    GIVEN_BACK = "given_back"
    PASSED_ON = "passed_on"
    INVITED = "invited"  # to examine it; `why` says for whom they stand in
    STEPPED_ASIDE = "stepped_aside"
    ASKED = "asked"
    ANSWERED = "answered"
    VERIFIER_NAMED = "verifier_named"
    VERIFIER_AGREED = "verifier_agreed"
    VERIFIER_DECLINED = "verifier_declined"
    VERIFIER_ANSWERED = "verifier_answered"
    RECOMMENDED = "recommended"
    REGION_ASSIGNED = "region_assigned"
    AGREED = "agreed"
    TO_BOARD = "to_board"
    ADMITTED = "admitted"
    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # by the clock
    REMINDED = "reminded"
    RECOGNISED = "recognised"  # as a former member; the office says so
    FOUND_NEW = "found_new"  # the office takes that back


class By(StrEnum):
    """Who took a step; a person is named beside it where one may be."""

    APPLICANT = "applicant"
    SECRETARIAT = "secretariat"
    REVIEWER = "reviewer"
    BOARD = "board"
    VERIFIER = "verifier"
    CLOCK = "clock"


# What the applicant reads of the steps; the others say who works how.
TOLD = frozenset(Act) - {Act.STEPPED_ASIDE, Act.RECOMMENDED, Act.REMINDED, Act.INVITED} - {
    Act.RECOGNISED, Act.FOUND_NEW,  # who else is in the register is not for the applicant
}  # fmt: skip
