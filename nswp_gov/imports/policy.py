"""Who may bring lists from outside in: the secretariat, with a fresh sign-in."""

from __future__ import annotations

from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor


def may_import(actor: Actor) -> Verdict:
    """Whether `actor` may read, try, apply and undo lists from outside."""
    return yes("secretariat") if actor.has("secretariat") else no("not_allowed")
