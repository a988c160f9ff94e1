"""Reading meetings, minutes, decisions and actions."""

from nswp_gov.meetings.queries.ballots import deciding, elections_of, motion_card
from nswp_gov.meetings.queries.calendar import (
    Entry as CalendarEntry,
)
from nswp_gov.meetings.queries.calendar import (
    calendar_address,
    file_token,
    meeting_entry,
    own_addresses,
    uid_of,
)
from nswp_gov.meetings.queries.calendar import (
    entries as calendar_entries,
)
from nswp_gov.meetings.queries.comings import Coming, comings
from nswp_gov.meetings.queries.desk import due
from nswp_gov.meetings.queries.editions import (
    names_said,
    preview,
    public_errata,
    public_names,
    published,
)
from nswp_gov.meetings.queries.facts import Fact, Facts, facts
from nswp_gov.meetings.queries.lists import (
    known_actions,
    known_meetings,
    published_minutes,
    told_vote,
)
from nswp_gov.meetings.queries.live import Note, notes_after, quorum_now
from nswp_gov.meetings.queries.motions import (
    amending,
    deadlines,
    filing,
    voices,
    whole_motion,
    written,
)
from nswp_gov.meetings.queries.owners import owners
from nswp_gov.meetings.queries.parts import Parts, parts_of
from nswp_gov.meetings.queries.presence import Room, meeting_day, notice_given, votes_of
from nswp_gov.meetings.queries.records import (
    actions,
    attendances,
    attended,
    brought,
    corrections,
    errata,
    field_readings,
    meeting,
    meeting_and_kind,
    meetings,
    meetings_of_minutes,
    minutes_of,
    notices,
    papers,
    people,
    readings,
)
from nswp_gov.meetings.queries.register import (
    Entry,
    decision,
    decision_card,
    decision_numbered,
    decisions,
    entry,
    item_card,
    meeting_card,
    minutes_card,
)
from nswp_gov.meetings.queries.sitting import Sitting, sitting
from nswp_gov.meetings.queries.translating import Beside, besides

__all__ = [
    "Beside",
    "CalendarEntry",
    "Coming",
    "Entry",
    "Fact",
    "Facts",
    "Note",
    "Parts",
    "Room",
    "Sitting",
    "actions",
    "amending",
    "attendances",
    "attended",
    "besides",
    "brought",
    "calendar_address",
    "calendar_entries",
    "comings",
    "corrections",
    "deadlines",
    "deciding",
    "decision",
    "decision_card",
    "decision_numbered",
    "decisions",
    "due",
    "elections_of",
    "entry",
    "errata",
    "facts",
    "field_readings",
    "file_token",
    "filing",
    "item_card",
    "known_actions",
    "known_meetings",
    "meeting",
    "meeting_and_kind",
    "meeting_card",
    "meeting_day",
    "meeting_entry",
    "meetings",
    "meetings_of_minutes",
    "minutes_card",
    "minutes_of",
    "motion_card",
    "names_said",
    "notes_after",
    "notice_given",
    "notices",
    "own_addresses",
    "owners",
    "papers",
    "parts_of",
    "people",
    "preview",
    "public_errata",
    "public_names",
    "published",
    "published_minutes",
    "quorum_now",
    "readings",
    "sitting",
    "told_vote",
    "uid_of",
    "voices",
    "votes_of",
    "whole_motion",
    "written",
]
