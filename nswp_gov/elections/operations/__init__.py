"""The verbs of elections, in the order in which an election lives."""

from nswp_gov.elections.operations.counting import count, declare, publish
from nswp_gov.elections.operations.freezing import add_trustee, freeze, open_voting, record_lot
from nswp_gov.elections.operations.nominations import (
    accept,
    decline,
    nominate,
    rule_in,
    rule_out,
    withdraw,
)
from nswp_gov.elections.operations.opening import bring_opening, bring_shares, close_voting
from nswp_gov.elections.operations.setup import (
    PostPlan,
    Timetable,
    close_nominations,
    open_nominations,
    set_up,
    void,
)
from nswp_gov.elections.operations.voting import cast

__all__ = [
    "PostPlan",
    "Timetable",
    "accept",
    "add_trustee",
    "bring_opening",
    "bring_shares",
    "cast",
    "close_nominations",
    "close_voting",
    "count",
    "declare",
    "decline",
    "freeze",
    "nominate",
    "open_nominations",
    "open_voting",
    "publish",
    "record_lot",
    "rule_in",
    "rule_out",
    "set_up",
    "void",
    "withdraw",
]
