"""Who enters positions, who reviews them, who takes them out. Pure."""

from __future__ import annotations

from collections.abc import Collection

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor


def may_enter(actor: Actor) -> Verdict:
    """Whether `actor` may enter and amend institutions, documents and positions."""
    return yes("secretariat") if actor.has("secretariat") else no("only_secretariat")


def may_read_desk(actor: Actor) -> Verdict:
    """Whether `actor` may read what is not public yet: who enters it, and who may review it."""
    if actor.board_of:
        return yes("board")
    return may_enter(actor)


def may_review(actor: Actor, writers: Collection[str]) -> Verdict:
    """Whether `actor` may publish an entry or give it back: a second person, never its writer.

    `writers`: identifiers of all who wrote any of it. The board may review too, so that a
    secretariat of one person is not stuck.
    """
    if actor.person_id is None or not may_read_desk(actor).allowed:
        return no("reviewer_only")
    if str(actor.person_id) in writers:
        return no("own_entry")
    return yes("second_person")


def may_withdraw(actor: Actor) -> Verdict:
    """Whether `actor` may take an entry out of the tracker."""
    return may_enter(actor)


def may_tell(actor: Actor) -> Verdict:
    """Whether `actor` may have subscribers told of what was published."""
    return yes("system") if actor.has("system") else may_enter(actor)
