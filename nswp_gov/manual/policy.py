"""Who may do what with documents."""

from __future__ import annotations

import uuid

from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict, first_consent, no, yes
from nswp_gov.store.actor import Actor


def may_edit(actor: Actor) -> Verdict:
    """The secretariat opens documents and names their editors (the program sets up its own)."""
    return (
        yes("secretariat") if actor.has("secretariat") or actor.has("system") else no("only_staff")
    )


def may_write(actor: Actor, *, is_named: bool) -> Verdict:
    """Drafts are written by the secretariat and by the editors named for the document."""
    named = yes("editor") if is_named else no("only_staff_or_editors")
    return first_consent(may_edit(actor), named)


def may_see_draft(actor: Actor, *, is_named: bool, is_assigned: bool) -> Verdict:
    """A draft is seen by those who write it and by the translators it was given to."""
    assigned = yes("translator") if is_assigned else no("only_staff_or_editors")
    return first_consent(may_write(actor, is_named=is_named), assigned)


def may_adopt(actor: Actor) -> Verdict:
    """The secretariat carries out what a meeting decided; the decision is asked for apart."""
    return may_edit(actor)


def may_translate(
    actor: Actor, locale: Locale, *, is_public: bool, is_assigned: bool = False
) -> Verdict:
    """The secretariat translates anything; a translator what all may read, or was given to them."""
    is_theirs = is_assigned or (is_public and str(locale) in actor.translates)
    translator = yes("translator") if is_theirs else no("only_translator")
    return first_consent(may_edit(actor), translator)


def may_acknowledge(actor: Actor, organisation_id: uuid.UUID | None) -> Verdict:
    """An organisation's editors and delegate speak for it; an officer for nobody else."""
    if actor.person_id is None:
        return no("not_signed_in")
    if organisation_id is None:
        is_officer = bool(actor.board_of or actor.bodies) or actor.has("secretariat")
        return yes("officer") if is_officer else no("only_officers")
    speaks = organisation_id in actor.editor_of | actor.delegate_of
    return yes("organisation") if speaks else no("only_own_organisation")
