"""Who may do what with bodies and seats."""

from __future__ import annotations

import uuid

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor


def _is_staff(actor: Actor) -> bool:
    return actor.has("secretariat") or actor.has("system")


def may_found(actor: Actor) -> Verdict:
    """Whether `actor` may set up bodies, seats and draft rules."""
    if _is_staff(actor) or actor.has("administrator"):
        return yes("secretariat")
    return no("only_secretariat")


def may_set_rule(actor: Actor) -> Verdict:
    """Whether `actor` may enter a rule of a body."""
    return yes("secretariat") if _is_staff(actor) else no("only_secretariat")


def may_seat(
    actor: Actor, person_id: uuid.UUID, result_of: tuple[str, uuid.UUID] | None
) -> Verdict:
    """Whether `actor` may seat `person_id`; nobody seats themself.

    The officer of the election whose result this is may seat its winner.
    """
    if actor.person_id == person_id:
        return no("own_seat")
    if _is_staff(actor):
        return yes("secretariat")
    kind, source = result_of or ("", None)
    if kind == "election" and (actor.has("returning_officer") or source in actor.officer_of):
        return yes("returning_officer")
    return no("only_secretariat")


def may_end_term(actor: Actor) -> Verdict:
    """Whether `actor` may record that a term ended."""
    return yes("secretariat") if _is_staff(actor) else no("only_secretariat")


def may_resign(actor: Actor, person_id: uuid.UUID) -> Verdict:
    """Whether `actor` may resign the seat of `person_id`: its holder, or staff on their word."""
    if actor.person_id == person_id:
        return yes("own_seat_held")
    return yes("secretariat") if _is_staff(actor) else no("only_holder_or_secretariat")


def may_declare(actor: Actor) -> Verdict:
    """Whether `actor` may declare interests: whoever sits in a body, for themself alone."""
    if actor.person_id is None:
        return no("not_signed_in")
    return yes("own_seat_held") if actor.bodies else no("only_holders_declare")


def may_read_interests(actor: Actor, body_id: uuid.UUID) -> Verdict:
    """Whether `actor` may read what the people of a body declared: they themselves, the office."""
    if body_id in actor.bodies:
        return yes("circle_body")
    return yes("secretariat") if _is_staff(actor) else no("only_body_or_secretariat")
