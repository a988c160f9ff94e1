"""What states, topics and refusals of this room are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.training import forms
from nswp_gov.training.states import CallState, EventState, ProgrammeState, State

TOPICS: Mapping[str, Any] = forms.TOPICS
KINDS: Mapping[str, Any] = forms.KINDS
PROGRAMMES: Mapping[str, Any] = {
    ProgrammeState.DRAFT: _lp("training programme", "draft"),
    ProgrammeState.PUBLISHED: _lp("training programme", "published"),
    ProgrammeState.ENDED: _lp("training programme", "ended"),
}
EVENTS: Mapping[str, Any] = {
    EventState.DRAFT: _lp("training event", "draft"),
    EventState.ANNOUNCED: _lp("training event", "announced"),
    EventState.CANCELLED: _lp("training event", "called off"),
    EventState.CONCLUDED: _lp("training event", "held"),
}
CALLS: Mapping[str, Any] = {
    CallState.DRAFT: _lp("training call", "draft"),
    CallState.OPEN: _lp("training call", "open"),
    CallState.CLOSED: _lp("training call", "closed"),
}
STATES: Mapping[str, Any] = {
    State.RECEIVED: _l("Received; no answer yet"),
    State.OFFERED: _l("Places are offered"),
    State.CONFIRMED: _l("Places are taken"),
    State.WAITING: _l("On the waiting list"),
    State.REFUSED: _l("No places"),
    State.WITHDRAWN: _l("Stepped back"),
    State.LAPSED: _l("The offer was not answered in time"),
}
VERBS: Mapping[str, Any] = {
    "publish": _l("Publish the programme"),
    "end": _l("End the programme"),
    "announce": _l("Announce the event"),
    "cancel": _l("Call the event off"),
    "conclude": _l("Note that it was held"),
    "open": _l("Open the call"),
    "close": _l("Close the call"),
    "tell": _l("Write to members"),
    "offer": _l("Offer the places"),
    "wait": _l("Put on the waiting list"),
    "refuse": _l("Refuse"),
}
TITLES: Mapping[str, Any] = {
    "module": _l("Add a module"),
    "words": _l("Word it anew"),
    "material": _l("Add a material"),
    "evaluation": _l("Name the consultation in which it is evaluated"),
    "event": _l("Add an event"),
    "times": _l("Move it"),
    "directions": _l("Where exactly, and how to get in"),
    "lesson": _l("Add a lesson"),
    "teacher": _l("Add somebody to the faculty"),
    "participant": _l("Add somebody who comes"),
    "certificates": _l("Issue certificates"),
    "call": _l("Add a call"),
    "programme": _l("Add a programme"),
    "day": _l("Add a day of action"),
}
FACETS: Mapping[str, Any] = {"region": _l("Region"), "language": _l("Language")}
LABELS: Mapping[str, Any] = {
    "due.training_offer": _l("Places at an event are offered to your organisation"),
    "due.training_names": _l("Say who comes to an event"),
    "due.training_choice": _l("Answer applications for places"),
    "due.training_conclude": _l("An event is over: note who was there"),
}
REASONS: dict[str, Any] = {
    "only_members_apply": _l("Only member organisations apply."),
}
REFUSALS: dict[str, Any] = {
    "training_words_missing": _l("Something has to stand here."),
    "training_kept_too_long": _l("Between one and %(most)s months."),
    "training_address_taken": _l("This address is taken."),
    "training_no_such_day": _l("There is no such day."),
    "training_day_there": _l("This day is there already."),
    "training_no_language": _l("Choose a language at least."),
    "training_ends_before": _l("It ends before it begins."),
    "training_outside_event": _l("This is before or after the event."),
    "training_not_over": _l("The event is not over yet."),
    "training_name_missing": _l("Write a name."),
    "training_name_long": _l("At most %(most)s signs in a name."),
    "training_call_there": _l("This event has a call already."),
    "training_no_places": _l("Give places to a region at least."),
    "training_other_region": _l("This event is for another region."),
    "training_team_size": _l("Between one and %(most)s people."),
    "training_closes_late": _l("This has to lie ahead, and before the event begins."),
    "training_call_not_open": _l("Nobody can apply now."),
    "training_told_already": _l("Members were written to already."),
    "training_not_in_library": _l("Nothing that can be read is at this address."),
    "training_region_without_places": _l("This call has no places for your region."),
    "training_answer_missing": _l("Answer each question, please."),
    "training_answered_already": _l("Your application was answered already."),
    "training_offer_over": _l("The day for taking these places is over."),
    "training_reason_missing": _l("Say why, in a few words."),
    "training_no_place_left": _l(
        "There are %(left)s places left in this region. The waiting list is the way."
    ),
    "training_no_figures": _l("There is nothing to publish for this year."),
    "training_not_concluded": _l("An event of this year still waits to be noted as held."),
}
