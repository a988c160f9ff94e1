"""A real election beside a rehearsal by the same people, and elections held step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from nswp_gov.bodies.models import Seat
from nswp_gov.elections import operations, queries
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import TrusteeKey
from nswp_gov.store import settings as stored
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work
from tests.factories.elections import STAFF, Chain, at, close_and_open, freeze, stand, vote

DAY = timedelta(days=1)
NAMES = ("Amara", "Binta", "Chidi")


def leave_sample(work: Work) -> None:
    """Make this a network of one's own."""
    work.session.delete(work.session.get_one(stored.Setting, stored.SAMPLE))
    work.session.flush()


def hold_rehearsal(work: Work, chain: Chain) -> Work:
    """Vote, open the box with one trustee absent, count."""
    voting = freeze(work, chain, *NAMES)
    for place in range(4):
        vote(voting, chain, place, NAMES[place % 3])
    closing = close_and_open(work, chain)
    operations.count(closing, chain.election)
    return closing


def set_up_real(work: Work, chain: Chain, trustees: Sequence[TrusteeKey] | None = None) -> Chain:
    """A real election for the same seat, with the same officer and (unless given) panel."""
    seat = work.session.get_one(Seat, chain.post.seat_id)
    times = Timetable(
        work.today, work.now + 30 * DAY, work.now + 40 * DAY, work.now + 54 * DAY,
        work.now + 64 * DAY,
    )  # fmt: skip
    election = operations.set_up(
        replace(work, actor=STAFF),
        title={Locale.EN: "Board 2027"},
        kind=Kind.REAL,
        timetable=times,
        plans=[PostPlan(seat, {Locale.EN: "Seat for Africa"}, date(2027, 2, 1))],
        officer_id=chain.election.officer_id,
        deviation_reason="The assembly asked for it.",
    )
    chief = Actor(
        name="Dmitri", person_id=chain.officer.person_id, officer_of=frozenset({election.id})
    )
    for number, key in enumerate(trustees or chain.trustees):
        public = key.public_file(f"Trustee {number + 1}")
        operations.add_trustee(at(work, work.now, chief), election, public, is_opener=number < 2)
    operations.open_nominations(replace(work, actor=STAFF), election)
    post = queries.posts(work.session, election.id)[0]
    return Chain(election, post, chief, chain.voters, list(trustees or chain.trustees), chain.keys)


def fix(work: Work, chain: Chain, *names: str) -> Work:
    """Candidates stand and everything is frozen; returns the time at which voting may open."""
    standing = [stand(work, chain, name, proposer=place) for place, name in enumerate(names)]
    ruling = at(work, chain.election.nominations_close_at, chain.officer)
    operations.close_nominations(ruling, chain.election)
    for one in standing:
        operations.rule_in(ruling, one)
    operations.freeze(ruling, chain.election, chain.keys)
    return at(work, chain.election.opens_at, chain.officer)
