"""What is done with applications: one function a verb."""

from __future__ import annotations

from nswp_gov.applications.operations.admission import (
    forget_code,
    make_first_account,
    renew_invitation,
)
from nswp_gov.applications.operations.clock import pass_time
from nswp_gov.applications.operations.deciding import (
    RegionFirst,
    assign_region,
    decide,
    decide_appeal,
)
from nswp_gov.applications.operations.examining import (
    answer_as_verifier,
    ask,
    give_back,
    name_verifier,
    new_verifier_link,
    pass_on,
    recommend,
    step_aside,
)
from nswp_gov.applications.operations.recognising import recognise
from nswp_gov.applications.operations.writing import (
    Incomplete,
    TooLate,
    add_document,
    agree_to_verifier,
    answer,
    appeal,
    begin,
    decline_verifier,
    discard,
    hand_in,
    remove_document,
    save_part,
    withdraw,
)

__all__ = [
    "Incomplete", "RegionFirst", "TooLate", "add_document", "agree_to_verifier", "answer",
    "answer_as_verifier", "appeal", "ask", "assign_region", "begin", "decide",
    "decide_appeal", "decline_verifier", "discard", "forget_code", "give_back", "hand_in",
    "make_first_account", "name_verifier", "new_verifier_link", "pass_on", "pass_time",
    "recognise", "recommend", "remove_document", "renew_invitation", "save_part", "step_aside",
    "withdraw",
]  # fmt: skip
