"""What may be shown to whom: the organisation's choice, its consent and the risk, together.

A field is as open as the narrowest of the three allows. Both the choice and the consent have to
open it, so neither a slip in the form nor an old consent shows more than was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nswp_gov.directory.states import ProfileField, Readers, Risk
from nswp_gov.rules.verdict import Verdict, first_refusal, no, yes


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All that decides on showing: as it is at one instant.

    `to_public`, `to_members`: the fields that the holding consent opens, empty without one.
    """

    is_current: bool
    choices: Mapping[ProfileField, Readers]
    to_public: frozenset[str] = field(default_factory=frozenset)
    to_members: frozenset[str] = field(default_factory=frozenset)
    has_consent: bool = False
    is_confirmed_twice: bool = False
    risk: Risk = Risk.RAISED
    region: str | None = None


def listing(standing: Standing) -> Verdict:
    """Whether the organisation is in the public directory; reason `listed` or what is missing."""
    names = {ProfileField.NAME.value}
    open_name = names <= standing.to_public
    chosen = standing.choices.get(ProfileField.NAME) is Readers.PUBLIC
    twice = standing.is_confirmed_twice or standing.risk is Risk.ORDINARY
    return first_refusal(
        _unless(standing.is_current, "not_a_current_member"),
        _unless(standing.risk is not Risk.SEVERE, "country_too_dangerous"),
        _unless(standing.has_consent and open_name, "no_consent_to_be_listed"),
        _unless(chosen, "name_not_public"),
        _unless(twice, "second_confirmation_due"),
        _unless(standing.region is not None, "no_region"),
        yes("listed"),
    )


def _unless(holds: bool, refusal: str) -> Verdict:  # noqa: FBT001 - a claim and its refusal, in one line each
    return yes("listed") if holds else no(refusal)


def readers_of(standing: Standing, one: ProfileField) -> Readers:
    """Return who may see a field: the narrowest of choice, consent, kind of field and risk."""
    chosen = standing.choices.get(one, Readers.SECRETARIAT)
    found = chosen.narrower(one.widest).narrower(_consented(standing, one))
    if standing.risk is Risk.SEVERE:
        found = found.narrower(_under_severe_risk(one))
    if found is Readers.PUBLIC and not listing(standing):
        return Readers.MEMBERS if one.value in standing.to_members else Readers.SECRETARIAT
    return found


def _consented(standing: Standing, one: ProfileField) -> Readers:
    if standing.is_current and one.value in standing.to_public:
        return Readers.PUBLIC
    if standing.is_current and one.value in standing.to_members:
        return Readers.MEMBERS
    return Readers.SECRETARIAT


def _under_severe_risk(one: ProfileField) -> Readers:
    """Where listing can kill, people are known to their own organisation alone."""
    people = {ProfileField.CONTACT_PERSON, ProfileField.PHONE, ProfileField.CITY}
    return Readers.OWN if one in people else Readers.MEMBERS
