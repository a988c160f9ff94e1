"""What the things of the tracker are called, and what its refusals say."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from nswp_gov.policies.forms import FOUND, INSTITUTION_KINDS, INSTRUMENT_KINDS, STANCES, TOPICS
from nswp_gov.policies.states import Facet, Force, Stance, State, Topic

CLAIMS: dict[str, Any] = {
    Topic.DECRIMINALISATION: _l(
        "Nothing about sex work between consenting adults should be punished: not selling, not "
        "buying, not organising."
    ),
    Topic.LABOUR: _l("Sex work is work, and labour rights and safety at work hold for it."),
    Topic.HEALTH: _l(
        "Health services for sex workers should be voluntary, confidential, affordable and free "
        "of judgement."
    ),
    Topic.VIOLENCE: _l(
        "Sex workers should be protected from violence, also by the police, and get justice."
    ),
    Topic.TRAFFICKING: _l("Law and policy should keep sex work and trafficking apart."),
    Topic.MIGRATION: _l(
        "Migrant sex workers should have the same rights, whatever papers they have."
    ),
    Topic.DISCRIMINATION: _l(
        "Nobody should suffer discrimination for being a sex worker, or having been one."
    ),
    Topic.SOCIAL_PROTECTION: _l(
        "Sex workers should have access to social protection, housing and banking."
    ),
    Topic.PARTICIPATION: _l(
        "Sex workers and their organisations should take part in decisions that concern them."
    ),
    Topic.DIGITAL: _l(
        "Sex workers should be able to use digital spaces and payments safely and without bans."
    ),
}
FACETS: dict[str, Any] = {
    Facet.TOPIC: _l("Topic"),
    Facet.STANCE: _l("Position"),
    Facet.INSTITUTION: _l("Institution"),
    Facet.KIND: _l("Kind of institution"),
    Facet.REGION: _l("Region"),
    Facet.LANGUAGE: _l("Language of the document"),
    Facet.YEAR: _l("Year"),
    Facet.FORCE: _l("In force"),
}
FORCES: dict[str, Any] = {
    Force.NOW: _l("in force today"),
    Force.OVER: _l("no longer in force"),
}
STATES: dict[str, Any] = {
    State.ENTERED: _l("waits for a second person"),
    State.RETURNED: _l("given back"),
    State.PUBLIC: _l("public"),
    State.WITHDRAWN: _l("withdrawn"),
}
SIGNS = {Stance.FOR: "●", Stance.PARTLY: "◐", Stance.AGAINST: "○"}
TONES = {Stance.FOR: "f", Stance.PARTLY: "b", Stance.AGAINST: "r"}
REFUSALS: dict[str, Any] = {
    "policy_region_unknown": _l("There is no such region."),
    "policy_title_missing": _l("Write the official title, at most 500 characters."),
    "policy_language_unknown": _l("Choose a language."),
    "policy_day_ahead": _l("This day lies in the future."),
    "policy_country_unknown": _l("There is no such region or country."),
    "policy_nowhere": _l("Say where it applies: the whole world, regions or countries."),
    "policy_place_missing": _l("Say exactly where it stands, so that anybody can check it."),
    "quotation_too_long": _l("A quotation has at most %(most)s characters. Paraphrase the rest."),
    "quotation_without_language": _l("Say in which language the quotation is."),
    "policy_nothing_said": _l("Write what it says in our own words, or quote a short passage."),
    "policy_before_document": _l("This day lies before the day of the document."),
    "policy_words_missing": _l("Fill this in."),
    "policy_words_too_long": _l("That is too long: at most %(most)s characters."),
    "policy_address_unfit": _l("Write a whole address that begins with https://"),
    "supersedes_another": _l("A position only takes the place of one on the same topic by the "
                             "same institution that is public."),
    "superseded_already": _l("Another position has taken the place of that one already."),
    "supersedes_later": _l("The older position has to be of an earlier day."),
}  # fmt: skip
REASONS: dict[str, Any] = {
    "reviewer_only": _l("Only the secretariat and the board review entries."),
    "own_entry": _l("Whoever wrote an entry does not review it: somebody else does."),
}

__all__ = [
    "CLAIMS",
    "FACETS",
    "FORCES",
    "FOUND",
    "INSTITUTION_KINDS",
    "INSTRUMENT_KINDS",
    "REASONS",
    "REFUSALS",
    "SIGNS",
    "STANCES",
    "STATES",
    "TONES",
    "TOPICS",
]
