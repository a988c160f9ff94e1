"""What can be done with meetings: plan, hold, vote, minute, approve, publish."""

from nswp_gov.meetings.operations.actions import finish_action, give_action
from nswp_gov.meetings.operations.agenda import add_item, move_item, remove_item, revise_item
from nswp_gov.meetings.operations.balloting import Ballot, ask_organisations, take_result
from nswp_gov.meetings.operations.calendar import (
    make_calendar_address,
    revoke_calendar_address,
)
from nswp_gov.meetings.operations.calling import call_meeting, cancel_meeting, move_meeting
from nswp_gov.meetings.operations.letters import NOTICES
from nswp_gov.meetings.operations.minutes import (
    Published,
    add_erratum,
    approve_by_circulation,
    approve_minutes,
    circulate,
    publish_minutes,
)
from nswp_gov.meetings.operations.motions import amend, file_motion, reword, take_back, take_up
from nswp_gov.meetings.operations.notes import (
    TextMoved,
    ask_correction,
    settle_correction,
    translate_note,
    write_note,
)
from nswp_gov.meetings.operations.papers import add_paper, remove_paper
from nswp_gov.meetings.operations.planning import name_note_taker, plan_meeting
from nswp_gov.meetings.operations.recusals import recuse, unrecuse
from nswp_gov.meetings.operations.reminding import remind
from nswp_gov.meetings.operations.series import bring_in, copy_agenda, plan_series
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
from nswp_gov.meetings.operations.standing import expand, phrases
from nswp_gov.meetings.operations.taking import Count
from nswp_gov.meetings.operations.voting import (
    agree,
    decide,
    move,
    take_vote,
    withdraw_motion,
)
from nswp_gov.meetings.operations.written import answer, close_written, open_written

__all__ = [
    "NOTICES",
    "Ballot",
    "Count",
    "Published",
    "TextMoved",
    "add_erratum",
    "add_item",
    "add_paper",
    "agree",
    "amend",
    "answer",
    "apologise",
    "approve_by_circulation",
    "approve_minutes",
    "ask_correction",
    "ask_organisations",
    "bring_in",
    "call_meeting",
    "cancel_meeting",
    "check_in",
    "check_out",
    "circulate",
    "close_meeting",
    "close_written",
    "consent_to_name",
    "copy_agenda",
    "decide",
    "expand",
    "file_motion",
    "finish_action",
    "give_action",
    "leave_item",
    "make_calendar_address",
    "move",
    "move_item",
    "move_meeting",
    "name_note_taker",
    "open_meeting",
    "open_written",
    "phrases",
    "plan_meeting",
    "plan_series",
    "publish_minutes",
    "recuse",
    "remind",
    "remove_item",
    "remove_paper",
    "revise_item",
    "revoke_calendar_address",
    "reword",
    "settle_correction",
    "take_back",
    "take_item",
    "take_result",
    "take_up",
    "take_vote",
    "translate_note",
    "unrecuse",
    "withdraw_motion",
    "write_note",
]
