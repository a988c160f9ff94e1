"""Letters about announcements: who has one, in which language, and who never has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.announcements import operations
from nswp_gov.announcements.operations import About, Words
from nswp_gov.announcements.states import Kind, State
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.membership.states import Category
from nswp_gov.rules.audience import MEMBERS
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.announcements import SAID, office, published, translated, written
from tests.factories.mailings import make_read, subscribe

LATER = timedelta(days=2)
AFRICA = Audience(members=True, regions=frozenset({"africa"}))


def queued(work):
    """The letters in the outbox: address and language."""
    rows = work.session.execute(select(OutboxMessage.recipient, OutboxMessage.locale)).all()
    return {row.recipient: row.locale for row in rows}


@pytest.fixture
def readers(work):
    """Two members in Africa, one in Europe, and somebody outside, each in another language."""
    return {
        name: make_read(
            work, Category.FULL, country=country, locale=locale, email=f"{name}@example.org"
        )[1]
        for name, country, locale in (
            ("kenya", "KE", Locale.EN), ("senegal", "SN", Locale.FR), ("spain", "ES", Locale.ES),
        )
    } | {"outside": subscribe(work, "outside@example.org", locale=Locale.RU)}  # fmt: skip


@pytest.mark.usefixtures("readers")
def test_whoever_belongs_to_the_audience_has_one_letter_each_in_their_language(work):
    row = translated(work, written(work, kind=Kind.ALERT))
    operations.mail_to(office(work), row, AFRICA)
    assert queued(work) == {}
    operations.publish(office(work), row)
    assert queued(work) == {"kenya@example.org": "en", "senegal@example.org": "fr"}


@pytest.mark.usefixtures("readers")
def test_the_clock_sends_them_too_and_to_the_register_of_that_moment(work):
    row = written(work)
    operations.mail_to(office(work), row, replace(EVERY_MEMBER, subscribers=True))
    operations.schedule(office(work), row, publish_at=NOW + LATER)
    make_read(work, country="MX", locale=Locale.ES, email="mexico@example.org")
    operations.pass_time(replace(work, now=NOW + LATER), row)
    assert set(queued(work)) == {
        f"{one}@example.org" for one in ("kenya", "senegal", "spain", "outside", "mexico")
    }


@pytest.mark.usefixtures("readers")
def test_a_late_translation_is_never_a_second_letter(work):
    row = written(work)
    operations.mail_to(office(work), row, AFRICA)
    operations.publish(office(work), row)
    assert len(queued(work)) == 2
    translated(work, row)
    operations.edit(office(work), row, words=replace(SAID[Locale.EN], title="New"), about=About())
    assert work.session.query(OutboxMessage).count() == 2


def test_a_letter_is_ready_where_its_text_is(work):
    row = published(work)
    operations.translate(office(work), row, Locale.FR, Words("Titre seul"))
    translated(work, row, Locale.RU)
    ready = operations.letters_in(work.session, row)
    assert set(ready) == {Locale.EN, Locale.RU}
    assert ready[Locale.RU].body == SAID[Locale.RU].body


@pytest.mark.usefixtures("readers")
def test_a_withdrawn_item_takes_back_what_has_not_left(work):
    row = written(work)
    operations.mail_to(office(work), row, AFRICA)
    operations.publish(office(work), row)
    operations.withdraw(office(work), row, why="A name was in it.")
    assert queued(work) == {}


def test_letters_never_reach_beyond_those_who_may_read_it(work):
    row = written(work, audience=MEMBERS)
    for outward in (
        Audience(subscribers=True),
        Audience(members=True, lists=frozenset({"friends"})),
        Audience(roles=frozenset({"translator"})),
    ):
        with pytest.raises(Unfit, match="letters_beyond_readers"):
            operations.mail_to(office(work), row, outward)
    open_row = written(work)
    operations.mail_to(office(work), open_row, Audience(subscribers=True))
    inside = About(audience=MEMBERS)
    with pytest.raises(Unfit, match="letters_beyond_readers"):
        operations.edit(office(work), open_row, words=SAID[Locale.EN], about=inside)


def test_publishing_does_not_wait_for_readers_and_letters_are_the_offices_choice(work):
    row = written(work)
    operations.mail_to(office(work), row, Audience(lists=frozenset({"empty"})))
    operations.publish(office(work), row)
    assert row.state is State.PUBLISHED
    with pytest.raises(WrongState):
        operations.mail_to(office(work), row, EVERY_MEMBER)
    other = written(work)
    with pytest.raises(Denied):
        operations.mail_to(replace(work, actor=VISITOR), other, None)
    operations.mail_to(office(work), other, Audience())
    assert other.mail_to is None
