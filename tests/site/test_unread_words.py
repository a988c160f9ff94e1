"""What a machine helped with and nobody has read over is on no page, whatever kind it is."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.text_kinds import KINDS, Subject
from nswp_gov.store.texts import Text, revisions_of, translate
from nswp_gov.store.work import begin
from nswp_gov.web.extensions import db
from tests.site.stage import Site, serve
from tests.sizes import size

EACH = size(1, 6)  # texts of a kind that are tried, of each field
# The sample has none of these that stands on the page of its record for a visitor or the office:
# questions are read by those who are asked, by way of `texts.read` like all the others.
NOWHERE = {"consultation_question", "consultation_section", "edition", "erratum"}


@pytest.fixture(scope="module")
def own_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve(prepared, tmp_path_factory.mktemp("unread")) as running:
        yield running


def chosen(session: Session, kind: str) -> list[tuple[Text, Subject, Locale]]:
    """Some texts of a kind that have a page, each with a language that is not its own."""
    texts = session.scalars(select(Text).where(Text.subject_type == kind).order_by(Text.id)).all()
    subjects = KINDS[kind].subjects(session, {one.subject_id for one in texts}, Locale.EN)
    found: dict[str, list[tuple[Text, Subject, Locale]]] = defaultdict(list)
    for one in texts:
        subject = subjects.get(one.subject_id)
        if subject and subject.endpoint and KINDS[kind].label(one.field):
            target = Locale.FR if one.source_locale is not Locale.FR else Locale.ES
            found[one.field].append((one, subject, target))
    return [one for some in found.values() for one in some[:EACH]]


def say(site: Site, kind: str, planted: dict[uuid.UUID, str], *, is_read: bool) -> dict[str, str]:
    """Translate some texts, with a machine or by hand; return each word and where it belongs."""
    places = {}
    with (
        site.app.test_request_context(),
        writing(),
        begin(db.session(), SYSTEM, clock.now()) as work,
    ):
        person = work.session.scalars(select(Person.id).limit(1)).one()
        mine = replace(work, actor=replace(SYSTEM, person_id=person))
        for text, subject, target in chosen(work.session, kind):
            rows = revisions_of(work.session, [text.id])[text.id]
            newest = {one.locale: one.number for one in rows}
            numbers = subject.chains.get(text.field) or (newest[text.source_locale],)
            word = planted.setdefault(text.id, f"zq{uuid.uuid4().hex[:10]}")
            translate(
                mine, text, locale=target, words=word, made_from=numbers[-1],
                seen=newest.get(target, 0), is_machine_assisted=not is_read,
            )  # fmt: skip
            if after := KINDS[kind].after:
                after(mine, text, target)
            places[word] = url_for(subject.endpoint, lang=target.code, **dict(subject.values))
            mine.record("tests.translated", text)
    return places


def is_on(clients: list[FlaskClient], places: dict[str, str]) -> bool:
    """Whether any of the words is on its page, for anybody of these."""
    return any(
        word in client.get(where, follow_redirects=True).get_data(as_text=True)
        for client in clients
        for word, where in places.items()
    )


def test_words_that_nobody_read_over_are_on_no_page_of_any_kind(own_site: Site) -> None:
    clients = [own_site.app.test_client(), own_site.client_of("secretariat")]
    shown = set()
    for kind in KINDS:
        planted: dict[uuid.UUID, str] = {}
        waiting = say(own_site, kind, planted, is_read=False)
        assert not is_on(clients, waiting), f"{kind}: shown before anybody read it over"
        if is_on(clients, say(own_site, kind, planted, is_read=True)):
            shown.add(kind)
    assert KINDS.keys() - shown <= NOWHERE, "the way to the page of these kinds is not shown"
