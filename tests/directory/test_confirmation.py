"""Once a year: asked by letter, answered by a link, a button or the office's telephone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations, queries
from nswp_gov.directory.models import Asking, OfficeNote, Organisation, PublicOrganisation
from nswp_gov.directory.operations.confirmation import NobodyToAsk
from nswp_gov.directory.states import ASK_LASTS, MOST_ASKED, Answered, Capacity
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, NotFound, Unfit
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import Work
from nswp_gov.web.mailer import compose
from tests.conftest import NOW
from tests.directory.test_pages import fields, send
from tests.factories.accounts import make_person
from tests.factories.directory import make_editor
from tests.factories.membership import make_listed, make_member

LATER = NOW + timedelta(days=400)
STAFF = Actor(name="Carla", roles=frozenset({"secretariat"}))


def member(work, name="Zqlantern House", email="amina@example.org"):
    made = make_listed(work, name=name)
    person = make_person(work, "Amina", email=email)
    operations.appoint(work, made, person.id, Capacity.EDITOR)
    return made, person


def at(work, instant, actor=None):
    return Work(work.session, actor or work.actor, instant)


def letters(session):
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.queued_at)))


def tokens(session):
    return [one.values["token"] for one in letters(session) if one.values]


def test_each_stale_organisation_is_asked_again_after_three_weeks_three_times_in_all(work):
    member(work)
    make_member(work, name="Without address")
    assert operations.ask_all(work) == 1  # never confirmed
    days = [0, 1, 20, 21, 42, 43, 80]
    asked = [operations.ask_all(at(work, NOW + timedelta(days=day))) for day in days]
    assert asked == [0, 0, 0, 1, 1, 0, 0]
    row = work.session.scalars(select(Asking)).one()
    assert row.times == MOST_ASKED
    assert len(letters(work.session)) == MOST_ASKED


def test_who_confirmed_is_asked_again_after_a_year_and_not_before(work):
    made, _person = member(work)
    operations.confirm_profile(work, made)
    assert operations.ask_all(at(work, NOW + timedelta(days=365))) == 0
    assert operations.ask_all(at(work, NOW + timedelta(days=367))) == 1


def test_nobody_is_asked_who_does_not_belong_or_has_no_address(work):
    made = make_member(work)
    with pytest.raises(NobodyToAsk):
        operations.ask_to_confirm(work, made)
    person = make_person(work, "Bela", email="bela@example.org")
    operations.appoint(work, made, person.id, Capacity.DELEGATE)  # votes, and keeps no profile
    with pytest.raises(NobodyToAsk):
        operations.ask_to_confirm(work, made)
    assert operations.ask_all(work) == 0


def test_only_the_office_asks(work):
    made, person = member(work)
    own = Actor(name="Amina", person_id=person.id, editor_of=frozenset({made.id}))
    for act in (operations.ask_all, lambda w: operations.ask_to_confirm(w, made)):
        with pytest.raises(Denied):
            act(at(work, NOW, own))


def test_a_letter_names_nobody_in_any_language(app, make_work, session):
    with make_work() as work:
        for locale in Locale:
            made, person = member(work, email=f"{locale.code}@example.org")
            person.locale = locale
            work.record("accounts.locale_chosen", person)
            operations.ask_to_confirm(work, made)
    assert len(letters(session)) == len(Locale)
    for message in letters(session):
        with app.test_request_context(base_url="http://localhost"):
            letter = compose(app.extensions["nswp_gov.settings"], message, now=NOW)
        said = f"{letter['Subject']} {letter['From']} {letter.get_content()}".casefold()
        for word in ("nswp", "zqlantern", "network", "sex", "сеть", "réseau", "網", "网络", "red "):
            assert word not in said, (word, message.locale)
        assert f"/{Locale(message.locale).code}/confirmation/" in said


@pytest.fixture
def asked(make_work, session):
    """An organisation that was asked once, and the link of its letter."""
    with make_work(now=clock.now() - timedelta(days=1)) as work:
        made, person = member(work)
        operations.ask_to_confirm(work, made)
        found = made.id, made.slug, person.id
    return (*found, tokens(session)[0])


def test_a_link_shows_nothing_changes_nothing_and_confirms_by_its_button(asked, client, session):
    key, slug, _person, token = asked
    path = f"/en/confirmation/{token}"
    page = client.get(path)
    assert page.status_code == 200
    assert "Zqlantern" not in page.text
    assert slug not in page.text
    assert "<title>Page</title>" in page.text
    assert session.get(Organisation, key).confirmed_on is None
    answer = client.post(path, data=fields(page.text))
    assert answer.status_code == 200
    assert "Zqlantern" not in answer.text
    session.expire_all()
    today = clock.civil_day(clock.now(), "Europe/London")
    assert session.get(Organisation, key).confirmed_on == today
    assert session.get(PublicOrganisation, key).last_confirmed_on == today
    row = session.scalars(select(Asking)).one()
    assert (row.answered_on, row.answered) == (today, Answered.LINK)
    assert "It is noted for this year." in client.get(path).text  # a second time: the same words
    assert "Confirmed in" in client.get(f"/en/organisations/{slug}").text


def test_a_link_ends_with_time_and_with_its_readers_task(asked, make_work, session, client):
    key, _slug, person_id, token = asked
    over = clock.now() + ASK_LASTS + timedelta(days=1)
    with pytest.raises(NotFound):
        queries.asked_by_link(session, token, over)
    assert client.get(f"/en/confirmation/{token[:-6]}AAAAAA").status_code == 404
    assert client.get("/en/confirmation/x").status_code == 404
    with make_work(now=clock.now()) as work:
        other = make_person(work, "Bela")
        made = queries.organisation(work.session, key)
        operations.appoint(work, made, other.id, Capacity.EDITOR)
        row = next(
            r for r, _n in queries.appointments(work.session, key) if r.person_id == person_id
        )
        operations.end_appointment(work, row)
    assert client.get(f"/en/confirmation/{token}").status_code == 404


def test_the_office_records_what_it_heard_and_the_organisation_reads_it(work):
    made, _person = member(work)
    with pytest.raises(Unfit):
        operations.confirm_profile(at(work, NOW, STAFF), made)
    operations.ask_to_confirm(work, made)
    operations.confirm_profile(at(work, NOW, STAFF), made, by_phone="Amina called, known voice")
    assert made.confirmed_on == NOW.date()
    assert [one.act for one in queries.notes_of(work.session, made.id)] == [
        "organisation.profile_confirmed"
    ]
    assert work.session.scalars(select(Asking.answered)).one() is Answered.PHONE


def test_a_stranger_confirms_nothing(work):
    made, _person = member(work)
    other = make_listed(work)
    with pytest.raises(Denied):
        operations.confirm_profile(at(work, NOW, make_editor(work, other)), made, by_phone="x")


def test_the_report_shows_the_longest_unconfirmed_first_and_all_of_them(work):
    names = ["Never", "Older", "Old", "Fresh"]
    for name, ago in zip(names, (None, 900, 500, 10), strict=True):
        made = make_listed(work, name=name)
        if ago:
            operations.confirm_profile(at(work, LATER - timedelta(days=ago)), made)
    day = LATER.date()
    rows = queries.stale(work.session, day, LATER)
    assert [row.name for row in rows] == ["Never", "Older", "Old"]
    pages, after = [], ""
    while found := queries.stale(work.session, day, LATER, after, 1):
        pages.append(found[0].name)
        after = found[0].cursor
    assert pages == ["Never", "Older", "Old"]
    assert queries.freshness(work.session, day) == queries.Freshness(
        fresh=1, stale=2, never=1, asked=0
    )


def test_the_office_asks_and_records_on_its_pages(make_work, client_as, session):
    with make_work() as work:
        made, _person = member(work)
        key = made.id
        silent = make_listed(work, name="Silent House").id
        staff = make_person(work, "Carla", roles=[Role.SECRETARIAT])
    browser = client_as(staff)
    page = browser.get("/en/freshness").text
    assert 'href="/en/risks"' in page
    assert page.index("never confirmed") < page.index("Zqlantern House")
    assert "Nobody here has an e-mail address: telephone." in page
    assert send(browser, "/en/freshness", {}).status_code == 302
    assert len(letters(session)) == 1
    assert "One organisation was asked." in browser.get("/en/freshness").text
    send(browser, f"/en/freshness/{silent}", {}, page="/en/freshness")
    assert "Nobody of this organisation has an e-mail address" in browser.get("/en/freshness").text
    home = f"/en/our/{key}"
    assert send(browser, f"{home}/confirmation", {"by_phone": ""}, page=home).status_code == 422
    answer = send(browser, f"{home}/confirmation", {"by_phone": "Amina called"}, page=home)
    assert answer.status_code == 302
    assert session.scalars(select(OfficeNote.reason)).one() == "Amina called"
    assert "Zqlantern House" not in browser.get("/en/freshness").text


def test_what_is_due_is_told_a_month_before(make_work, client_as):
    with make_work(now=clock.now() - timedelta(days=350)) as work:
        made, person = member(work)
        operations.confirm_profile(work, made)
        key = made.id
    browser = client_as(person)
    desk = browser.get("/en/work").text
    assert "Confirm your profile" in desk
    assert "Zqlantern House" in desk
    home = browser.get(f"/en/our/{key}").text
    assert "in 15 days" in home
    assert re.search(r"<button[^>]*>All of it is still right", home)
    path = f"/en/our/{key}"
    assert send(browser, f"{path}/confirmation", {}, page=path).status_code == 302
    assert "Confirm your profile" not in browser.get("/en/work").text
