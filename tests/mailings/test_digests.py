"""A digest is gathered, arranged, and sent to whoever wants that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.audience import EVERY_MEMBER, Audience
from nswp_gov.mailings.digests import SOURCES, Item
from nswp_gov.mailings.operations import Words
from nswp_gov.mailings.states import Form, Frequency, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories.mailings import (
    OFFICE,
    choose,
    make_read,
    send,
    subscribe,
)
from tests.mailings.conftest import FIVE, deliver


def _item(number: int, locale: Locale = Locale.EN) -> Item:
    return Item(
        key=f"news:{number}", kind=Kind.NEWS, at=NOW - timedelta(days=number), source=locale,
        words={locale: (f"Title {number}", f"Summary {number}.")}, endpoint="home.safety",
        values={},
    )  # fmt: skip


@pytest.fixture
def offering() -> Iterator[None]:
    items = [_item(1), _item(2, Locale.ES), _item(5), _item(20)]

    def source(_session: Session, since: datetime, until: datetime) -> list[Item]:
        return [one for one in items if since <= one.at < until]

    kept = SOURCES[:]
    SOURCES[:] = [source]
    yield
    SOURCES[:] = kept


def test_a_digest_is_gathered_arranged_and_sent_to_whoever_wants_that_one(
    offering: None, posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    wants = {
        frequency: make_read(work, email=f"{frequency}@example.org")[1] for frequency in Frequency
    }
    for frequency, reader in wants.items():
        choose(work, reader, frequency=frequency, form=Form.PLAIN)
    office = replace(work, actor=OFFICE)
    digest = operations.assemble(
        office, frequency=Frequency.WEEKLY, words=FIVE, source=Locale.EN, audience=EVERY_MEMBER
    )
    assert [one.key for one in queries.items_of(digest)] == ["news:1", "news:2", "news:5"]
    operations.arrange(office, digest, ["news:5", "news:2"])
    with pytest.raises(Unfit):
        operations.arrange(office, digest, ["news:1"])
    send(work, digest)
    work.session.commit()
    box = deliver(posting, mail_server[1])
    assert set(box) == {"weekly@example.org"}
    said = box["weekly@example.org"].get_content()
    assert said.index("Title 5") < said.index("Title 2 (Spanish)")
    assert "Title 1" not in said
    assert "http://localhost/en/safety" in said


def test_a_digest_holds_what_a_subscriber_chose(
    posting: Flask, work: Work, mail_server: tuple[str, Path]
) -> None:
    rows = [
        ("rain", Kind.NEWS, {"africa"}), ("hail", Kind.ALERT, {"africa"}),
        ("snow", Kind.NEWS, {"europe"}), ("sun", Kind.NEWS, set()),
    ]  # fmt: skip

    def offer(*_: object) -> list[Item]:
        return [
            Item(
                key=title, kind=kind, at=NOW, source=Locale.EN, words={Locale.EN: (title, "said")},
                endpoint="directory.index", values={}, regions=frozenset(regions),
            )
            for title, kind, regions in rows
        ]  # fmt: skip

    chosen = {
        "all": {}, "africa": {"regions": ("africa",)}, "latin": {"regions": ("latin-america",)},
        "alerts": {"kinds": (Kind.ALERT, Kind.DIGEST)},
        "none": {"kinds": (Kind.ALERT, Kind.DIGEST), "regions": ("europe",)},
    }  # fmt: skip
    for name, over in chosen.items():
        subscribe(work, f"{name}@example.org", **over)
    SOURCES.append(offer)
    try:
        digest = operations.assemble(
            replace(work, actor=OFFICE), frequency=Frequency.QUARTERLY, source=Locale.EN,
            words={Locale.EN: Words("A quarter", "What happened.")},
            audience=Audience(subscribers=True),
        )  # fmt: skip
    finally:
        SOURCES.remove(offer)
    send(work, digest)
    work.session.commit()
    box = deliver(posting, mail_server[1])
    titles = {title for title, _kind, _regions in rows}
    told = {
        address.partition("@")[0]: {one for one in titles if one in letter.get_content()}
        for address, letter in box.items()
    }
    assert told == {
        "all": {"rain", "hail", "snow", "sun"}, "africa": {"rain", "hail", "sun"},
        "latin": {"sun"}, "alerts": {"hail"},
    }  # fmt: skip


def test_an_empty_digest_is_no_digest(work: Work) -> None:
    kept, SOURCES[:] = SOURCES[:], []
    try:
        with pytest.raises(Unfit, match="digest_empty"):
            operations.assemble(
                replace(work, actor=OFFICE), frequency=Frequency.MONTHLY, words=FIVE,
                source=Locale.EN, audience=EVERY_MEMBER,
            )  # fmt: skip
    finally:
        SOURCES[:] = kept
