"""The register as at a day, as a file, and the terms that run out."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.membership import operations, queries
from nswp_gov.membership.forms import FileForm
from nswp_gov.membership.queries import Narrowed, RegisterLine
from nswp_gov.membership.states import Exported
from nswp_gov.membership.views import files
from nswp_gov.membership.views.frame import asked_day, bp, known_at, known_day, today
from nswp_gov.rules.regions import Region
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

PAGE = 50


def _asked() -> Narrowed:
    return Narrowed(
        words=request.args.get("q", "").strip(),
        regions=frozenset(request.args.getlist("region")),
        categories=frozenset(request.args.getlist("category")),
        standings=frozenset(request.args.getlist("standing")),
    )


def _lines() -> list[RegisterLine]:
    lines = queries.register_as_at(session(), asked_day("on"), known_at=known_at(), locale=locale())
    return queries.narrowed(lines, _asked())


@bp.get("")
@door(Door.STAFF)
def index() -> ResponseReturnValue:
    """Show the register as at a day, narrowed as the address says."""
    lines = _lines()
    start = max(request.args.get("from", 0, int), 0)
    return render_template(
        "membership/index.html",
        day=asked_day("on"),
        known=known_day(),
        is_today=asked_day("on") == today(),
        asked=_asked(),
        lines=lines[start : start + PAGE],
        total=len(lines),
        newer=_page_at(start - PAGE) if start else None,
        older=_page_at(start + PAGE) if start + PAGE < len(lines) else None,
        regions=[one.value for one in Region],
        without=queries.not_members(session(), locale()),
        file=url_for("membership.file", **request.args.to_dict(flat=False)),  # type: ignore[arg-type]  # lists are repeated
    )


def _page_at(start: int) -> str:
    kept: dict[str, Any] = {**request.args.to_dict(flat=False), "from": max(start, 0)}
    return url_for("membership.index", **kept)


@bp.route("/file", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def file() -> ResponseReturnValue:
    """Give the register away as a file; that it was taken, and by whom, is journalled."""
    form, lines, day = FileForm(), _lines(), asked_day("on")
    if form.validate_on_submit():
        kind, instant = str(form.kind.data), known_at()
        with work() as w:
            operations.note_export(
                w, Exported.REGISTER, kind, day=day, lines=len(lines), known_at=instant
            )
        return files.as_file(kind, files.register_rows(lines), f"list-{day.isoformat()}")
    return render_template(
        "membership/file.html", form=form, total=len(lines), day=day, known=known_day()
    )


@bp.get("/renewals")
@door(Door.STAFF)
def renewals() -> ResponseReturnValue:
    """Show the memberships whose term runs out, soonest first."""
    found = queries.renewals_due(session(), today())
    names = {one.organisation_id: one for one in queries.register_as_at(session(), today())}
    rows = [(names[key], day) for key, day in found if key in names]
    return render_template("membership/renewals.html", rows=rows, today=today())
