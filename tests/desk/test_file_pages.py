"""The desk's files, its glossary, and what it tells those who translate."""

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
from nswp_gov.desk.exchange import read_po_file, read_xliff
from nswp_gov.desk.models import GlossaryTerm, IncomingFile, TranslationDraft
from nswp_gov.desk.views import due
from nswp_gov.store.texts import Text, revise
from tests.conftest import NOW
from tests.desk.conftest import FR, Browser, place
from tests.factories.desk import KIND, Known, as_person, make_leaflet

pytestmark = pytest.mark.usefixtures("standing_clock")


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
