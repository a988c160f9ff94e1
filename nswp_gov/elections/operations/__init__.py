"""The verbs of elections, in the order in which an election lives."""

from nswp_gov.elections.operations.agents import (
    bring_agent_key,
    bring_officer_key,
    decline_agent,
    end_agent,
    name_agent,
    offer_account,
    take_on,
)
from nswp_gov.elections.operations.asking import ask_candidates, translate_candidate
from nswp_gov.elections.operations.counting import count, declare, publish
from nswp_gov.elections.operations.ending import answer, complain, extend, void
from nswp_gov.elections.operations.freezing import add_trustee, freeze
from nswp_gov.elections.operations.gate import open_voting
from nswp_gov.elections.operations.lots import bring_seed, record_lot
from nswp_gov.elections.operations.nominations import (
    accept,
    consent_to_naming,
    decline,
    nominate,
    rule_in,
    rule_out,
    support,
    withdraw,
    withdraw_by_link,
)
from nswp_gov.elections.operations.opening import (
    bring_opening,
    bring_shares,
    bring_statement,
    close_voting,
)
from nswp_gov.elections.operations.rolls import (
    ask_admission,
    object_to_roll,
    rule_claim,
    rule_delegate,
)
from nswp_gov.elections.operations.setup import (
    PostPlan,
    Timetable,
    close_nominations,
    open_nominations,
    set_up,
)
from nswp_gov.elections.operations.voting import cast, cast_sealed
from nswp_gov.elections.operations.witnessing import bring_witnessed

__all__ = [
    "PostPlan",
    "Timetable",
    "accept",
    "add_trustee",
    "answer",
    "ask_admission",
    "ask_candidates",
    "bring_agent_key",
    "bring_officer_key",
    "bring_opening",
    "bring_seed",
    "bring_shares",
    "bring_statement",
    "bring_witnessed",
    "cast",
    "cast_sealed",
    "close_nominations",
    "close_voting",
    "complain",
    "consent_to_naming",
    "count",
    "declare",
    "decline",
    "decline_agent",
    "end_agent",
    "extend",
    "freeze",
    "name_agent",
    "nominate",
    "object_to_roll",
    "offer_account",
    "open_nominations",
    "open_voting",
    "publish",
    "record_lot",
    "rule_claim",
    "rule_delegate",
    "rule_in",
    "rule_out",
    "set_up",
    "support",
    "take_on",
    "translate_candidate",
    "void",
    "withdraw",
    "withdraw_by_link",
]
