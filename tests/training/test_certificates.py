"""Certificates: printed in five languages, checked by code, and a neutral one beside each."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest

from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store import texts
from nswp_gov.store.texts import texts_of
from nswp_gov.training import operations, queries
from nswp_gov.training.models import Call
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.training import (
    apply,
    as_staff,
    hold,
    make_call,
    make_event,
    make_programme,
    make_speaker,
)
from tests.training.sending import send

SAYS = {
    "en": "This certifies that",
    "fr": "Nous certifions que",
    "es": "Se certifica que",
    "ru": "Настоящим удостоверяется",
    "zh": "兹证明",
}


@pytest.mark.parametrize("code", SAYS)
def test_a_certificate_is_printed_in_five_languages(make_work, office, code):
    with make_work() as work:
        event = make_event(
            work, make_programme(work), title="Harbour", starts_at=NOW - timedelta(days=9),
        )  # fmt: skip
        text = texts_of(work.session, "training_event", event.id)["title"]
        texts.translate(work, text, locale=Locale.ZH_HANS, words="港口课程", made_from=1)
        work.record("training.event_moved", event)
        then = replace(work, now=NOW - timedelta(days=20))
        person = operations.add_participant(as_staff(then), event, "Zora 小雨", Region.AFRICA)
        operations.conclude(as_staff(work), event)
        (paper,) = operations.issue(as_staff(work), event, 0)
        path, plain = f"/en/training/certificates/{paper.id}/{code}.pdf", paper.code
        assert person.name
    body = office.get(path).data
    page = pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert "Zora 小雨" in page
    assert ("港口课程" if code == "zh" else "Harbour") in page
    assert f"{plain[:4]} {plain[4:8]} {plain[8:]}" in page
    assert f"http://localhost/{code}/training/certificates" in page
    assert SAYS[code] in page
    assert "NSWP" not in page
    assert office.get(path).data == body


def test_a_code_tells_what_a_certificate_is_for_and_never_whose(make_work, client, held):
    with make_work() as work:
        event = make_event(work, title="Harbour", starts_at=NOW + timedelta(days=1))
        hold(work, event, {Region.AFRICA: 1})
        (paper,) = operations.issue(as_staff(work), event, 1)
        code, person = paper.code, queries.participants(work.session, event.id)[0].name
    for typed in (code, code.upper(), f"{code[:4]}+{code[4:8]}+{code[8:]}"):
        page = client.get(f"/en/training/certificates?code={typed}")
        assert page.status_code == 200
        for word in (
            "This certificate is genuine",
            "Harbour",
            "Lantern academy",
            "3 November 2026",
        ):
            assert word in page.text
        assert person not in page.text
        assert "africa" not in page.text.casefold().split("<main")[1]
        assert 'name="robots" content="noindex"' in page.text
    wrong = client.get("/en/training/certificates?code=22222222222z")
    assert wrong.status_code == 404
    assert "There is no certificate with this code" in wrong.text
    assert client.get("/en/training/certificates").status_code == 200


TELLING = ("NSWP", "sex", "work", "Harbour", "Lantern", "localhost", "http", "Kenya", "network")


def test_a_neutral_paper_names_nothing_and_its_code_tells_no_more(make_work, office, client, held):
    with make_work() as work:
        then = replace(work, now=NOW - timedelta(days=20))
        event = make_event(then, title="Harbour", starts_at=NOW - timedelta(days=9), country="KE")
        staff = as_staff(then)
        lessons = [operations.add_lesson(staff, event, event.starts_at) for _ in range(2)]
        person = operations.add_participant(staff, event, "Zora 小雨", Region.AFRICA)
        for one in lessons:
            operations.mark(as_staff(work), one, [person.id], [])
        operations.conclude(as_staff(work), event)
        (paper,) = operations.issue(as_staff(work), event, 1)
        full, code, base = paper.code, queries.neutral_code(paper), paper.id
    assert len(code) == len(full)
    assert code != full
    for language in Locale:
        body = office.get(f"/en/training/certificates/{base}/{language.code}-neutral.pdf").data
        reader = pypdf.PdfReader(io.BytesIO(body))
        said = "".join(one.extract_text() for one in reader.pages)
        assert "Zora 小雨" in said
        assert f"{code[:4]} {code[4:8]} {code[8:]}" in said
        assert full[:4] not in said
        for word in TELLING:
            assert word.casefold() not in said.casefold(), (language, word)
            assert word not in str(reader.metadata)
    for path in ("certificates", "certificates/check"):
        page = client.get(f"/en/training/{path}?code={code.upper()}")
        assert page.status_code == 200
        assert "This certificate is genuine" in page.text
        assert "Harbour" not in page.text
    bare = client.get(f"/en/training/certificates/check?code={full}").text
    assert "This certificate is genuine" in bare
    for word in ("Harbour", "Zora", "NSWP", "Global Network", "Sex Work"):
        assert word not in bare
    assert "Harbour" in client.get(f"/en/training/certificates?code={full}").text
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    for typed in (wrong, code[:-1], "z" * 12, "no"):
        assert client.get(f"/en/training/certificates/check?code={typed}").status_code == 404
    page = f"/en/training/office/certificates/{base}/revoke"
    assert send(office, page, page=f"/en/training/office/events/{event.id}").status_code == 302
    assert "holds no longer" in client.get(f"/en/training/certificates/check?code={code}").text


def test_who_sent_somebody_is_offered_both_papers_beside_each_other(
    make_work, client_as, client, held
):
    with make_work() as work:
        event, speaker = make_event(work), make_speaker(work)
        row = apply(work, make_call(work, event), speaker, people=1)
        call = work.session.get_one(Call, row.call_id)
        operations.close_call(as_staff(work, days=11), call)
        operations.offer(as_staff(work, days=11), row, "They fit.")
        mine = replace(work, actor=speaker.actor, now=NOW + timedelta(days=12))
        operations.confirm(mine, row)
        operations.name_participants(mine, row, ["Zora"])
        over = as_staff(work, days=50)
        operations.conclude(over, event)
        (paper,) = operations.issue(over, event, 0)
        page, person = f"/en/training/applications/{row.id}", speaker.person
        address = f"/en/training/certificates/{paper.id}/ru-neutral.pdf"
        stranger = make_person(work, "Eve")
    held[0] = NOW + timedelta(days=51)
    own = client_as(person)
    said = own.get(page).text
    assert "Neutral paper" in said
    assert address in said
    assert "/en/training/certificates/check" in said
    assert own.get(address).status_code == 200
    for other in (client, client_as(stranger)):
        assert other.get(address).status_code in {302, 403, 404}
