"""Who else meets the directory: with a code on paper, by a letter, with a list, with two records.

On phones without script, each in French or in Chinese; one copy of the sample network for all.
"""

from __future__ import annotations

import re
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations.people import set_email
from nswp_gov.directory.models import Organisation, PublicOrganisation, Representative
from nswp_gov.directory.states import Capacity
from nswp_gov.membership.models import Merger
from nswp_gov.operate.database import opened
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import begin
from tests.factories.imports import file_of, row
from tests.site.acts import id_of
from tests.site.story import Story

pytestmark = [pytest.mark.browser, pytest.mark.database_free, pytest.mark.slow]

NAMES = ("Zqlantern House of Kisumu", "Zqlantern House Kisumu")


def own_of(story: Story) -> uuid.UUID:
    """The organisation of the sample's editor."""
    with story.site.looking() as session:
        person = uuid.UUID(id_of(story.site, "editor"))
        rows = select(Representative.organisation_id).where(Representative.person_id == person)
        return session.execute(rows.limit(1)).scalar_one()


def give_addresses(story: Story) -> None:
    """Let some editors have an address each."""
    with (
        opened(story.site.settings) as engine,
        writing(),
        Session(engine) as session,
        begin(session, SYSTEM, clock.now()) as work,
    ):
        editors = select(Representative.person_id).where(
            Representative.capacity == Capacity.EDITOR, Representative.until_at.is_(None)
        )
        for number, key in enumerate(session.scalars(editors.distinct().limit(9)).all()):
            person = session.get_one(Person, key)
            set_email(work, person, f"{number}@example.org")
            work.record("account.address_set", person)


def test_1_somebody_confirms_by_the_letter_alone(story: Story) -> None:
    give_addresses(story)
    story.clock.pass_(days=400)
    with story.people.role("secretariat", "zh") as office:
        office.open("freshness").press("main form[action$='/freshness'] button")
    with story.site.looking() as session:
        told = session.scalars(
            select(OutboxMessage).where(OutboxMessage.letter == "directory/confirm")
        )
        tokens = [one.values["token"] for one in told if one.values]
    pages = []
    for lang, token in zip(("fr", "zh"), tokens, strict=False):
        with story.people.visitor(lang, who="contact") as contact:
            contact.open(f"confirmation/{token}")
            pages.append(contact.text())
            contact.press("main form button")
            assert contact.text() not in pages
            assert not contact.find("main form").count()
    assert len(pages) == 2
    with story.site.looking() as session:
        names = session.scalars(select(Organisation)).all()
        assert not any(one.name in page for one in names for page in pages)


def test_2_the_code_on_paper_hides_and_says_nothing(story: Story) -> None:
    own = own_of(story)
    with story.people.role("editor", "fr") as editor:
        editor.open(f"our/{own}/hiding").act("/code")
        code = editor.find("main .code").inner_text()
    with story.site.looking() as session:
        slug = session.get_one(PublicOrganisation, own).slug
    answers = []
    for lang, typed in (("fr", "A" * len(code)), ("fr", code), ("zh", code)):
        with story.people.visitor(lang, who="holder of the code") as holder:
            holder.open("hide").fill(code=typed).send("code")
            answers.append(holder.text())
            holder.open("organisations").fill(q=slug).send("q")
            seen = typed != code
            holder.open(f"organisations/{slug}", status=200 if seen else 404)
    assert answers[0] == answers[1] != answers[2]  # a wrong code, the right one; another language


def test_3_a_list_is_brought_in_and_applied(story: Story) -> None:
    file = story.folder / "list.csv"
    rows = [row(n, name=NAMES[n], country="肯尼亚") for n in (0, 1)]
    file.write_bytes(file_of([*rows, row(2, country="Zqnowhere")]))
    with story.people.role("secretariat", "zh") as office:
        office.open("imports").follow("/imports/new")
        office.fill(file=file, reason="Zqlist").send("file").send()
        batch = office.page.url.split("/imports/", 1)[1].split("/")[0]
        assert office.page.url.endswith("/countries")
        assert "Zqnowhere" in office.text()  # nobody knows it; it is left open
        office.send()
        office.page.wait_for_url(re.compile(batch + "$"))
        assert NAMES[0] in office.text()
        office.lang = "fr"  # the same person, reading in French
        office.open(f"imports/{batch}")
        assert office.find("main .box.warn a[href$='/countries']").count() == 1
        office.act("/application")
        office.page.wait_for_url(re.compile(batch + "$"))
        assert office.find("main a[href*='/register/']").count() == len(NAMES)


def test_4_two_records_of_one_organisation_become_one(story: Story) -> None:
    with story.people.role("secretariat", "fr") as office:
        pair = f'main li:has-text("{NAMES[0]}") a.btn'
        office.open("register/duplicates").press(pair)
        assert all(name in office.text() for name in NAMES)
        there = office.page.url.split("/fr/", 1)[1]
        office.lang = "zh"
        office.open(there).follow("main p > a[href*='/duplicates/']")  # the other one remains
        assert all(name in office.text() for name in NAMES)
        office.fill(reason="Zqsame").send("reason")
        assert not office.open("register/duplicates").find(pair).count()
    with story.site.looking() as session:
        merger = session.scalars(select(Merger).order_by(Merger.merged_at.desc())).first()
        assert merger is not None
        both = [session.get_one(Organisation, one) for one in (merger.kept_id, merger.gone_id)]
        assert {one.name for one in both} == set(NAMES)
