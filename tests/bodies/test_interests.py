"""The register of interests: yearly, by each person for themself, for those who may read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.bodies import operations, queries
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board, member_actor, staff_actor


def test_a_declaration_stands_for_a_year_and_is_then_due_again(work):
    board = make_board(work)
    actor = member_actor(board.president, board.body)
    own = replace(work, actor=actor)

    def due(day):
        now = work.now + timedelta(days=day)
        return [row.label for row in queries.due(work.session, actor, now)]

    assert due(0) == ["due.interests"]
    operations.declare_interests(own, " A cousin works there. ")
    assert due(0) == due(300) == []
    assert due(340) == due(400) == ["due.interests"]
    operations.declare_interests(replace(own, now=work.now + timedelta(days=350)), " ")
    assert due(400) == []
    newest = queries.declared(work.session, [board.president.id])[board.president.id]
    assert newest.words is None


def test_who_sits_nowhere_declares_nothing(work):
    make_board(work)
    for actor in (staff_actor(), Actor(name="Eve", person_id=make_person(work, "Eve").id)):
        with pytest.raises(Denied):
            operations.declare_interests(replace(work, actor=actor), "x")


def test_the_register_is_for_the_body_and_the_office(make_work, client_as):
    with make_work() as work:
        board = make_board(work)
        eve = make_person(work, "Eve")
        carla = make_person(work, "Carla", roles=["secretariat"])
    member = client_as(board.people[3])
    page = member.get("/en/bodies/interests").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    sent = {"words": "Canary shares", "csrf_token": token}
    assert member.post("/en/bodies/interests", data=sent).status_code == 302
    for browser in (member, client_as(board.people[4]), client_as(carla)):
        said = browser.get("/en/bodies/interests").text
        assert "Canary shares" in said
        assert "No declaration yet." in said
    assert "Your declaration" not in client_as(carla).get("/en/bodies/interests").text
    assert client_as(eve).get("/en/bodies/interests").status_code == 403
