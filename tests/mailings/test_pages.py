"""The pages: the office's, everybody's own, and those that need no sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pysequoia import Tsk
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.config import Settings
from nswp_gov.mailings import queries
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.digests import SOURCES, Item
from nswp_gov.mailings.models import Mailing, Preference, Subscription
from nswp_gov.mailings.states import Channel, Form, Frequency, Kind, State
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, holds, outbox
from nswp_gov.store.outbox import MailState, OutboxMessage, address_index
from nswp_gov.store.work import Work
from nswp_gov.web import mailer
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.mailings import choose, make_mailing, make_read, send, subscribe

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
CARLA = "carla@example.org"


@pytest.fixture
def office(
    make_work: Callable[..., Any], client_as: Callable[[Person], FlaskClient]
) -> FlaskClient:
    with make_work() as w:
        carla = make_person(w, "Carla", roles=["secretariat"], email=CARLA)
    return client_as(carla)


@pytest.fixture
def reader(make_work: Callable[..., Any]) -> Person:
    with make_work() as w:
        _house, amina = make_read(w, name="Amina", email="amina@example.org")
    return amina


def post(browser: FlaskClient, page: str, action: str | None = None, **data: Any) -> Any:
    token = TOKEN.search(browser.get(page).text)
    assert token, page
    return browser.post(action or page, data={"csrf_token": token[1], **data})


WRITTEN = {"kind": "alert", "locale": "en", "subject": "Rain", "body": "It rains.",
           "who": "members"}  # fmt: skip


def test_a_letter_is_written_looked_at_tried_and_sent(
    office: FlaskClient, reader: Person, session: Session
) -> None:
    answer = post(office, "/en/mailings/new", **WRITTEN)
    assert answer.status_code == 302
    page = answer.location
    mailing = session.scalars(select(Mailing)).one()
    assert "1 <small>person" in re.sub(r"\s+", " ", office.get(page).text)
    assert "Amina" in office.get(f"{page}/people").text
    assert post(office, page, f"{page}/test", form="named").status_code == 302
    trial = session.scalars(select(OutboxMessage)).one()
    assert trial.recipient == CARLA
    answer = post(office, f"{page}/words/fr", subject="Pluie", body="Il pleut.")
    assert answer.status_code == 302
    asked = office.get(f"{page}/send").text
    assert "Send it now" in asked
    assert post(office, f"{page}/send").status_code == 302
    session.expire_all()
    assert session.get_one(Mailing, mailing.id).state is State.SENT
    said = office.get(page).text
    assert "Letters gone" in said
    assert "Waiting: 1." in said
    assert post(office, page, f"{page}/stop").status_code == 302
    session.expire_all()
    assert session.get_one(Mailing, mailing.id).state is State.STOPPED


def test_a_draft_is_changed_and_what_was_typed_stays_after_a_refusal(
    office: FlaskClient, reader: Person, session: Session
) -> None:
    page = post(office, "/en/mailings/new", **WRITTEN).location
    answer = post(office, f"{page}/words", **{**WRITTEN, "seen-subject": "1", "seen-body": "1",
                  "who": "", "subject": "Storm"})  # fmt: skip
    assert answer.status_code == 422
    assert 'value="Storm"' in answer.text
    changed = {**WRITTEN, "subject": "Storm", "seen-subject": "1", "seen-body": "1"}
    assert post(office, f"{page}/words", **changed).status_code == 302
    assert post(office, f"{page}/words", **{**changed, "subject": "Lost"}).status_code == 409
    assert "Storm" in office.get(page).text
    assert post(office, page, f"{page}/discard").status_code == 302
    session.expire_all()
    assert session.scalars(select(Mailing)).one().state is State.STOPPED


def test_lists_are_kept(office: FlaskClient, reader: Person, session: Session) -> None:
    page = post(office, "/en/mailings/lists", name="A group").location
    assert post(office, page, who="nobody-of-this-name").status_code == 422
    assert post(office, page, who=reader.sign_in_name).status_code == 302
    assert "Amina" in office.get(page).text
    slug = page.rpartition("/")[2]
    found = queries.recipients(
        session, Audience(lists=frozenset({slug})), clock.now(), kind=Kind.NEWS
    )
    assert [one.person_id for one in found] == [reader.id]
    entry = queries.entries(session, queries.named_list(session, slug).id)[0].entry_id
    assert post(office, page, f"{page}/{entry}/off").status_code == 302
    assert "Amina" not in office.get(page).text
    assert post(office, page, f"{page}/end").status_code == 302
    assert office.get(page).status_code == 404


def test_a_digest_is_gathered_and_put_in_order(office: FlaskClient, session: Session) -> None:
    items = [
        Item(key=f"n:{number}", kind=Kind.NEWS, at=clock.now() - timedelta(hours=number),
             source=Locale.FR, words={Locale.FR: (f"Titre {number}", "Résumé.")},
             endpoint="home.safety", values={})
        for number in (1, 2, 3)
    ]  # fmt: skip
    kept, SOURCES[:] = SOURCES[:], [lambda _s, _a, _b: items]
    try:
        page = post(
            office, "/en/mailings/digest", frequency="weekly", locale="en", subject="This week",
            body="Three things.", who="members",
        ).location  # fmt: skip
    finally:
        SOURCES[:] = kept
    assert page.endswith("/items")
    assert 'lang="fr"' in office.get(page).text
    answer = post(office, page, **{"place-0": "", "place-1": "7", "place-2": "3"})
    assert answer.status_code == 302
    row = session.scalars(select(Mailing)).one()
    assert [one.key for one in queries.items_of(row)] == ["n:3", "n:2"]
    assert row.frequency is Frequency.WEEKLY
    said = office.get(answer.location).text
    assert said.index("Titre 3") < said.index("Titre 2")


def test_the_outbox_shows_what_failed_and_tries_again(
    office: FlaskClient, make_work: Callable[..., Any], session: Session
) -> None:
    with make_work() as w:
        w.post(to="x@example.org", letter="accounts/changed", locale="en", values={})
    (row,) = session.scalars(select(OutboxMessage)).all()
    row.state, row.fault, row.attempts = MailState.FAILED, "451", 8
    session.commit()
    page = office.get("/en/mailings/outbox").text
    assert "451" in page
    assert "x@example.org" not in page
    assert "One letter failed" in office.get("/en/work").text
    assert post(office, "/en/mailings/outbox", "/en/mailings/outbox/again").status_code == 302
    session.expire_all()
    assert session.get_one(OutboxMessage, row.id).state is MailState.WAITING


def test_a_letter_in_doubt_goes_out_again_only_when_the_office_says_so(
    office: FlaskClient, make_work: Callable[..., Any], session: Session
) -> None:
    with make_work() as w:
        w.post(to="x@example.org", letter="accounts/changed", locale="en", values={})
    (row,) = session.scalars(select(OutboxMessage)).all()
    outbox.doubted(row)
    session.commit()
    assert "It may have arrived, or not." in office.get("/en/mailings/outbox").text
    states = []
    for button in ("again", "doubted"):
        post(office, "/en/mailings/outbox", f"/en/mailings/outbox/{button}")
        session.expire_all()
        states.append(session.get_one(OutboxMessage, row.id).state)
    assert states == [MailState.FAILED, MailState.WAITING]


def test_the_office_lifts_a_hold_without_learning_whether_there_was_one(
    office: FlaskClient, session: Session
) -> None:
    index = address_index("amina@example.org")
    holds.hold(session, index, holds.HoldReason.BOUNCED, now=NOW)
    session.commit()
    said = []
    for address in ("amina@example.org", "other@example.org"):
        post(office, "/en/mailings/outbox", "/en/mailings/outbox/holds", address=address)
        said.append(re.findall(r"If this address[^<]+", office.get("/en/mailings/outbox").text))
    assert said[0] == said[1] != []
    row = holds.known(session, index)
    assert row is not None
    assert row.held_at is None


def test_somebody_chooses_and_reads_what_was_sent_to_them(
    reader: Person, client_as: Callable[[Person], FlaskClient], make_work: Callable[..., Any],
    session: Session,
) -> None:  # fmt: skip
    own = client_as(reader)
    assert "Nothing was sent to you yet" in own.get("/en/mailings/letters").text
    answer = post(own, "/en/mailings/preferences", wanted=["alert", "digest"], channel="page",
                  frequency="monthly", form="plain")  # fmt: skip
    assert answer.status_code == 302
    row = session.scalars(select(Preference)).one()
    assert (row.channel, row.frequency, row.form) == (
        Channel.PAGE, Frequency.MONTHLY, Form.PLAIN,
    )  # fmt: skip
    assert "alert" not in row.refused
    assert "news" in row.refused
    with make_work() as w:
        mailing = make_mailing(w, kind=Kind.ALERT)
        send(w, mailing)
        other = make_mailing(w, kind=Kind.NEWS)
        _house, _other = make_read(w)
        send(w, other)
    page = own.get("/fr/mailings/letters").text
    assert 'lang="en"' in page
    said = own.get(f"/fr/mailings/letters/{mailing.id}").text
    assert "The second line." in said
    assert 'lang="en"' in said
    assert own.get(f"/en/mailings/letters/{other.id}").status_code == 404


def test_a_certificate_is_given_shown_and_forgotten(
    reader: Person, client_as: Callable[[Person], FlaskClient], session: Session
) -> None:
    own, key = client_as(reader), Tsk.generate("Amina <amina@example.org>")
    page = "/en/mailings/preferences/certificate"
    refused = post(own, page, certificate=str(key))
    assert refused.status_code == 422
    assert "secret key" in refused.text
    public = str(key.extract_certificate())
    assert post(own, page, certificate=public).status_code == 302
    assert own.get(page).text.count('<p class="code"') == 1
    assert post(own, page, f"{page}/removal").status_code == 302
    assert session.scalars(select(Preference.certificate)).one() is None


def test_who_was_put_on_hold_is_told_and_lifts_it(
    reader: Person, client_as: Callable[[Person], FlaskClient], session: Session
) -> None:
    own = client_as(reader)
    holds.hold(session, address_index("amina@example.org"), holds.HoldReason.BOUNCED, now=NOW)
    session.commit()
    assert "Letters to your address came back" in own.get("/en/work").text
    page = "/en/mailings/preferences"
    assert "Letters to your address came back" in own.get(page).text
    assert post(own, page, f"{page}/release").status_code == 302
    assert "came back" not in own.get(page).text


# --- without a sign-in


@pytest.fixture
def posting(app: Flask, mail_server: tuple[str, Path], settings: Settings) -> Iterator[Flask]:
    for old in mail_server[1].glob("new/*"):
        old.unlink()
    app.extensions["nswp_gov.settings"] = replace(settings, smtp=mail_server[0])
    yield app
    app.extensions["nswp_gov.settings"] = settings


def mailbox(app: Flask, box: Path) -> list[Any]:
    mailer.deliver(app, clock=clock.now)
    return [message_from_bytes(f.read_bytes(), policy=default) for f in box.glob("new/*")]


def test_subscribing_from_outside_needs_a_yes_from_the_mailbox(
    posting: Flask, client: FlaskClient, session: Session, mail_server: tuple[str, Path]
) -> None:
    asked = {"address": "Out@Example.org", "kinds": ["alert"], "frequency": "at_once",
             "form": "named", "regions": ["africa"]}  # fmt: skip
    first = post(client, "/fr/mailings/subscribe", **asked)
    assert first.status_code == 200
    assert session.scalars(select(Subscription)).all() == [], "nothing is kept before the yes"
    (letter,) = mailbox(posting, mail_server[1])
    link = re.search(r"http://localhost(/fr/mailings/subscribe/\S+)", letter.get_content())
    assert link
    assert "NSWP" not in letter.as_string()
    assert client.get(link[1]).status_code == 200
    assert session.scalars(select(Subscription)).all() == [], "a GET changes nothing"
    said = client.get(link[1]).text
    assert "NSWP" not in said
    assert "Afrique" in said
    assert post(client, link[1]).status_code == 200
    row = session.scalars(select(Subscription)).one()
    assert (row.address, row.locale, row.kinds) == ("Out@Example.org", Locale.FR, ["alert"])
    assert row.regions == ["africa"]
    again = post(client, "/fr/mailings/subscribe", **asked)
    assert re.sub(TOKEN, "", again.text) == re.sub(TOKEN, "", first.text), "known or not"
    assert client.get("/en/mailings/subscribe/nonsense").status_code == 404


def test_one_click_stops_letters_without_cookie_or_token_of_a_form(
    posting: Flask, client: FlaskClient, work: Work, session: Session,
    mail_server: tuple[str, Path],
) -> None:  # fmt: skip
    subscribe(work, "out@example.org")
    send(work, make_mailing(work, audience=Audience(subscribers=True)))
    work.session.commit()
    (letter,) = mailbox(posting, mail_server[1])
    raw = next(mail_server[1].glob("new/*")).read_bytes()
    header = re.search(rb"^List-Unsubscribe: <([^>\s]+)>\r?$", raw, re.MULTILINE)
    assert header, "one line, unfolded and not encoded"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = header[1].decode().removeprefix("http://localhost")
    asked = client.get(path)
    assert asked.status_code == 200
    assert "out@example.org" not in asked.text
    assert len(session.scalars(select(Subscription)).all()) == 1, "a GET changes nothing"
    bare = posting.test_client(use_cookies=False)
    answer = bare.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    session.expire_all()
    assert session.scalars(select(Subscription)).all() == []
    assert bare.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    with pytest.raises(Exception, match="mailing_reaches_nobody"):
        send(work, make_mailing(work, audience=Audience(subscribers=True)))
    assert bare.post("/en/mailings/stop/nonsense").status_code == 404


def test_a_member_who_stops_reads_on_the_page_until_they_choose_again(
    client: FlaskClient, work: Work, session: Session
) -> None:
    _house, amina = make_read(work)
    send(work, make_mailing(work))
    (letter,) = session.scalars(select(OutboxMessage)).all()
    assert letter.values is not None
    token = letter.values["stop"]
    work.session.commit()
    assert "can also choose again" in client.post(f"/en/mailings/stop/{token}").text
    (found,) = queries.recipients(session, queries.audience_of(make_mailing(work)), NOW,
                                  kind=Kind.GOVERNANCE)  # fmt: skip
    assert found.channel is Channel.PAGE
    choose(work, amina)
    (found,) = queries.recipients(session, queries.audience_of(make_mailing(work)), NOW,
                                  kind=Kind.NEWS)  # fmt: skip
    assert found.channel is Channel.MAIL


def test_a_category_is_told_by_no_letter_and_no_public_page(
    client: FlaskClient, work: Work, session: Session
) -> None:
    """The same network twice, in which one member's category differs: what outsiders and other
    recipients get is the same to the last character, whatever the audience was."""
    house, amina = make_read(work, Category.FULL, country="KE", locale=Locale.EN)
    _other, bela = make_read(work, Category.FULL, country="FR", locale=Locale.EN)
    for person in (amina, bela):
        choose(work, person, form=Form.NAMED)
    public = ("organisations", "organisations.json", "mailings/subscribe", "regions/africa")
    looks = []
    for category in (Category.FULL, Category.ASSOCIATE):
        if category is Category.ASSOCIATE:
            membership.change_category(
                work, house, category, work.today, reason="as it is", tell=False
            )
        audience = Audience(members=True, categories=frozenset({"full"}))
        send(work, make_mailing(work, audience=audience))
        work.session.commit()
        said = [re.sub(TOKEN, "", client.get(f"/en/{path}").text) for path in public]
        looks.append((said, _letter_of(session, client.application, bela)))
    assert looks[0] == looks[1]
    assert queries.received(session, bela.id)[0]


def _letter_of(session: Session, app: Flask, person: Person) -> str:
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.person_id == person.id)
        .order_by(OutboxMessage.queued_at, OutboxMessage.id)
    ).all()
    row = rows[-1]
    with app.test_request_context(base_url="http://localhost"):
        letter = mailer.compose(app.extensions["nswp_gov.settings"], row, now=NOW)
    told = {name: value for name, value in letter.items() if name in {"Subject", "From", "To"}}
    return str(told) + re.sub(r"stop/\S+", "stop/…", letter.get_content())


def test_nobody_but_the_office_opens_its_pages(
    reader: Person, client_as: Callable[[Person], FlaskClient], client: FlaskClient, work: Work
) -> None:
    mailing = make_mailing(work)
    work.session.commit()
    for path in ("", "/new", "/outbox", "/lists", "/digest", f"/{mailing.id}",
                 f"/{mailing.id}/people", f"/{mailing.id}/send"):  # fmt: skip
        assert client_as(reader).get(f"/en/mailings{path}").status_code == 403
        assert client.get(f"/en/mailings{path}").status_code == 302
