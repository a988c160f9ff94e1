"""Who may do what with an application: every role in every state."""

from __future__ import annotations

import uuid

import pytest

from nswp_gov.applications import policy
from nswp_gov.applications.policy import Case, Place, Seats, panel
from nswp_gov.applications.states import ENDED, PATH, RUNNING, Capacity, StandsIn, State
from nswp_gov.store.actor import VISITOR, Actor

pytestmark = pytest.mark.database_free

FIRST, SECOND, PRESIDENT, ELSEWHERE, CARLA = (uuid.UUID(int=n) for n in range(1, 6))
OWN = uuid.UUID(int=9)


def someone(person_id, *, region=None, roles=(), **more):
    board = frozenset() if region is None else frozenset({region})
    return Actor(name="x", person_id=person_id, board_of=board, roles=frozenset(roles), **more)


PEOPLE = {
    "visitor": VISITOR,
    "member": someone(uuid.UUID(int=20), member_of=frozenset({uuid.UUID(int=21)})),
    "translator": someone(uuid.UUID(int=22), translates=frozenset({"fr"})),
    "administrator": someone(uuid.UUID(int=23), roles=["administrator"]),
    "returning_officer": someone(uuid.UUID(int=24), roles=["returning_officer"]),
    "first": someone(FIRST, region="africa"),
    "second": someone(SECOND, region="africa"),
    "president": someone(PRESIDENT, region=""),
    "elsewhere": someone(ELSEWHERE, region="europe"),
    "secretariat": someone(CARLA, roles=["secretariat"]),
    "own_staff": someone(uuid.UUID(int=25), roles=["secretariat"], editor_of=frozenset({OWN})),
    "own_board": someone(uuid.UUID(int=26), region="europe", member_of=frozenset({OWN})),
}
OFFICE = {"secretariat"}
BOARD = {"first", "second", "president", "elsewhere"}


def case(state, **over):
    given = {
        "state": state,
        "region": "africa",
        "seats": Seats((FIRST, SECOND), PRESIDENT),
        "organisations": frozenset({OWN}),
        **over,
    }
    return Case(**given)


def allowed(may, **over):
    """Who is allowed, by state."""
    found = {}
    for state in State:
        one = case(state, **over)
        found[state] = {name for name, who in PEOPLE.items() if may(who, one).allowed}
    return found


def test_who_reads_it_in_each_state():
    assert allowed(policy.may_read) == {
        State.DRAFT: set(),
        State.RECEIVED: OFFICE,
        State.RETURNED: OFFICE,
        State.REVIEW: OFFICE | {"first", "second"},
        State.AGREED: OFFICE,
        State.BOARD: OFFICE | BOARD,
        State.ADMITTED: OFFICE,
        State.REFUSED: OFFICE,
        State.APPEALED: OFFICE | BOARD,
        State.UPHELD: OFFICE,
        State.WITHDRAWN: OFFICE,
    }


def test_who_decided_keeps_reading_it_but_hears_no_appeal():
    given = [(FIRST, Capacity.REPRESENTATIVE), (SECOND, Capacity.REPRESENTATIVE)]
    found = allowed(policy.may_read, given=given)
    assert found[State.REFUSED] == OFFICE | {"first", "second"}
    assert found[State.APPEALED] == OFFICE | {"president", "elsewhere"}
    asked = allowed(policy.may_ask, given=given)
    assert asked[State.APPEALED] == OFFICE | {"president", "elsewhere"}


def test_who_stepped_aside_is_out_of_it_in_every_state():
    found = allowed(policy.may_read, aside=frozenset({FIRST, CARLA}))
    assert any(found.values())
    assert all(not {"first", "secretariat"} & names for names in found.values())


@pytest.mark.parametrize(
    "may",
    [policy.may_check, policy.may_place, policy.may_enter_decision],
)
def test_only_the_secretariat_checks_places_and_enters_decisions(may):
    assert set(map(frozenset, allowed(may).values())) == {frozenset(OFFICE)}


def test_nobody_of_the_office_enters_the_appeal_against_their_own_recommendation():
    given = [(CARLA, Capacity.SECRETARIAT)]
    found = allowed(policy.may_enter_decision, given=given)
    assert found[State.APPEALED] == set()
    assert found[State.BOARD] == OFFICE


def test_only_the_two_recommend_and_each_once():
    assert allowed(policy.may_recommend)[State.REVIEW] == {"first", "second"}
    given = [(FIRST, Capacity.REPRESENTATIVE)]
    assert allowed(policy.may_recommend, given=given)[State.REVIEW] == {"second"}
    verdict = policy.may_recommend(PEOPLE["first"], case(State.REVIEW, given=given))
    assert verdict.reason == "recommended_before"


def test_where_the_secretariat_stands_in_it_recommends_once():
    empty = Seats((None, None), PRESIDENT)
    found = allowed(policy.may_recommend, seats=empty)[State.REVIEW]
    assert found == {"president", "secretariat"}
    given = [(CARLA, Capacity.SECRETARIAT)]
    found = allowed(policy.may_recommend, seats=empty, given=given)[State.REVIEW]
    assert found == {"president"}


@pytest.mark.parametrize(
    ("over", "places"),
    [
        ({}, [(FIRST, None), (SECOND, None)]),
        (
            {"region": None, "seats": Seats((), PRESIDENT)},
            [(PRESIDENT, StandsIn.NO_REGION), (None, StandsIn.NO_REGION)],
        ),
        (
            {"seats": Seats((FIRST, None), PRESIDENT)},
            [(FIRST, None), (PRESIDENT, StandsIn.SEAT_VACANT)],
        ),
        (
            {"seats": Seats((FIRST,), PRESIDENT)},
            [(FIRST, None), (PRESIDENT, StandsIn.SEAT_VACANT)],
        ),
        (
            {"aside": frozenset({SECOND})},
            [(FIRST, None), (PRESIDENT, StandsIn.STEPPED_ASIDE)],
        ),
        (
            {"theirs": frozenset({FIRST}), "aside": frozenset({SECOND})},
            [(PRESIDENT, StandsIn.OWN_ORGANISATION), (None, StandsIn.STEPPED_ASIDE)],
        ),
        (
            {"theirs": frozenset({FIRST, PRESIDENT}), "aside": frozenset({SECOND})},
            [(None, StandsIn.OWN_ORGANISATION)],
        ),
        (  # the first recommended, then lost the seat to somebody else
            {
                "seats": Seats((ELSEWHERE, SECOND), PRESIDENT),
                "given": [(FIRST, Capacity.REPRESENTATIVE)],
            },
            [(FIRST, None), (ELSEWHERE, None)],
        ),
    ],
)
def test_who_examines_it(over, places):
    found = panel(case(State.REVIEW, **over))
    assert [(one.person_id, one.stands_in) for one in found] == places


def test_a_place_is_stepped_aside_from_only_by_whoever_holds_it_by_name():
    assert allowed(policy.may_step_aside)[State.REVIEW] == {"first", "second"}
    empty = Seats((None, None), PRESIDENT)
    assert allowed(policy.may_step_aside, seats=empty)[State.REVIEW] == {"president"}
    given = [(FIRST, Capacity.REPRESENTATIVE)]
    assert allowed(policy.may_step_aside, given=given)[State.REVIEW] == {"second"}


def test_the_applicant_writes_while_it_is_theirs_and_withdraws_until_it_is_decided():
    writes = {state for state in State if policy.may_write(state)}
    assert writes == {State.DRAFT, State.RETURNED}
    assert {state for state in State if policy.may_withdraw(state)} == set(RUNNING)


def test_every_state_is_reached_and_only_a_refusal_leads_on_from_an_end():
    assert PATH.reachable(State.DRAFT) == set(State)
    assert {state for state in ENDED if not PATH.is_final(state)} == {State.REFUSED}
    assert PATH.verbs_in(State.REFUSED) == ("appeal",)


def test_a_place_says_for_whom_it_stands_in():
    assert panel(case(State.REVIEW))[0] == Place(Capacity.REPRESENTATIVE, FIRST)
