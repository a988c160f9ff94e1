"""The verbs of announcements; each takes a unit of work and commits nothing."""

from __future__ import annotations

from nswp_gov.announcements.operations.companions import accompany, part
from nswp_gov.announcements.operations.declaring import announce_result
from nswp_gov.announcements.operations.mailing import audience_of, letters_in, mail_to
from nswp_gov.announcements.operations.publishing import (
    ask_for_translation,
    hold,
    is_complete,
    is_due,
    pass_time,
    publish,
    schedule,
    text_released,
    translate,
    withdraw,
)
from nswp_gov.announcements.operations.showing import WORLDWIDE, show
from nswp_gov.announcements.operations.texts import LONGEST, SUBJECT, Words
from nswp_gov.announcements.operations.writing import (
    About,
    Day,
    edit,
    resend,
    send_draft,
    take_up,
    write,
)
from nswp_gov.announcements.states import FIELDS

__all__ = [
    "FIELDS",
    "LONGEST",
    "SUBJECT",
    "WORLDWIDE",
    "About",
    "Day",
    "Words",
    "accompany",
    "announce_result",
    "ask_for_translation",
    "audience_of",
    "edit",
    "hold",
    "is_complete",
    "is_due",
    "letters_in",
    "mail_to",
    "part",
    "pass_time",
    "publish",
    "resend",
    "schedule",
    "send_draft",
    "show",
    "take_up",
    "text_released",
    "translate",
    "withdraw",
    "write",
]
