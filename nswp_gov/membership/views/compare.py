"""The difference of the register between two days."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.membership import operations, queries
from nswp_gov.membership.forms import FileForm
from nswp_gov.membership.queries import Difference
from nswp_gov.membership.states import Exported, Moved
from nswp_gov.membership.views import files
from nswp_gov.membership.views.frame import asked_day, bp, known_at, known_day, today
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work


def _days() -> tuple[date, date]:
    """Return the two days that the address names: the year so far where it names none."""
    later = asked_day("to")
    return asked_day("since", date(later.year, 1, 1)), later


def _found() -> list[Difference]:
    earlier, later = _days()
    return queries.differences(session(), earlier, later, known_at=known_at(), locale=locale())


@bp.get("/differences")
@door(Door.STAFF)
def differences() -> ResponseReturnValue:
    """Show who was admitted, who left, and what changed between two days."""
    earlier, later = _days()
    found = _found()
    numbers = {
        moved: sum(1 for one in found for step in one.steps if step.moved is moved)
        for moved in Moved
    }
    return render_template(
        "membership/differences.html",
        earlier=earlier,
        later=later,
        today=today(),
        known=known_day(),
        found=[(one, [(step.moved, *files.said(step)) for step in one.steps]) for one in found],
        numbers=numbers,
        file=url_for("membership.differences_file", **request.args.to_dict()),  # type: ignore[arg-type]  # words of an address
    )


@bp.route("/differences/file", methods=["GET", "POST"])
@door(Door.STAFF, fresh=True)
def differences_file() -> ResponseReturnValue:
    """Give the difference away as a file; that it was taken, and by whom, is journalled."""
    form, found, (earlier, later) = FileForm(), _found(), _days()
    if form.validate_on_submit():
        kind, lines, instant = str(form.kind.data), len(found), known_at()
        with work() as w:
            operations.note_export(
                w, Exported.DIFFERENCE, kind,
                day=later, earlier=earlier, lines=lines, known_at=instant,
            )  # fmt: skip
        name = f"list-{earlier.isoformat()}-{later.isoformat()}"
        return files.as_file(kind, files.difference_rows(found), name)
    return render_template(
        "membership/file.html", form=form, total=len(found), day=later, known=known_day()
    )
