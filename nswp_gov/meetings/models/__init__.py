"""Tables of meetings."""

from nswp_gov.meetings.models.calling import CalendarAddress, MeetingNotice
from nswp_gov.meetings.models.motions import Amendment, MotionFiling, Voice, Written
from nswp_gov.meetings.models.papers import Paper
from nswp_gov.meetings.models.sitting import (
    Action,
    AgendaItem,
    Attendance,
    Correction,
    Decision,
    Erratum,
    ItemTurn,
    Meeting,
    Minutes,
    Motion,
    Recusal,
    Vote,
)

__all__ = [
    "Action",
    "AgendaItem",
    "Amendment",
    "Attendance",
    "CalendarAddress",
    "Correction",
    "Decision",
    "Erratum",
    "ItemTurn",
    "Meeting",
    "MeetingNotice",
    "Minutes",
    "Motion",
    "MotionFiling",
    "Paper",
    "Recusal",
    "Voice",
    "Vote",
    "Written",
]
