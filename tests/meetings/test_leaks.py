"""What a public edition must never hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations
from nswp_gov.meetings.models import AgendaItem
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.queries import records
from nswp_gov.meetings.states import Capacity, Choice, ItemAudience, Method
from nswp_gov.store import links
from tests.factories.accounts import make_person
from tests.factories.meetings import later
from tests.factories.membership import make_member

CANARIES = (
    "Canary", "canary", "delegate", "proxy", "holder", "observer", "mover", "seconder",
    "organisation_id", "entitled",
)  # fmt: skip


@pytest.fixture
def published(make_work):
    """An assembly of 12 organisations with a closed item, approved by circulation, published."""
    with make_work() as work:
        body_operations.found_board(work)
        assembly = bodies.body_by_slug(work.session, "general-assembly")
        body_operations.set_rule(
            work,
            assembly,
            RuleName.MINUTES,
            {"corrections_days": 1, "approval": "circulation", "circulation_days": 1},
            from_on=work.today + timedelta(days=1),
            draft_from="eswa",
        )
        people, organisations = [], []
        for number, country in enumerate(["KE", "FR", "PE", "IN"] * 3):
            organisation = make_member(work, country=country, name=f"Canary House {number}")
            person = make_person(work, f"Canary {number}", passphrase=None, totp=False)
            appoint(work, organisation, person.id, Acting.DELEGATE)
            people.append(person)
            organisations.append(organisation)
        people[0].public_name = "Amina Openly"
        people[1].public_name = "Canary Unasked"
        work.record("accounts.person_named", people[0])
        meeting = operations.plan_meeting(
            work,
            assembly,
            starts_at=work.now + timedelta(days=50),
            zone="Europe/London",
            place="Canary Street 7",
        )
        item = operations.add_item(work, meeting, "Fees")
        closed = operations.add_item(
            work, meeting, "Canary dismissal", audience=ItemAudience.CLOSED
        )
        operations.call_meeting(work, meeting)
    return _hold(make_work, (meeting.id, item.id, closed.id), people, organisations)


def _hold(make_work, ids, people, organisations):
    from nswp_gov.meetings.models import Meeting
    from nswp_gov.store.actor import Actor

    meeting_id, item_id, closed_id = ids
    with make_work() as base:
        meeting = base.session.get_one(Meeting, meeting_id)
        item = base.session.get_one(AgendaItem, item_id)
        closed = base.session.get_one(AgendaItem, closed_id)
        work = replace(base, now=meeting.starts_at)
        minutes = operations.open_meeting(work, meeting)
        rows = [
            operations.check_in(
                work, meeting, person.id, Capacity.DELEGATE, organisation_id=organisation.id
            )
            for person, organisation in zip(people, organisations, strict=True)
        ]
        on = later(work, minutes=5)
        own = replace(on, actor=Actor(name="Amina", person_id=people[0].id))
        operations.consent_to_name(own, rows[0], is_given=True)
        operations.write_note(on, meeting, item, words="Canary House spoke.", seen=0)
        operations.write_note(on, meeting, closed, words="Canary closed words.", seen=0)
        motion = operations.move(
            on, meeting, item, words="Fees stay as they are.", mover=rows[2], seconder=rows[3]
        )
        roll = {one.id: Choice.FOR for one in organisations[:9]}
        roll |= {one.id: Choice.AGAINST for one in organisations[9:11]}
        vote = operations.take_vote(on, meeting, motion, method=Method.ROLL_CALL, roll=roll)
        operations.decide(on, meeting, vote)
        lost = operations.move(on, meeting, item, words="Canary motion that is lost.")
        operations.take_vote(on, meeting, lost, count=Count(3, 8, 0))
        secret = operations.move(on, meeting, closed, words="Canary closed motion.")
        carried = operations.take_vote(on, meeting, secret, count=Count(12, 0, 0))
        operations.decide(on, meeting, carried)
        operations.give_action(
            on,
            meeting,
            item,
            words="Canary action.",
            owner_id=people[4].id,
            due_on=on.today + timedelta(days=5),
        )
        over = later(on, hours=1)
        operations.close_meeting(over, meeting)
        operations.circulate(over, meeting, minutes)
        approved = later(over, days=3)
        operations.approve_by_circulation(approved, meeting, minutes)
        operations.publish_minutes(approved, meeting, minutes)
        ids = [str(row.id) for row in (*people[1:], *organisations, *rows, closed)]
        return {"meeting": str(meeting.id), "ids": ids, "amina": str(people[0].id)}


def test_the_public_record_holds_no_canary_and_no_id_of_anybody(published, client):
    said = client.get(f"/en/meetings/{published['meeting']}/minutes.json").text
    for word in (*CANARIES, *published["ids"]):
        assert word not in said, word
    record = json.loads(said)
    assert record["present"]["people"] == [published["amina"]]
    (closed,) = [item for item in record["items"] if item["closed"]]
    assert closed == {"number": closed["number"], "closed": True}
    decision = next(item for item in record["items"] if not item["closed"] and item["decisions"])
    vote = decision["decisions"][0]["vote"]
    assert (vote["in_favour"], vote["against"], vote["abstained"]) == (9, None, None)


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ru", "zh"])
def test_no_public_page_holds_a_canary(published, client, lang):
    paths = [f"/{published['meeting']}/minutes", "/", "/decisions", "/decisions?q=Canary"]
    register = client.get(f"/{lang}/meetings/decisions").text
    paths += re.findall(rf"/{lang}/meetings(/decisions/[0-9a-f-]+)", register)
    assert len(paths) == 5
    for path in paths:
        answer = client.get(f"/{lang}/meetings{path}")
        assert answer.status_code == 200
        said = answer.text.replace("?q=Canary", "").replace('value="Canary"', "")
        assert "anary" not in said, path
        for one in published["ids"]:
            assert one not in said
    page = client.get(f"/{lang}/meetings/{published['meeting']}/minutes").text
    assert "Amina Openly" in page


def test_the_members_edition_of_an_assembly_hides_who_votes_and_closed_items(published, session):
    import uuid

    from nswp_gov.meetings.queries import published as edition_of
    from nswp_gov.meetings.states import EditionKind

    kept = edition_of(session, uuid.UUID(published["meeting"]), EditionKind.MEMBERS)
    said = kept.body.decode()
    for word in ("anary", "delegate", "entitled", "holder"):
        assert word not in said
    record = json.loads(said)
    assert record["present"] == {"count": 12, "people": [published["amina"]]}
    open_items = [item for item in record["items"] if not item["closed"]]
    assert open_items
    assert all(re.fullmatch("[0-9a-f]{64}", item["title"]["commitment"]) for item in open_items)


def test_a_member_reads_the_members_text_and_nothing_of_closed_items(
    published, make_work, client_as
):
    with make_work() as work:
        organisation = make_member(work, country="DE", name="Lantern Hill")
        person = make_person(work, "Bela", totp=False)
        appoint(work, organisation, person.id, Acting.EDITOR)
    said = client_as(person).get(f"/en/meetings/{published['meeting']}/minutes").text
    assert "Canary House spoke." in said
    assert "closed words" not in said
    assert "closed motion" not in said
    assert "dismissal" not in said
    assert "delegate" not in said
    for number in range(1, 12):
        assert f"Canary {number}" not in said


def test_a_translator_reads_of_a_meeting_what_everybody_reads(
    published, session, make_work, client_as
):
    import uuid

    with make_work() as work:
        translator = make_person(work, "Bela", roles=[Role.TRANSLATOR_FR])
    item = session.scalars(
        select(AgendaItem.id).where(AgendaItem.meeting_id == uuid.UUID(published["meeting"]))
    ).first()
    browser = client_as(translator)
    for inside in ("", "/agenda", "/call", "/minutes/preview", f"/items/{item}/motion"):
        path = f"/en/meetings/{published['meeting']}{inside}"
        assert browser.get(path).status_code in {403, 404}, path
    for path in (f"/{published['meeting']}/minutes", "/", "/decisions", "/actions"):
        answer = browser.get(f"/en/meetings{path}")
        assert answer.status_code == 200
        assert "anary" not in answer.text, path
        assert not [one for one in published["ids"] if one in answer.text], path


def test_who_withdraws_the_public_name_is_withheld_everywhere_and_the_hash_stays(
    published, client, make_work
):
    import uuid

    from nswp_gov.accounts.models import Person

    path = f"/en/meetings/{published['meeting']}/minutes"
    before = client.get(f"{path}.json").data
    with make_work() as work:
        work.session.get_one(Person, uuid.UUID(published["amina"])).public_name = None
        work.record(
            "accounts.person_unnamed", work.session.get_one(Person, uuid.UUID(published["amina"]))
        )
    assert "Amina Openly" not in client.get(path).text
    assert "[name withheld]" in client.get(path).text
    assert client.get(f"{path}.json").data == before


def test_published_pages_need_no_key(published, client):
    from nswp_gov.store.crypto import Keyring, vault
    from tests.conftest import KEYS

    register = client.get("/en/meetings/decisions").text
    decision = re.search(r"/en/meetings/decisions/[0-9a-f-]{36}", register)[0]
    vault.lock()
    try:
        for path in (
            f"/en/meetings/{published['meeting']}/minutes",
            "/en/meetings/",
            "/en/meetings/decisions",
            decision,
            "/en/bodies/",
            "/en/bodies/board",
        ):
            assert client.get(path).status_code == 200, path
    finally:
        vault.unlock(Keyring(KEYS))


def test_the_links_of_closed_things_are_not_public(published, session):
    from nswp_gov.meetings.models import Decision
    from nswp_gov.meetings.queries import decision_card
    from nswp_gov.meetings.states import DecisionAudience

    row = session.scalars(select(Decision).where(Decision.audience == DecisionAudience.BODY)).one()
    card = decision_card(session, row.id, "en")
    assert not card.audience.is_public
    assert card.title == row.number
    assert links.links_to(session, "decision", row.id) == []
    assert records.meeting(session, row.meeting_id) is not None


def test_whoever_publishes_is_told_of_names_that_did_not_agree(work):
    from nswp_gov.meetings import queries
    from tests.factories.bodies import make_board
    from tests.factories.meetings import hold

    board = make_board(work, public_names=True)
    held = hold(work, board.body, board.filled()[:7])
    operations.write_note(
        held.work, held.meeting, held.items[0], words="Then member 3 spoke.", seen=0, field="public"
    )
    edition = queries.preview(work.session, held.meeting, held.minutes)
    assert queries.names_said(work.session, held.meeting, edition) == ["Member 3"]


def test_the_register_asks_the_database_what_the_policy_says(published, session):
    import uuid

    from nswp_gov.meetings import policy, queries
    from nswp_gov.meetings.models import Decision
    from nswp_gov.rules.audience import Step, Viewer
    from nswp_gov.rules.languages import Locale

    rows = session.scalars(select(Decision)).all()
    assert len(rows) == 2
    inside = frozenset({rows[0].body_id})
    for viewer in (
        Viewer.public(),
        Viewer(step=Step.MEMBERS),
        Viewer(step=Step.SECRETARIAT),
        Viewer(bodies=inside),
        Viewer(step=Step.MEMBERS, bodies=frozenset({uuid.uuid4()})),
    ):
        listed = {one.decision.id for one in queries.decisions(session, viewer, Locale.EN)}
        assert listed == {row.id for row in rows if policy.may_read_decision(viewer, row).allowed}
