"""Who may do what with announcements. Pure."""

from __future__ import annotations

import uuid

from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import State
from nswp_gov.rules.audience import Viewer, may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict, first_consent, no, yes
from nswp_gov.store.actor import Actor


def may_edit(actor: Actor) -> Verdict:
    """The secretariat edits, asks for translations, publishes and withdraws."""
    if actor.has("secretariat") or actor.has("system"):
        return yes("secretariat")
    return no("only_secretariat")


def speaks_for(actor: Actor) -> frozenset[uuid.UUID]:
    """Return the organisations in good standing that `actor` edits or is the delegate of."""
    return actor.member_of & (actor.editor_of | actor.delegate_of)


def may_send(actor: Actor, organisation_id: uuid.UUID) -> Verdict:
    """Drafts come from editors and delegates of organisations in good standing."""
    if actor.person_id is None:
        return no("not_signed_in")
    if organisation_id in speaks_for(actor):
        return yes("correspondent")
    return no("only_members_in_good_standing")


def is_sender(actor: Actor, row: Announcement) -> bool:
    """Tell whether `actor` sent this draft, or speaks for the organisation that did."""
    own = row.organisation_id is not None and row.organisation_id in speaks_for(actor)
    return own or (actor.person_id is not None and actor.person_id == row.sender_id)


def may_resend(actor: Actor, row: Announcement) -> Verdict:
    """Whoever sent a draft changes it or takes it back until somebody has taken it up."""
    if row.organisation_id is None or not is_sender(actor, row):
        return no("only_sender")
    if row.state is not State.DRAFT:
        return no("taken_up_already")
    return may_send(actor, row.organisation_id)


def may_withdraw(actor: Actor, row: Announcement) -> Verdict:
    """The secretariat withdraws anything; whoever sent a draft takes it back."""
    return first_consent(may_edit(actor), may_resend(actor, row))


def may_follow(actor: Actor, row: Announcement) -> Verdict:
    """The secretariat and whoever sent the draft see where it is."""
    mine = yes("sender") if is_sender(actor, row) else no("only_sender")
    return first_consent(may_edit(actor), mine)


def may_translate(actor: Actor, row: Announcement, locale: Locale) -> Verdict:
    """The secretariat translates anything; a translator what everybody can read already."""
    is_open = row.state is State.PUBLISHED and row.readers.is_public
    is_theirs = is_open and str(locale) in actor.translates
    return first_consent(may_edit(actor), yes("translator") if is_theirs else no("only_translator"))


def may_read(viewer: Viewer, row: Announcement) -> Verdict:
    """Whether `viewer` may read what was published."""
    if row.state is not State.PUBLISHED:
        return no("not_published")
    return may_see(viewer, row.readers)
