"""What agents, their states and refusals are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from nswp_gov.elections.states import AgentState

STATES: Mapping[str, Any] = {
    AgentState.ASKED: lazy_pgettext("agent", "is asked"),
    AgentState.ACTS: lazy_pgettext("agent", "acts"),
    AgentState.DECLINED: lazy_pgettext("agent", "declined"),
    AgentState.ENDED: lazy_pgettext("agent", "acts no longer"),
}
LABELS: Mapping[str, Any] = {
    "due.sign_lot": _l("Sign the lot that was drawn"),
    "due.watch": _l("Count again for your candidate, and sign"),
}
REFUSALS: Mapping[str, Any] = {
    "key_too_late": _l("Candidates and roll are fixed, and with them the keys that sign."),
    "key_unfit": _l("This is no public key file."),
    "key_repeated": _l("Somebody in this election has this key already."),
    "lot_signed": _l("Somebody has signed another order already."),
    "witness_unfit": _l(
        "Nobody who signs in this election signed this, or it is about another lot or result."
    ),
}
REASONS: Mapping[str, Any] = {
    "sign_in_first": _l("Sign in first, or make an account."),
    "agent_runs_it": _l("Who runs an election, or works for the secretariat, is nobody’s agent."),
    "agent_keeps_key": _l("Who keeps a key of the box is nobody’s agent."),
    "agent_stands": _l("Who stands is nobody’s agent."),
    "agent_of_another": _l("You are another candidate’s agent already."),
    "not_an_agent": _l("You are no candidate’s agent in this election."),
}
