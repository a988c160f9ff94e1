"""What the directory's words are called on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from nswp_gov.directory.policy.disclosure import Disclosed
from nswp_gov.directory.queries import HIDDEN_NAME
from nswp_gov.directory.states import (
    Area,
    Capacity,
    Facet,
    Level,
    ProfileField,
    Readers,
    Scope,
    Tie,
    TieState,
)

LEVELS: Mapping[str, Any] = {
    Level.LOCAL: _l("local organisation"),
    Level.NATIONAL: _l("national organisation"),
    Level.REGIONAL: _l("regional network"),
    Level.GLOBAL: _l("global network"),
}
AREAS: Mapping[str, Any] = {
    Area.DECRIMINALISATION: _l("Decriminalisation, sex work as work"),
    Area.TRAFFICKING_PARADIGM: _l("Challenging the trafficking paradigm"),
    Area.HEALTH: _l("Access to health"),
    Area.VIOLENCE: _l("Ending violence"),
    Area.HUMAN_RIGHTS: _l("Human rights"),
    Area.STIGMA: _l("Ending stigma and discrimination"),
    Area.ECONOMIC_EMPOWERMENT: _l("Economic empowerment"),
}
FIELDS: Mapping[str, Any] = {
    ProfileField.NAME: _l("Name"),
    ProfileField.COUNTRY: _l("Country or territory"),
    ProfileField.LEVEL: _l("Level"),
    ProfileField.ACRONYM: _l("Acronym"),
    ProfileField.DESCRIPTION: _l("What we do"),
    ProfileField.WORKS_WITH: _l("Who we work with"),
    ProfileField.INVOLVEMENT: _l("How sex workers are involved"),
    ProfileField.CHALLENGES: _l("The main challenges that sex workers face here"),
    ProfileField.OTHER_WORK: _l("Other work"),
    ProfileField.LANGUAGES: _l("Languages we work in"),
    ProfileField.AREAS: _l("Priority areas"),
    ProfileField.WEBSITE: _l("Web site"),
    ProfileField.EMAIL: _l("E-mail for questions"),
    ProfileField.SOCIAL: _l("Social networks"),
    ProfileField.AFFILIATIONS: _l("Networks and partners"),
    ProfileField.CITY: _l("Town or city"),
    ProfileField.PHONE: _l("Telephone"),
    ProfileField.CONTACT_PERSON: _l("Contact person"),
    ProfileField.HOST: _l("Host organisation"),
}
HINTS: Mapping[str, Any] = {
    ProfileField.DESCRIPTION: _l("A few sentences are enough."),
    ProfileField.PHONE: _l("Encrypted where it is kept. Never public."),
    ProfileField.CITY: _l("Never public: no page shows a place finer than the country."),
    ProfileField.CONTACT_PERSON: _l("A chosen name. Never public."),
    ProfileField.HOST: _l("If you work inside a larger organisation. Never public."),
    ProfileField.SOCIAL: _l("Addresses or names, separated by commas."),
    ProfileField.COUNTRY: _l("Without it, you appear under your region only, and not on the map."),
    ProfileField.AFFILIATIONS: _l("Shown only where the other organisation shows it too."),
}
READERS: Mapping[str, Any] = {
    Readers.PUBLIC: _l("Everybody"),
    Readers.MEMBERS: _l("Members"),
    Readers.SECRETARIAT: _l("Secretariat"),
    Readers.OWN: _l("Only us"),
}
FACETS: Mapping[str, Any] = {
    Facet.REGION: _l("Region"),
    Facet.COUNTRY: _l("Country or territory"),
    Facet.LEVEL: _l("Level"),
    Facet.LANGUAGE: _l("Language of work"),
    Facet.AREA: _l("Priority area"),
}
CAPACITIES: Mapping[str, Any] = {
    Capacity.EDITOR: _l("Edits the profile"),
    Capacity.DELEGATE: _l("Delegate (votes)"),
    Capacity.ALTERNATE: _l("Alternate"),
    Capacity.CONTACT: _l("Contact"),
}
TIES: Mapping[str, Any] = {
    Tie.MEMBER_OF: _l("Member of"),
    Tie.PARTNER_OF: _l("Partner of"),
    Tie.HOSTED_BY: _l("Hosted by"),
}
TIES_BACK: Mapping[str, Any] = {
    Tie.MEMBER_OF: _l("Has as a member"),
    Tie.PARTNER_OF: _l("Partner of"),
    Tie.HOSTED_BY: _l("Host of"),
}
TIE_STATES: Mapping[str, Any] = {
    TieState.PROPOSED: _l("proposed"),
    TieState.ACCEPTED: _l("accepted by both"),
    TieState.DECLINED: _l("declined"),
    TieState.ENDED: _l("ended"),
}
DISCLOSED: Mapping[str, Any] = {
    Disclosed.LEADERSHIP: _l("tells the public who leads your organisation"),
    Disclosed.VOTING_RIGHT: _l("tells the public who may vote in the network"),
    Disclosed.CATEGORY: _l("tells the public in which category you belong"),
}
SCOPES: Mapping[str, Any] = {
    Scope.ORGANISATION: _l("One organisation"),
    Scope.COUNTRY: _l("All organisations in a country or territory"),
    Scope.REGION: _l("All organisations of a region"),
}
LISTING: Mapping[str, Any] = {
    "listed": _l("Everybody can find you in the public directory."),
    "not_a_current_member": _l("You are not in the public directory: no membership runs."),
    "country_too_dangerous": _l(
        "You are not in the public directory: in your country, being listed is too dangerous."
    ),
    "no_consent_to_be_listed": _l(
        "You are not in the public directory: you have not consented to be."
    ),
    "name_not_public": _l("You are not in the public directory: your name is not shown there."),
    "second_confirmation_due": _l(
        "You are not in the public directory yet: your consent needs a second confirmation."
    ),
    "no_region": _l("You are not in the public directory yet: your region is undecided."),
}
EVENTS: Mapping[str, Any] = {
    "organisation.added": _l("The organisation was entered"),
    "organisation.placed": _l("The region was changed"),
    "organisation.profile_changed": _l("The profile was changed"),
    "organisation.profile_confirmed": _l("The profile was confirmed"),
    "organisation.asked_to_confirm": _l("The organisation was asked to confirm its profile"),
    "organisation.consented": _l("Consent was given"),
    "organisation.consent_confirmed": _l("Consent was confirmed"),
    "organisation.consent_withdrawn": _l("Consent was withdrawn"),
    "organisation.person_appointed": _l("Somebody was appointed"),
    "organisation.joint_appointment_asked": _l("The office asked to appoint somebody"),
    "organisation.joint_appointment_agreed": _l("A representative agreed to an appointment"),
    "organisation.joint_appointment_done": _l("Office and representative appointed somebody"),
    "organisation.joint_appointment_stopped": _l("An appointment by the office was stopped"),
    "organisation.joint_appointment_lapsed": _l("An appointment by the office came to nothing"),
    "organisation.appointment_ended": _l("An appointment ended"),
    "organisation.hide_code_issued": _l("A hide-us code was given out"),
    "directory.unlisted": _l("Everything was hidden at once"),
    "membership.admitted": _l("The organisation was admitted"),
    "membership.standing_changed": _l("The standing was changed"),
    "membership.category_changed": _l("The category was changed"),
    "membership.renewed": _l("The membership was renewed"),
    "membership.merged": _l("Two records of the organisation became one"),
    "membership.admission_voided": _l("An admission was taken back as a mistake"),
    "membership.ending_taken_back": _l("An ending was taken back as a mistake"),
}


def said_name(name: str) -> str:
    """Return a name as a page shows it; a withheld one in the reader's language."""
    return _("a member organisation") if name == HIDDEN_NAME else name
