"""A board with people in its seats, made by the real operations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from nswp_gov.accounts.models import Person
from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.models import Body, Seat, Term
from nswp_gov.bodies.states import How
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person

FOUNDED = date(2024, 1, 1)
BEGAN = date(2026, 1, 1)


@dataclass(frozen=True)
class Board:
    """A body, its seats in order, and who holds them (None: vacant)."""

    body: Body
    seats: list[Seat]
    people: list[Person | None]

    @property
    def president(self) -> Person:
        person = self.people[0]
        assert person is not None
        return person

    def filled(self) -> list[Person]:
        return [person for person in self.people if person is not None]


def make_board(work: Work, *, vacant: int = 0, public_names: bool = False) -> Board:
    """Found the bodies; fill the board's seats but the last `vacant` ones."""
    body = operations.found_board(work, from_on=FOUNDED)
    seats = queries.seats_of(work.session, body.id, BEGAN)
    people: list[Person | None] = []
    for number, seat in enumerate(seats):
        if number >= len(seats) - vacant:
            people.append(None)
            continue
        person = make_person(work, f"Member {number}", passphrase=None)
        if public_names:
            person.public_name = f"Public {number}"
            work.record("accounts.person_named", person)
        make_term(work, seat, person)
        people.append(person)
    return Board(body, seats, people)


def make_term(
    work: Work,
    seat: Seat,
    person: Person,
    *,
    from_on: date = BEGAN,
    until_on: date | None = None,
) -> Term:
    """Seat a person as elected."""
    return operations.seat_person(work, seat, person.id, from_on, until_on, how=How.ELECTED)


def member_actor(person: Person, body: Body, *, regions: frozenset[str] = frozenset()) -> Actor:
    """Return a person who holds a seat, as they act."""
    return Actor(name="holder", person_id=person.id, bodies=frozenset({body.id}), board_of=regions)


def staff_actor(person_id: uuid.UUID | None = None) -> Actor:
    """Return somebody of the secretariat."""
    return Actor(name="Carla", person_id=person_id, roles=frozenset({"secretariat"}))
