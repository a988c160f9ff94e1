"""The board, its committee and who sat where in two years; one seat stands empty."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import add_person
from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.models import Seat, Term
from nswp_gov.bodies.states import How
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.sample.organisations import ZONES
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.words import file
from nswp_gov.store.work import Work

BOARD, COMMITTEE = "board", "management-committee"
REGIONAL_AND_PRESIDENT = (
    ("", 0),
    *((region.value, phase) for region in Region for phase in (0, 1)),
)  # every seat of the board, by region and phase
EMPTY_FOR = timedelta(days=45)  # since when the seat for Africa has been empty
YEARS = 2


def this_year(scene: Scene) -> date:
    """Return the day on which the terms of this year began."""
    return date(scene.plan.now.year, 1, 1)


def fresh_phase(scene: Scene) -> int:
    """Return the phase of the seats whose terms began this year."""
    return scene.plan.now.year % YEARS


def is_contested(scene: Scene, key: tuple[str, int]) -> bool:
    """Tell whether the election of the sample filled a seat: the others have their holders."""
    region, phase = key
    return phase == fresh_phase(scene) and region in {"", Region.AFRICA.value, Region.EUROPE.value}


def tell(scene: Scene) -> None:
    """Put the founding, the terms and the vacancy into the timeline."""
    at = scene.timeline.at
    at(scene.plan.began - timedelta(hours=3), lambda work: _found(scene, work))
    for year in range(scene.plan.began.year, scene.plan.now.year + 1):
        before = datetime.combine(date(year, 1, 3), time(8, 30), UTC)
        first = year == scene.plan.began.year
        at(before, partial(_seat_all, scene, year, first=first))
    at(scene.plan.now - EMPTY_FOR, lambda work: _resign(scene, work))


def _found(scene: Scene, work: Work) -> None:
    board = operations.found_board(scene.as_staff(work), from_on=date(scene.plan.began.year, 1, 1))
    scene.bodies = {row.slug: row for row in queries.bodies(work.session)}
    for seat in queries.seats_of(work.session, board.id, work.today):
        scene.seats[seat.region or "", seat.phase] = seat
    for name in _names():
        _person(scene, work, name)


def _names() -> list[str]:
    rows = file("people")["board"]
    pairs = [rows["president"], *(pair for region in Region for pair in rows[region.value])]
    return [name for pair in pairs for name in pair]


def holders_of(key: tuple[str, int], phase: int) -> tuple[str, str]:
    """Return who held a seat first and who holds it since; `phase`: of this year's seats."""
    region, own = key
    rows = file("people")["board"]
    pair = rows["president"] if not region else rows[region][0 if own == phase else 1]
    return pair[0], pair[1]


def _person(scene: Scene, work: Work, name: str) -> Person:
    """Return the account of a board member; two of them are accounts that people sign in with."""
    known = {one.name: one for one in scene.people.values()}.get(name)
    if known is not None:
        scene.people[name] = known
        return known
    made = add_person(
        work,
        name=name,
        sign_in_name=f"seat-{len(scene.people)}",
        passphrase=None,
        locale=Locale.EN,
        zone=ZONES[Region.EUROPE],
        public_name=name,
    )
    scene.people[name] = made
    return made


def _seat_all(scene: Scene, year: int, work: Work, *, first: bool) -> None:
    """Seat whoever begins in a year; at the founding everybody, so that terms are staggered."""
    for key, seat in scene.seats.items():
        if not first and key[1] != year % YEARS:
            continue
        is_now = year >= scene.plan.now.year - 1 and key[1] == year % YEARS
        if is_now and is_contested(scene, key):
            continue  # declared by the returning officer
        earlier, later = holders_of(key, fresh_phase(scene))
        name = later if is_now else earlier
        _seat(scene, work, seat, scene.people[name], date(year, 1, 1))
    if first:
        return
    if year == scene.plan.now.year - 1:
        _fill_committee(scene, work)


def _seat(scene: Scene, work: Work, seat: Seat, person: Person, day: date) -> Term:
    return operations.seat_person(scene.as_staff(work), seat, person.id, day, how=How.ELECTED)


def _fill_committee(scene: Scene, work: Work) -> None:
    """Let the board appoint its committee; one of its seats is left open."""
    committee = scene.bodies[COMMITTEE]
    wanted = [scene.people[name] for name in _names()[1::4]]
    places = queries.seats_of(work.session, committee.id, work.today)
    for seat, person in zip(places[:-1], wanted, strict=False):
        operations.seat_person(scene.as_staff(work), seat, person.id, work.today, how=How.APPOINTED)


def vacant(scene: Scene) -> Seat:
    """Return the seat for Africa that stands empty: the one whose term ends this year."""
    return scene.seats[Region.AFRICA.value, 1 - fresh_phase(scene)]


def _resign(scene: Scene, work: Work) -> None:
    seat = vacant(scene)
    holding = queries.history(work.session, seat.id)
    term = next(one for one in holding if one.until_on is None or one.until_on > work.today)
    operations.resign(scene.as_staff(work), term, work.today)
