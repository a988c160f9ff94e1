"""Minutes, agenda and papers as files: whole in five scripts, and nothing of what is closed."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import uuid
import zipfile
from datetime import timedelta

import pikepdf
import pytest

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations
from nswp_gov.meetings.models import AgendaItem, Meeting
from nswp_gov.meetings.states import PaperAudience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.clock import now as real_now
from nswp_gov.store.errors import Denied, Unfit
from nswp_gov.store.files import FileStore
from nswp_gov.store.uploads.refusals import UploadRefused
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board
from tests.factories.meetings import close, hold, later, make_meeting
from tests.factories.membership import make_member
from tests.meetings.strangers import as_eve
from tests.meetings.test_leaks import CANARIES, published  # noqa: F401 - a fixture

SAID = {
    "en": "Sixty places are planned.",
    "fr": "Soixante places sont prévues : l’été, à Genève.",
    "es": "Se prevén sesenta plazas; ¿dónde? En Perú.",
    "ru": "Запланировано шестьдесят мест.",
    "zh": "计划六十个名额。",
}


def text_of(content):
    """What a reader of the file reads, without line breaks and blanks."""
    assert content.startswith(b"%PDF")
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not on this machine")
    done = subprocess.run([program, "-", "-"], input=content, capture_output=True, check=True)
    return tight(done.stdout.decode())


def tight(words):
    return "".join(words.split())


def small_pdf():
    kept = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(kept)
    return kept.getvalue()


@pytest.fixture
def translated(make_work):
    """A meeting of the board whose minutes are published, its public text in five languages."""
    with make_work() as work:
        board = make_board(work)
        body_operations.set_rule(
            work,
            board.body,
            RuleName.MINUTES,
            {"corrections_days": 1, "approval": "circulation", "circulation_days": 1},
            from_on=work.today + timedelta(days=1),
            draft_from="eswa",
        )
        held = hold(work, board.body, board.filled()[:7], titles=["Academy"], closed=["Canary"])
        item = held.items[0]
        operations.write_note(
            held.work, held.meeting, item, words=SAID["en"], seen=0, field="public"
        )
        operations.write_note(held.work, held.meeting, item, words="Canary inner.", seen=0)
        text = texts.texts_of(work.session, "agenda_item", item.id)["public"]
        for locale in (Locale.FR, Locale.ES, Locale.RU, Locale.ZH_HANS):
            texts.translate(held.work, text, locale=locale, words=SAID[locale.code], made_from=1)
        work.record("meetings.note_translated", item)
        operations.agree(held.work, held.meeting, item, words="Sixty places.")
        over = close(held)
        operations.circulate(over.work, over.meeting, over.minutes)
        done = later(over.work, days=3)
        operations.approve_by_circulation(done, over.meeting, over.minutes)
        operations.publish_minutes(done, over.meeting, over.minutes)
        return str(over.meeting.id)


def test_the_public_edition_is_printed_whole_in_five_languages(translated, client):
    for lang, words in SAID.items():
        path = f"/{lang}/meetings/{translated}/minutes/public"
        printed = client.get(f"{path}.pdf").data
        said = text_of(printed)
        assert tight(words) in said
        assert "2026-B-01" in said
        page = client.get(f"{path}.html").text
        assert words in page
        assert not re.search(r"(?:src|href)=", page)
        for word in ("Canary", "inner", "Member"):
            assert word not in said
            assert word not in page.split("</style>")[1]
    assert client.get(f"{path}.pdf").data == printed
    with pikepdf.open(io.BytesIO(printed)) as pdf, pdf.open_metadata() as told:
        assert str(told["pdfuaid:part"]) == "1"
        assert "Minutes" not in told["dc:title"]  # in Chinese


def test_no_file_of_an_assembly_tells_who_votes_or_what_was_closed(
    published,  # noqa: F811
    client,
    client_as,
    make_work,
):
    with make_work() as work:
        organisation = make_member(work, country="DE", name="Lantern Hill")
        person = make_person(work, "Bela", totp=False)
        appoint(work, organisation, person.id, Acting.EDITOR)
    base = f"/zh/meetings/{published['meeting']}"
    public = [text_of(client.get(f"{base}/minutes/public.pdf").data)]
    public.append(client.get(f"{base}/minutes/public.html").text.split("</style>")[1])
    member = client_as(person)
    inner = [text_of(member.get(f"{base}/minutes/members.pdf").data)]
    inner.append(member.get(f"{base}/minutes/members.html").text.split("</style>")[1])
    inner.append(member.get(f"{base}/minutes/members.json").text)
    inner.append(text_of(member.get(f"{base}/agenda.pdf").data))
    archive = zipfile.ZipFile(io.BytesIO(member.get(f"{base}/pack.zip").data))
    inner.append(archive.read("agenda.html").decode().split("</style>")[1])
    for said in public:
        assert "AminaOpenly" in tight(said)
        for word in (*CANARIES, *published["ids"]):
            assert word not in said, word
    for said in inner:
        for word in ("dismissal", "closedwords", "closedmotion", "delegate", "entitled", "Canary1"):
            assert word not in tight(said), word
    for path in ("minutes/members.pdf", "minutes/members.json", "agenda.pdf", "pack.zip"):
        assert client.get(f"{base}/{path}").status_code == 302  # to the sign-in


def test_papers_are_cleaned_kept_encrypted_and_for_those_who_may(work, board, tmp_path):
    from nswp_gov.meetings.queries import records

    store = FileStore.at(str(tmp_path))
    meeting = make_meeting(work, board.body)
    item = records.items(work.session, meeting.id)[0]
    given = {"title": "Budget", "name": "budget.pdf", "content": small_pdf()}
    with pytest.raises(Denied):
        operations.add_paper(as_eve(work), meeting, item, store, **given)
    with pytest.raises(UploadRefused):
        operations.add_paper(work, meeting, item, store, **{**given, "name": "budget.exe"})
    with pytest.raises(Unfit, match="nothing_said"):
        operations.add_paper(work, meeting, item, store, **{**given, "title": " "})
    paper = operations.add_paper(work, meeting, item, store, **given)
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"%PDF" not in kept.read_bytes()
    with pytest.raises(Denied):
        operations.remove_paper(as_eve(work), meeting, paper, store)
    operations.remove_paper(work, meeting, paper, store)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_pack_holds_what_each_may_read_and_its_hashes_are_right(
    make_work, client_as, session, instance
):
    store = FileStore.at(str(instance / "files"))
    with make_work(now=real_now()) as work:
        board = make_board(work)
        carla = make_person(work, "Carla", roles=["secretariat"])
        noor = make_person(work, "Noor", roles=["secretariat"])
        eve = make_person(work, "Eve")
        meeting = make_meeting(
            work, board.body, closed=["Canary"], starts_at=work.now + timedelta(days=20)
        )
        operations.name_note_taker(work, meeting, carla.id)
        items = {row.is_closed: row for row in session.query(AgendaItem)}
        for is_closed, title in ((False, "Open paper"), (True, "Canary paper")):
            operations.add_paper(
                work,
                meeting,
                items[is_closed],
                store,
                title=title,
                name=f"{title}.pdf",
                content=small_pdf(),
                audience=PaperAudience.AGENDA,
            )
        operations.call_meeting(work, meeting)
        meeting_id = meeting.id

    def pack(person):
        data = client_as(person).get(f"/en/meetings/{meeting_id}/pack.zip").data
        return zipfile.ZipFile(io.BytesIO(data))

    whole = pack(board.people[3])
    names = whole.namelist()
    assert len([name for name in names if name.startswith("papers/")]) == 2
    for line in whole.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(whole.read(name)).hexdigest() == digest
    assert "Open paper" in whole.read("agenda.html").decode()
    office = pack(noor)
    assert "Canary" not in " ".join([*office.namelist(), office.read("agenda.html").decode()])
    assert client_as(eve).get(f"/en/meetings/{meeting_id}/pack.zip").status_code == 404
    page = client_as(carla).get(f"/en/meetings/{meeting_id}/items/{items[False].id}/papers").text
    assert "Open paper" in page
    assert session.get_one(Meeting, meeting_id).id == uuid.UUID(str(meeting_id))
