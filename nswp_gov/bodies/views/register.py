"""The register of a body as at a day: who held which seat, as a table file or printed."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.bodies import queries
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.queries import SeatRow
from nswp_gov.bodies.views import bp, words
from nswp_gov.bodies.views.public import asked_day, visible
from nswp_gov.store.blocks import words as plain
from nswp_gov.web import formats
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import session, viewer

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out


@bp.get("/<slug>/register.<any(csv, pdf):form>")
@door(Door.PUBLIC)
def register(slug: str, form: str) -> ResponseReturnValue:
    """The register as the reader may know it: names by consent or within the body."""
    body = visible(queries.body_by_slug(session(), slug))
    day = asked_day()
    rows = [_row(one) for one in queries.seat_rows(session(), body, day, locale(), viewer())]
    if form == "csv":
        return attached(_csv(rows), f"{slug}-{day}.csv", "text/csv")
    return attached(_pdf(body, day.isoformat(), rows), f"{slug}-{day}.pdf", "application/pdf")


def _heads() -> list[str]:
    return [_("Seat"), _("Held by"), _("How"), _("From"), _("Until")]


def _row(one: SeatRow) -> list[str]:
    held = one.holder
    if held is None:
        return [one.label, _("Vacant"), "", "", ""]
    until = held.until_on.isoformat() if held.until_on else ""
    name = one.name or _("Seat held")
    return [one.label, name, str(words.HOWS[held.how]), held.from_on.isoformat(), until]


def _csv(rows: list[list[str]]) -> bytes:
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(_heads())
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _pdf(body: Body, day: str, rows: list[list[str]]) -> bytes:
    name = queries.names(session(), [body], locale())[body.id].words
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    title = _("%(body)s: register", body=name)
    table = {
        "type": "table",
        "caption": title,
        "align": [""] * len(_heads()),
        "head": [plain(one) for one in _heads()],
        "rows": [[plain(cell) for cell in row] for row in rows],
    }
    as_at = _("As at %(day)s", day=formats.day(at.date()))
    data = {
        "subtitle": as_at,
        "facts": [],
        "contents": None,
        "blocks": [table],
        "footer": f"{title}. {as_at}",
    }
    return typeset("document.typ", data, lang=locale(), title=title, at=at)
