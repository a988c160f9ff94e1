"""Several people on one draft: named editors, translators it was given to, remarks, files."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select

from nswp_gov.manual import operations, queries
from nswp_gov.manual.operations import Seen
from nswp_gov.manual.states import HandTask
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.languages import Locale
from nswp_gov.store import files, uploads
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Denied, NotFound, Unfit, WrongState
from tests.factories.accounts import make_person
from tests.factories.manual import (
    SECOND_DAY,
    adopt,
    make_decisions,
    make_document,
    make_draft,
    reword,
)


def fill(work):
    make_decisions(work, 2)


@pytest.fixture
def decisions(work):
    return work.session.scalars(select(Decision).order_by(Decision.ordinal)).all()


@pytest.fixture
def document(work):
    return make_document(work)


@pytest.fixture
def person(work):
    return make_person(work, "Bela")


@pytest.fixture
def store(tmp_path):
    return files.FileStore.at(str(tmp_path / "files"))


def as_person(work, person, **over):
    actor = Actor(name="Bela", person_id=person.id)
    return replace(work, actor=actor, **over)


def paper() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Author"] = "Somebody real"
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_named_editor_writes_and_lays_before_but_names_nobody_and_adopts_nothing(
    work, document, person, decisions
):
    own = as_person(work, person)
    with pytest.raises(Denied):
        operations.start_draft(own, document)
    with pytest.raises(Denied):
        operations.name_hand(own, document, person.id)
    hand = operations.name_hand(work, document, person.id)
    assert (hand.task, hand.until_at) == (HandTask.EDITOR, None)
    with pytest.raises(Unfit, match="hand_named_already"):
        operations.name_hand(work, document, person.id)
    draft = operations.start_draft(own, document)
    operations.add_clause(own, draft, "scope", heading="Scope", body="All of it.")
    operations.submit(own, draft)
    with pytest.raises(Denied):
        operations.adopt(own, draft, decisions[0].id, SECOND_DAY, "")
    with pytest.raises(Denied):
        operations.discard(own, draft)
    other = make_document(work, slug="other-rules")
    with pytest.raises(Denied):
        operations.start_draft(own, other)
    operations.end_hand(work, hand)
    later = replace(own, now=own.now + timedelta(seconds=1))
    with pytest.raises(Denied):
        operations.reopen(later, draft)


def test_a_translator_sees_the_draft_given_to_them_in_their_language_and_for_their_time(
    work, document, person
):
    draft = make_draft(work, document)
    own = as_person(work, person)
    clause = queries.clause_by_key(work.session, document.id, "c1")

    def translate(worker, locale=Locale.FR, seen=Seen(0, 0)):  # noqa: B008 - frozen
        operations.translate_clause(
            worker, clause, locale, heading="Titre", body="Texte.", made_from=Seen(1, 1), seen=seen
        )

    with pytest.raises(Denied):
        translate(own)
    hand = operations.name_hand(work, document, person.id, locale=Locale.FR)
    translate(own)
    with pytest.raises(Denied):
        translate(own, Locale.ES)
    with pytest.raises(Denied):
        reword(own, draft, "c1", "Other words.")
    operations.comment(own, draft, "c1", "What does this mean?")
    assert hand.until_at is not None
    with pytest.raises(Denied):
        translate(replace(own, now=hand.until_at), seen=Seen(1, 1))
    with pytest.raises(Unfit, match="translation_of_source"):
        operations.name_hand(work, document, person.id, locale=Locale.EN)
    with pytest.raises(NotFound):
        operations.name_hand(work, document, uuid.uuid4())


def test_remarks_are_for_those_who_work_on_the_draft_and_stay_when_settled(work, document, person):
    draft = make_draft(work, document)
    made = operations.comment(work, draft, "c1", " Is six right? ")
    assert made.words == "Is six right?"
    assert queries.open_remarks(work.session, draft) == {made.clause_id: 1}
    for stranger in (replace(work, actor=VISITOR), as_person(work, person)):
        with pytest.raises(Denied):
            operations.comment(stranger, draft, "c1", "Let me in.")
        with pytest.raises(Denied):
            operations.settle_comment(stranger, draft, made)
    with pytest.raises(Unfit, match="comment_without_words"):
        operations.comment(work, draft, "c1", " ")
    operations.settle_comment(work, draft, made)
    assert queries.open_remarks(work.session, draft) == {}
    assert list(queries.remarks_on(work.session, draft, made.clause_id)) == [made]
    operations.discard(work, draft)
    with pytest.raises(WrongState):
        operations.comment(work, draft, "c1", "Too late.")


def attach(work, draft, store, key="c1", title="Form"):
    return operations.attach(
        work, draft, key, store, title=title, name="the form.pdf", content=paper()
    )


def test_a_file_belongs_to_the_editions_that_have_it(work, document, decisions, store):
    draft = make_draft(work, document)
    row = attach(work, draft, store)
    first = adopt(work, draft, decisions[0])
    kept = work.session.get_one(files.StoredFile, row.file_id)
    content = files.content_of(store, kept, vault.ring)
    assert b"Somebody real" not in content
    record = queries.published(work.session, first.id)
    assert row.sha256.encode() in record.body
    assert queries.agrees(work.session, first, record)
    draft = operations.start_draft(work, document)
    operations.detach(work, draft, row)
    second = adopt(work, draft_with_a_change(work, draft), decisions[1], SECOND_DAY)

    def files_in(number):
        return [
            one
            for rows in queries.attachments_of(work.session, document.id, number).values()
            for one in rows
        ]

    assert (files_in(first.number), files_in(second.number)) == ([row], [])
    assert queries.attachment_in(work.session, document.id, 1, row.id) is row
    with pytest.raises(NotFound):
        queries.attachment_in(work.session, document.id, 2, row.id)
    assert queries.agrees(work.session, first, record)


def draft_with_a_change(work, draft):
    reword(work, draft, "c2", "Other words.")
    return draft


def test_a_draft_given_up_leaves_no_file_and_takes_none_away(work, document, decisions, store):
    draft = make_draft(work, document)
    kept = attach(work, draft, store)
    adopt(work, draft, decisions[0])
    draft = operations.start_draft(work, document)
    operations.detach(work, draft, kept)
    attach(work, draft, store, "c2")
    operations.discard(work, draft)
    assert queries.attachments_of(work.session, document.id, 2) == {kept.clause_id: [kept]}
    assert work.session.scalars(select(files.StoredFile.id)).all() == [kept.file_id]


def test_what_is_no_file_of_ours_is_refused(work, document, store):
    draft = make_draft(work, document)
    with pytest.raises(uploads.UploadRefused):
        operations.attach(
            work, draft, "c1", store, title="Form", name="form.exe", content=b"MZ" * 100
        )
    with pytest.raises(Unfit, match="attachment_without_title"):
        attach(work, draft, store, title="")
    operations.submit(work, draft)
    with pytest.raises(WrongState):
        attach(work, draft, store)
