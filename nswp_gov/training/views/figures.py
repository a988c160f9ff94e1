"""Figures for donors: the same cells as a page and as files, and nothing besides."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.membership.views.files import as_file
from nswp_gov.rules.cells import THRESHOLD, Cell, Shown
from nswp_gov.rules.regions import Region
from nswp_gov.training import queries
from nswp_gov.training.queries import OTHERS, Published
from nswp_gov.training.views import bp
from nswp_gov.web import formats
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session


def said(cell: Cell | None) -> str:
    """Return a cell in words; None: there was no event for this region."""
    if cell is None:
        return "–"
    if cell.shown is Shown.EXACT and cell.count is not None:
        return formats.number(cell.count)
    if cell.shown is Shown.FEWER:
        return str(_("fewer than %(number)s", number=THRESHOLD))
    return str(_("not shown"))


def named(found: Sequence[Published]) -> dict[str, str]:
    """Return what each programme of the tables is called."""
    ids = [uuid.UUID(one) for row in found for one in row.cells if one != OTHERS]
    titles = queries.titles(session(), "training_programme", ids, locale())
    known = {str(one): reading.words for one, reading in titles.items()}
    return {**known, OTHERS: _("Other programmes")}


def lines(row: Published, names: dict[str, str]) -> Iterator[list[str]]:
    """Give the table of one year: a line for each programme, a column for each region."""
    for programme, cells in row.cells.items():
        yield [names.get(programme, ""), *(said(cells.get(region.value)) for region in Region)]


def heads() -> list[str]:
    """Return the heads of the table."""
    return [_("Programme"), *(formats.region(one.value) for one in Region)]


@bp.get("/figures")
@door(Door.PUBLIC)
def figures() -> ResponseReturnValue:
    """Show how many took part, by programme and region, a table for each year."""
    found = queries.published(session())
    names = named(found)
    return render_template(
        "training/figures.html",
        tables=[(row.year, list(lines(row, names)), said(row.total)) for row in found],
        heads=heads(),
        threshold=THRESHOLD,
    )


@bp.get("/figures.<any(csv, xlsx):kind>")
@door(Door.PUBLIC)
def figures_file(kind: str) -> ResponseReturnValue:
    """Give exactly what the page shows as a file."""
    return as_file(kind, _rows(), "training")


def _rows() -> Iterator[list[str]]:
    found = queries.published(session())
    names = named(found)
    yield [_("Year"), *heads(), _("All together")]
    for row in found:
        for line in lines(row, names):
            yield [str(row.year), *line, said(row.total)]
