"""The pages of the desk: what each person finds on them, and what their buttons do."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.desk import operations
from nswp_gov.desk.exchange import read_po_file, read_xliff
from nswp_gov.desk.models import Claim, GlossaryTerm, IncomingFile, TranslationDraft
from nswp_gov.desk.states import GLOSSARY, NAME
from nswp_gov.desk.views import due
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.journal import JournalEvent
from nswp_gov.store.text_kinds import Importance
from nswp_gov.store.texts import Text, read, revise, texts_of, translate
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.desk import KIND, Known, as_person, make_inside, make_leaflet, make_translator

FR = Locale.FR


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


class Browser:
    """A person's browser, with the token that its forms carry."""

    def __init__(self, client: FlaskClient, start: str = "/en/translation/files") -> None:
        self.client = client
        found = re.search(r'name="[a-z-]*csrf_token" [^>]*value="([^"]+)"', client.get(start).text)
        self.token = found[1] if found else ""

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(f"/en{path}")
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def post(self, path: str, status: int = 302, **data: Any) -> Any:
        headers = {"Accept": "application/json"} if data.pop("as_json", False) else {}
        prefix = data.pop("prefix", "")
        data[f"{prefix}csrf_token"] = self.token
        answer = self.client.post(f"/en{path}", data=data, headers=headers)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:1500])
        return answer


@pytest.fixture
def people(make_work: Callable[..., Any]) -> dict[str, Person]:
    with make_work() as w:
        return {
            "bela": make_translator(w),
            "chidi": make_translator(w, "Chidi"),
            "carla": make_person(w, "Carla", roles=[Role.SECRETARIAT]),
            "eve": make_person(w, "Eve"),
        }


@pytest.fixture
def browser(
    people: dict[str, Person], client_as: Callable[[Person], FlaskClient]
) -> Callable[[str], Browser]:
    return lambda name: Browser(client_as(people[name]))


@pytest.fixture
def leaflet(make_work: Callable[..., Any], known: Known) -> Text:
    with make_work() as w:
        text = make_leaflet(w, known, title="Of votes", importance=Importance.URGENT)
        text_id = text.id
    return w.session.get_one(Text, text_id)


@pytest.fixture
def inside(make_work: Callable[..., Any], known: Known) -> Text:
    with make_work() as w:
        text_id = make_inside(w, known).id
    return w.session.get_one(Text, text_id)


def place(text: Text, code: str = "fr") -> str:
    return f"/translation/texts/{text.id}/{code}"


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


def test_the_queue_comes_by_importance(
    browser: Callable[[str], Browser], make_work: Callable[..., Any], known: Known, leaflet: Text
) -> None:
    with make_work() as w:
        make_leaflet(w, known, title="Can wait", importance=Importance.LOW)
        make_leaflet(w, known, title="Matters", importance=Importance.HIGH)
    page = browser("bela").get("/translation")
    assert page.index("Of votes") < page.index("Matters") < page.index("Can wait")
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


@pytest.mark.parametrize("form", ["xliff", "po"])
def test_files_go_out_come_back_and_become_drafts(  # noqa: PLR0917 - fixtures
    browser: Callable[[str], Browser],
    make_work: Callable[..., Any],
    session: Session,
    known: Known,
    leaflet: Text,
    inside: Text,
    form: str,
) -> None:
    assert inside.is_sealed
    with make_work() as w:
        moving = make_leaflet(w, known, "It will change.")
        held = make_leaflet(w, known, "Somebody has it.")
        ids = [moving.id, held.id]
    bela = browser("bela")
    ask = f"/translation/files/out?form={form}&source=en&target=fr&kinds={KIND}"
    sent = bela.client.get(f"/en{ask}")
    assert sent.status_code == 200
    assert "Only the office reads this." not in sent.text
    reader = read_xliff if form == "xliff" else read_po_file
    assert {one.text_id for one in reader(sent.data, FR)} == {leaflet.id, *ids}
    with make_work() as w:
        revise(w, w.session.get_one(Text, ids[0]), words="It changed.", seen=1)
        w.record("leaflet.changed", w.session.get_one(Text, ids[0]))
    browser("chidi").post(f"/translation/texts/{ids[1]}/fr/claim")
    answer = _translated(sent.data, form)
    given = {"in-form": form, "in-target": "fr", "in-paper": (io.BytesIO(answer), "back")}
    kept = bela.post("/translation/files", prefix="in-", **given)
    page = bela.get(kept.location.removeprefix("/en"))
    assert "Nothing is changed yet. One text would become a draft." in page
    assert "not taken: the text changed since the file was made" in page
    assert "not taken: somebody translates it here" in page
    assert session.scalars(select(TranslationDraft)).all() == []
    browser("chidi").get(kept.location.removeprefix("/en"), 404)
    bela.post(kept.location.removeprefix("/en"))
    draft = session.scalars(select(TranslationDraft)).one()
    assert (draft.text_id, draft.words, draft.made_from) == (leaflet.id, "FR Members vote.", 1)
    assert "became a draft" in bela.get(kept.location.removeprefix("/en"))
    assert session.scalars(select(IncomingFile)).one().taken_at == NOW


def _translated(content: bytes, form: str) -> bytes:
    """What a translator outside sends back: every text with words before it."""
    text = content.decode()
    if form == "po":
        return re.sub(r'(msgid "([^"]+)"\nmsgstr) ""', r'\1 "FR \2"', text).encode()
    made = re.sub(r"<source>([^<]*)</source><target(?:/>|></target>)",
                  r"<source>\1</source><target>FR \1</target>", text)  # fmt: skip
    return made.replace('state="initial"', 'state="translated"').encode()


def test_a_file_that_cannot_be_read_is_explained(browser: Callable[[str], Browser]) -> None:
    given = {"in-form": "xliff", "in-target": "fr", "in-paper": (io.BytesIO(b"no"), "x.xlf")}
    page = browser("bela").post("/translation/files", 422, prefix="in-", **given).text
    assert "This is not a file in XLIFF 2.0." in page


def test_a_translator_sends_out_their_own_language_alone(
    browser: Callable[[str], Browser], leaflet: Text
) -> None:
    page = browser("bela").get("/translation/files/out?form=po&source=en&target=ru", 422)
    assert "Send texts out" in page


def test_the_glossary_is_planted_read_searched_and_changed(
    browser: Callable[[str], Browser], client: FlaskClient, session: Session
) -> None:
    carla = browser("carla")
    carla.post("/glossary")
    number = len(session.scalars(select(GlossaryTerm)).all())
    assert number > 100
    carla.post("/glossary")
    assert len(session.scalars(select(GlossaryTerm)).all()) == number
    assert len(client.get("/fr/glossary.json").json) == number
    found = client.get("/fr/glossary?q=quorum").text
    assert "quorum" in found
    page = client.get("/zh/glossary/sex_worker").text
    assert "性工作者" in page
    assert "travailleurSE du sexe" in page
    assert "妓女" not in page  # words to avoid are for those who translate
    assert "妓女" in browser("bela").get("/glossary/sex_worker")
    assert client.get("/en/glossary/nothing").status_code == 404
    changed = {"name": "sex worker", "meaning": "Somebody who sells sex.", "note": "", "avoid": ""}
    carla.post("/glossary/sex_worker/change", is_substantive="y", **changed)
    assert "Somebody who sells sex." in client.get("/en/glossary/sex_worker").text
    carla.post("/glossary/new", 422, key="No Key", name="x", meaning="", note="", avoid="")
    carla.post("/glossary/new", 422, key="umbrella", name="x", meaning="", note="", avoid="what")
    carla.post(
        "/glossary/new", key="umbrella", name="umbrella", meaning="", note="", avoid="fr: pépin"
    )
    assert "umbrella" in client.get("/en/glossary?q=umbrella").text


def test_an_empty_glossary_says_what_belongs_there(client: FlaskClient) -> None:
    page = client.get("/en/glossary")
    assert page.status_code == 200
    assert "There is no term yet" in page.text


def test_the_desk_of_all_features_tells_translators_what_waits(
    app: Any, people: dict[str, Person], session: Session, make_work: Callable[..., Any],
    leaflet: Text,
) -> None:  # fmt: skip
    with make_work() as w, app.test_request_context("/en/work"):
        (row,) = due.rows(session, as_person(w, people["bela"]).actor, NOW)
        assert due.rows(session, as_person(w, people["eve"]).actor, NOW) == []
    assert row.href == "/en/translation?language=fr"
    assert "wait" in row.note


def test_coverage_over_a_year_follows_the_dates_of_revisions(
    browser: Callable[[str], Browser], make_work: Callable[..., Any], leaflet: Text
) -> None:
    bela = browser("bela")
    before = bela.get("/translation/coverage")
    bela.post(place(leaflet), words="Les membres votent.", number=0, made_from=1, act="release")
    after = bela.get("/translation/coverage")
    assert before != after
    assert re.search(r"Français.*?(\d+) of 100 today", after, re.DOTALL)
