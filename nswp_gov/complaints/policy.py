"""Who may read a complaint and act on it: the people of its own circle, and nobody by any role."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from nswp_gov.complaints.states import DECIDABLE, LOOKED_INTO, RUNNING, Outcome, State
from nswp_gov.rules.verdict import Verdict, no, yes
from nswp_gov.store.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Case:
    """What policies ask of one complaint at an instant.

    `readers`: admitted to it, whether or not they are concerned. `named`: kept out by name;
    `belong`: people of an organisation that it names, or that somebody named in it belongs to.
    `aside`: stepped aside; `decided`: were in the circle that decided first.
    """

    state: State
    readers: frozenset[uuid.UUID] = frozenset()
    named: frozenset[uuid.UUID] = frozenset()
    belong: frozenset[uuid.UUID] = frozenset()
    aside: frozenset[uuid.UUID] = frozenset()
    decided: frozenset[uuid.UUID] = frozenset()

    @property
    def circle(self) -> frozenset[uuid.UUID]:
        """Return who reads it now: whoever is concerned does not, from that instant on."""
        return self.readers - self.named - self.belong


def may_read(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may read it: no role opens it, and a draft is its writer's alone."""
    if case.state is not State.DRAFT and actor.person_id in case.circle:
        return yes("circle_case")
    return no("only_circle_case")


def may_be_admitted(person_id: uuid.UUID, case: Case) -> Verdict:
    """Whether a person may come into the circle."""
    if person_id in case.named:
        return no("complaint_names_them")
    if person_id in case.belong:
        return no("complaint_names_their_organisation")
    if person_id in case.aside:
        return no("complaint_they_stepped_aside")
    if case.state is State.APPEALED and person_id in case.decided:
        return no("complaint_they_decided")
    if person_id in case.readers:
        return no("complaint_they_read_it")
    return yes("nothing_against")


def next_readers(ranked: Iterable[uuid.UUID], case: Case, wanted: int) -> tuple[uuid.UUID, ...]:
    """Return who is to be admitted, in order, so that `wanted` people read it."""
    lacking = max(0, wanted - len(case.circle))
    fit = [one for one in dict.fromkeys(ranked) if may_be_admitted(one, case).allowed]
    return tuple(fit[:lacking])


def may_act(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may do something with it while it runs."""
    verdict = may_read(actor, case)
    if not verdict.allowed:
        return verdict
    return verdict if case.state in RUNNING else no("complaint_is_over")


def may_answer(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may write to whoever raised it: also after the end."""
    return may_read(actor, case)


def may_decide(actor: Actor, case: Case, outcome: Outcome) -> Verdict:
    """Whether `actor` may decide it, or hear the appeal."""
    if outcome not in DECIDABLE:
        return no("complaint_not_theirs_to_withdraw")
    return may_act(actor, case)


def may_write(state: State) -> Verdict:
    """Whether whoever raises it may still change what it says."""
    return yes("own_draft") if state is State.DRAFT else no("handed_in_already")


def may_add(state: State) -> Verdict:
    """Whether whoever raised it may write more, or add a file."""
    return no("complaint_is_over") if state is State.CLOSED else yes("own_complaint")


def may_withdraw(state: State) -> Verdict:
    """Whether whoever raised it may take it back."""
    return yes("own_complaint") if state in LOOKED_INTO else no("complaint_is_decided")


def may_read_numbers(actor: Actor) -> Verdict:
    """Whether `actor` may read how many complaints ended how: the board."""
    return yes("board") if actor.board_of else no("only_board")
