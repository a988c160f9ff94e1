"""What can be done with the tracker: enter, amend, publish, give back, withdraw."""

from nswp_gov.policies.operations.entering import (
    add_institution,
    amend_instrument,
    amend_position,
    enter_instrument,
    enter_position,
)
from nswp_gov.policies.operations.facts import InstitutionFacts, InstrumentFacts, PositionFacts
from nswp_gov.policies.operations.finding import reword_search
from nswp_gov.policies.operations.reviewing import (
    give_back,
    note_check,
    publish,
    withdraw,
    writers_of,
)
from nswp_gov.policies.operations.telling import tell_subscribers

__all__ = [
    "InstitutionFacts",
    "InstrumentFacts",
    "PositionFacts",
    "add_institution",
    "amend_instrument",
    "amend_position",
    "enter_instrument",
    "enter_position",
    "give_back",
    "note_check",
    "publish",
    "reword_search",
    "tell_subscribers",
    "withdraw",
    "writers_of",
]
