"""The register as a file: the same rows as the page, for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.directory.views.files import cell, plain
from nswp_gov.policies import queries
from nswp_gov.policies.queries import Row
from nswp_gov.policies.states import WORLD
from nswp_gov.policies.views import asking, bp, words
from nswp_gov.policies.views.public import Said, said_of
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.formats import country, language_name, region
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings

NEWEST = 50
OLD = datetime(2000, 1, 1, tzinfo=UTC)


@bp.get("/policies.<any(csv, json, atom):form>")
@door(Door.PUBLIC)
def index_file(form: str) -> ResponseReturnValue:
    """Give the register as asked as a table, as data, or its newest entries as a feed."""
    question = asking.asked()
    rows = queries.everything(session(), question, locale(), asking.today())
    if form == "atom":
        return _as_atom(rows, asking.address(question))
    said = said_of(rows)
    if form == "json":
        return jsonify({"positions": [_as_data(row, said) for row in rows]})
    return _as_csv(rows, said)


def _as_csv(rows: list[Row], said: Said) -> Response:
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow([_("Institution"), _("Document"), _("Reference"), _("Topic"), _("Position"),
        _("What it says, in our own words"), _("Short quotation"), _("Exact place"),
        _("In force from"), _("No longer in force from"), _("It applies in"), _("Source"),
        _("Address here")])  # fmt: skip
    for row in rows:
        writer.writerow([cell(plain(value)) for value in _cells(row, said)])
    return attached(b"\xef\xbb\xbf" + kept.getvalue().encode(), "policies.csv", "text/csv")


def _cells(row: Row, said: Said) -> Iterator[str]:
    own, of = row.position, row.instrument
    yield _words(said, row.institution["id"])
    yield _words(said, of["id"])
    yield of["reference"] or ""
    yield str(words.TOPICS[own["topic"]])
    yield str(words.STANCES[own["stance"]])
    yield _words(said, row.id)
    yield own["quotation"] or ""
    yield own["place"]
    yield own["taken_on"].isoformat()
    yield own["ended_on"].isoformat() if own["ended_on"] else ""
    yield ", ".join(places_of(row))
    yield of["address"]
    yield _own(row)


def places_of(row: Row) -> list[str]:
    """Return where a document applies, by name."""
    of = row.instrument
    world = [_("Worldwide")] if of["is_worldwide"] else []
    return [*world, *map(region, of["regions"]), *map(country, of["countries"])]


def _words(said: Said, record: Any) -> str:
    return said[record].words if record in said else ""


def _own(row: Row) -> str:
    return settings().public_url + url_for("policies.position", position_id=row.id)


def _as_data(row: Row, said: Said) -> dict[str, Any]:
    own, of, by = row.position, row.instrument, row.institution

    def text(record: Any) -> dict[str, str] | None:
        reading = said.get(record)
        return {"lang": reading.locale.tag, "words": reading.words} if reading else None

    return {
        "id": str(row.id),
        "address": _own(row),
        "topic": own["topic"].value,
        "stance": own["stance"].value,
        "paraphrase": text(row.id),
        "quotation": own["quotation"]
        and {"lang": own["quotation_language"], "words": own["quotation"]},
        "place": own["place"],
        "from": own["taken_on"].isoformat(),
        "until": own["ended_on"].isoformat() if own["ended_on"] else None,
        "supersedes": str(own["supersedes_id"]) if own["supersedes_id"] else None,
        "document": {
            "title": text(of["id"]),
            "official_title": {"lang": of["language"], "words": of["official_title"]},
            "languages": of["languages"],
            "kind": of["kind"].value,
            "issued_on": of["issued_on"].isoformat(),
            "reference": of["reference"],
            "source": of["address"],
            "applies_in": [*([WORLD] if of["is_worldwide"] else []), *of["regions"],
                           *of["countries"]],
        },
        "institution": {
            "name": text(by["id"]),
            "acronym": by["acronym"],
            "kind": by["kind"].value,
            "region": by["region"],
        },
    }  # fmt: skip


def _as_atom(rows: list[Row], page: str) -> Response:
    """Return what was published or ended last, the newest first. Source: RFC 4287."""
    newest = sorted(rows, key=_changed_at, reverse=True)[:NEWEST]
    body = render_template(
        "policies/feed.xml",
        rows=newest,
        said=said_of(newest),
        page=settings().public_url + page,
        here=locale(),
        own=_own,
        plain=plain,
        changed_at=_changed_at,
        updated=max(map(_changed_at, newest), default=now()),
        language_name=language_name,
    )
    answer = Response(body, mimetype="application/atom+xml")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _changed_at(row: Row) -> datetime:
    own = row.position
    return max(own["published_at"] or OLD, own["ended_at"] or OLD)
