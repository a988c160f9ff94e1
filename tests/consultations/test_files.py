"""Files as answers: only with a reply by name, read by its own people, then by the secretariat."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from sqlalchemy import func, select

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.operations import Draftable
from nswp_gov.consultations.states import Attribution, Kind
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.rules.audience import PUBLIC, Step, Viewer
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, search
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.files import FileStore, StoredFile
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.consultations import (
    STAFF,
    actor_for,
    close,
    hand_in,
    make_draft,
    make_open,
    make_people,
    write,
)


def a_pdf():
    kept = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(kept)
    return kept.getvalue()


@pytest.fixture
def asked(work, settings):
    """An open consultation that also asks for a file."""
    now = replace(work, now=clock.now())
    keys = folder_of(settings)
    asked = make_open(now, keys)
    office = replace(now, actor=STAFF)
    section = queries.sections(now.session, asked.row.id)[-1]
    asked.questions["file"] = operations.add_question(
        office, asked.row, section, Draftable(kind=Kind.FILE, label="Your own report?")
    )
    return now, asked


def stored(work):
    return work.session.scalar(select(func.count()).select_from(StoredFile))


def add(now, asked, ours, settings):
    operations.add_file(
        replace(now, actor=actor_for(ours.id)), asked.row, ours.id, asked["file"].id,
        (a_pdf(), "Our report.pdf"), store=FileStore.of(settings), keys=asked.keys,
    )  # fmt: skip


def test_a_file_goes_with_a_name_and_never_without(asked, settings):
    now, asked = asked
    ours = asked.organisations[0]
    add(now, asked, ours, settings)
    with pytest.raises(Unfit, match="file_names_you"):
        hand_in(now, asked, ours, attribution=Attribution.NONE)
    delegate = replace(now, actor=actor_for(ours.id))
    operations.attribute(delegate, asked.row, ours.id, Attribution.NAME, keys=asked.keys)
    operations.hand_in(delegate, asked.row, ours.id, locale=Locale.EN, keys=asked.keys)
    close(now, asked)
    kept = queries.results(now.session, asked.row).files[asked["file"].id]
    assert [(whose, name) for whose, _id, name in kept] == [(ours.id, "Our report.pdf")]
    assert now.session.scalars(select(StoredFile.audience)).one() == "secretariat"


def test_a_file_is_replaced_removed_and_goes_with_a_draft_that_was_not_handed_in(asked, settings):
    now, asked = asked
    ours, other = asked.organisations[:2]
    add(now, asked, ours, settings)
    add(now, asked, ours, settings)
    assert stored(now) == 1
    operations.remove_file(
        replace(now, actor=actor_for(ours.id)), asked.row, ours.id, asked["file"].id,
        store=FileStore.of(settings), keys=asked.keys,
    )  # fmt: skip
    assert stored(now) == 0
    add(now, asked, other, settings)
    with pytest.raises(NotFound):
        operations.add_file(
            replace(now, actor=actor_for(ours.id)), asked.row, ours.id, asked["law"].id,
            (a_pdf(), "x.pdf"), store=FileStore.of(settings), keys=asked.keys,
        )  # fmt: skip
    close(now, asked)
    assert stored(now) == 0


def test_the_pages_take_it_give_it_to_its_own_people_and_then_to_the_secretariat(
    asked, settings, client_as
):
    now, asked = asked
    ours, other = asked.organisations[:2]
    (amina,), (bela,) = make_people(now, ours, "Amina"), make_people(now, other, "Bela")
    path = f"/en/consultations/{asked.row.slug}/ours/{ours.id}/files/{asked['file'].id}"
    browser = client_as(amina)
    page = visit(browser, path)
    page = page.send("file", file=(io.BytesIO(a_pdf()), "Our report.pdf"))
    assert "Our report.pdf" in page.text
    assert browser.get(f"{path}/copy").data.startswith(b"%PDF")
    assert client_as(bela).get(f"{path}/copy").status_code == 404
    write(now, asked, ours, {"law": "o1", "words": "See the file."})
    delegate = replace(now, actor=actor_for(ours.id))
    operations.attribute(delegate, asked.row, ours.id, Attribution.NAME, keys=asked.keys)
    operations.hand_in(delegate, asked.row, ours.id, locale=Locale.EN, keys=asked.keys)
    file_id = now.session.scalars(select(StoredFile.id)).one()
    carla = client_as(make_person(now, "Carla", roles=["secretariat"]))
    address = f"/en/consultations/{asked.row.slug}/results/files/{file_id}"
    assert carla.get(address).status_code == 404  # it runs
    close(now, asked)
    assert carla.get(address).data.startswith(b"%PDF")
    assert browser.get(address).status_code == 403


def test_a_consultation_is_found_by_those_who_may_know_of_it(asked):
    now, asked = asked

    def found(audiences):
        rows = search.find(now.session, audiences, Locale.EN, "working conditions")
        return asked.row.id in {one.subject_id for one in rows}

    assert not found(frozenset({PUBLIC}))
    assert found(_member().audiences())
    draft, _questions = make_draft(now, title="Working conditions, later")
    rows = search.find(now.session, _member().audiences(), Locale.EN, "later")
    assert draft.id not in {one.subject_id for one in rows}


def _member():
    return Viewer(step=Step.MEMBERS)
