"""Two writers at once; handing over; one person for several organisations."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nswp_gov.directory import operations, queries
from nswp_gov.directory.operations.people import LastEditor, SamePerson
from nswp_gov.directory.queries.merging import merge, pieces
from nswp_gov.directory.states import Capacity
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.work import Work
from tests.directory.test_pages import fields, send
from tests.factories.accounts import make_person
from tests.factories.directory import fill, make_editor
from tests.factories.membership import make_listed, make_member

OLD = "We open on Tuesdays. We give advice. We answer by night."
MINE = "We open on Tuesdays. We give legal advice. We answer by night."
THEIRS = "We open on Fridays. We give advice. We answer by night. Call us."


def test_changes_of_different_places_are_both_kept():
    both = merge(OLD, MINE, THEIRS)
    assert both.is_clean
    assert both.words == ("We open on Fridays. We give legal advice. We answer by night. Call us.")
    assert merge(OLD, THEIRS, MINE) == both


def test_changes_of_one_place_stand_one_after_the_other():
    both = merge(
        "我们周二开门。我们提供咨询。",
        "我们周三开门。我们提供咨询。",
        "我们周五开门。我们提供咨询。",
    )
    assert not both.is_clean
    assert both.words == "我们周五开门。\n我们周三开门。我们提供咨询。"


PIECES = {"a": "A. ", "b": "B. ", "c": "C.\n", "d": "Д. ", "e": "好。", "f": "E"}
words = st.text("abcdef", max_size=6).map(lambda some: "".join(PIECES[one] for one in some))
quietly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quietly
@given(words, words, words)
def test_nothing_that_either_wrote_is_lost(base, mine, theirs):
    assert "".join(pieces(mine)) == mine
    both = merge(base, mine, theirs).words
    kept = {one.strip() for one in pieces(both)}
    new = {one.strip() for side in (mine, theirs) for one in pieces(side)}
    assert {one for one in new if one and one not in {p.strip() for p in pieces(base)}} <= kept


@quietly
@given(words, words)
def test_one_change_alone_is_taken_as_it_is(base, mine):
    assert merge(base, mine, base).words == mine.strip()
    assert merge(base, base, mine).words == mine.strip()
    assert merge(base, mine, mine).words == mine.strip()


@pytest.fixture
def ours(make_work):
    with make_work() as work:
        made = make_listed(work, name="Lantern House", values={"description": OLD})
        people = [make_person(work, name) for name in ("Amina", "Bela")]
        for person in people:
            operations.appoint(work, made, person.id, Capacity.EDITOR)
        return made.id, people


def test_the_page_shows_theirs_yours_and_both_together(ours, client_as, client):
    organisation, people = ours
    first, second = client_as(people[0]), client_as(people[1])
    path = f"/en/our/{organisation}/profile"
    mine, theirs = fields(first.get(path).text), fields(second.get(path).text)
    second.post(path, data={**theirs, "description": THEIRS})
    answer = first.post(path, data={**mine, "description": MINE, "social": "typed words"})
    assert answer.status_code == 409
    assert answer.text.count(f'<blockquote dir="auto">{THEIRS}</blockquote>') == 1
    assert answer.text.count(f'<blockquote dir="auto">{MINE}</blockquote>') == 1
    assert "you changed different places" in answer.text
    again = fields(answer.text)
    assert again["description"] == [merge(OLD, MINE, THEIRS).words]
    assert again["social"] == ["typed words"]
    assert first.post(path, data=again).status_code == 302
    slug = client.get("/en/organisations.json").json["organisations"][0]["slug"]
    assert "legal advice" in client.get(f"/en/organisations/{slug}").text
    assert "Fridays" in client.get(f"/en/organisations/{slug}").text


def test_history_shows_the_difference_word_by_word(ours, client_as):
    organisation, people = ours
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/profile"
    browser.post(path, data={**fields(browser.get(path).text), "description": MINE})
    page = browser.get(f"/en/our/{organisation}/history").text
    assert '<ins><span class="vh">added: </span>legal </ins>' in page


def acting(session, organisation):
    return {
        (row.capacity, name)
        for row, name in queries.appointments(session, organisation)
        if row.until_at is None
    }


def test_handing_over_is_one_act_for_all_that_somebody_did(ours, make_work, client_as, session):
    organisation, people = ours
    with make_work() as work:
        made = queries.organisation(work.session, organisation)
        operations.appoint(work, made, people[0].id, Capacity.DELEGATE)
        make_person(work, "Eve", sign_in_name="eve-of-lantern")
    browser = client_as(people[0])
    path = f"/en/our/{organisation}/hand-over"
    mine = [
        str(row.id)
        for row, name in queries.appointments(session, organisation)
        if name == "Amina" and row.until_at is None
    ]
    data = {"sign_in_name": "eve-of-lantern", "rows": mine}
    assert send(browser, path, {**data, "rows": []}).status_code == 422
    assert send(browser, path, {**data, "sign_in_name": "nobody"}).status_code == 422
    assert send(browser, path, data).status_code == 302
    session.expire_all()
    assert acting(session, organisation) == {
        (Capacity.EDITOR, "Bela"), (Capacity.EDITOR, "Eve"), (Capacity.DELEGATE, "Eve"),
    }  # fmt: skip
    assert browser.get(path).status_code == 404  # it is somebody else's now
    before = {(row.capacity, name) for row, name in queries.appointments(session, organisation)}
    assert (Capacity.DELEGATE, "Amina") in before


def test_a_refused_hand_over_leaves_all_as_it_was(work):
    made = make_listed(work)
    first, second, third = (make_person(work, name) for name in ("Amina", "Bela", "Chidi"))
    operations.appoint(work, made, first.id, Capacity.EDITOR)
    operations.appoint(work, made, first.id, Capacity.DELEGATE)
    operations.appoint(work, made, second.id, Capacity.ALTERNATE)
    rows = {row.capacity: row for row, _n in queries.appointments(work.session, made.id)}
    with pytest.raises(SamePerson):
        operations.hand_over(work, made, second.id, [rows[Capacity.DELEGATE]])
    with pytest.raises(Unfit):
        operations.hand_over(work, made, third.id, [])
    other = make_listed(work)
    stranger = Work(work.session, make_editor(work, other), work.now)
    with pytest.raises(Denied):
        operations.hand_over(stranger, made, third.id, [rows[Capacity.EDITOR]])
    with pytest.raises(NotFound):
        operations.hand_over(work, other, third.id, [rows[Capacity.EDITOR]])
    with pytest.raises(LastEditor):
        operations.end_appointment(work, rows[Capacity.EDITOR])


def test_somebody_of_two_organisations_sees_what_is_due_in_both(make_work, client_as):
    with make_work() as work:
        person = make_person(work)
        made = [make_member(work, name=name) for name in ("One House", "Two Houses")]
        for one in made:
            fill(work, one, acronym="X")
            operations.appoint(work, one, person.id, Capacity.EDITOR)
        asker = make_listed(work, name="Faro")
        operations.propose_affiliation(work, asker, made[1], "member_of", from_on=work.today)
        home = f"/en/our/{made[0].id}"
    browser = client_as(person)
    desk = browser.get("/en/work").text
    assert desk.count("Confirm your profile") >= 2
    assert "One House" in desk
    assert "Answer a proposed tie" in desk
    page = browser.get(home).text
    assert "Answer a proposed tie" in page
    assert "Your other organisations" in page
    assert "since" in page
