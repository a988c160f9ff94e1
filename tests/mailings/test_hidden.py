"""Who is hidden is named in no letter that has not left, and in no news that are to come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Self

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.announcements import operations as news
from nswp_gov.announcements.operations import Words as NewsWords
from nswp_gov.announcements.states import State
from nswp_gov.directory import operations as directory
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Risk, Scope
from nswp_gov.mailings.audience import EVERY_MEMBER
from nswp_gov.mailings.digests import SOURCES, Item
from nswp_gov.mailings.operations import Link, Words, assemble
from nswp_gov.mailings.states import Form, Frequency, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import outbox
from nswp_gov.store.outbox import MailState, OutboxMessage
from nswp_gov.store.work import Work
from nswp_gov.web import mailer
from tests.conftest import NOW
from tests.factories.announcements import office, written
from tests.factories.directory import list_publicly
from tests.factories.mailings import OFFICE, choose, make_mailing, make_read, send

NAME = "Lantern House of Nowhere"
HOUR = timedelta(hours=1)


@pytest.fixture
def house(work: Work) -> Organisation:
    """An organisation that everybody can see, and a reader who gets whole letters."""
    found, reader = make_read(work, locale=Locale.EN, email="reader@example.org")
    directory.assess_risk(replace(work, actor=OFFICE), "KE", Risk.ORDINARY, "looked at")
    choose(work, reader, form=Form.NAMED)
    found.name = NAME
    list_publicly(work, found)
    return found


def hide(work: Work, house: Organisation) -> None:
    later = replace(work, actor=OFFICE, now=NOW + HOUR)
    directory.unlist(later, Scope.ORGANISATION, str(house.id), "danger")
    work.session.commit()


class Box:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def send_message(self, letter: object) -> None:
        self.letters.append(str(letter))


def delivered(app: Flask) -> list[str]:
    box = Box()
    mailer.deliver(app, clock=lambda: NOW + 2 * HOUR, open_server=lambda _: box)
    return box.letters


def plain(house: Organisation) -> tuple[Words, Link | None]:
    return Words("Rain", f"It rained on {house.name.upper()}."), None


def linked(house: Organisation) -> tuple[Words, Link | None]:
    return Words("Rain", "It rained."), Link("directory.one", {"slug": house.slug})


@pytest.mark.parametrize("letter", [plain, linked])
def test_a_queued_letter_that_names_it_is_held(
    app: Flask,
    work: Work,
    session: Session,
    house: Organisation,
    letter: Callable[[Organisation], tuple[Words, Link | None]],
) -> None:
    words, link = letter(house)
    send(work, make_mailing(work, words={Locale.EN: words}, link=link))
    other = send(work, make_mailing(work, words={Locale.EN: Words("Sun", "It shines.")}))
    assert other.letters == 1
    hide(work, house)
    (left,) = delivered(app)
    assert "It shines." in left
    session.expire_all()
    (held,) = session.scalars(select(OutboxMessage).where(OutboxMessage.state == MailState.FAILED))
    assert held.fault == outbox.WITHHELD
    assert outbox.in_doubt(session) == 0


def test_while_it_is_listed_the_same_letter_goes(
    app: Flask, work: Work, house: Organisation
) -> None:
    send(work, make_mailing(work, words={Locale.EN: plain(house)[0]}))
    work.session.commit()
    (left,) = delivered(app)
    assert NAME.upper() in left


def test_a_digest_goes_without_the_item_that_names_it(
    app: Flask, work: Work, house: Organisation
) -> None:
    def offer(*_: object) -> list[Item]:
        return [
            Item(
                key=f"test:{title}", kind=Kind.NEWS, at=NOW, source=Locale.EN,
                words={Locale.EN: (title, "Two sentences.")}, endpoint="directory.index", values={},
            )
            for title in (f"News of {NAME}", "News of the rain")
        ]  # fmt: skip

    SOURCES.append(offer)
    try:
        made = assemble(
            replace(work, actor=OFFICE), frequency=Frequency.QUARTERLY, source=Locale.EN,
            words={Locale.EN: Words("A quarter", "What happened.")},
            audience=EVERY_MEMBER,
        )  # fmt: skip
    finally:
        SOURCES.remove(offer)
    send(work, made)
    hide(work, house)
    (left,) = delivered(app)
    assert "News of the rain" in left
    assert NAME not in left


def test_news_that_were_to_come_out_by_themselves_are_held(work: Work, house: Organisation) -> None:
    rows = [written(work), written(work)]
    said = NewsWords("Rain", body=f"It rained on {NAME}.")
    news.edit(office(work), rows[0], words=said, about=news.About())
    for row in rows:
        news.schedule(office(work), row, publish_at=NOW + 2 * HOUR)
    hide(work, house)
    due = replace(work, now=NOW + 2 * HOUR)
    assert [news.pass_time(due, row) for row in rows] == [False, True]
    assert [row.state for row in rows] == [State.EDITING, State.PUBLISHED]
