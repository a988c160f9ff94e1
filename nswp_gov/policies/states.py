"""The words of the policy tracker: whose documents, on which topics, how they stand."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

LONGEST_QUOTATION = 300  # characters: what may fairly be quoted of a document
LONGEST_TITLE = 500
LONGEST_PARAPHRASE = 1200
LONGEST_LINE = 200
WORLD = "world"  # beside the codes of regions and countries: everywhere


class InstitutionKind(StrEnum):
    """What speaks."""

    UN_BODY = "un_body"  # an organ, programme or specialised agency
    UN_EXPERTS = "un_experts"  # treaty committees, rapporteurs, working groups
    COMMISSION = "commission"  # an independent commission set up for a report
    REGIONAL = "regional"  # an intergovernmental organisation of a region
    COURT = "court"
    SOCIETY = "society"  # an international organisation of civil society


class InstrumentKind(StrEnum):
    """What is said in which form."""

    TREATY = "treaty"
    RECOMMENDATION = "recommendation"
    RESOLUTION = "resolution"
    JUDGMENT = "judgment"
    GUIDANCE = "guidance"
    POLICY = "policy"
    REPORT = "report"
    STATEMENT = "statement"


class Topic(StrEnum):
    """What a position is about. Each stands for one claim, which a stance is for or against."""

    DECRIMINALISATION = "decriminalisation"
    LABOUR = "labour"
    HEALTH = "health"
    VIOLENCE = "violence"
    TRAFFICKING = "trafficking"
    MIGRATION = "migration"
    DISCRIMINATION = "discrimination"
    SOCIAL_PROTECTION = "social-protection"
    PARTICIPATION = "participation"
    DIGITAL = "digital"


class Stance(StrEnum):
    """How an institution stands towards the claim of a topic."""

    FOR = "for"
    PARTLY = "partly"
    AGAINST = "against"


class Facet(StrEnum):
    """By what the list of positions may be narrowed."""

    TOPIC = "topic"
    STANCE = "stance"
    INSTITUTION = "institution"
    KIND = "kind"
    REGION = "region"
    LANGUAGE = "language"
    YEAR = "year"
    FORCE = "force"


class Force(StrEnum):
    """Whether a position still is in force."""

    NOW = "now"
    OVER = "over"


class Found(StrEnum):
    """What somebody found who looked whether a source says what an entry says."""

    WORDS = "words"  # the passage itself
    GIST = "gist"  # an account of it by somebody else


class State(StrEnum):
    """Where an entry is."""

    ENTERED = "entered"  # waits for a second person
    RETURNED = "returned"  # back with whoever entered it
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"  # taken out of the tracker, with a reason


PATH: Lifecycle[State] = Lifecycle(
    (
        transition("amend", State.ENTERED, State.RETURNED, to=State.ENTERED),
        transition("give_back", State.ENTERED, to=State.RETURNED),
        transition("publish", State.ENTERED, to=State.PUBLIC),
        transition("withdraw", State.ENTERED, State.RETURNED, State.PUBLIC, to=State.WITHDRAWN),
    )
)
UNFINISHED = frozenset({State.ENTERED, State.RETURNED})
