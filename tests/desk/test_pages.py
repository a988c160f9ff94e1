"""The pages of the desk: what each person finds on them, and what their buttons do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.desk import operations
from nswp_gov.desk.models import Claim, TranslationDraft
from nswp_gov.desk.states import GLOSSARY, NAME
from nswp_gov.store.journal import JournalEvent
from nswp_gov.store.text_kinds import Importance
from nswp_gov.store.texts import Text, read, revise, texts_of, translate
from tests.conftest import NOW
from tests.desk.conftest import FR, Browser, place
from tests.factories.desk import KIND, Known, make_leaflet

pytestmark = pytest.mark.usefixtures("standing_clock")


def test_the_matrix_shows_each_text_in_each_language_and_filters(
    browser: Callable[[str], Browser], leaflet: Text
) -> None:
    page = browser("carla").get(f"/translation/matrix?kind={KIND}")
    assert "Of votes" in page
    assert page.count("missing</span>") >= 4
    for code in ("fr", "es", "ru", "zh"):
        assert f"{place(leaflet, code)}" in page
    assert f"{place(leaflet, 'en')}" not in page
    empty = browser("carla").get(f"/translation/matrix?kind={KIND}&language=fr&state=current")
    assert "No text stands so" in empty
    behind = browser("carla").get(f"/translation/matrix?kind={KIND}&language=fr&state=missing")
    assert "Of votes" in behind


def test_the_matrix_takes_the_same_queries_for_few_texts_and_many(
    browser: Callable[[str], Browser],
    make_work: Callable[..., Any],
    known: Known,
    count_queries: Callable[[], Any],
) -> None:
    def asked(number: int) -> int:
        with make_work() as w:
            for at in range(number):
                make_leaflet(w, known, title=f"Leaflet {at}")
        with count_queries() as seen:
            carla.get(f"/translation/matrix?kind={KIND}")
        return len(seen)

    carla = browser("carla")
    few = asked(3)
    assert asked(60) == few


def test_pages_of_the_matrix_hold_every_text_once(
    browser: Callable[[str], Browser], make_work: Callable[..., Any], known: Known
) -> None:
    with make_work() as w:
        made = {str(make_leaflet(w, known, title=f"Leaflet {at}").id) for at in range(95)}
    carla, met = browser("carla"), []
    for page in (1, 2, 3):
        text = carla.get(f"/translation/matrix?kind={KIND}&page={page}")
        met += re.findall(r"/translation/texts/([0-9a-f-]{36})/fr", text)
    assert sorted(met) == sorted(made)


def test_the_queue_comes_by_importance_and_then_by_deadline(
    browser: Callable[[str], Browser], make_work: Callable[..., Any], known: Known, leaflet: Text
) -> None:
    with make_work() as w:
        make_leaflet(w, known, title="Can wait", importance=Importance.LOW)
        for title, days in (("Matters at all", None), ("Matters later", 9), ("Matters soon", 2)):
            due = NOW + timedelta(days=days) if days else None
            after = partial(replace, due_at=due)
            make_leaflet(w, known, title=title, importance=Importance.HIGH, after=after)
    page = browser("bela").get("/translation")
    titles = ("Of votes", "Matters soon", "Matters later", "Matters at all", "Can wait")
    assert sorted(titles, key=page.index) == list(titles)
    assert "Publish" not in page


def test_a_translation_is_written_kept_and_published_without_script(
    browser: Callable[[str], Browser], session: Session, leaflet: Text
) -> None:
    bela = browser("bela")
    assert "Members vote." in bela.get(place(leaflet))
    bela.post(place(leaflet), words="Les membres", number=0, made_from=1, act="")
    page = bela.get(place(leaflet))
    assert "Les membres</textarea>" in page
    assert "taken by you until" in page
    bela.post(place(leaflet), words="Les membres votent.", number=1, made_from=1, act="release")
    assert read(session, [leaflet], FR)[leaflet.id].words == "Les membres votent."
    assert "not reviewed" in bela.get(place(leaflet))
    kinds = session.scalars(select(JournalEvent.kind)).all()
    assert {"desk.text_claimed", "desk.translation_released"} <= set(kinds)


def test_a_script_saves_by_itself_and_is_told_of_others(
    browser: Callable[[str], Browser], leaflet: Text
) -> None:
    bela = browser("bela")
    sent = {"made_from": 1, "as_json": True}
    assert bela.post(place(leaflet), 200, words="Les", number=0, **sent).json == {"number": 1}
    again = bela.post(place(leaflet), 200, words="Les", number=0, **sent).json
    assert again == {"number": 1}
    assert bela.post(place(leaflet), 200, words="Les m", number=1, **sent).json == {"number": 2}
    moved = bela.post(place(leaflet), 409, words="Autre", number=1, **sent).json
    assert moved == {"theirs": "Les m", "number": 2}
    chidi = browser("chidi")
    held = chidi.post(place(leaflet), 409, words="Moi", number=2, **sent).json
    assert "Somebody else translates this until" in held["detail"]


def test_without_script_both_texts_are_shown_when_somebody_saved_before(
    browser: Callable[[str], Browser], session: Session, leaflet: Text
) -> None:
    one, other = browser("bela"), browser("bela")
    one.post(place(leaflet), words="D’abord", number=0, made_from=1)
    page = other.post(place(leaflet), 409, words="Ensuite", number=0, made_from=1).text
    assert "D’abord</pre>" in page
    assert "Ensuite</textarea>" in page
    number = re.search(r'name="number" type="hidden" value="(\d+)"', page)
    assert number is not None
    other.post(place(leaflet), words="Ensuite", number=number[1], made_from=1)
    assert session.scalars(select(TranslationDraft)).one().words == "Ensuite"


def test_what_changed_in_the_source_is_shown(
    browser: Callable[[str], Browser], make_work: Callable[..., Any], leaflet: Text
) -> None:
    bela = browser("bela")
    bela.post(place(leaflet), words="Les membres votent.", number=0, made_from=1, act="release")
    with make_work() as w:
        revise(w, w.session.get_one(Text, leaflet.id), words="Members vote twice.", seen=1)
        w.record("leaflet.changed", leaflet)
    page = bela.get(place(leaflet))
    assert "What changed in the original" in page
    assert "twice" in page.split("<ins>")[1]
    assert "behind: the meaning changed" in page


def test_terms_placeholders_and_links_are_shown_and_asked_about(
    browser: Callable[[str], Browser], make_work: Callable[..., Any], known: Known
) -> None:
    with make_work() as w:
        term = operations.add_term(
            w,
            "sex_worker",
            name="sex worker",
            meaning="",
            avoid={FR: ["!prostituée"]},
        )
        held = texts_of(w.session, GLOSSARY, term.id)[NAME]
        translate(w, held, locale=FR, words="travailleurSE du sexe", made_from=1)
        w.record("desk.term_changed", term)
        text = make_leaflet(w, known, "Sex workers vote: see [[quorum-board]].")
        text_id = text.id
    where = f"/translation/texts/{text_id}/fr"
    bela = browser("bela")
    page = bela.get(where)
    assert "travailleurSE du sexe" in page
    assert "not found" in page
    page = bela.post(
        where, 422, words="Les prostituées votent.", number=0, made_from=1, act="release"
    ).text
    assert "Wrong in every text of ours" in page
    assert "prostituée" in page
    assert "[[quorum-board]]" in page
    assert "These stand on one side only" in page
    good = "Les travailleurSEs du sexe votent : voir [[quorum-board]]."
    bela.post(where, words=good, number=1, made_from=1, act="release")


def test_a_second_person_reads_what_a_machine_helped_with(
    browser: Callable[[str], Browser], session: Session, leaflet: Text
) -> None:
    bela, chidi = browser("bela"), browser("chidi")
    sent = {"words": "Les membres votent.", "made_from": 1, "is_machine_assisted": "y"}
    page = bela.post(place(leaflet), 409, number=0, act="release", **sent).text
    assert "A second person reads it before it goes out." in page
    bela.post(place(leaflet), number=1, act="review", **sent)
    assert "To be read by a second person" not in bela.get("/translation")
    bela.post(f"{place(leaflet)}/give_back")
    assert "To be read by a second person" in chidi.get("/translation")
    assert "It is right: publish it" in chidi.get(place(leaflet))
    chidi.post(f"{place(leaflet)}/review", number=1)
    assert read(session, [leaflet], FR)[leaflet.id].words == "Les membres votent."


def test_a_text_is_taken_and_given_back(
    browser: Callable[[str], Browser], session: Session, leaflet: Text
) -> None:
    bela, chidi = browser("bela"), browser("chidi")
    bela.post(f"{place(leaflet)}/claim")
    assert "Somebody else translates this now." in chidi.get(place(leaflet))
    chidi.post(f"{place(leaflet)}/give_back")
    assert session.scalars(select(Claim)).one().ended_at is None
    assert "Of votes" not in chidi.get("/translation")
    bela.post(f"{place(leaflet)}/give_back")
    assert "Of votes" in chidi.get("/translation")


def test_what_is_inside_is_on_no_page_of_a_translator_until_it_is_given(
    browser: Callable[[str], Browser],
    people: dict[str, Person],
    leaflet: Text,
    inside: Text,
) -> None:
    bela, carla = browser("bela"), browser("carla")
    pages = ("/translation", "/translation/matrix", "/translation/coverage", "/translation/files")
    for path in pages:
        assert "Zqinside" not in bela.get(path), path
    bela.get(place(inside), 404)
    bela.post(place(inside), 404, words="x", number=0, made_from=1, as_json=True)
    assert "Zqinside" in carla.get("/translation/matrix")
    before = re.findall(r">(\d+)<", bela.get("/translation/coverage"))
    carla.post(f"{place(inside)}/give", person=str(people["bela"].id))
    assert "Given to Bela until" in carla.get(place(inside))
    assert "Only the office reads this." in bela.get(place(inside))
    bela.get(place(inside, "ru"))
    bela.post(place(inside, "ru"), 403, words="x", number=0, made_from=1, as_json=True)
    assert re.findall(r">(\d+)<", bela.get("/translation/coverage")) == before
    browser("chidi").get(place(inside), 404)


@pytest.mark.parametrize("path", ["", "/matrix", "/coverage", "/files", "/files/out"])
def test_the_desk_is_shut_for_others(browser: Callable[[str], Browser], path: str) -> None:
    browser("eve").get(f"/translation{path}", 403)
