"""What pages of announcements say of codes: kinds, states, facets, refusals, reasons."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.announcements.forms import KINDS
from nswp_gov.announcements.operations import WORLDWIDE
from nswp_gov.announcements.states import Companion, DayKind, Facet, State
from nswp_gov.directory.forms.labels import AREAS
from nswp_gov.rules.languages import Locale
from nswp_gov.web.formats import REGIONS

THEMES: dict[str, Any] = dict(AREAS)
PLACES: dict[str, Any] = {WORLDWIDE: _l("The whole network"), **REGIONS}
STATES: dict[str, Any] = {
    State.DRAFT: _l("Sent, nobody has taken it up yet"),
    State.EDITING: _l("Being edited"),
    State.TRANSLATING: _l("Being translated"),
    State.SCHEDULED: _l("Waits for its day"),
    State.PUBLISHED: _lp("announcement", "Published"),
    State.WITHDRAWN: _lp("announcement", "Withdrawn"),
}
DAY_KINDS: dict[str, Any] = {
    DayKind.EVENT: _l("Day"),
    DayKind.DEADLINE: _l("Deadline"),
}
FACETS: dict[str, Any] = {
    Facet.KIND: _lp("filters", "Kind"),
    Facet.REGION: _l("Region"),
    Facet.THEME: _l("Theme"),
    Facet.LANGUAGE: _l("Language"),
    Facet.MONTH: _lp("filters", "Month"),
}
COMPANIONS: dict[str, Any] = {
    Companion.RESOURCE: _l("Resource"),
    Companion.CONSULTATION: _l("Consultation"),
    Companion.ELECTION: _l("Election"),
    Companion.MEETING: _l("Meeting"),
}
FIELD_NAMES: dict[str, Any] = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "body": _l("Text"),
}
REFUSALS: dict[str, Any] = {
    "announcement_without_title": _l("It needs a title."),
    "announcement_too_long": _l("That is too long: %(most)s characters fit."),
    "kind_of_the_office": _l("Statements and digests come from the secretariat."),
    "audience_unknown": _l("Choose who may read it."),
    "audience_is_settled": _l(
        "It is published: who may read it stays. Withdraw it, and write another one."
    ),
    "value_unknown": _l("Choose from the list."),
    "source_address_unfit": _l("This is no address of a page. It begins with https://."),
    "source_without_name": _l("Say what the source is called."),
    "clock_unfit": _l("Write the time as 18:30."),
    "day_missing": _l("Choose the day."),
    "day_without_zone": _l("Say in which time zone the day is."),
    "instant_is_past": _l("That time is over. Choose a later one."),
    "wait_too_long": _l("Translations are waited for at most %(days)s days."),
    "letters_beyond_readers": _l(
        "Some of these people may not read it. Choose others, or let everybody read it."
    ),
}
REASONS: dict[str, Any] = {
    "only_members_in_good_standing": _l(
        "Drafts come from editors and delegates of organisations whose membership runs."
    ),
    "only_sender": _l("Only whoever sent it can do this."),
    "taken_up_already": _l("The secretariat is working on it already."),
}


def label_of(facet: Facet, value: str) -> str:
    """Return what a value of a facet is called in the reader's language; a month is left as is."""
    if facet is Facet.KIND:
        return str(KINDS.get(value, value))
    if facet is Facet.REGION:
        return str(PLACES.get(value, value))
    if facet is Facet.THEME:
        return str(THEMES.get(value, value))
    if facet is Facet.LANGUAGE:
        return Locale(value).own_name if value in set(Locale) else value
    return value
