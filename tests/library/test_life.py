"""The life of a resource: words, files, states, offers, who may do what, what is kept how."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from docx import Document
from sqlalchemy import select

from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Scope
from nswp_gov.library import operations, queries
from nswp_gov.library.models import (
    FileWords,
    HarvestRecord,
    ListedResource,
    ListedTitle,
    ResourceFile,
)
from nswp_gov.library.operations import Facts, Words
from nswp_gov.library.queries import harvest
from nswp_gov.library.states import Readership, ResourceKind, ResourceState
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import search
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Conflict, Denied, Unfit, WrongState
from nswp_gov.store.files import StoredFile
from nswp_gov.store.uploads.refusals import UploadRefused
from nswp_gov.store.uploads.words import take, take_apart
from tests.factories.directory import list_publicly, make_editor
from tests.factories.library import attach_pdf, make_pdf, make_resource
from tests.factories.membership import make_member

MEMBER = Viewer(step=Step.MEMBERS)
PUBLIC = Viewer.public()
FACTS = Facts(kind=ResourceKind.SMART_GUIDE, year=2024, publisher="Lantern House")
STRANGER = Actor(name="Eve", person_id=None, roles=frozenset())


def found(session, words, viewer=PUBLIC, locale=Locale.EN):
    known = queries.index(session)
    asked = queries.Asked(words=words)
    return [one.slug for one in queries.page(session, known, viewer, asked, locale).rows]


def seen(session, row, viewer=PUBLIC):
    return queries.by_id(session, queries.index(session), viewer, row.id)


def test_a_resource_is_read_in_each_language_and_honestly_where_one_is_missing(work, store):
    words = {Locale.FR: ("Guide de nuit", "Pour la nuit.")}
    row = make_resource(work, store, title="Night guide", summary="For the night.", words=words)
    item = seen(work.session, row)
    assert item.words("title", Locale.FR) == ("Guide de nuit", Locale.FR)
    assert item.words("title", Locale.RU) == ("Night guide", Locale.EN)
    facts = Facts(kind=row.kind, year=2024)
    operations.edit_resource(work, row, facts, Words(title="Night guide", summary="For all."))
    assert seen(work.session, row).said["behind"] == ["fr"]


def test_two_writers_lose_nothing(work, store):
    row = make_resource(work, store, title="One")
    facts = Facts(kind=row.kind)
    operations.edit_resource(work, row, facts, Words(title="Two", summary="S", seen={"title": 1}))
    with pytest.raises(Conflict):
        operations.edit_resource(
            work, row, facts, Words(title="Three", summary="S", seen={"title": 1})
        )


@pytest.mark.parametrize(
    ("facts", "words", "field"),
    [
        ({}, {"title": " "}, "title"),
        ({}, {"title": "x" * 301}, "title"),
        ({}, {"summary": "x" * 6001}, "summary"),
        ({"year": 1500}, {}, "year"),
        ({"year": 2030}, {}, "year"),
        ({"themes": ["weather"]}, {}, "themes"),
        ({"regions": ["atlantis"]}, {}, "regions"),
        ({"countries": ["XX"]}, {}, "countries"),
        ({"partners": ["nobody"]}, {}, "partners"),
    ],
)
def test_what_no_list_has_is_refused(work, facts, words, field):
    said = {"title": "Title", "summary": "Summary", **words}
    with pytest.raises(Unfit) as refusal:
        operations.add_resource(work, replace(FACTS, **facts), Words(**said), Locale.EN)
    assert refusal.value.field == field


def test_a_file_is_cleaned_counted_read_and_kept_under_its_readers_eyes(work, store):
    row = make_resource(work, title="Paper")
    with pikepdf.open(io.BytesIO(make_pdf("First page", "The second says umbrella."))) as pdf:
        pdf.docinfo["/Author"] = "A hidden writer"
        raw = io.BytesIO()
        pdf.save(raw)
    made = operations.attach(
        work, row, store, language="fr", name="a.pdf", content=raw.getvalue(), gate=take
    )
    assert made.pages == 2
    held = work.session.get_one(StoredFile, made.file_id)
    assert held.audience == "secretariat"  # nobody else may have a draft
    operations.publish(work, row, store)
    held = work.session.get_one(StoredFile, made.file_id)
    content = store.read(held.object_key)
    assert held.audience == "public"
    assert b"hidden writer" not in content
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (made.sha256, made.size)
    assert found(work.session, "umbrella") == [row.slug]
    assert seen(work.session, row).said["languages"] == ["fr"]
    operations.detach(work, row, made, store)
    assert found(work.session, "umbrella") == []
    assert list(store.keys()) == []


def test_the_gate_reads_in_a_process_of_its_own(tmp_path):
    taken = take_apart(make_pdf("Words in a small process"), "a.pdf")
    assert (taken.words.pages, "small process" in taken.words.text) == (1, True)
    with pytest.raises(UploadRefused):
        take_apart(b"%PDF-1.7 nothing of the kind", "a.pdf")
    with pytest.raises(UploadRefused):
        take_apart(make_pdf("Words"), "a.docx")


def test_words_of_a_word_file_are_read_too():
    document, raw = Document(), io.BytesIO()
    document.add_paragraph("A paragraph about lanterns")
    document.add_table(1, 1).cell(0, 0).text = "and a cell"
    document.save(raw)
    words = take(raw.getvalue(), "a.docx").words
    assert ("lanterns" in words.text, "a cell" in words.text, words.pages) == (True, True, None)


@pytest.mark.parametrize(
    ("locale", "tag", "text", "asked", "hit"),
    [
        (Locale.EN, "en", "They organised the migrants", "organise", "organised"),
        (Locale.FR, "fr", "Les travailleurSEs étaient réunies", "etaient", "étaient"),
        (Locale.RU, "ru", "Доступ к правосудию для всех", "правосудие", "правосудию"),
        (Locale.ZH_HANS, "zh-Hans", "性工作者的健康权利", "健康权", "健康"),
        (Locale.EN, "ar", "حقوق العاملات في الجنس", "العاملات", "العاملات"),
        (Locale.EN, "hi", "यौनकर्मियों के अधिकार", "अधिकार", "अधिकार"),
    ],
)
def test_words_inside_files_are_found_in_every_script(  # noqa: PLR0917 - one row of the table each
    work, store, locale, tag, text, asked, hit
):
    row = make_resource(work, title="Paper", locale=locale, summary="…")
    made = ResourceFile(
        resource_id=row.id, language=tag, file_id=_stored(work, store), name="a.pdf",
        media_type="application/pdf", size=1, sha256="0" * 64, pages=2, added_at=work.now,
    )  # fmt: skip
    work.session.add(made)
    work.session.flush()
    pages = f"Nothing\f{text} {'· ' * 80}"
    work.session.add(FileWords(file_id=made.id, words_open=None, words_sealed=pages))
    operations.publish(work, row, store)
    known = queries.index(work.session)
    page = queries.page(work.session, known, PUBLIC, queries.Asked(words=asked), locale)
    (item,) = page.rows
    place = queries.snippet(work.session, item, asked, locale, page.found[item.id])
    assert place is not None
    assert place.hit.startswith(hit) or hit.startswith(place.hit)
    assert (place.page, place.language) == (2, tag)


def _stored(work, store):
    from nswp_gov.rules.audience import SECRETARIAT
    from nswp_gov.store import files
    from nswp_gov.store.crypto import vault

    return files.add(
        work.session, store, b"x", media_type="application/pdf", name="a.pdf",
        audience=SECRETARIAT, cipher=vault.ring, now=work.now,
    ).id  # fmt: skip


def test_what_is_for_members_lies_encrypted_and_only_they_find_it(work, store):
    row = make_resource(work, title="Zqsecret title", audience=Readership.MEMBERS)
    attach_pdf(work, row, store, "Zqinside words")
    operations.publish(work, row, store)
    session = work.session
    assert seen(session, row) is None
    assert found(session, "Zqsecret") == found(session, "Zqinside") == []
    assert seen(session, row, MEMBER).words("title", Locale.EN)[0] == "Zqsecret title"
    assert found(session, "Zqsecret", MEMBER) == found(session, "Zqinside", MEMBER) == [row.slug]
    connection = session.connection()
    for table in ("listed_resource", "text_revision", "resource_file_words", "resource_file"):
        lines = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
        shown = str([list(map(str, line)) for line in lines])
        assert "Zqsecret" not in shown, table
        assert "Zqinside" not in shown, table
    assert session.scalar(select(ListedTitle).limit(1)) is None
    assert harvest.total(session, harvest.Wanted()) == 0


def test_withdrawn_is_gone_everywhere_but_for_harvesters_who_hear_of_it(work, store):
    row = make_resource(work, title="Lighthouse", themes=["health"])
    attach_pdf(work, row, store, "Words")
    operations.publish(work, row, store)
    later = replace(work, now=work.now + timedelta(hours=1))
    operations.withdraw(later, row, store)
    session = work.session
    assert seen(session, row) is seen(session, row, Viewer(step=Step.SECRETARIAT)) is None
    assert found(session, "Lighthouse") == []
    assert session.scalar(select(search.SearchEntry.id)) is None
    (record,) = harvest.records(session, harvest.Wanted(), most=5)
    assert (record.item, record.stamp) == (None, later.now)
    assert record.sets == ("language:en", "theme:health", "type:report")
    assert {key.partition("/")[0] for key in store.keys()} == {"sealed"}  # noqa: SIM118
    operations.publish(later, row, store)
    assert found(session, "Lighthouse") == [row.slug]
    assert harvest.records(session, harvest.Wanted(), most=5)[0].item is not None


def test_states_allow_what_they_allow(work, store):
    row = make_resource(work)
    with pytest.raises(WrongState):
        operations.withdraw(work, row, store)
    operations.publish(work, row, store)
    with pytest.raises(WrongState):
        operations.publish(work, row, store)
    with pytest.raises(WrongState):
        operations.decline(work, row, "No.")
    with pytest.raises(WrongState):  # those who could read it yesterday are not changed in silence
        facts = Facts(kind=row.kind, audience=Readership.MEMBERS)
        operations.edit_resource(work, row, facts, Words(title="T", summary="S"))
    bare = make_resource(work, summary="")
    with pytest.raises(Unfit):
        operations.publish(work, bare, store)


@pytest.fixture
def house(work):
    member = make_member(work)
    return member, make_editor(work, member)


def offered(work, house, **over):
    member, editor = house
    own = replace(work, actor=editor)
    row = operations.add_resource(
        own, replace(FACTS, **over), Words(title="Our study", summary="What we found."),
        Locale.EN, organisation_id=member.id,
    )  # fmt: skip
    return own, row


def test_an_offer_is_declined_with_words_mended_and_accepted_with_edits(work, store, house):
    own, row = offered(work, house)
    operations.send(own, row)
    with pytest.raises(Denied):  # it lies before the office now
        operations.edit_resource(own, row, FACTS, Words(title="Other", summary="S"))
    with pytest.raises(Unfit):
        operations.decline(work, row, " ")
    operations.decline(work, row, "Please add the year.")
    assert queries.answers_of(work.session, row.id)[0].words == "Please add the year."
    mended = Words(title="Our study", summary="What we found in 2024.")
    operations.edit_resource(own, row, FACTS, mended)
    operations.send(own, row)
    edited = Words(title="A study from the coast", summary="What they found in 2024.")
    operations.edit_resource(work, row, replace(FACTS, themes=["labour"]), edited)
    later = replace(work, now=work.now + timedelta(hours=1))
    operations.publish(later, row, store, words="Thank you.")
    assert [one.is_accepted for one in queries.answers_of(work.session, row.id)] == [True, False]
    assert seen(work.session, row).words("title", Locale.EN)[0] == "A study from the coast"


def test_nobody_else_touches_an_offer_or_the_library(work, store, house):
    own, row = offered(work, house)
    member, _editor = house
    other = replace(work, actor=make_editor(work, make_member(work)))
    for actor in (other, replace(work, actor=STRANGER)):
        with pytest.raises(Denied):
            operations.edit_resource(actor, row, FACTS, Words(title="Mine", summary="S"))
        with pytest.raises(Denied):
            operations.add_resource(
                actor, FACTS, Words(title="T"), Locale.EN, organisation_id=member.id
            )
    for act in (
        lambda: operations.publish(own, row, store),
        lambda: operations.add_resource(own, FACTS, Words(title="T"), Locale.EN),
        lambda: operations.add_partner(own, "Institute"),
        lambda: operations.add_series(own, "Series", Locale.EN),
        lambda: operations.watch_links(own, is_on=True),
        lambda: operations.name_companion(own, row, row),
    ):
        with pytest.raises(Denied):
            act()


def test_hiding_an_organisation_hides_what_it_published_at_once_and_harvesters_hear(
    work, store, house
):
    own, row = offered(work, house)
    member, _editor = house
    list_publicly(work, member)
    operations.send(own, row)
    operations.publish(work, row, store)
    session = work.session
    assert found(session, "study") == [row.slug]
    directory.unlist(work, Scope.ORGANISATION, str(member.id), "Danger.")
    assert seen(session, row) is None
    assert found(session, "study") == []
    (record,) = harvest.records(session, harvest.Wanted(), most=5)
    assert record.item is None
    later = replace(work, now=work.now + timedelta(minutes=1))
    assert operations.reconcile(later) == 1
    assert operations.reconcile(later) == 0
    assert session.get_one(HarvestRecord, row.id).stamp == later.now
    assert session.scalar(select(ListedResource.tied_to)) == member.id


def test_companions_stand_beside_each_other_and_like_things_are_related(work, store):
    guide = make_resource(work, store, title="Guide", themes=["health"], countries=["KE"])
    plain = make_resource(work, store, title="Plain", themes=["health"])
    like = make_resource(work, store, title="Like", themes=["health"], countries=["KE"])
    make_resource(work, store, title="Far", themes=["labour"], kind=ResourceKind.DIGEST)
    hidden = make_resource(
        work, store, themes=["health"], countries=["KE"], audience=Readership.MEMBERS
    )
    operations.name_companion(work, guide, plain)
    with pytest.raises(Unfit):
        operations.name_companion(work, plain, guide)
    session, known = work.session, queries.index(work.session)
    for one, other in ((guide, plain), (plain, guide)):
        item = seen(session, one)
        assert [c.slug for c in queries.companions(session, known, PUBLIC, item)] == [other.slug]
    item = seen(session, guide)
    beside = queries.companions(session, known, PUBLIC, item)
    assert [o.slug for o in queries.related(session, known, PUBLIC, item, beside)] == [like.slug]
    inside = {o.slug for o in queries.related(session, known, MEMBER, item, beside)}
    assert inside == {like.slug, hidden.slug}
    operations.part_companion(work, guide, plain.id)
    assert queries.companions(session, known, PUBLIC, item) == []


def test_translations_of_the_desk_show_at_once(work, store):
    from nswp_gov.store import texts

    row = make_resource(work, store, title="Title")
    text = queries.source_of(work.session, row.id)["title"]
    texts.translate(work, text, locale=Locale.ES, words="Título", made_from=1)
    operations.index_translation(work, text, Locale.ES)
    work.record("desk.translation_released", text)
    assert seen(work.session, row).words("title", Locale.ES) == ("Título", Locale.ES)
    assert found(work.session, "título", locale=Locale.ES) == [row.slug]


def test_a_series_and_a_partner_are_found_by_their_names(work, store):
    series = operations.add_series(work, "Letters from the coast", Locale.EN)
    partner = operations.add_partner(work, "Harbour Institute")
    assert operations.add_partner(work, " Harbour  Institute ") is partner
    row = make_resource(work, store, series_id=series.id, partners=[partner.slug])
    assert found(work.session, "harbour") == found(work.session, "letters coast") == [row.slug]
    known = queries.index(work.session)
    assert known.partners[partner.slug] == "Harbour Institute"
    assert row.state is ResourceState.PUBLISHED
