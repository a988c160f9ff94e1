"""Elections for tests, made by the real operations; trustees with throw-away keys."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.operations import found_board
from nswp_gov.bodies.queries import seats_of
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Capacity
from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import Election, Nomination, Post
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import BallotKind, Suite, TrusteeKey, make_share_file, open_box
from nswp_gov.sealing.box import Box
from nswp_gov.store import settings as stored
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.membership import make_member

STAFF = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))


@dataclass
class Chain:
    """A rehearsal election for one African seat and everybody in it."""

    election: Election
    post: Post
    officer: Actor
    voters: dict[uuid.UUID, Actor]  # by organisation
    trustees: list[TrusteeKey]
    keys: KeyFolder

    @property
    def organisations(self) -> list[uuid.UUID]:
        return list(self.voters)


def at(work: Work, instant: datetime, actor: Actor = SYSTEM) -> Work:
    """The same session at another time, with somebody else acting."""
    return replace(work, now=instant, actor=actor)


def _voters(work: Work, count: int) -> dict[uuid.UUID, Actor]:
    voters = {}
    for number in range(count):
        organisation: Organisation = make_member(work, country="KE", on=date(2025, 1, 1))
        person = make_person(work, f"Delegate {number}", passphrase=None)
        directory.appoint(work, organisation, person.id, Capacity.DELEGATE)
        own = frozenset({organisation.id})
        voters[organisation.id] = Actor(
            name="delegate", person_id=person.id, member_of=own, delegate_of=own
        )
    return voters


def african_seat(work: Work) -> Seat:
    """The first seat that Africa fills."""
    board = found_board(work, from_on=date(2026, 1, 1))
    return next(seat for seat in seats_of(work.session, board.id, work.today) if seat.region)


def make_election(work: Work, keys: KeyFolder, *, voters: int = 6) -> Chain:
    """A draft with its panel of three, two of whom open."""
    stored.put(work.session, stored.SAMPLE, "yes")
    seat = african_seat(work)
    officer = make_person(work, "Dmitri", passphrase=None)
    people = _voters(work, voters)
    day = timedelta(days=1)
    plan = PostPlan(
        seat,
        {Locale.EN: "Seat for Africa", Locale.FR: "Siège de l’Afrique"},
        date(2027, 1, 1),
    )
    election = operations.set_up(
        replace(work, actor=STAFF),
        title={Locale.EN: "Board 2027"},
        kind=Kind.REHEARSAL,
        timetable=Timetable(work.today, work.now + 10 * day, work.now + 20 * day,
                            work.now + 34 * day, work.now + 44 * day),
        plans=[plan],
        officer_id=officer.id,
    )  # fmt: skip
    post = queries.posts(work.session, election.id)[0]
    chief = Actor(name="Dmitri", person_id=officer.id, officer_of=frozenset({election.id}))
    trustees = [TrusteeKey.generate(Suite.XWING) for _ in range(3)]
    for number, key in enumerate(trustees):
        public = key.public_file(f"Trustee {number + 1}")
        operations.add_trustee(at(work, work.now, chief), election, public, is_opener=number < 2)
    operations.open_nominations(replace(work, actor=STAFF), election)
    return Chain(election, post, chief, people, trustees, keys)


def stand(work: Work, chain: Chain, name: str, *, proposer: int = 0) -> Nomination:
    """A nomination that was accepted."""
    organisation = chain.organisations[proposer]
    made, _token = operations.nominate(
        replace(work, actor=chain.voters[organisation]),
        chain.post,
        organisation_id=organisation,
        nominee_name=name,
        nominee_address=None,
        locale=Locale.EN,
    )
    operations.accept(work, made, public_name=name, statement=f"I am {name}.", locale=Locale.EN)
    return made


def freeze(work: Work, chain: Chain, *names: str) -> Work:
    """Candidates stand, everything is frozen, voting is open; returns the time of voting."""
    standing = [stand(work, chain, name, proposer=place) for place, name in enumerate(names)]
    election = chain.election
    ruling = at(work, election.nominations_close_at, chain.officer)
    operations.close_nominations(ruling, election)
    for one in standing:
        operations.rule_in(ruling, one)
    operations.freeze(ruling, election, chain.keys)
    voting = at(work, election.opens_at, chain.officer)
    operations.open_voting(voting, election, chain.keys)
    return voting


def option_of(work: Work, chain: Chain, name: str) -> str:
    """The candidate's id in the manifest."""
    found = queries.nominations(work.session, chain.post.id)
    return next(one.option for one in found if one.public_name == name and one.option)


def vote(work: Work, chain: Chain, place: int, *names: str) -> None:
    """Cast the ranking of the organisation at this place."""
    organisation = chain.organisations[place]
    ranking = [option_of(work, chain, name) for name in names]
    (contest,) = queries.paper_of(chain.election, chain.post).contests
    if contest.kind is BallotKind.YESNO:  # the only one who stands
        ranking = ["yes"] if ranking else []
    operations.cast(
        replace(work, actor=chain.voters[organisation]),
        chain.election,
        chain.post,
        organisation,
        ranking,
        keys=chain.keys,
    )


def close_and_open(work: Work, chain: Chain, shares_of: tuple[int, ...] = (0, 2)) -> Work:
    """The trustees' part: shares of two, openings of both openers; one trustee is absent."""
    closing = at(work, chain.election.closes_at, chain.officer)
    box: Box = operations.close_voting(closing, chain.election, chain.keys)
    manifest = queries.manifest_of(chain.election)
    files = [make_share_file(manifest, box, key=chain.trustees[place]) for place in shares_of]
    for place, file in zip(shares_of, files, strict=True):
        operations.bring_shares(closing, chain.election, file, place=place + 1)
    for opener in (0, 1):
        opening = open_box(manifest, box, files, key=chain.trustees[opener])
        operations.bring_opening(closing, chain.election, opening, place=opener + 1)
    return closing
