"""How an entry gets into the tracker: the desk, page by page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from nswp_gov.policies import operations
from nswp_gov.policies.models import Institution, Instrument, Position
from nswp_gov.policies.states import State
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import texts
from nswp_gov.store.actor import Actor
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.policies import (
    make_document,
    make_entry,
    position_facts,
)
from tests.policies.reading import page


@pytest.fixture
def people(make_work):
    with make_work() as work:
        return [make_person(work, name, roles=["secretariat"]) for name in ("Carla", "Dora")]


def token(browser, path):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text)[1]


def post(browser, path, on=None, **form):
    return browser.post(path, data={**form, "csrf_token": token(browser, on or path)})


DOCUMENT = {
    "title": "Guidance on bylaws", "official_title": "Guidance on bylaws", "language": "en",
    "kind": "guidance", "issued_on": "2021-03-04", "address": "https://example.org/g",
    "is_worldwide": "y", "languages": ["fr"],
}  # fmt: skip
POSITION = {
    "topic": "decriminalisation", "stance": "for", "place": "p. 4",
    "paraphrase": "It asks to repeal bylaws.",
    "quotation_language": "",
    "supersedes": "",
}  # fmt: skip


def test_two_people_bring_a_position_from_the_source_to_the_public(
    people, client_as, client, session
):
    carla, dora = (client_as(person) for person in people)
    made = post(carla, "/en/policies/desk/institutions/new", name="Lantern Council",
                acronym="LC", kind="un_body", region="", address="")  # fmt: skip
    made = post(carla, made.location, **DOCUMENT)
    made = post(carla, made.location, **POSITION)
    assert "Entered. It is public once" in page(carla.get(made.location))
    (entry,) = session.scalars(select(Position)).all()
    path = f"/en/policies/desk/positions/{entry.id}"
    own = page(carla.get(path))
    assert "somebody else reviews it" in own
    assert "It is right: publish it" not in own
    assert client.get("/en/policies").text.count("Guidance on bylaws") == 0
    assert "Review" in page(dora.get("/en/policies/desk"))
    refused = post(dora, f"{path}/give-back", on=path, remark="")
    assert "Fill this in." in page(refused, 422)
    assert post(dora, f"{path}/give-back", on=path, remark="It is page 5.").status_code == 302
    assert "It is page 5." in page(carla.get("/en/policies/desk"))
    amend = f"{path}/amend"
    form = page(carla.get(amend))
    assert "It asks to repeal bylaws." in form
    assert post(carla, amend, **{**POSITION, "place": "p. 5"}).status_code == 302
    assert post(dora, f"{path}/publish", on=path).status_code == 302
    said = page(client.get("/en/policies"))
    assert "Guidance on bylaws" in said
    assert "p. 5" in said
    assert post(carla, f"{path}/withdraw", on=path, reason="A draft of it.").status_code == 302
    assert "A draft of it." in page(client.get(f"/en/policies/positions/{entry.id}"), 410)
    assert "No position" in page(client.get("/en/policies"))


def test_the_writer_cannot_publish_by_the_back_door(people, client_as, session):
    carla = client_as(people[0])
    made = post(carla, "/en/policies/desk/institutions/new", name="X", kind="court", region="")
    made = post(carla, made.location, **DOCUMENT)
    post(carla, made.location, **POSITION)
    (entry,) = session.scalars(select(Position)).all()
    path = f"/en/policies/desk/positions/{entry.id}"
    answer = post(carla, f"{path}/publish", on=path)
    assert "somebody else does" in page(answer, 403)
    session.expire_all()
    assert session.get_one(Position, entry.id).state is State.ENTERED


def test_refused_forms_keep_what_was_typed_and_say_why(people, client_as, session):
    carla = client_as(people[0])
    new = "/en/policies/desk/institutions/new"
    said = page(post(carla, new, name="Kept words", kind="court", region="", address="nowhere"),
                422)  # fmt: skip
    assert "Kept words" in said
    assert "whole address" in said
    made = post(carla, new, name="X", kind="court", region="")
    nowhere = {name: value for name, value in DOCUMENT.items() if name != "is_worldwide"}
    assert "Say where it applies" in page(post(carla, made.location, **nowhere), 422)
    of = post(carla, made.location, **DOCUMENT)
    long = "word " * 61
    said = page(post(carla, of.location, **{**POSITION, "quotation": long,
                                            "quotation_language": "en"}), 422)  # fmt: skip
    assert "at most 300 characters" in said
    assert long.strip() in said
    assert session.scalars(select(Position)).all() == []
    (row,) = session.scalars(select(Instrument)).all()
    amend = f"/en/policies/desk/documents/{row.id}/amend"
    assert "Guidance on bylaws" in page(carla.get(amend))
    assert post(carla, amend, **{**DOCUMENT, "reference": "G/1"}).status_code == 302
    session.expire_all()
    assert session.get_one(Instrument, row.id).reference == "G/1"


def test_a_newer_position_is_chosen_from_those_in_force(tracker, people, client_as, session):
    carla, dora = (client_as(person) for person in people)
    (of,) = session.scalars(select(Institution).where(Institution.slug == "lc")).all()
    made = post(carla, f"/en/policies/desk/institutions/{of.id}/documents/new", **DOCUMENT)
    form = page(carla.get(made.location))
    assert str(tracker["new"]) in form
    assert str(tracker["old"]) not in form
    assert str(tracker["against"]) not in form
    post(carla, made.location, **{**POSITION, "supersedes": str(tracker["new"])})
    (entry,) = session.scalars(
        select(Position).where(Position.supersedes_id == tracker["new"])
    ).all()
    path = f"/en/policies/desk/positions/{entry.id}"
    assert "Second report" in page(dora.get(path))
    post(dora, f"{path}/publish", on=path)
    session.expire_all()
    assert session.get_one(Position, tracker["new"]).ended_on == date(2021, 3, 4)


def test_whoever_changes_an_entry_in_another_language_gets_the_original(
    people, client_as, make_work, session
):
    both = {Locale.EN: "The original words.", Locale.FR: "Les mots traduits."}
    with make_work() as work:
        document = make_document(work, title={Locale.EN: "First title", Locale.FR: "Titre"})
        entry = make_entry(work, document, paraphrase=both)
        path = f"/fr/policies/desk/positions/{entry.id}/amend"
        amend = f"/fr/policies/desk/documents/{document.id}/amend"
    carla = client_as(people[0])
    said = page(carla.get(path))
    assert "The original words." in said
    assert "Les mots traduits." not in said
    assert 'class="box warn"' in said
    assert 'value="First title"' in page(carla.get(amend))
    changed = {**POSITION, "paraphrase": "Better words."}
    assert post(carla, path, **changed).status_code == 302
    text = texts.texts_of(session, "position", entry.id)["paraphrase"]
    read = {one: texts.read(session, [text], one)[text.id] for one in both}
    assert (read[Locale.EN].words, read[Locale.EN].locale) == ("Better words.", Locale.EN)
    assert read[Locale.FR].freshness is Freshness.BEHIND


def test_the_desk_is_for_the_secretariat_and_the_board(tracker, client, client_as, make_work):
    with make_work() as work:
        board = make_board(work)
        stranger = make_person(work, "Eve")
        holder = board.people[2]
    path = f"/en/policies/desk/positions/{tracker['waits']}"
    assert client.get("/en/policies/desk").status_code == 302
    assert client_as(stranger).get("/en/policies/desk").status_code == 403
    sits = client_as(holder)
    assert "Zqwaiting" in page(sits.get(path))
    assert sits.get("/en/policies/desk/institutions/new").status_code == 403
    assert "Add an institution" not in page(sits.get("/en/policies/desk"))
    assert post(sits, f"{path}/publish", on=path).status_code == 302
    assert "Zqwaiting" in page(client.get("/en/policies"))


def test_what_waits_stands_on_the_desk_of_the_second_person(people, client_as, make_work):
    carla, dora = people
    with make_work() as work:
        own = Actor(name="Carla", person_id=carla.id, roles=frozenset({"secretariat"}))
        entry = make_entry(work)
        operations.amend_position(replace(work, actor=own), entry, position_facts())
    assert "waits for a second person" in page(client_as(dora).get("/en/work"))
    assert "waits for a second person" not in page(client_as(carla).get("/en/work"))
    with make_work() as work:
        row = work.session.get_one(Position, entry.id)
        given = Actor(name="Dora", person_id=dora.id, roles=frozenset({"secretariat"}))
        operations.give_back(replace(work, actor=given), row, "Page 5.")
    assert "given back to you" in page(client_as(carla).get("/en/work"))


def test_whoever_read_the_source_notes_it_and_readers_see_where(
    tracker, people, client_as, client, session
):
    carla = client_as(people[0])
    own = f"/en/policies/desk/positions/{tracker['new']}"
    public = f"/en/policies/positions/{tracker['new']}"
    before = page(client.get(public))
    assert "Checked on" not in before
    refused = post(carla, f"{own}/check", own, address="somewhere", found="words")
    assert refused.status_code == 422
    assert "Write a whole address that begins with https://" in refused.text
    assert 'value="somewhere"' in refused.text
    given = {"address": "https://example.org/report#p3", "found": "gist"}
    assert post(carla, f"{own}/check", own, **given).status_code == 302
    said = page(client.get(public))
    assert "An account of the document says that it says this" in said
    assert 'href="https://example.org/report#p3"' in said
    slug = session.get(Instrument, session.get(Position, tracker["new"]).instrument_id).slug
    assert "https://example.org/report#p3" in page(client.get(f"/en/policies/documents/{slug}"))
    assert post(carla, f"{own}/check", own, **{**given, "found": "words"}).status_code == 302
    assert "The passage itself says this" in page(client.get(public))  # the last one counts
