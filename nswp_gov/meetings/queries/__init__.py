"""Reading meetings, minutes, decisions and actions."""

from nswp_gov.meetings.queries.comings import Coming, comings
from nswp_gov.meetings.queries.desk import due
from nswp_gov.meetings.queries.editions import (
    names_said,
    preview,
    public_errata,
    public_names,
    published,
)
from nswp_gov.meetings.queries.lists import (
    known_actions,
    known_meetings,
    published_minutes,
    told_vote,
)
from nswp_gov.meetings.queries.presence import Room, meeting_day, notice_given
from nswp_gov.meetings.queries.records import (
    actions,
    attendances,
    attended,
    corrections,
    errata,
    field_readings,
    meeting,
    meeting_and_kind,
    meetings,
    minutes_of,
    people,
    readings,
)
from nswp_gov.meetings.queries.register import (
    Entry,
    decision,
    decision_card,
    decisions,
    entry,
    item_card,
    meeting_card,
    minutes_card,
)
from nswp_gov.meetings.queries.sitting import Sitting, sitting

__all__ = [
    "Coming",
    "Entry",
    "Room",
    "Sitting",
    "actions",
    "attendances",
    "attended",
    "comings",
    "corrections",
    "decision",
    "decision_card",
    "decisions",
    "due",
    "entry",
    "errata",
    "field_readings",
    "item_card",
    "known_actions",
    "known_meetings",
    "meeting",
    "meeting_and_kind",
    "meeting_card",
    "meeting_day",
    "meetings",
    "minutes_card",
    "minutes_of",
    "names_said",
    "notice_given",
    "people",
    "preview",
    "public_errata",
    "public_names",
    "published",
    "published_minutes",
    "readings",
    "sitting",
    "told_vote",
]
