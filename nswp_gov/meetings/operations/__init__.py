"""What can be done with meetings: plan, hold, vote, minute, approve, publish."""

from nswp_gov.meetings.operations.actions import finish_action, give_action
from nswp_gov.meetings.operations.agenda import add_item, move_item, remove_item, revise_item
from nswp_gov.meetings.operations.minutes import (
    Published,
    add_erratum,
    approve_by_circulation,
    approve_minutes,
    circulate,
    publish_minutes,
)
from nswp_gov.meetings.operations.notes import (
    TextMoved,
    ask_correction,
    settle_correction,
    write_note,
)
from nswp_gov.meetings.operations.planning import (
    call_meeting,
    name_note_taker,
    plan_meeting,
)
from nswp_gov.meetings.operations.sitting import (
    apologise,
    check_in,
    check_out,
    close_meeting,
    consent_to_name,
    leave_item,
    open_meeting,
    take_item,
)
from nswp_gov.meetings.operations.voting import (
    Count,
    agree,
    decide,
    move,
    take_vote,
    withdraw_motion,
)

__all__ = [
    "Count",
    "Published",
    "TextMoved",
    "add_erratum",
    "add_item",
    "agree",
    "apologise",
    "approve_by_circulation",
    "approve_minutes",
    "ask_correction",
    "call_meeting",
    "check_in",
    "check_out",
    "circulate",
    "close_meeting",
    "consent_to_name",
    "decide",
    "finish_action",
    "give_action",
    "leave_item",
    "move",
    "move_item",
    "name_note_taker",
    "open_meeting",
    "plan_meeting",
    "publish_minutes",
    "remove_item",
    "revise_item",
    "settle_correction",
    "take_item",
    "take_vote",
    "withdraw_motion",
    "write_note",
]
