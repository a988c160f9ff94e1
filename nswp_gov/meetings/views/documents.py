"""A meeting's documents as files: printed, in one page, as data, and all of it in one archive."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.bodies import queries as bodies
from nswp_gov.meetings import queries
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import EditionKind
from nswp_gov.meetings.views import bp, sheets
from nswp_gov.meetings.views import words as said_in
from nswp_gov.meetings.views.minutes import members_view, record_of, rights, seat_labels
from nswp_gov.meetings.views.papers import content_of
from nswp_gov.meetings.views.sheets import Sheet
from nswp_gov.meetings.views.sitting import access, action_owners, load, readable_papers
from nswp_gov.paths import PACKAGE
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import session, viewer

PDF, HTML, JSON, ZIP = "application/pdf", "text/html", "application/json", "application/zip"
TEMPLATE = "document.typ"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a ZIP entry: the archive tells no time of its making


def printed(sheet: Sheet) -> bytes:
    """Return a document as PDF for every reader."""
    data = {
        "subtitle": sheet.subtitle,
        "facts": sheet.facts,
        "contents": None,
        "blocks": sheet.blocks,
        "footer": sheet.footer,
    }
    return typeset(TEMPLATE, data, lang=locale(), title=sheet.title, at=sheet.at)


def one_file(sheet: Sheet) -> bytes:
    """Return a document as one page that needs nothing else."""
    style = (PACKAGE / "static" / "site.css").read_text(encoding="utf-8")
    return render_template("meetings/sheet.html", document=sheet, sheet=style).encode()


def _answer(content: bytes, mimetype: str, name: str) -> ResponseReturnValue:
    answer = Response(content, mimetype=mimetype)
    kind = "inline" if mimetype == PDF else "attachment"
    answer.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return answer


def _form(sheet: Sheet, form: str, name: str) -> ResponseReturnValue:
    if form == "pdf":
        return _answer(printed(sheet), PDF, f"{name}.pdf")
    return _answer(one_file(sheet), HTML, f"{name}.html")


@bp.get("/<uuid:meeting_id>/minutes/public.<any(pdf, html):form>")
@door(Door.PUBLIC)
def public_file(meeting_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """The public edition in the reader's language, printed or as one page."""
    return _form(public_sheet(meeting_id), form, f"minutes-{locale().code}")


def public_sheet(meeting_id: uuid.UUID) -> Sheet:
    """Return the public edition as a document."""
    record = record_of(meeting_id)
    edition = json.loads(record.body)
    names = queries.public_names(session(), edition["present"]["people"])
    errata = queries.public_errata(session(), meeting_id)
    return sheets.Published(edition, errata, names, locale().tag).sheet(record.sha256)


@bp.get("/<uuid:meeting_id>/minutes/members.<any(pdf, html):form>")
@door(Door.SIGNED_IN)
def members_file(meeting_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """The members' text as this reader may have it, printed or as one page."""
    return _form(members_sheet(meeting_id), form, f"minutes-{locale().code}")


def members_sheet(meeting_id: uuid.UUID) -> Sheet:
    """Return the members' text as a document for the reader of this request."""
    found = members_view(meeting_id)
    if found is None:
        raise NotFound
    meeting, record, _why = found
    whole = queries.sitting(session(), meeting, locale())
    if whole.is_forgotten:
        raise NotFound
    may = rights(whole)
    labels = {key: one.words for key, one in seat_labels(whole).items()}
    names = bodies.names_of(session(), whole.people, viewer(), whole.body.id)
    reader = sheets.Reader(may["reads_closed"], may["reads_people"], may["reads_body"])
    inner = sheets.Inner(
        whole,
        names=names,
        labels=labels,
        owners=action_owners(whole, names),
        happened=queries.facts(whole),
        reader=reader,
    )
    at = record.published_at or record.approved_at or record.circulated_at or meeting.starts_at
    return inner.sheet(_body(whole), str(said_in.MINUTES[record.state]), at)


def _body(whole: Sitting) -> str:
    return bodies.names(session(), [whole.body], locale())[whole.body.id].words


@bp.get("/<uuid:meeting_id>/minutes/members.json")
@door(Door.SIGNED_IN)
def members_json(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """The members' edition's bytes, as they were published and hashed."""
    record = queries.published(session(), meeting_id, EditionKind.MEMBERS)
    if members_view(meeting_id) is None or record is None:
        raise NotFound
    answer = Response(record.body, mimetype=JSON)
    answer.headers["X-Content-SHA256"] = record.sha256
    return answer


@bp.get("/<uuid:meeting_id>/agenda.<any(pdf, html):form>")
@door(Door.SIGNED_IN)
def agenda_file(meeting_id: uuid.UUID, form: str) -> ResponseReturnValue:
    """The agenda, printed or as one page."""
    return _form(_agenda(load(meeting_id)), form, f"agenda-{locale().code}")


def _agenda(whole: Sitting) -> Sheet:
    papers: dict[uuid.UUID, list[str]] = {}
    for one in readable_papers(whole):
        papers.setdefault(one.item_id, []).append(_("Paper: %(title)s", title=one.title))
    return sheets.agenda(whole, _body(whole), papers, closed=access(whole).closed)


@bp.get("/<uuid:meeting_id>/pack.zip")
@door(Door.SIGNED_IN)
def pack(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Everything for reading without a connection: agenda, papers, minutes; with their hashes."""
    whole = load(meeting_id)
    sheet = _agenda(whole)
    parts = {"agenda.html": one_file(sheet), "agenda.pdf": printed(sheet)}
    position = {row.id: row.position for row in whole.items}
    for number, one in enumerate(readable_papers(whole), start=1):
        name, content = content_of(one)
        parts[f"papers/{position[one.item_id]}-{number}-{name}"] = content
    for earlier in _to_approve(whole):
        inner = members_sheet(earlier)
        parts[f"minutes/{inner.at.date().isoformat()}.html"] = one_file(inner)
    return _answer(_archive(parts), ZIP, "meeting.zip")


def _to_approve(whole: Sitting) -> list[uuid.UUID]:
    """Return the meetings whose minutes this one approves, where the reader may read them."""
    wanted = queries.meetings_of_minutes(
        session(), [row.approves_id for row in whole.items if row.approves_id is not None]
    )
    return [one for one in wanted if members_view(one) is not None]


def _archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of the parts and a list of their hashes (`sha256sum -c SHA256SUMS`)."""
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in parts.items()
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, "SHA256SUMS": sums.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()
