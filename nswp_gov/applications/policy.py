"""Who examines an application, and who may do what with it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from nswp_gov.applications.states import (
    EXAMINED,
    REVIEWERS,
    RUNNING,
    WRITTEN,
    Capacity,
    StandsIn,
    State,
)
from nswp_gov.rules.verdict import Verdict, first_consent, first_refusal, no, yes
from nswp_gov.store.actor import Actor


@dataclass(frozen=True)
class Seats:
    """Who sits where: the region's seats in order (None: vacant), and the President's."""

    region: Sequence[uuid.UUID | None] = ()
    president: uuid.UUID | None = None


@dataclass(frozen=True)
class Place:
    """One of the two who examine. `person_id` None: whoever of the secretariat takes it up."""

    capacity: Capacity
    person_id: uuid.UUID | None
    stands_in: StandsIn | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that a policy asks of an application.

    `given`: who has recommended, and as what; `aside`: who stepped aside; `theirs`: the people of
    the organisation that applies, as far as the directory knows it; `organisations`: itself there.
    """

    state: State
    region: str | None
    seats: Seats
    given: Sequence[tuple[uuid.UUID, Capacity]] = ()
    aside: frozenset[uuid.UUID] = field(default_factory=frozenset)
    theirs: frozenset[uuid.UUID] = field(default_factory=frozenset)
    organisations: frozenset[uuid.UUID] = field(default_factory=frozenset)

    @property
    def deciders(self) -> frozenset[uuid.UUID]:
        """Who recommended: they don't hear an appeal."""
        return frozenset(person_id for person_id, _capacity in self.given)


def panel(case: Case) -> tuple[Place, ...]:
    """Return who examines an application, at most two.

    The two representatives of its region. Where one is missing (no region, seat vacant, stepped
    aside, own organisation) the President stands in, then the secretariat. Whoever has recommended
    keeps their place, also when their term ends.
    """
    places = [Place(capacity, person_id) for person_id, capacity in case.given]
    missing: list[StandsIn] = []
    if case.region is None:
        missing = [StandsIn.NO_REGION] * REVIEWERS
    else:
        for person_id in case.seats.region:
            if person_id in case.deciders:
                continue
            why = _unfit(case, person_id)
            if why is None:
                places.append(Place(Capacity.REPRESENTATIVE, person_id))
            else:
                missing.append(why)
    missing += [StandsIn.SEAT_VACANT] * REVIEWERS
    return tuple([*places, *_stand_ins(case, missing, REVIEWERS - len(places))][:REVIEWERS])


def _stand_ins(case: Case, missing: list[StandsIn], wanted: int) -> list[Place]:
    """Return who takes the places that the region leaves open."""
    held = {capacity for _person, capacity in case.given}
    found: list[Place] = []
    president = case.seats.president
    if wanted > 0 and president not in case.deciders and _unfit(case, president) is None:
        found.append(Place(Capacity.PRESIDENT, president, missing[0]))
    if len(found) < wanted and Capacity.SECRETARIAT not in held:
        found.append(Place(Capacity.SECRETARIAT, None, missing[len(found)]))
    return found


def _unfit(case: Case, person_id: uuid.UUID | None) -> StandsIn | None:
    if person_id is None:
        return StandsIn.SEAT_VACANT
    if person_id in case.aside:
        return StandsIn.STEPPED_ASIDE
    return StandsIn.OWN_ORGANISATION if person_id in case.theirs else None


def place_of(actor: Actor, case: Case) -> Place | None:
    """Return the place that `actor` holds or may take among the reviewers, or None."""
    if actor.person_id is None:
        return None
    places = panel(case)
    own = next((one for one in places if one.person_id == actor.person_id), None)
    if own is not None or not actor.has("secretariat"):
        return own
    return next((one for one in places if one.person_id is None), None)


def is_own(actor: Actor, case: Case) -> bool:
    """Tell whether the actor belongs to the organisation that applies."""
    acts_for = actor.member_of | actor.editor_of | actor.delegate_of
    return bool(acts_for & case.organisations) or actor.person_id in case.theirs


def may_read(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may read an application, and so learn that there is one.

    Nobody before it is handed in. Then the secretariat and the two who examine it; the board where
    it has to decide, but not whoever decided before where it hears an appeal.
    """
    kept_out = first_refusal(
        _unless(case.state is State.DRAFT, "not_handed_in"),
        _unless(is_own(actor, case), "own_organisation_applies"),
        _unless(actor.person_id in case.aside, "stepped_aside"),
    )
    staff = yes("secretariat") if actor.has("secretariat") else no("not_in_the_circle")
    return first_consent(staff, _circle(actor, case)) if kept_out else kept_out


def _unless(holds: bool, refusal: str) -> Verdict:  # noqa: FBT001 - a claim and its refusal, in one line each
    return no(refusal) if holds else yes("nothing_against")


def _circle(actor: Actor, case: Case) -> Verdict:
    """Return whether somebody who is not of the secretariat is in the circle now."""
    has_decided = actor.person_id is not None and actor.person_id in case.deciders
    if case.state is State.APPEALED:
        if has_decided:
            return no("decided_before")
        return yes("board_hears") if actor.board_of else no("not_in_the_circle")
    if has_decided or (case.state is State.REVIEW and place_of(actor, case) is not None):
        return yes("reviewer")
    decides = bool(actor.board_of) and case.state is State.BOARD
    return yes("board_decides") if decides else no("not_in_the_circle")


def _staff(actor: Actor, case: Case) -> Verdict:
    if not actor.has("secretariat"):
        return no("secretariat_only")
    return no("own_organisation_applies") if is_own(actor, case) else yes("secretariat")


def may_check(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may say that an application is complete or give it back."""
    return _staff(actor, case)


def may_ask(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may ask the applicant something, or name a verifier: whoever examines now."""
    if case.state not in EXAMINED:
        return no("not_examined_now")
    return may_read(actor, case)


def may_recommend(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may recommend: one of the two, once, never of their own organisation."""
    if is_own(actor, case):
        return no("own_organisation_applies")
    if actor.person_id in case.aside:
        return no("stepped_aside")
    if actor.person_id in case.deciders:
        return no("recommended_before")
    return yes("reviewer") if place_of(actor, case) is not None else no("not_a_reviewer")


def may_step_aside(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may leave the review: a reviewer by name who has not recommended yet."""
    if actor.person_id in case.deciders:
        return no("recommended_before")
    named = {one.person_id for one in panel(case)} - {None}
    return yes("reviewer") if actor.person_id in named else no("not_a_reviewer")


def may_place(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may enter the region that the board assigned."""
    return _staff(actor, case)


def may_enter_decision(actor: Actor, case: Case) -> Verdict:
    """Whether `actor` may enter what the board decided; not whoever recommended before."""
    if actor.person_id in case.deciders and case.state is State.APPEALED:
        return no("decided_before")
    return _staff(actor, case)


def may_write(state: State) -> Verdict:
    """Whether the applicant may change the answers now."""
    return yes("applicant") if state in WRITTEN else no("handed_in_already")


def may_withdraw(state: State) -> Verdict:
    """Whether the applicant may answer, or take the application back: while it is not decided."""
    return yes("applicant") if state in RUNNING else no("decided_already")
