"""From a draft to its readers: who may do what, in which order, and what is stored for readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as sizes
from hypothesis import strategies as st
from sqlalchemy import select

from nswp_gov.announcements import operations, queries
from nswp_gov.announcements.models import AnnouncementFacet, AnnouncementWords
from nswp_gov.announcements.operations import About, Day, Words
from nswp_gov.announcements.queries import Asked
from nswp_gov.announcements.states import LIFE, Companion, Credit, DayKind, Facet, Kind, State
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Standing
from nswp_gov.rules.audience import MEMBERS, Step, Viewer
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import journal, search, verifying
from nswp_gov.store.actor import Actor
from nswp_gov.store.erasure import governed
from nswp_gov.store.errors import Conflict, Denied, NotFound, Unfit, WrongState
from nswp_gov.store.links import links_to
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.texts import texts_of, translate
from tests.conftest import NOW
from tests.factories.announcements import (
    SAID,
    correspondent,
    office,
    published,
    translated,
    written,
)
from tests.factories.elections import make_election
from tests.sizes import prove, size

MEMBER = Viewer(step=Step.MEMBERS)
PUBLIC = Viewer.public()
LATER = timedelta(days=2)


def said(work, row, locale=Locale.EN, viewer=PUBLIC):
    return queries.item(work.session, row.id, viewer, locale)


def test_every_state_leads_on_and_only_withdrawal_ends():
    assert LIFE.reachable(State.DRAFT) == set(State)
    assert [one for one in State if LIFE.is_final(one)] == [State.WITHDRAWN]


def test_a_correspondent_sends_in_their_language_and_follows_it(work):
    amina, house = correspondent(work)
    own = replace(work, actor=amina)
    row = operations.send_draft(
        own, house.id, locale=Locale.FR, words=SAID[Locale.FR], about=About(kind=Kind.ALERT)
    )
    assert (row.state, row.locale, row.credit_region) == (State.DRAFT, Locale.FR, "africa")
    operations.resend(
        own, row, words=Words("Autre titre", "", "Texte"), about=About(), credit=Credit.REGION
    )
    assert queries.sent_by(work.session, amina) == [row]
    operations.take_up(office(work), row)
    with pytest.raises(Denied, match="taken_up_already"):
        operations.resend(own, row, words=SAID[Locale.FR], about=About(), credit=Credit.NOBODY)
    with pytest.raises(Denied):
        operations.withdraw(own, row)
    assert queries.announcement(work.session, row.id, amina) is row
    stranger = Actor(name="Eve", person_id=house.id)
    with pytest.raises(NotFound):
        queries.announcement(work.session, row.id, stranger)


def test_only_organisations_in_good_standing_send_and_only_what_is_theirs(work):
    amina, house = correspondent(work)
    _other, foreign = correspondent(work)
    own = replace(work, actor=amina)
    with pytest.raises(Denied, match="only_members_in_good_standing"):
        operations.send_draft(
            own, foreign.id, locale=Locale.EN, words=SAID[Locale.EN], about=About()
        )
    with pytest.raises(Unfit, match="kind_of_the_office"):
        operations.send_draft(
            own, house.id, locale=Locale.EN, words=SAID[Locale.EN], about=About(kind=Kind.DIGEST)
        )
    lapsed = replace(amina, member_of=frozenset())  # as the directory says once standing ends
    with pytest.raises(Denied, match="only_members_in_good_standing"):
        operations.send_draft(
            replace(work, actor=lapsed), house.id, locale=Locale.EN, words=SAID[Locale.EN],
            about=About(),
        )  # fmt: skip
    membership.change_standing(work, house, Standing.RESIGNED, work.today, reason="they asked")
    assert not house.is_current


def test_nobody_but_the_office_edits_publishes_or_withdraws(work):
    row = written(work)
    amina, _house = correspondent(work)
    for who in (amina, Actor(name="T", person_id=row.id, translates=frozenset({"fr"}))):
        own = replace(work, actor=who)
        with pytest.raises(Denied):
            operations.publish(own, row)
        with pytest.raises(Denied):
            operations.edit(own, row, words=SAID[Locale.EN], about=About())
        with pytest.raises(Denied):
            operations.translate(own, row, Locale.FR, SAID[Locale.FR])


def test_what_is_published_is_shown_once_in_the_readers_language_or_as_it_is(work):
    row = published(work, Locale.FR, regions=["africa"], themes=["violence"])
    found = said(work, row, Locale.ZH_HANS)
    assert (found.title.words, found.title.locale) == (SAID[Locale.FR].title, Locale.FR)
    assert not found.is_translated
    translated(work, row, Locale.ZH_HANS)
    found = said(work, row, Locale.ZH_HANS)
    assert (found.title.words, found.is_translated) == (SAID[Locale.ZH_HANS].title, True)
    page = queries.page(work.session, PUBLIC, Locale.RU, Asked())
    assert [one.row for one in page.items].count(row) == 1


def test_a_partly_translated_item_keeps_each_field_in_its_own_language(work):
    row = published(work)
    operations.translate(office(work), row, Locale.ES, Words(SAID[Locale.ES].title))
    found = said(work, row, Locale.ES)
    assert {name: one.locale for name, one in found.said.items()} == {
        "title": Locale.ES,
        "summary": Locale.EN,
        "body": Locale.EN,
    }


def test_what_a_machine_helped_with_reaches_nobody_until_a_person_has_gone_over_it(work):
    row = published(work)
    operations.translate(
        office(work), row, Locale.RU, Words("Машинный перевод"), is_machine_assisted=True
    )
    assert not said(work, row, Locale.RU).is_translated
    assert search.find(work.session, PUBLIC.audiences(), Locale.RU, "Машинный") == ()
    state = queries.whole(work.session, row).freshness("title", Locale.RU)
    assert state is Freshness.MACHINE_ASSISTED
    translated(work, row, Locale.RU)
    assert said(work, row, Locale.RU).title.words == SAID[Locale.RU].title
    operations.translate(
        office(work), row, Locale.RU, Words("Опять машина"), is_machine_assisted=True
    )
    assert said(work, row, Locale.RU).title.words == SAID[Locale.RU].title


def test_a_substantive_correction_is_told_and_leaves_translations_behind(work):
    row = published(work)
    translated(work, row, Locale.FR)
    later = replace(office(work), now=NOW + LATER)
    changed = replace(SAID[Locale.EN], title="Raids in four towns")
    operations.edit(later, row, words=changed, about=About(), is_substantive=False)
    assert not said(work, row, Locale.FR).is_behind
    operations.edit(later, row, words=SAID[Locale.EN], about=About())
    assert said(work, row, Locale.FR).is_behind
    assert row.corrected_at == NOW + LATER
    with pytest.raises(Unfit, match="audience_is_settled"):
        operations.edit(later, row, words=changed, about=About(audience=MEMBERS))


def test_members_news_is_for_members_and_encrypted_where_it_lies(work, connection):
    row = published(work, audience=MEMBERS)
    with pytest.raises(NotFound):
        said(work, row)
    assert said(work, row, viewer=MEMBER).title.words == SAID[Locale.EN].title
    assert queries.page(work.session, PUBLIC, Locale.EN, Asked()).total == 0
    assert search.find(work.session, PUBLIC.audiences(), Locale.EN, "raids") == ()
    assert len(search.find(work.session, MEMBER.audiences(), Locale.EN, "raids")) == 1
    words = work.session.scalars(select(AnnouncementWords)).one()
    assert words.words_open is None
    raw = connection.exec_driver_sql("select words_sealed from announcement_words").scalar()
    assert b"Raids" not in bytes(raw)
    texts = connection.exec_driver_sql("select words_open from text_revision").scalars().all()
    assert not [one for one in texts if one and "Raids" in one]


def test_translations_are_waited_for_and_never_silently(work):
    row = written(work)
    until = NOW + LATER
    operations.ask_for_translation(office(work), row, wait_until=until)
    translated(work, row, Locale.FR, Locale.ES)
    clock = replace(work, now=NOW + timedelta(hours=1))
    assert not operations.pass_time(clock, row)
    assert operations.pass_time(replace(work, now=until), row)
    assert (row.state, row.published_at) == (State.PUBLISHED, until)
    assert said(work, row, Locale.FR).is_translated
    assert not said(work, row, Locale.RU).is_translated


def test_it_goes_out_as_soon_as_every_language_is_there(work):
    row = written(work)
    operations.ask_for_translation(office(work), row, wait_until=NOW + LATER)
    translated(work, row, Locale.FR, Locale.ES, Locale.RU)
    operations.translate(office(work), row, Locale.ZH_HANS, Words(SAID[Locale.ZH_HANS].title))
    assert not operations.pass_time(work, row)  # the Chinese text is not there
    translated(work, row, Locale.ZH_HANS)
    assert operations.pass_time(work, row)


def test_a_scheduled_item_waits_for_its_instant_whatever_is_there(work):
    row = translated(work, written(work))
    with pytest.raises(Unfit, match="instant_is_past"):
        operations.schedule(office(work), row, publish_at=NOW)
    operations.schedule(office(work), row, publish_at=NOW + LATER)
    assert not operations.pass_time(work, row)
    operations.hold(office(work), row)
    assert (row.state, row.publish_at) == (State.EDITING, None)
    assert not operations.pass_time(replace(work, now=NOW + 2 * LATER), row)


def test_a_withdrawn_item_is_gone_from_pages_search_and_counts(work):
    row = translated(work, published(work))
    operations.withdraw(office(work), row, why="A name was in it.")
    with pytest.raises(NotFound):
        said(work, row)
    assert search.find(work.session, PUBLIC.audiences(), Locale.EN, "raids") == ()
    assert work.session.scalars(select(AnnouncementWords)).all() == []
    assert work.session.scalars(select(AnnouncementFacet)).all() == []
    with pytest.raises(WrongState):
        operations.publish(office(work), row)


def test_a_day_has_its_zone_and_a_deadline_lasts_to_its_end(work):
    day = Day(DayKind.DEADLINE, date(2026, 11, 14), "Africa/Nairobi")
    row = written(work, kind=Kind.CALL, day=day)
    assert row.day_at.astimezone(UTC) == datetime(2026, 11, 14, 20, 59, tzinfo=UTC)
    for odd in (replace(day, zone="Mars/North"), replace(day, clock="25:00")):
        with pytest.raises(Unfit):
            written(work, day=odd)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.org/", "https://a:b@x.org/", "x"])
def test_a_source_is_a_page(work, url):
    with pytest.raises(Unfit, match="source_address_unfit"):
        written(work, source_name="Somebody", source_url=url)


def test_a_lost_update_is_refused(work):
    row = written(work)
    text = texts_of(work.session, "announcement", row.id)["title"]
    translate(work, text, locale=Locale.FR, words="Un titre", made_from=1, seen=0)
    with pytest.raises(Conflict):
        translate(work, text, locale=Locale.FR, words="Un autre", made_from=1, seen=0)


def test_companions_know_each_other(work, client, tmp_path):
    election = make_election(work, KeyFolder(tmp_path)).election
    row = published(work)
    first = operations.accompany(office(work), row, Companion.ELECTION, election.id)
    work.session.flush()
    assert f'/en/news/{row.id}"' in client.get(f"/en/elections/{election.slug}").text
    assert operations.accompany(office(work), row, Companion.ELECTION, election.id) is first
    assert [one.from_id for one in links_to(work.session, "election", election.id)] == [row.id]
    assert operations.part(office(work), row, election.id)
    assert links_to(work.session, "election", election.id) == []


def test_the_journal_verifies_after_a_whole_life(work):
    row = written(work)
    operations.ask_for_translation(office(work), row, wait_until=NOW + LATER)
    translated(work, row)
    operations.pass_time(work, row)
    operations.withdraw(office(work), row, why="Over.")
    journal.seal(work.session)
    assert verifying.verify(work.session, now=NOW, models=governed()).findings == ()


def test_the_desk_is_told_who_may_read_and_until_when(work):
    row = written(work, kind=Kind.ALERT)
    until = NOW + LATER
    operations.ask_for_translation(office(work), row, wait_until=until)
    found = queries.text_subjects(work.session, [row.id], Locale.FR)[row.id]
    assert (found.audience.code, found.due_at, found.importance) == ("secretariat", until, "urgent")
    operations.publish(office(work), row)
    found = queries.text_subjects(work.session, [row.id], Locale.FR)[row.id]
    assert found.audience.is_public


def test_a_translation_released_at_the_desk_is_shown(work):
    row = published(work)
    text = texts_of(work.session, "announcement", row.id)["title"]
    translate(work, text, locale=Locale.FR, words="Un titre", made_from=1)
    operations.text_released(work, text, Locale.FR)
    work.record("desk.translation_released", text)
    assert said(work, row, Locale.FR).title.words == "Un titre"


VERBS = ["edit", "ask", "schedule", "hold", "publish", "withdraw", "tick", "human", "machine"]


@sizes(
    max_examples=size(12, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(list(Locale))), max_size=9))
def test_readers_see_exactly_what_a_person_stands_for(work, steps):
    row = written(work)
    shown: dict[Locale, str] = {}
    now = NOW
    for number, (verb, locale) in enumerate(steps):
        now += timedelta(hours=1)
        own = replace(office(work), now=now)
        words = Words(f"{verb} {number}")
        try:
            if verb == "edit":
                operations.edit(own, row, words=words, about=About())
                shown[Locale.EN] = words.title
            elif verb in ("human", "machine"):
                is_machine = verb == "machine"
                operations.translate(own, row, locale, words, is_machine_assisted=is_machine)
                if not is_machine:
                    shown[locale] = words.title
            elif verb == "tick":
                operations.pass_time(replace(own, now=now + LATER), row)
            elif verb in ("ask", "schedule"):
                act = operations.ask_for_translation if verb == "ask" else operations.schedule
                act(own, row, **{"wait_until" if verb == "ask" else "publish_at": now + LATER})
            else:
                getattr(operations, verb)(own, row)
        except (WrongState, Unfit):
            continue
    shown.setdefault(Locale.EN, SAID[Locale.EN].title)
    page = queries.page(work.session, PUBLIC, Locale.EN, Asked())
    found = [one for one in page.items if one.row is row]
    assert len(found) == (row.state is State.PUBLISHED)
    if found:
        titles = {one: said(work, row, one).title.words for one in found[0].locales}
        assert titles == shown
    counts = queries.facet_counts(work.session, PUBLIC, Asked())
    assert sum(counts[Facet.KIND].values()) == page.total
    operations.withdraw(office(work), row) if row.state is not State.WITHDRAWN else None
    prove("announcements", {"examples": 300})
