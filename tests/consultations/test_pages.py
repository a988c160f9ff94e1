"""The pages: the secretariat asks, members answer without any script, readers read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.consultations import operations, queries
from nswp_gov.consultations.states import Attribution, Outcome, State
from nswp_gov.consultations.vessel import folder_of
from nswp_gov.store import clock
from nswp_gov.store.files import FileStore
from tests.elections.paper_browser import visit
from tests.factories.accounts import make_person
from tests.factories.consultations import (
    STAFF,
    close,
    hand_in,
    make_draft,
    make_open,
    make_people,
    write,
)
from tests.factories.membership import make_member


@pytest.fixture
def keys(settings):
    """Where the application looks for them."""
    return folder_of(settings)


@pytest.fixture
def now(work):
    """The instant of the pages: they read the clock."""
    return replace(work, now=clock.now())


@pytest.fixture
def carla(now, client_as):
    return client_as(make_person(now, "Carla", roles=["secretariat"]))


@pytest.fixture
def asked(now, keys):
    return make_open(now, keys)


def own(asked, number=0):
    return f"/en/consultations/{asked.row.slug}/ours/{asked.organisations[number].id}"


def test_the_secretariat_writes_moves_removes_translates_and_opens_without_script(now, carla, keys):
    for n in range(5):
        make_member(now, country=("KE", "FR")[n % 2])
    page = visit(carla, "/en/consultations/new")
    given = {"title": "Safety", "purpose": "To plan the year.", "readers": "public"}
    done = page.send("title", closes_at="2099-05-01T12:00", **given)
    assert "No section yet" in done.text
    slug = re.search(r"/consultations/([a-z0-9]+)/questions", done.text)[1]
    base = f"/en/consultations/{slug}"
    for title in ("First", "Second"):
        visit(carla, f"{base}/questions").send("title", title=title)
    row = queries.consultation(now.session, slug)
    first = queries.sections(now.session, row.id)[0]
    add = f"{base}/sections/{first.id}/question"
    for label, options in (("Is it safe?", "Yes\nNo"), ("Since when?", "Now\nLong ago")):
        visit(carla, add).send("label", kind="choice", label=label, options=options)
    one, two = queries.questions(now.session, row.id)
    page = visit(carla, f"{base}/questions/{two.id}")
    assert page.send("when", when=f"{one.id}:o2").status == 200
    listed = visit(carla, f"{base}/questions")
    assert "asked only after a certain answer" in listed.text
    moved = listed.send(f"{two.id}/up")
    assert "It can depend only on an answer to an earlier question." in moved.text
    refused = visit(carla, f"{base}/questions/{one.id}/removal").send("removal")
    assert "Another question depends on this one" in refused.text
    visit(carla, f"{base}/questions/{two.id}/removal").send("removal")
    assert len(queries.questions(now.session, row.id)) == 1
    page = visit(carla, f"{base}/words/fr")
    page.send(f"{one.id}-label", **{f"{one.id}-label": "Est-ce sûr ?"})
    assert "Est-ce sûr" in carla.get(f"/fr/consultations/{slug}/questions/preview").text
    visit(carla, f"{base}/sections/{queries.sections(now.session, row.id)[1].id}/removal").send(
        "removal"
    )
    shown = visit(carla, f"{base}/opening")
    assert "5 organisations are asked" in shown.text
    shown.send("opening")
    now.session.expire_all()
    assert queries.consultation(now.session, slug).state is State.OPEN


def test_a_member_answers_section_by_section_and_the_delegate_hands_in(now, asked, client_as):
    delegate, editor = make_people(now, asked.organisations[0], "Amina", "Bela")
    bela = client_as(editor)
    page = visit(bela, f"{own(asked)}/1")
    assert f'name="{asked["how"].id}"' not in page.text
    page = page.send("pen", **{str(asked["law"].id): "o2"})
    assert "Kept." in page.text  # a further question is asked: it stays here
    page = page.send("pen", **{str(asked["how"].id): "Raids."})
    assert "Who helps?" in page.text
    page = page.send("pen", **{str(asked["words"].id): "Pay us."})
    assert "The delegate of your organisation hands it in." in page.text
    assert bela.post(f"{own(asked)}/reopening").status_code in {302, 400, 403}
    amina = client_as(delegate)
    page = visit(amina, own(asked)).send("attribution", attribution="none")
    assert "Raids." in page.text
    done = page.send("preview")
    assert "Your reply is handed in" in done.text
    assert "among all the others" in done.text
    back = done.send("reopening")
    assert "You can change the reply." in back.text


def test_what_does_not_fit_is_said_beside_its_field_and_what_was_typed_stays(now, asked, client_as):
    (delegate,) = make_people(now, asked.organisations[0], "Amina")
    page = visit(client_as(delegate), f"{own(asked)}/2")
    refused = page.send("pen", **{str(asked["number"].id): "many", str(asked["words"].id): "Kept?"})
    assert refused.status == 422
    assert "Write a whole number in digits." in refused.text
    assert "Kept?" in refused.text
    preview = visit(client_as(delegate), f"{own(asked)}/preview").send("preview")
    assert "This question needs an answer." in preview.text


def test_two_people_who_differ_are_shown_both_answers(now, asked, client_as):
    people = make_people(now, asked.organisations[0], "Amina", "Bela")
    pages = [visit(client_as(person), f"{own(asked)}/2") for person in people]
    for page, words in zip(pages, ("From Amina.", "From Bela."), strict=True):
        last = page.send("pen", press=("stay", "1"), **{str(asked["words"].id): words})
    assert "Two people answered this differently" in last.text
    assert "From Amina." in last.text
    assert "From Bela." in last.text
    kept = last.send(f"settling/{asked['words'].id}", press=("pick", "all"))
    assert "From Amina.\n\nFrom Bela." in kept.text.replace("\r\n", "\n")


def test_nobody_else_sees_a_reply(now, asked, client_as, client, carla):
    (amina,) = make_people(now, asked.organisations[0], "Amina")
    (other,) = make_people(now, asked.organisations[1], "Bela")
    write(now, asked, asked.organisations[0], {"words": "Zqsecret."})
    assert "Zqsecret." in client_as(amina).get(f"{own(asked)}/2").text
    for browser in (client_as(other), carla, client):
        answer = browser.get(f"{own(asked)}/2")
        assert answer.status_code in {302, 403, 404}
        assert "Zqsecret" not in answer.text


def test_visitors_know_nothing_before_the_report(now, keys, client, carla, tmp_path):
    asked = make_open(now, keys, members=12)
    path = f"/en/consultations/{asked.row.slug}"
    for address in (path, f"{path}/results", f"{path}/report", f"{path}/results.csv"):
        assert client.get(address).status_code == 404
    for number, one in enumerate(asked.organisations):
        hand_in(now, asked, one, {"law": f"o{1 + number % 2}", "words": "Zqwords."})
    assert carla.get(f"{path}/results").status_code == 404  # nobody looks while it runs
    close(now, asked)
    shown = carla.get(f"{path}/results")
    assert "Zqwords." in shown.text
    assert client.get(f"{path}/results").status_code == 404
    office = replace(now, actor=STAFF)
    operations.write_report(office, asked.row, "## What members said\n\nMuch.")
    operations.add_recommendation(
        office, asked.row, words="More money", done="Asked for.", outcome=Outcome.DONE
    )
    shelf = FileStore.at(str(tmp_path / "files"))
    operations.publish_report(office, asked.row, shelf, {})
    assert "Asked for." in client.get(path, follow_redirects=True).text
    public = client.get(f"{path}/results")
    assert "Worse" in public.text
    assert "Zqwords" not in public.text


def test_the_report_is_written_published_and_told(now, asked, carla):
    for number in range(5):
        hand_in(now, asked, asked.organisations[number], attribution=Attribution.NAME)
    close(now, asked)
    base = f"/en/consultations/{asked.row.slug}"
    page = visit(carla, f"{base}/report/desk").send("desk", words="Members said much.")
    page = page.send("recommendations", words="Longer hours", done="Open until ten.",
                     outcome="done")  # fmt: skip
    assert "Open until ten." in page.text
    done = visit(carla, f"{base}/report/publication").send("publication")
    assert "Members said much." in done.text
    assert "Open until ten." in done.text
    assert "Your desk" not in done.text


def test_files_and_page_show_the_same(now, keys, carla):
    asked = make_open(now, keys, members=12)
    for number, one in enumerate(asked.organisations):
        hand_in(now, asked, one, {"law": f"o{1 + number % 2}", "words": f"W{number}."})
    close(now, asked)
    base = f"/en/consultations/{asked.row.slug}/results"
    page = carla.get(base).text
    told = carla.get(f"{base}.csv").data.decode("utf-8-sig")
    for words in ("Worse", "fewer than 3", "not shown", "W5.", "Replies"):
        assert words in page
        assert words in told
    assert carla.get(f"{base}.xlsx").status_code == 200
    assert carla.get(f"{base}.pdf").status_code == 404


def test_our_home_and_the_desk_show_what_waits(now, asked, client_as, carla):
    (amina,) = make_people(now, asked.organisations[0], "Amina")
    browser = client_as(amina)
    assert "Answer: Working conditions" in browser.get("/en/work").text
    hand_in(now, asked, asked.organisations[0])
    assert "Answer: Working conditions" not in browser.get("/en/work").text
    close(now, asked)
    assert "Tell members what came of it: Working conditions" in carla.get("/en/work").text


LANGUAGES = ("en", "fr", "es", "ru", "zh")


def test_every_page_stands_in_every_language(now, asked, client_as, carla):
    (amina,) = make_people(now, asked.organisations[0], "Amina")
    draft, _questions = make_draft(now)
    question = queries.questions(now.session, draft.id)[0]
    browser, mine = client_as(amina), f"{draft.slug}"
    part = f"{mine}/sections/{question.section_id}"
    ours = f"{asked.row.slug}/ours/{asked.organisations[0].id}"
    pages = [
        *((browser, path) for path in ("", ours, f"{ours}/1", f"{ours}/2", f"{ours}/preview")),
        *((carla, path) for path in ("office", "new", f"{asked.row.slug}/extension")),
        *((carla, f"{mine}/{path}") for path in ("change", "questions", "opening", "words/es")),
        *((carla, f"{part}{path}") for path in ("", "/removal", "/question", "/paragraphs")),
        (carla, f"{mine}/questions/{question.id}"),
        (carla, f"{mine}/questions/{question.id}/removal"),
        (carla, f"{mine}/questions/preview"),
    ]
    for number, (who, path) in enumerate(pages):
        for lang in {LANGUAGES[number % 5], LANGUAGES[(number + 2) % 5]}:
            address = f"/{lang}/consultations/{path}"
            assert who.get(address).status_code == 200, address


def test_the_office_does_not_say_how_few_have_replied(now, asked, carla):
    hand_in(now, asked, asked.organisations[0])
    assert "replies handed in: fewer than 3" in carla.get("/en/consultations/office").text


def test_the_end_can_be_moved_on_its_page(now, asked, carla):
    later = (clock.now() + timedelta(days=60)).strftime("%Y-%m-%dT%H:%M")
    page = visit(carla, f"/en/consultations/{asked.row.slug}/extension")
    assert "Kept." in page.send("closes_at", closes_at=later).text
