"""Who may see categories and voting rights, and who may change them."""

from __future__ import annotations

import uuid

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor


def may_see_category(
    actor: Actor, organisation_id: uuid.UUID, region: str | None, *, is_frozen_roll: bool = False
) -> Verdict:
    """Whether `actor` may know the category and voting right of one organisation.

    Its own people, the secretariat, the representatives of its region; the returning officer on a
    frozen roll. Other members never: associate and supporting members are members too.
    """
    if organisation_id in actor.member_of | actor.editor_of | actor.delegate_of:
        return yes("own_organisation")
    if actor.has("secretariat"):
        return yes("secretariat")
    if actor.has("system"):
        return yes("the_program")
    if region is not None and region in actor.board_of:
        return yes("region_representative")
    if is_frozen_roll and (actor.has("returning_officer") or actor.officer_of):
        return yes("returning_officer")
    return no("category_withheld")


def may_keep_register(actor: Actor) -> Verdict:
    """Whether `actor` may read the whole register, admit and change standings."""
    if actor.has("secretariat"):
        return yes("secretariat")
    return yes("the_program") if actor.has("system") else no("not_allowed")


def may_resign(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Whether `actor` may end the membership for the organisation itself."""
    return yes("own_editor") if organisation_id in actor.editor_of else may_keep_register(actor)


def may_export(actor: Actor) -> Verdict:
    """Whether `actor` may take the register away: who keeps it, having just proved who they are."""
    kept = may_keep_register(actor)
    if not kept.allowed or actor.has("system"):
        return kept
    return kept if actor.is_fresh else no("stale_sign_in")
