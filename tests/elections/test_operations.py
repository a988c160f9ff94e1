"""An election from vacant seat to seated winner; each refusal; what a vote leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from nswp_gov.accounts.models import Person
from nswp_gov.bodies.queries import holders
from nswp_gov.elections import operations, queries
from nswp_gov.elections.operations.voting import VotingClosed
from nswp_gov.elections.states import State
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import SealingError
from nswp_gov.store import journal, outbox
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.slot_keys import KeyFolder, KeyMissing
from nswp_gov.store.work import Work
from tests.factories.elections import (
    Chain,
    close_and_open,
    freeze,
    make_election,
    option_of,
    stand,
    vote,
)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "slot-keys")


@pytest.fixture
def chain(work: Work, keys: KeyFolder) -> Chain:
    return make_election(work, keys)


def test_the_winner_of_the_count_holds_the_seat(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    for place, names in enumerate(
        [("Amara", "Binta"), ("Amara",), ("Binta", "Amara"), ("Chidi", "Binta"), ("Binta",)]
    ):
        vote(voting, chain, place, *names)
    closing = close_and_open(work, chain)
    (result,) = operations.count(closing, chain.election)
    assert (result.ballots, result.elected) == (5, [option_of(work, chain, "Binta")])
    operations.declare(closing, chain.election)
    late = replace(closing, now=chain.election.complaints_until)
    record = operations.publish(late, chain.election)
    seat_holders = holders(work.session, _body(work, chain), date(2027, 6, 1))
    (holder,) = (one for one in seat_holders if one.seat_id == chain.post.seat_id)
    assert work.session.get_one(Person, holder.person_id).public_name == "Binta"
    assert chain.election.state is State.PUBLISHED
    assert b'"elected":["c' in record.body


def _body(work: Work, chain: Chain) -> Any:
    from nswp_gov.bodies.models import Seat

    return work.session.get_one(Seat, chain.post.seat_id).body_id


def test_when_reopening_wins_nobody_is_seated(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara", "Binta")
    for place in range(4):
        organisation = chain.organisations[place]
        operations.cast(
            replace(voting, actor=chain.voters[organisation]),
            chain.election, chain.post, organisation, ["reopen"], keys=chain.keys,
        )  # fmt: skip
    closing = close_and_open(work, chain)
    (result,) = operations.count(closing, chain.election)
    assert result.elected == []
    operations.declare(closing, chain.election)
    late = replace(closing, now=chain.election.complaints_until)
    operations.publish(late, chain.election)
    seat_holders = holders(work.session, _body(work, chain), date(2027, 6, 1))
    assert chain.post.seat_id not in {one.seat_id for one in seat_holders}


def statements_of(
    work: Work, count_queries: Callable[[], Any], act: Callable[[], None]
) -> list[str]:
    work.session.flush()
    with count_queries() as seen:
        act()
        work.session.flush()
    return [one.split()[0:3] for one in seen if not one.lstrip().upper().startswith("SELECT")]


def test_a_cast_writes_one_row_and_nothing_else(
    work: Work, chain: Chain, count_queries: Callable[[], Any]
) -> None:
    voting = freeze(work, chain, "Amara")
    option_of(work, chain, "Amara")
    before = work.session.query(journal.JournalEvent).count()
    letters = work.session.query(outbox.OutboxMessage).count()
    written = statements_of(work, count_queries, lambda: vote(voting, chain, 0, "Amara"))
    assert written == [["INSERT", "INTO", "sealed_ballot"]]
    assert work.session.query(journal.JournalEvent).count() == before
    assert work.session.query(outbox.OutboxMessage).count() == letters


def test_the_ballot_table_has_three_columns(work: Work) -> None:
    from nswp_gov.elections.models import SealedBallot

    assert set(SealedBallot.__table__.columns.keys()) == {"election_id", "slot", "envelope"}


def test_voting_again_replaces_the_vote(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara", "Binta")
    for place in range(5):
        vote(voting, chain, place, "Amara")
    for place in range(3):
        vote(voting, chain, place, "Binta")
    closing = close_and_open(work, chain)
    (result,) = operations.count(closing, chain.election)
    assert (result.ballots, result.elected) == (5, [option_of(work, chain, "Binta")])


def test_participation_is_noted_at_the_close_and_slots_and_key_are_gone(
    work: Work, chain: Chain
) -> None:
    voting = freeze(work, chain, "Amara")
    vote(voting, chain, 1, "Amara")
    vote(voting, chain, 4, "Amara")
    close_and_open(work, chain)
    rows = work.session.execute(text("select organisation_id, was_cast from participation"))
    cast = {str(row.organisation_id).replace("-", "") for row in rows if row.was_cast}
    assert cast == {chain.organisations[place].hex for place in (1, 4)}
    assert work.session.execute(text("select count(*) from sealed_ballot")).scalar() == 0


def test_only_the_delegate_casts_and_only_while_voting_lasts(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara")
    organisation = chain.organisations[0]

    def cast(actor: Actor, now: Any = voting.now) -> None:
        operations.cast(
            replace(voting, actor=actor, now=now),
            chain.election, chain.post, organisation, [], keys=chain.keys,
        )  # fmt: skip

    delegate, other = chain.voters[organisation], chain.voters[chain.organisations[1]]
    staff = Actor(name="Carla", roles=frozenset({"secretariat"}))
    for stranger in (other, staff, chain.officer):
        with pytest.raises(Denied):
            cast(stranger)
    with pytest.raises(VotingClosed):
        cast(delegate, chain.election.closes_at)
    with pytest.raises(VotingClosed):
        cast(delegate, chain.election.opens_at - timedelta(seconds=1))
    cast(delegate, chain.election.closes_at - timedelta(seconds=1))


def test_a_missing_slot_key_pauses_voting_and_none_is_made(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara")
    chain.keys.destroy(chain.election.id)
    with pytest.raises(KeyMissing):
        vote(voting, chain, 0, "Amara")
    assert not chain.keys.has(chain.election.id)


def test_steps_come_in_order(work: Work, chain: Chain) -> None:
    early = replace(work, actor=chain.officer)
    with pytest.raises(Unfit):
        operations.close_nominations(early, chain.election)
    with pytest.raises(WrongState):
        operations.freeze(early, chain.election, chain.keys)
    voting = freeze(work, chain, "Amara")
    with pytest.raises(Unfit):
        operations.close_voting(voting, chain.election, chain.keys)
    with pytest.raises(WrongState):
        operations.count(voting, chain.election)


def test_only_a_voting_organisation_of_the_region_nominates(work: Work, chain: Chain) -> None:
    from tests.factories.membership import make_member

    outside = make_member(work, country="FR")
    actor = Actor(name="Bela", editor_of=frozenset({outside.id}))
    with pytest.raises(Denied, match="organisation_does_not_vote_here"):
        operations.nominate(
            replace(work, actor=actor), chain.post, organisation_id=outside.id,
            nominee_name="X", nominee_address=None, locale=Locale.EN,
        )  # fmt: skip


def test_staff_are_never_returning_officer(work: Work, chain: Chain) -> None:
    staff = replace(chain.officer, roles=frozenset({"secretariat"}))
    late = replace(work, actor=staff, now=chain.election.nominations_close_at)
    with pytest.raises(Denied, match="staff_not_officer"):
        operations.close_nominations(late, chain.election)


def test_a_refused_nomination_needs_reasons(work: Work, chain: Chain) -> None:
    made = stand(work, chain, "Amara")
    ruling = replace(work, actor=chain.officer, now=chain.election.nominations_close_at)
    operations.close_nominations(ruling, chain.election)
    with pytest.raises(Unfit, match="reasons_missing"):
        operations.rule_out(ruling, made, reasons=" ")
    operations.rule_out(ruling, made, reasons="Not of this region.")
    with pytest.raises(Unfit, match="no_candidate"):
        operations.freeze(ruling, chain.election, chain.keys)


def test_one_share_does_not_open_and_openers_must_agree(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara")
    vote(voting, chain, 0, "Amara")
    with pytest.raises(SealingError):
        close_and_open(work, chain, shares_of=(1,))
    manifest = queries.manifest_of(chain.election)
    assert manifest.needed == 2
