"""Who acts: from the cookie to the Actor, and how a session ends."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nswp_gov.accounts import operations
from nswp_gov.accounts import session as sessions
from nswp_gov.accounts.models import AuthSession
from nswp_gov.accounts.states import Role
from nswp_gov.rules.audience import Circle, CircleKind, Step
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor
from tests.accounts.conftest import NOW, Browser, name_of

OWN = "/en/account"


@pytest.fixture
def signed_in(browser, people):
    here = browser()
    here.sign_in(name_of(people()))
    return here


def _count(session):
    return session.scalar(select(func.count()).select_from(AuthSession))


def test_a_session_idles_thirty_minutes(signed_in, clock, session):
    clock.pass_by(minutes=29)
    assert signed_in.is_signed_in()
    clock.pass_by(minutes=29)
    assert signed_in.is_signed_in()
    clock.pass_by(minutes=31)
    assert not signed_in.is_signed_in()
    assert _count(session) == 0


def test_a_session_lasts_seven_days_however_busy(signed_in, clock):
    for _ in range(7):
        clock.pass_by(days=1)
        with signed_in.client.session_transaction() as cookie:
            cookie["at"] = int(clock.now.timestamp())
        assert signed_in.is_signed_in()
    clock.pass_by(minutes=1)
    assert not signed_in.is_signed_in()


def test_a_page_may_idle_twelve_hours_and_the_next_one_does_not(app, signed_in, clock):
    with signed_in.client.session_transaction() as cookie:
        cookie["long"] = True
    clock.pass_by(hours=11)
    assert signed_in.is_signed_in()
    clock.pass_by(minutes=31)
    assert not signed_in.is_signed_in()


def test_a_long_page_says_so_in_its_cookie(app):
    from flask import session as cookie

    with app.test_request_context():
        sessions.stay_long()
        assert cookie["long"] is True


def test_a_copied_cookie_is_dead_after_signing_out(signed_in, app):
    value = signed_in.client.get_cookie("s").value
    copy = Browser(app.test_client())
    copy.client.set_cookie("s", value)
    assert copy.is_signed_in()
    assert signed_in.post(OWN + "/sign-out", page=OWN).status_code == 302
    copy.client.set_cookie("s", value)
    assert not copy.is_signed_in()


def test_a_copied_cookie_is_dead_after_leaving_the_page(signed_in, app):
    value = signed_in.client.get_cookie("s").value
    signed_in.client.post("/en/leave")
    copy = Browser(app.test_client())
    copy.client.set_cookie("s", value)
    assert not copy.is_signed_in()


def test_a_copied_cookie_is_dead_after_its_owner_idled(signed_in, app, clock):
    value = signed_in.client.get_cookie("s").value
    clock.pass_by(minutes=31)
    assert not signed_in.is_signed_in()
    clock.now = NOW
    copy = Browser(app.test_client())
    copy.client.set_cookie("s", value)
    assert not copy.is_signed_in()


def test_signing_out_without_a_session_is_harmless(browser):
    assert browser().post(OWN + "/sign-out", page=OWN + "/sign-in").status_code == 302


def test_a_request_without_a_cookie_asks_the_database_nothing(client, count_queries):
    with count_queries() as statements:
        assert client.get("/en/account/sign-in").status_code == 200
    assert statements == []


def test_a_signed_in_request_costs_one_query_and_once_a_day_a_note(
    signed_in, count_queries, clock, monkeypatch
):
    monkeypatch.setattr(sessions, "SOURCES", [])  # what other rooms ask is counted there
    with count_queries() as statements:
        signed_in.get("/en/account/invitation")
    assert len(statements) == 1
    clock.pass_by(minutes=5)
    clock.now = clock.now.replace(hour=23, minute=50)
    with signed_in.client.session_transaction() as cookie:
        cookie["at"] = int(clock.now.timestamp())
    clock.pass_by(minutes=20)  # over midnight
    with count_queries() as statements:
        signed_in.get("/en/account/invitation")
    assert [one.split()[0] for one in statements] == ["SELECT", "UPDATE"]


def test_an_actor_has_roles_only_between_their_instants(people, make_work, session):
    amina = people(totp=True)
    with make_work(now=NOW) as w:
        token = operations.open_session(w, w.session.merge(amina), label="")
        grant = operations.grant_role(w, amina, Role.TRANSLATOR_ZH)
    with make_work(now=NOW + timedelta(days=2)) as w:
        operations.end_role(w, w.session.merge(grant))

    def roles(at):
        return sessions.load_actor(session, token, at).roles

    assert roles(NOW - timedelta(seconds=1)) == frozenset()
    assert roles(NOW) == {"translator_zh_Hans"}
    assert sessions.load_actor(session, token, NOW).translates == {"zh_Hans"}
    assert roles(NOW + timedelta(days=2)) == frozenset()


def test_nobody_is_behind_an_unknown_token(session):
    assert sessions.load_actor(session, "no such token", NOW) is None


def test_other_rooms_add_to_the_actor(people, make_work, session, monkeypatch):
    amina, one, other = people(), uuid.uuid4(), uuid.uuid4()
    monkeypatch.setattr(
        sessions,
        "SOURCES",
        [
            lambda _s, _p, _n: {"member_of": frozenset({one}), "translates": frozenset({"fr"})},
            lambda _s, _p, _n: {"member_of": frozenset({other}), "board_of": frozenset({"africa"})},
        ],
    )
    with make_work(now=NOW) as w:
        token = operations.open_session(w, w.session.merge(amina), label="")
    actor = sessions.load_actor(session, token, NOW)
    assert actor.member_of == {one, other}
    assert actor.board_of == {"africa"}
    assert actor.translates == {"fr"}


ORGANISATION, ELECTION = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    ("actor", "step"),
    [
        (VISITOR, Step.PUBLIC),
        (Actor(name="T", roles=frozenset({"translator_fr"})), Step.PUBLIC),
        (Actor(name="A", roles=frozenset({"administrator"})), Step.PUBLIC),
        (Actor(name="M", member_of=frozenset({ORGANISATION})), Step.MEMBERS),
        (Actor(name="B", board_of=frozenset({"europe"})), Step.MEMBERS),
        (Actor(name="C", bodies=frozenset({ORGANISATION})), Step.MEMBERS),
        (Actor(name="S", roles=frozenset({"secretariat"})), Step.SECRETARIAT),
    ],
)
def test_what_an_actor_may_see(actor, step):
    assert sessions.viewer_of(actor).step is step


def test_the_circles_of_an_actor():
    actor = Actor(
        name="B",
        member_of=frozenset({ORGANISATION}),
        board_of=frozenset({"europe", ""}),
        officer_of=frozenset({ELECTION}),
    )
    viewer = sessions.viewer_of(actor)
    assert viewer.organisations == {ORGANISATION}
    assert viewer.regions == {"europe"}
    assert viewer.circles == {Circle(CircleKind.ELECTION, str(ELECTION))}


def test_a_person_sees_and_ends_their_sessions_one_and_all(browser, people, session):
    amina = people()
    here, there, away = browser(), browser(), browser()
    for one in (here, there, away):
        one.sign_in(name_of(amina))
    page = here.get(OWN + "/sessions")
    assert page.text.count("A device without a word") == 3
    assert page.text.count("this one") == 1
    with there.client.session_transaction() as cookie:
        from nswp_gov.store.ids import token_hash

        row = session.scalars(
            select(AuthSession).where(AuthSession.token_hash == token_hash(cookie["sid"]))
        ).one()
    here.post(f"{OWN}/sessions/{row.id}/name", page=OWN + "/sessions", label="  old   laptop ")
    assert "old laptop" in here.get(OWN + "/sessions").text
    here.post(f"{OWN}/sessions/{row.id}/end", page=OWN + "/sessions")
    assert (here.is_signed_in(), there.is_signed_in(), away.is_signed_in()) == (True, False, True)
    here.post(f"{OWN}/sessions/others/end", page=OWN + "/sessions")
    assert (here.is_signed_in(), away.is_signed_in()) == (True, False)


def test_nobody_ends_or_names_anothers_session(browser, people, session):
    amina, bela = people(), people("Bela")
    one, other = browser(), browser()
    one.sign_in(name_of(amina))
    other.sign_in(name_of(bela))
    row = session.scalars(select(AuthSession).where(AuthSession.person_id == amina.id)).one()
    other.post(f"{OWN}/sessions/{row.id}/end", page=OWN + "/sessions")
    other.post(f"{OWN}/sessions/{row.id}/name", page=OWN + "/sessions", label="mine")
    assert one.is_signed_in()
    session.refresh(row)
    assert row.label == ""


def test_the_database_keeps_days_of_a_session_and_only_the_hash_of_its_token(signed_in, session):
    row = session.scalars(select(AuthSession)).one()
    with signed_in.client.session_transaction() as cookie:
        assert cookie["sid"] != row.token_hash
    assert (row.started_on, row.seen_on) == (NOW.date(), NOW.date())
    kept = {column.name for column in AuthSession.__table__.columns}
    assert kept == {"id", "token_hash", "person_id", "started_on", "seen_on", "label"}


def test_flask_login_knows_the_same_person(app, signed_in):
    from flask_login import current_user

    with signed_in.client:
        signed_in.get(OWN)
        assert current_user.is_authenticated
        assert current_user.actor.name == "Amina"
    with app.test_client() as stranger:
        stranger.get("/en/account/invitation")
        assert not current_user.is_authenticated


def test_a_signed_in_page_is_never_stored_and_has_a_neutral_title(signed_in):
    answer = signed_in.get(OWN)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "<title>Page</title>" in answer.text
    assert "NSWP" not in answer.text


def test_the_system_is_nobodys_session():
    assert SYSTEM.person_id is None
