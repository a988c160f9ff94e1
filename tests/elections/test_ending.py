"""The later close, giving up, complaints, lots by hand and by seed, statements after the count."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nswp_gov.elections import operations, queries
from nswp_gov.elections.folder import Edition
from nswp_gov.elections.operations.lots import to_draw
from nswp_gov.elections.operations.opening import box_of
from nswp_gov.elections.operations.voting import VotingClosed
from nswp_gov.elections.states import State
from nswp_gov.sealing import (
    Level,
    Ties,
    make_share_file,
    open_box,
    seal_ballot,
    seal_seed,
    sign_destroyed,
    sign_recounted,
)
from nswp_gov.sealing.canonical import canonical, parse
from nswp_gov.store import journal
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.records import FAILED, RECOUNTED, VERIFIED, index_again, unpacked, verify
from tests.factories.elections import (
    Chain,
    at,
    close_and_open,
    freeze,
    make_election,
    vote,
)

DAY = timedelta(days=1)


@pytest.fixture
def chain(work: Work, keys: KeyFolder) -> Chain:
    return make_election(work, keys)


def counted(work: Work, chain: Chain) -> Work:
    """Two of four votes each: only a lot decides."""
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    for place, name in enumerate(["Amara", "Amara", "Binta", "Binta"]):
        vote(voting, chain, place, name)
    closing = close_and_open(work, chain)
    operations.count(closing, chain.election)
    return closing


def test_the_close_moves_once_for_everybody_and_is_signed(
    work: Work, chain: Chain, tmp_path: Path
) -> None:
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    election, before = chain.election, chain.election.closes_at
    complaints = election.complaints_until
    for wrong in (before, before - DAY, before + 7 * DAY + timedelta(seconds=1)):
        with pytest.raises(Unfit, match="extension_too_long"):
            operations.extend(voting, election, wrong, chain.keys)
    with pytest.raises(Unfit, match="extension_too_late"):
        operations.extend(at(work, before, chain.officer), election, before + DAY, chain.keys)
    with pytest.raises(Denied):
        operations.extend(
            replace(voting, actor=chain.voters[chain.organisations[0]]), election,
            before + DAY, chain.keys,
        )  # fmt: skip
    operations.extend(voting, election, before + 7 * DAY, chain.keys)
    assert election.closes_at == before + 7 * DAY
    assert election.complaints_until == complaints + 7 * DAY
    with pytest.raises(Unfit, match="extended_already"):
        operations.extend(voting, election, before + 7 * DAY, chain.keys)
    vote(at(work, before + DAY), chain, 0, "Amara")
    with pytest.raises(VotingClosed):
        vote(at(work, before + 7 * DAY), chain, 1, "Amara")
    kinds = [one.kind for one in work.session.query(journal.JournalEvent)]
    assert kinds.count("elections.extended") == 1
    closing = close_and_open(work, chain)
    operations.count(closing, election)
    operations.declare(closing, election)
    folder = unpacked(work, election, Edition.PUBLIC, tmp_path / "record")
    assert (folder / "extension.json").exists()
    assert verify(folder)[0] == VERIFIED


def test_a_term_never_begins_inside_the_time_for_complaints(work: Work, chain: Chain) -> None:
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    chain.post.term_from = chain.election.complaints_until.date()
    operations.extend(voting, chain.election, chain.election.closes_at + 3 * DAY, chain.keys)
    assert chain.post.term_from == chain.election.complaints_until.date()


def test_only_an_open_vote_is_extended(work: Work, chain: Chain) -> None:
    later = chain.election.closes_at + DAY
    with pytest.raises(WrongState):
        operations.extend(replace(work, actor=chain.officer), chain.election, later, chain.keys)


def test_giving_up_needs_a_reason_and_is_possible_until_it_is_final(
    work: Work, chain: Chain
) -> None:
    closing = counted(work, chain)
    operations.declare(closing, chain.election)
    with pytest.raises(Unfit, match="reason_missing"):
        operations.void(closing, chain.election, reason=" ")
    operations.void(closing, chain.election, reason="A complaint was upheld.")
    assert chain.election.state is State.VOID
    assert chain.election.void_reason == "A complaint was upheld."
    with pytest.raises(WrongState):
        operations.publish(replace(closing, now=chain.election.complaints_until), chain.election)


def test_what_is_final_is_not_given_up(work: Work, chain: Chain) -> None:
    closing = counted(work, chain)
    operations.declare(closing, chain.election)
    late = replace(closing, now=chain.election.complaints_until)
    operations.publish(late, chain.election)
    with pytest.raises(WrongState):
        operations.void(late, chain.election, reason="Too late.")


def test_complaints_are_answered_before_anybody_is_seated_and_published_as_numbers(
    work: Work, chain: Chain
) -> None:
    election = chain.election
    organisation, other = chain.organisations[:2]
    closing = counted(work, chain)
    member = replace(closing, actor=chain.voters[organisation])
    with pytest.raises(Denied):
        operations.complain(member, election, other, "The box was late.")
    with pytest.raises(Unfit, match="words_missing"):
        operations.complain(member, election, organisation, "  ")
    first = operations.complain(member, election, organisation, "The box was late.")
    second = operations.complain(member, election, organisation, "Our vote is not noted.")
    operations.declare(closing, election)
    late = replace(closing, now=election.complaints_until)
    with pytest.raises(Unfit, match="complaints_over"):
        operations.complain(replace(member, now=late.now), election, organisation, "Late.")
    with pytest.raises(Denied):
        operations.answer(member, election, first, words="No.", is_upheld=False)
    operations.answer(late, election, first, words="It was on time.", is_upheld=False)
    with pytest.raises(Unfit, match="complaint_not_answered"):
        operations.publish(late, election)
    operations.answer(late, election, second, words="Right.", is_upheld=True)
    with pytest.raises(WrongState):
        operations.answer(late, election, second, words="Again.", is_upheld=False)
    record = operations.publish(late, election)
    assert b'"complaints":{"dismissed":1,"made":0,"upheld":1}' in record.body
    assert b"box was late" not in record.body


def test_fewer_than_five_voters_are_not_promised_a_secret(work: Work, keys: KeyFolder) -> None:
    few = make_election(work, keys, voters=4)
    with pytest.raises(Unfit, match="roll_too_small") as refused:
        freeze(work, few, "Amara", "Binta")
    assert refused.value.values == {"least": 5}


def test_without_the_officers_key_no_lot_is_drawn_by_hand(work: Work, chain: Chain) -> None:
    freeze(work, chain, "Amara", "Binta")
    election, manifest = chain.election, queries.manifest_of(chain.election)
    assert manifest.ties is Ties.SEEDS
    closing = at(work, election.closes_at, chain.officer)
    operations.close_voting(closing, election, chain.keys)
    with pytest.raises(Unfit, match="seeds_decide"):
        operations.record_lot(closing, election, to_draw(manifest))


def open_again(work: Work, chain: Chain) -> None:
    """The trustees' part, the box being closed."""
    closing = at(work, chain.election.closes_at, chain.officer)
    manifest, box = queries.manifest_of(chain.election), box_of(closing, chain.election)
    files = [make_share_file(manifest, box, key=chain.trustees[place]) for place in (0, 2)]
    for place, file in zip((1, 3), files, strict=True):
        operations.bring_shares(closing, chain.election, file, place=place)
    for opener in (0, 1):
        found = open_box(manifest, box, files, key=chain.trustees[opener])
        operations.bring_opening(closing, chain.election, found, place=opener + 1)


def test_seeds_of_trustees_lie_in_the_box_and_break_the_tie(
    work: Work, chain: Chain, tmp_path: Path
) -> None:
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    election, manifest = chain.election, queries.manifest_of(chain.election)
    for place, name in enumerate(["Amara", "Amara", "Binta", "Binta"]):
        vote(voting, chain, place, name)
    seed = seal_seed(manifest)
    operations.bring_seed(voting, election, seed)
    with pytest.raises(Unfit, match="seed_repeated"):
        operations.bring_seed(voting, election, seed)
    with pytest.raises(Unfit, match="not_a_seed"):
        operations.bring_seed(voting, election, seed[:-1])
    with pytest.raises(Unfit, match="not_a_seed"):
        operations.bring_seed(voting, election, seed[:1] + b"\0" + seed[2:])
    closing = close_and_open(work, chain)
    with pytest.raises(WrongState):
        operations.bring_seed(closing, election, seal_seed(manifest))
    operations.count(closing, election)
    folder = unpacked(work, election, Edition.OBSERVERS, tmp_path / "record")
    assert verify(folder) == (RECOUNTED, [])
    lots = (folder / "lots.json").read_bytes()
    assert b'"source":"sealed-seeds"' in lots
    told = parse(lots)
    told["order"]["p01"].reverse()
    (folder / "lots.json").write_bytes(canonical(told))
    index_again(folder)
    assert verify(folder)[0] == FAILED


def test_trustees_sign_the_result_that_they_counted_and_the_end_of_their_keys(
    work: Work, chain: Chain, tmp_path: Path
) -> None:
    closing, election = counted(work, chain), chain.election
    manifest = queries.manifest_of(election)
    result = queries.file(work.session, election.id, "result.json")
    assert result is not None
    key = chain.trustees[1]
    signed = sign_recounted(key.signing_key, manifest, trustee=2, result=result.body)
    name = operations.bring_statement(closing, election, signed)
    assert name == "recounted-2.json"
    with pytest.raises(Unfit, match="statement_repeated"):
        operations.bring_statement(closing, election, signed)
    gone = sign_destroyed(chain.trustees[2].signing_key, manifest, trustee=3, day="2027-01-01")
    assert operations.bring_statement(closing, election, gone) == "destroyed-3.json"
    wrong = (
        sign_recounted(key.signing_key, manifest, trustee=1, result=result.body),
        sign_destroyed(key.signing_key, manifest, trustee=3, day="2027-01-01"),
        b"{}",
    )
    for one in wrong:
        with pytest.raises(Unfit, match="statement_unfit"):
            operations.bring_statement(closing, election, one)
    operations.declare(closing, election)
    folder = unpacked(work, election, Edition.PUBLIC, tmp_path / "record")
    assert {"recounted-2.json", "destroyed-3.json"} <= {one.name for one in folder.iterdir()}
    assert verify(folder) == (VERIFIED, [])
    data = (folder / "result.json").read_bytes()
    elected = data.index(b'"elected":["c0') + len('"elected":["c0')
    other = b"1" if data[elected : elected + 1] != b"1" else b"2"
    (folder / "result.json").write_bytes(data[:elected] + other + data[elected + 1 :])
    index_again(folder)
    assert verify(folder)[0] == FAILED  # even without ballots, whoever counted again has signed


def test_a_copied_envelope_is_not_taken_twice(work: Work, chain: Chain) -> None:
    """One person who votes for two organisations could else make the close refuse for all."""
    chain.election.level = Level.BROWSER
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    manifest, (first, second) = queries.manifest_of(chain.election), chain.organisations[:2]
    envelope = seal_ballot(manifest, {"p01": ["c01"]}).envelope

    def cast(organisation: uuid.UUID) -> None:
        own = replace(voting, actor=chain.voters[organisation])
        operations.cast_sealed(
            own, chain.election, chain.post, organisation, envelope, keys=chain.keys
        )

    cast(first)
    cast(first)  # the same vote again, harmless
    with pytest.raises(Unfit, match="ballot_unfit"):
        cast(second)
    close_and_open(work, chain)
    assert chain.election.state is State.OPENING
