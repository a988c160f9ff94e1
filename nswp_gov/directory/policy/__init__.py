"""Who may do what in the directory. Pure: an actor, a subject, an answer with its reason."""

from __future__ import annotations

import uuid

from nswp_gov.directory.policy.disclosure import Disclosure, disclosures
from nswp_gov.directory.policy.listing import Standing, listing, readers_of
from nswp_gov.directory.states import Scope
from nswp_gov.rules.verdict import Verdict, first_consent, no, yes
from nswp_gov.store.actor import Actor

__all__ = [
    "Disclosure",
    "Standing",
    "disclosures",
    "listing",
    "may_add_organisation",
    "may_agree_jointly",
    "may_appoint",
    "may_ask_jointly",
    "may_ask_to_confirm",
    "may_assess_risk",
    "may_consent",
    "may_edit_profile",
    "may_issue_code",
    "may_place",
    "may_see_people",
    "may_stop_jointly",
    "may_tie",
    "may_unlist",
    "readers_of",
]


def _runs(actor: Actor) -> Verdict:
    return yes("the_program") if actor.has("system") else no("not_allowed")


def _staff(actor: Actor) -> Verdict:
    return yes("secretariat") if actor.has("secretariat") else no("not_allowed")


def _editor(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    return yes("own_editor") if organisation_id in actor.editor_of else no("not_own_editor")


def may_add_organisation(actor: Actor) -> Verdict:
    """Whether `actor` may enter an organisation: the secretariat."""
    return first_consent(_runs(actor), _staff(actor))


def may_place(actor: Actor) -> Verdict:
    """Whether `actor` may place an organisation in another region than its country's."""
    return first_consent(_runs(actor), _staff(actor))


def may_assess_risk(actor: Actor) -> Verdict:
    """Whether `actor` may say how dangerous being listed is in a country."""
    return first_consent(_runs(actor), _staff(actor))


def may_edit_profile(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may change a profile: its editors; the secretariat, who give a reason."""
    return first_consent(_editor(actor, organisation_id), _runs(actor), _staff(actor))


def may_ask_to_confirm(actor: Actor) -> Verdict:
    """Whether `actor` may ask organisations whether their profiles are still right."""
    return first_consent(_runs(actor), _staff(actor))


def may_consent(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may give consent: an editor; the secretariat by phone, on its behalf."""
    return first_consent(_editor(actor, organisation_id), _runs(actor), _staff(actor))


def may_appoint(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may name who acts for the organisation."""
    return first_consent(_editor(actor, organisation_id), _runs(actor), _staff(actor))


def may_ask_jointly(actor: Actor, person_id: uuid.UUID) -> Verdict:
    """Whether `actor` may ask a representative to agree to this person: the office, of others."""
    if actor.person_id == person_id:
        return no("own_appointment")
    return _staff(actor)


def may_agree_jointly(
    actor: Actor, *, person_id: uuid.UUID, asked_by: uuid.UUID, region: str
) -> Verdict:
    """Whether `actor` may agree, as the second person, to what the office asks for.

    A representative of the organisation's region, who neither asked nor is appointed, and has just
    proved who they are.
    """
    if actor.person_id in {person_id, asked_by, None}:
        return no("second_person")
    if region not in actor.board_of:
        return no("only_representative")
    return yes("representative") if actor.is_fresh else no("stale_sign_in")


def may_stop_jointly(actor: Actor, organisation_id: uuid.UUID, region: str) -> Verdict:
    """Whether `actor` may stop it: the organisation's editors, the office, the representatives."""
    represents = yes("representative") if region in actor.board_of else no("not_allowed")
    return first_consent(_editor(actor, organisation_id), _staff(actor), represents)


def may_see_people(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may read who acts for the organisation."""
    own = yes("own_organisation") if organisation_id in actor.member_of else no("not_allowed")
    return first_consent(own, _editor(actor, organisation_id), _runs(actor), _staff(actor))


def may_tie(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may propose, answer or end an affiliation for the organisation."""
    return first_consent(_editor(actor, organisation_id), _runs(actor))


def may_issue_code(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may be given a new hide-us code of the organisation."""
    return first_consent(_editor(actor, organisation_id), _runs(actor), _staff(actor))


def may_unlist(
    actor: Actor, scope: Scope, key: str, region: str | None, organisation_id: uuid.UUID | None
) -> Verdict:
    """Whether `actor` may hide an organisation, a country or a region at once.

    `region`: the region of the organisation or country concerned, None where it has none.
    """
    own = no("not_allowed") if organisation_id is None else _editor(actor, organisation_id)
    where = key if scope is Scope.REGION else region
    represents = where is not None and where in actor.board_of
    represented = yes("region_representative") if represents else no("other_region")
    return first_consent(own, _runs(actor), _staff(actor), represented)
