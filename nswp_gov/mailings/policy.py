"""Who may send letters to many, and who may read to whom. Pure."""

from __future__ import annotations

import uuid

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor

SENDERS = frozenset({"secretariat", "returning_officer", "system"})


def may_send(actor: Actor) -> Verdict:
    """The secretariat and returning officers send; so does the program for a room that asked."""
    return yes("office") if actor.roles & SENDERS else no("only_staff")


def may_list(actor: Actor) -> Verdict:
    """Who is meant, by name, is for the secretariat alone, which keeps the register."""
    return yes("secretariat") if actor.has("secretariat") else no("only_staff")


def may_keep_lists(actor: Actor) -> Verdict:
    """The secretariat keeps named lists and addresses on hold."""
    allowed = actor.has("secretariat") or actor.has("system")
    return yes("secretariat") if allowed else no("only_staff")


def may_choose(actor: Actor, person_id: uuid.UUID) -> Verdict:
    """Everybody chooses for themselves what letters they want, and nobody for another."""
    return yes("own") if actor.person_id == person_id else no("not_allowed")
