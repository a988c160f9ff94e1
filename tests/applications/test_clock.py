"""When reminders go out, to whom, and what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.applications import operations, queries
from nswp_gov.applications.answers import reminders_due
from nswp_gov.applications.states import Act, Answer, Part, State
from nswp_gov.applications.ticking import tick
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store import files
from nswp_gov.store.actor import SYSTEM, VISITOR, Actor
from nswp_gov.store.crypto import vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.erasure import purge
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.legal_holds import Holdable, place_hold
from nswp_gov.store.outbox import MailState, OutboxMessage
from nswp_gov.store.work import begin
from nswp_gov.web.mailer import compose
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.applications import (
    as_,
    begin_application,
    fill_in,
    make_received,
    make_reviewed,
    picture,
    seats_of,
)
from tests.factories.bodies import make_board, staff_actor
from tests.tables import make_tables

ADMIN = Actor(name="Dana", person_id=None, roles=frozenset({"administrator"}))
WORDS = {"reason": "known", "how": "met"}
TELLING = (  # in any of the five languages
    "membership", "sex", "network", "application", "vote ", "board",
    "adhésion", "réseau", "membre", "conseil", "solicitud", "membresía", "junta",
    "заявлен", "сеть", "член", "правлени", "入会", "申请", "网络", "成员", "理事",
)  # fmt: skip


@pytest.fixture
def people(work):
    """The board and the office, everybody with an address."""
    board = make_board(work)
    for number, person in enumerate(board.filled()):
        person.email = f"{number}@example.org"
    make_person(work, "Carla", roles=["secretariat"], email="carla@example.org")
    work.record("accounts.addresses_set", board.president)
    return board


def days_with_letters(work, row, last, *, to=None):
    """On which days the worker, coming once a day, wrote to somebody."""
    found = []
    for day in range(1, last + 1):
        before = sent(work, to)
        operations.pass_time(replace(work, now=NOW + timedelta(days=day, minutes=1)), row)
        if sent(work, to) > before:
            found.append(day)
    return found


def sent(work, to):
    rows = work.session.scalars(select(OutboxMessage)).all()
    return len([row for row in rows if to in {None, row.recipient}])


def test_reminders_are_counted_by_whole_days():
    days = (7, 14)
    assert reminders_due(NOW, NOW + timedelta(days=7, seconds=-1), days) == 0
    assert reminders_due(NOW, NOW + timedelta(days=7), days) == 1
    assert reminders_due(NOW, NOW + timedelta(days=90), days) == 2


def test_the_office_is_reminded_of_what_it_has_to_check(work, people):
    row = make_received(work)
    assert days_with_letters(work, row, 40, to="carla@example.org") == [5, 10, 20]


def test_only_the_reviewer_who_is_silent_is_reminded(work, people):
    row = make_reviewed(work)
    first, second = seats_of(people, "africa")
    operations.recommend(as_(work, first), row, Answer.YES, **WORDS)
    at_first, at_second = sent(work, first.email), sent(work, second.email)
    assert days_with_letters(work, row, 20, to=second.email) == [7, 14, 19]
    assert sent(work, first.email) == at_first
    assert sent(work, second.email) == at_second + 3
    reminded = [step for step in queries.steps(work.session, row.id) if step.act is Act.REMINDED]
    assert {step.about for step in reminded} == {second.id}


def test_a_worker_that_slept_sends_one_letter_for_several_missed(work, people):
    row = make_reviewed(work)
    second = seats_of(people, "africa")[1]
    before = sent(work, second.email)
    operations.pass_time(replace(work, now=NOW + timedelta(days=15)), row)
    operations.pass_time(replace(work, now=NOW + timedelta(days=15)), row)
    assert sent(work, second.email) == before + 1


def test_the_applicant_is_reminded_of_a_question_and_of_a_draft(work, people):
    row = make_received(work, email="zq@example.org")
    operations.ask(replace(work, actor=staff_actor()), row, "How many?")
    assert days_with_letters(work, row, 50, to="zq@example.org") == [7, 21]
    draft, _token = begin_application(work, email="draft@example.org")
    assert days_with_letters(work, draft, 59, to="draft@example.org") == [30, 53]


def test_a_draft_without_an_address_gets_no_letter_and_no_step(work):
    draft, _token = begin_application(work)
    assert days_with_letters(work, draft, 59) == []
    assert queries.steps(work.session, draft.id) == []


def test_saving_again_puts_the_reminders_off(work):
    draft, _token = begin_application(work, email="draft@example.org")
    later = replace(work, actor=VISITOR, now=NOW + timedelta(days=25))
    operations.save_part(later, draft, Part.WORK, {"works_with": "more"})
    assert days_with_letters(work, draft, 70, to="draft@example.org") == [55]


def test_the_board_is_waited_for_by_the_office(work, people):
    row = make_reviewed(work)
    operations.pass_time(replace(work, now=NOW + timedelta(days=21)), row)
    assert row.state is State.BOARD
    since = 21
    found = days_with_letters(work, row, 75, to="carla@example.org")
    assert [day - since for day in found] == [14, 28, 50]


@pytest.mark.parametrize("locale", list(Locale))
def test_no_letter_says_what_it_is_about(app, work, locale):
    make_person(work, "Carla", roles=["secretariat"], email="carla@example.org", locale=locale)
    row, _token = begin_application(work, email="zq@example.org", locale=locale)
    fill_in(work, row)
    row.email = "zq@example.org"
    operations.hand_in(replace(work, actor=VISITOR), row)
    operations.pass_on(replace(work, actor=staff_actor()), row, Category.FULL)
    named = operations.name_verifier(
        replace(work, actor=staff_actor()),
        row,
        name="Zqverifier",
        questions="Zqknown?",
        locale=locale,
        email="v@example.org",
    )
    operations.agree_to_verifier(replace(work, actor=VISITOR), named)
    draft, _token = begin_application(work, email="draft@example.org", locale=locale)
    operations.pass_time(replace(work, now=NOW + timedelta(days=30)), draft)
    found = {}
    for message in work.session.scalars(select(OutboxMessage)):
        assert message.state is MailState.WAITING
        with app.test_request_context():
            settings = app.extensions["nswp_gov.settings"]
            found[message.letter] = compose(settings, message, now=NOW)
    assert set(found) == {
        f"applications/{name}" for name in ("link", "waiting", "news", "question", "lapses")
    }
    for letter in found.values():
        text = str(letter["Subject"]) + letter.get_content()
        bare = "\n".join(line for line in text.splitlines() if "http" not in line)
        for word in ("Zq", "NSWP", *TELLING):
            assert word.casefold() not in bare.casefold(), (word, bare)


@pytest.mark.usefixtures("app")  # it opens the vault
def test_one_round_of_the_worker_wipes_drafts_with_the_bytes_of_their_files(settings, tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'round.sqlite'}")
    make_tables(engine)
    store = FileStore.of(replace(settings, instance=tmp_path))
    with writing(), Session(engine) as session, begin(session, SYSTEM, NOW) as work:
        draft, _token = begin_application(work)
        key = draft.id
        operations.add_document(work, draft, store, picture(), "a.jpg")
        running = make_received(work)
        kept = files.add(
            session,
            store,
            picture(),
            media_type="image/webp",
            name="lost.webp",
            audience=queries.DOSSIER.audience(running.id),
            cipher=vault.ring,
            now=NOW,
        )
        assert kept.audience.startswith("case:application-")
    assert len(list(store.keys())) == 2
    zone = settings.zone
    with writing(), Session(engine) as session, begin(session, SYSTEM, NOW):
        assert queries.DOSSIER.sweep(session, store) == 1  # no document names it
    early = tick(engine, store, now=NOW + timedelta(days=59), zone=zone)
    assert {one.act for one in early} == {"reminded"}
    assert len(list(store.keys())) == 1
    with writing(), Session(engine) as session, begin(session, ADMIN, NOW) as work:
        until = work.today + timedelta(days=63)
        place_hold(work, Holdable.APPLICATION, why="Court", until_on=until, record_id=key)
    for day in (60, 61):
        now = NOW + timedelta(days=day)
        held = tick(engine, store, now=now, zone=zone)
        assert "wiped" not in {one.act for one in held}
        with writing(), Session(engine) as session, begin(session, SYSTEM, now) as work:
            purge(work)  # the hold of the whole holds its parts
    assert len(list(store.keys())) == 1
    done = tick(engine, store, now=NOW + timedelta(days=63), zone=zone)
    assert ("wiped", "") in {(one.act, one.refused) for one in done}
    assert list(store.keys()) == []
    with Session(engine) as session:
        assert session.scalars(select(StoredFile)).all() == []
    engine.dispose()
