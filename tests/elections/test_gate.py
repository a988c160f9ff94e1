"""A real election opens after a rehearsal by the same panel, on a machine that keeps no trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.operations import seat_person
from nswp_gov.bodies.queries import holders, seats_of
from nswp_gov.elections import operations, policy
from nswp_gov.elections.operations import gate
from nswp_gov.elections.states import State
from nswp_gov.sealing import Program, Suite, TrusteeKey
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.elections import Chain, make_election, stand
from tests.factories.real_elections import fix, hold_rehearsal, leave_sample, set_up_real


@pytest.fixture
def rehearsal(work: Work, keys: KeyFolder) -> Chain:
    """A network of one's own, on a quiet database server, with an election to rehearse."""
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("set log_parameter_max_length = 0"))
    chain = make_election(work, keys)
    leave_sample(work)
    return chain


def refusal(voting: Work, chain: Chain) -> str:
    with pytest.raises(Unfit) as refused:
        operations.open_voting(voting, chain.election, chain.keys)
    assert chain.election.state is State.FROZEN
    return refused.value.code


def test_it_opens_after_a_rehearsal_by_the_same_panel(work: Work, rehearsal: Chain) -> None:
    real = set_up_real(work, rehearsal)
    voting = fix(work, real, "Amara", "Binta")
    assert refusal(voting, real) == "no_rehearsal"
    hold_rehearsal(work, rehearsal)
    assert list(gate.missing(work.session, real.election, real.keys)) == []
    operations.open_voting(voting, real.election, real.keys)
    assert real.election.state is State.OPEN


def test_another_panel_has_to_rehearse_again(work: Work, rehearsal: Chain) -> None:
    hold_rehearsal(work, rehearsal)
    changed = [*rehearsal.trustees[:2], TrusteeKey.generate(Suite.XWING)]
    real = set_up_real(work, rehearsal, changed)
    assert refusal(fix(work, real, "Amara", "Binta"), real) == "no_rehearsal"


def test_another_program_has_to_rehearse_again(
    work: Work, rehearsal: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_rehearsal(work, rehearsal)
    real = set_up_real(work, rehearsal)
    voting = fix(work, real, "Amara", "Binta")
    other = Program("9.9.9", "0" * 64)
    monkeypatch.setattr(gate, "running_program", lambda: other)
    assert refusal(voting, real) == "program_changed"
    real.election.manifest = real.election.manifest.replace(  # type: ignore[union-attr]
        b'"version":"', b'"version":"9'
    )
    found = set(gate.missing(work.session, real.election, real.keys))
    assert found == {"program_changed", "no_rehearsal"}


def test_the_slot_key_may_not_lie_where_a_backup_takes_it(
    work: Work, rehearsal: Chain, tmp_path: Path
) -> None:
    hold_rehearsal(work, rehearsal)
    real = set_up_real(work, rehearsal)
    voting = fix(work, real, "Amara", "Binta")
    (tmp_path / "secrets.env").touch()
    assert refusal(voting, real) == "slot_keys_beside_data"


def test_a_database_that_keeps_traces_is_refused_with_the_way_out(
    work: Work, rehearsal: Chain
) -> None:
    hold_rehearsal(work, rehearsal)
    real = set_up_real(work, rehearsal)
    voting = fix(work, real, "Amara", "Binta")
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("set log_parameter_max_length = 80"))
        assert refusal(voting, real) == "server_logs_votes"
    else:
        work.session.execute(text("PRAGMA secure_delete=OFF"))
        assert refusal(voting, real) == "database_keeps_traces"
        work.session.execute(text("PRAGMA secure_delete=ON"))


def test_the_sample_network_opens_no_real_election(work: Work, rehearsal: Chain) -> None:
    hold_rehearsal(work, rehearsal)
    real = set_up_real(work, rehearsal)
    voting = fix(work, real, "Amara", "Binta")
    stored.put(work.session, stored.SAMPLE, "yes")
    assert refusal(voting, real) == "no_real_election_in_sample"


def test_a_rehearsal_of_ones_own_network_seats_nobody(work: Work, rehearsal: Chain) -> None:
    closing = hold_rehearsal(work, rehearsal)
    operations.declare(closing, rehearsal.election)
    late = replace(closing, now=rehearsal.election.complaints_until)
    operations.publish(late, rehearsal.election)
    body = work.session.get_one(Seat, rehearsal.post.seat_id).body_id
    assert holders(work.session, body, rehearsal.post.term_from) == []


def test_one_seat_has_one_real_election_at_a_time_and_a_by_election_after_it(
    work: Work, rehearsal: Chain
) -> None:
    real = set_up_real(work, rehearsal)
    with pytest.raises(Unfit, match="seat_has_election"):
        set_up_real(work, rehearsal)
    operations.void(replace(work, actor=real.officer), real.election, reason="No candidates.")
    again = set_up_real(work, rehearsal)
    assert again.post.seat_id == real.post.seat_id


def test_the_president_runs_nothing_and_keeps_no_key(work: Work, rehearsal: Chain) -> None:
    body = work.session.get_one(Seat, rehearsal.post.seat_id).body_id
    seats = seats_of(work.session, body, work.today)
    chair = next(one for one in seats if not one.region)
    president = make_person(work, "Paula", passphrase=None)
    seat_person(work, chair, president.id, work.today)
    with pytest.raises(Denied, match="president_runs_nothing"):
        set_up_real(work, replace(rehearsal, election=_run_by(rehearsal, president.id)))
    key = TrusteeKey.generate(Suite.XWING).public_file("Paula")
    chief = replace(work, actor=rehearsal.officer)
    with pytest.raises(Denied, match="president_runs_nothing"):
        operations.add_trustee(
            chief, rehearsal.election, key, is_opener=False, person_id=president.id
        )
    elected = replace(rehearsal.officer, board_of=frozenset({""}))
    assert policy.may_run(elected, rehearsal.election).reason == "president_runs_nothing"


def _run_by(chain: Chain, person_id: object) -> object:
    from types import SimpleNamespace

    return SimpleNamespace(officer_id=person_id)


def test_whoever_stands_keeps_no_key(work: Work, rehearsal: Chain) -> None:
    person = make_person(work, "Amara", passphrase=None)
    stand(work, rehearsal, "Amara").person_id = person.id
    work.record("elections.nomination_accepted", rehearsal.election)
    key = TrusteeKey.generate(Suite.XWING).public_file("Amara")
    with pytest.raises(Denied, match="candidate_not_trustee"):
        operations.add_trustee(
            replace(work, actor=rehearsal.officer), rehearsal.election, key,
            is_opener=False, person_id=person.id,
        )  # fmt: skip
