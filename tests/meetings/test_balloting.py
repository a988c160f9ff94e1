"""A motion of the general assembly, decided by a sealed ballot that was opened ahead."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from nswp_gov.accounts.models import Person
from nswp_gov.bodies import queries as bodies
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.elections import operations as elections
from nswp_gov.elections import queries as election_queries
from nswp_gov.elections.queries.questions import question_of
from nswp_gov.elections.states import Kind, State
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.operations import Ballot
from nswp_gov.meetings.operations.balloting import NotFinal, OtherWords
from nswp_gov.meetings.operations.taking import DecidedByElection
from nswp_gov.meetings.queries import editions, records
from nswp_gov.meetings.states import EditionKind, MotionState
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Majority, Tally, evaluate
from nswp_gov.sealing import Suite, TrusteeKey
from nswp_gov.store import settings as stored
from nswp_gov.store import texts
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.slot_keys import KeyFolder
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, member_actor
from tests.factories.elections import STAFF, Chain, at, close_and_open
from tests.factories.meetings import make_meeting
from tests.factories.membership import make_member
from tests.meetings.test_pages import Browser

DAY = timedelta(days=1)
WORDS = "The fees of 2027 stay as they are."
ANSWERS = ("yes", "yes", "no", "yes", "abstain", "yes")  # the seventh organisation stays silent


@pytest.fixture
def keys(tmp_path):
    return KeyFolder(tmp_path / "slot-keys")


@pytest.fixture
def stage(work):
    """An assembly of seven organisations, called in fifty days, with a motion put in."""
    stored.put(work.session, stored.SAMPLE, "yes")
    board = make_board(work)
    assembly = bodies.body_by_slug(work.session, "general-assembly")
    voters = {}
    for number, country in enumerate(["KE", "FR", "PE", "IN", "KE", "FR", "PE"]):
        organisation = make_member(work, country=country)
        person = make_person(work, f"Delegate {number}", passphrase=None, totp=False)
        appoint(work, organisation, person.id, Acting.DELEGATE)
        own = frozenset({organisation.id})
        voters[organisation.id] = Actor(
            name="delegate", person_id=person.id, member_of=own, delegate_of=own
        )
    meeting = make_meeting(
        work, assembly, titles=["Fees"], closed=["Personnel"], starts_at=work.now + 50 * DAY
    )
    operations.call_meeting(work, meeting)
    fees, closed = records.items(work.session, meeting.id)[-2:]
    delegate = replace(work, actor=next(iter(voters.values())))
    motion = operations.file_motion(
        delegate, meeting, fees, words=WORDS, organisation_id=next(iter(voters))
    )
    motion.majority = Majority.TWO_THIRDS_OF_PRESENT
    work.record("meetings.majority_chosen_for_a_test", motion)
    officer = make_person(work, "Dmitri", passphrase=None, totp=False)
    return SimpleNamespace(
        work=work, office=replace(work, actor=STAFF), delegate=delegate, board=board,
        meeting=meeting, fees=fees, closed=closed, motion=motion, voters=voters, officer=officer,
    )  # fmt: skip


def plan(stage, **changed):
    now = stage.work.now
    times = {
        "claims_until": now + 5 * DAY,
        "opens_at": now + 20 * DAY,
        "closes_at": now + 34 * DAY,
        "complaints_until": now + 44 * DAY,
    }
    return Ballot(**(times | {"officer_id": stage.officer.id, "kind": Kind.REHEARSAL} | changed))


def ask(stage, **changed):
    return operations.ask_organisations(
        stage.office, stage.meeting, stage.motion, plan(stage, **changed)
    )


def chain_of(stage, election, keys):
    """The election as those who run it have it: its panel is there."""
    chief = Actor(name="Dmitri", person_id=stage.officer.id, officer_of=frozenset({election.id}))
    trustees = [TrusteeKey.generate(Suite.XWING) for _ in range(3)]
    for number, key in enumerate(trustees):
        public = key.public_file(f"Trustee {number + 1}")
        elections.add_trustee(
            replace(stage.work, actor=chief), election, public, is_opener=number < 2
        )
    post = question_of(stage.work.session, election.id)
    return Chain(election, post, chief, stage.voters, trustees, keys)


def answered(stage, chain):
    """Frozen, answered by six of seven, opened, counted; the work of its returning officer."""
    election = chain.election
    elections.freeze(at(stage.work, stage.work.now + 6 * DAY, chain.officer), election, chain.keys)
    voting = at(stage.work, election.opens_at, chain.officer)
    elections.open_voting(voting, election, chain.keys)
    for organisation, said in zip(chain.organisations, ANSWERS, strict=False):
        elections.cast(
            replace(voting, actor=chain.voters[organisation]),
            election, chain.post, organisation, [said], keys=chain.keys,
        )  # fmt: skip
    closing = close_and_open(voting, chain)
    closing = replace(closing, actor=chain.officer)
    elections.count(closing, election)
    elections.declare(closing, election)
    return closing


def test_the_meeting_takes_the_published_answer_exactly_and_nobody_types_it(
    stage, keys, session, monkeypatch
):
    work, meeting, motion = stage.work, stage.meeting, stage.motion
    election = ask(stage)
    chain = chain_of(stage, election, keys)
    assert queries.deciding(session, motion.id) is election
    assert election.state is State.RULING  # nobody is nominated
    delegate = replace(stage.delegate, now=work.now + DAY)
    with pytest.raises(DecidedByElection):
        operations.amend(
            delegate, meeting, motion, words="Fees rise.",
            organisation_id=next(iter(stage.voters)),
        )  # fmt: skip
    with pytest.raises(DecidedByElection):
        ask(stage)
    declared = answered(stage, chain)
    manifest = election_queries.manifest_of(election)
    (contest,) = manifest.papers[0].contests
    assert (contest.title["en"], contest.option_ids) == (WORDS, ("yes", "no", "abstain"))

    begun = replace(work, now=meeting.starts_at)
    operations.open_meeting(begun, meeting)
    operations.take_item(begun, meeting, stage.fees)
    operations.take_up(begun, meeting, motion)
    with pytest.raises(DecidedByElection):
        operations.take_vote(begun, meeting, motion, count=operations.Count(9, 0, 0))
    with pytest.raises(NotFinal):  # declared is not published
        operations.take_result(begun, meeting, motion)
    elections.publish(replace(declared, now=election.complaints_until), election)
    assert bodies.holders(session, stage.board.body.id, begun.today)  # nobody was seated by it
    with pytest.raises(Denied):
        operations.take_result(replace(begun, actor=STAFF), meeting, motion)

    with monkeypatch.context() as patched:
        patched.setattr(stored, "SAMPLE", "another")
        with pytest.raises(NotFinal):  # a rehearsal counts nowhere but in the sample network
            operations.take_result(begun, meeting, motion)
    vote = operations.take_result(begun, meeting, motion)
    exact = evaluate(Majority.TWO_THIRDS_OF_PRESENT.rule, Tally(4, 1, 1, 6, 7))
    assert (vote.in_favour, vote.against, vote.abstained) == (4, 1, 1)
    assert (vote.present, vote.entitled) == (6, 7)
    assert (vote.base, vote.needed, vote.is_carried) == (exact.base, exact.needed, True)
    assert vote.is_quorate
    assert vote.groups_present == 4
    assert motion.state is MotionState.CARRIED
    decision = operations.decide(begun, meeting, vote)
    assert decision.number.startswith("20")
    _minutes_tell_the_record_and_no_number(stage, begun, election)


def _minutes_tell_the_record_and_no_number(stage, begun, election):
    """Few are on the roll: the outcome, the address of the record, and no figure in any edition."""
    meeting = stage.meeting
    minutes = records.minutes_of(begun.session, meeting.id)
    for kind in EditionKind:
        told = editions.compose(begun.session, meeting, minutes, kind)
        item = next(one for one in told["items"] if one["number"] == stage.fees.position)
        votes = (
            [one["vote"] for one in item["decisions"]]
            if kind is EditionKind.PUBLIC
            else [vote for one in item["motions"] for vote in one["votes"]]
        )
        assert [one["election"] for one in votes] == [election.slug]
        assert [one[name] for one in votes for name in ("in_favour", "against")] == [None, None]
        assert votes[0]["is_carried"]
        assert json.dumps(votes[0], default=str)
    card = queries.motion_card(begun.session, stage.motion.id, "en")
    assert card.title.endswith(f", {stage.fees.position}.1")


def test_only_open_motions_of_the_assembly_are_asked_about_by_the_office(stage, keys):
    work, meeting = stage.work, stage.meeting
    with pytest.raises(Denied):
        operations.ask_organisations(stage.delegate, meeting, stage.motion, plan(stage))
    with pytest.raises(Denied):
        ask(stage, officer_id=STAFF.person_id)
    with pytest.raises(Unfit):
        ask(stage, closes_at=work.now + 20 * DAY)  # before a day of voting is over
    with pytest.raises(Unfit) as refused:
        ask(stage, kind=Kind.REAL, closes_at=work.now + 22 * DAY)
    assert refused.value.code == "deviation_needs_reason"
    secret = operations.file_motion(work, meeting, stage.closed, words="Somebody leaves.")
    with pytest.raises(Unfit) as refused:
        operations.ask_organisations(stage.office, meeting, secret, plan(stage))
    assert refused.value.code == "closed_item_not_asked"
    other = make_meeting(work, stage.board.body)
    operations.call_meeting(work, other)
    holder = replace(work, actor=member_actor(stage.board.people[3], stage.board.body))
    item = records.items(work.session, other.id)[-1]
    own = operations.file_motion(holder, other, item, words="A board matter.")
    with pytest.raises(Unfit) as refused:
        operations.ask_organisations(stage.office, other, own, plan(stage))
    assert refused.value.code == "only_organisations_asked"
    begun = replace(work, now=other.starts_at)
    operations.open_meeting(begun, other)
    operations.take_up(begun, other, own)
    with pytest.raises(NotFound):
        operations.take_result(begun, other, own)


def test_a_ballot_that_is_given_up_or_asked_other_words_decides_nothing(stage, keys):
    work, meeting, motion = stage.work, stage.meeting, stage.motion
    election = ask(stage)
    chain = chain_of(stage, election, keys)
    elections.void(replace(work, actor=chain.officer), election, reason="Wrong words.")
    assert queries.deciding(work.session, motion.id) is None
    again = ask(stage)
    declared = answered(stage, chain_of(stage, again, keys))
    elections.publish(replace(declared, now=again.complaints_until), again)
    begun = replace(work, now=meeting.starts_at)
    operations.open_meeting(begun, meeting)
    operations.take_up(begun, meeting, motion)
    text = texts.texts_of(work.session, "motion", motion.id)["text"]
    texts.revise(begun, text, words="The fees double.", seen=1)
    begun.record("meetings.motion_changed_for_a_test", motion)
    with pytest.raises(OtherWords):
        operations.take_result(begun, meeting, motion)
    assert texts.read(work.session, [text], Locale.EN)[text.id].words == "The fees double."


def test_the_office_asks_from_the_motions_page_and_both_pages_lead_to_each_other(
    stage, session, client_as, app
):
    office = make_person(stage.work, "Carla", roles=["secretariat"], totp=True)
    grant = make_person(stage.work, "Olga", roles=["returning_officer"], totp=True)
    session.commit()
    carla = Browser(client_as(office))
    page = f"/{stage.meeting.id}/motions/{stage.motion.id}"
    assert "Ask them by sealed ballot" in carla.get(page)
    form = carla.get(f"{page}/ballot")
    times = dict(re.findall(r'name="(\w+_(?:at|until))"[^>]*value="([^"]+)"', form))
    assert set(times) == {"claims_until", "opens_at", "closes_at", "complaints_until"}
    wrong = times | {"closes_at": times["opens_at"]}
    asked = {"kind": "rehearsal", "officer": str(grant.id), "deviation_reason": ""}
    refused = carla.post(f"{page}/ballot", 422, **(asked | wrong))
    assert "This comes before the step" in refused.text
    assert carla.post(f"{page}/ballot", **(asked | times)).location.endswith(page)
    shown = carla.get(page)
    assert "nobody enters numbers" in shown
    assert "Ask them by sealed ballot" not in shown
    election = queries.deciding(session, stage.motion.id)
    path = f"/en/elections/{election.slug}"
    assert path in shown
    public = app.test_client().get(path)
    assert public.status_code == 200
    assert WORDS in public.text
    assert "answers yes or no" in public.text
    assert "What points here" not in public.text  # the motion's page is not for everybody
    delegate = session.get_one(Person, next(iter(stage.voters.values())).person_id)
    theirs = client_as(delegate)
    assert f"/en/meetings{page}" in theirs.get(path).text
    assert theirs.get(f"/en/meetings{page}").status_code == 200
    assert f'/en/elections/{election.slug}"' in theirs.get(f"/en/meetings/{stage.meeting.id}").text


def test_a_delegate_reads_the_motion_on_the_ballot_and_everybody_the_answer(
    stage, session, app_keys, sign_in, time
):
    election = ask(stage)
    chain = chain_of(stage, election, app_keys)
    elections.freeze(at(stage.work, time.now + 6 * DAY, chain.officer), election, app_keys)
    voting = at(stage.work, election.opens_at, chain.officer)
    elections.open_voting(voting, election, app_keys)
    session.commit()
    time.move(election.opens_at)
    delegate = session.get_one(Person, next(iter(stage.voters.values())).person_id)
    paper = visit(sign_in(delegate), f"/en/elections/{election.slug}/ballot/{chain.post.id}")
    assert WORDS in paper.text
    assert "Is your organisation in favour of this motion?" in paper.text
    assert not re.search("take this seat|Nobody else stands|seat stays vacant", paper.text)
    preview = paper.send("preview", press=("preview", "1"), mark=["yes"])
    assert "in favour of this motion" in preview.text
    assert "vote is in the box" in preview.send("cast", press=("cast", "1")).text
    closing = close_and_open(voting, chain)
    elections.count(closing, election)
    elections.declare(closing, election)
    session.commit()
    told = visit(sign_in(delegate), f"/en/elections/{election.slug}/count/p01").text
    assert "More said yes than no." in told
    assert not re.search("Elected|seat stays vacant|One person stood", told)
