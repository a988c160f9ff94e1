"""The register as a file: the same lines as the page, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import pgettext
from openpyxl import Workbook

from nswp_gov.directory.views.files import cell
from nswp_gov.membership.forms import CATEGORIES, STANDINGS
from nswp_gov.membership.queries import Difference, RegisterLine, StatutoryLine, Step
from nswp_gov.membership.states import Moved
from nswp_gov.membership.views.messages import MOVED
from nswp_gov.web.files import attached
from nswp_gov.web.formats import country, region

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Sequence[Any]]


def as_file(kind: str, rows: Rows, name: str) -> Response:
    """Return rows as CSV (UTF-8 with a byte-order mark) or XLSX; no cell works anything out."""
    plain = [[cell(one) for one in row] for row in rows]
    body = _xlsx(plain) if kind == "xlsx" else _csv(plain)
    return attached(body, f"{name}.{kind}", XLSX if kind == "xlsx" else "text/csv")


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return f"\ufeff{out.getvalue()}".encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def register_rows(lines: Iterable[RegisterLine]) -> Rows:
    """Return the register with heads in the reader's language."""
    yield (
        _("Identifier"), _("Name"), _("Country or territory"), _("Country code"), _("Region"),
        _("Category"), _("Standing"), pgettext("column", "Vote"), _("Day of admission"),
    )  # fmt: skip
    for line in lines:
        yield (
            line.organisation_id, line.name, country(line.country) if line.country else "",
            line.country or "", region(line.region) if line.region else "",
            CATEGORIES[line.category], STANDINGS[line.standing],
            _("yes") if line.has_vote else _("no"), line.admitted_on or "",
        )  # fmt: skip


def difference_rows(found: Iterable[Difference]) -> Rows:
    """Return what changed, a line for each change."""
    yield (
        _("Identifier"), _("Name"), _("Country or territory"), _("What changed"), _("Before"),
        _("After"),
    )  # fmt: skip
    for one in found:
        for step in one.steps:
            before, after = said(step)
            yield (
                one.organisation_id, one.name, country(one.country) if one.country else "",
                MOVED[step.moved], before, after,
            )  # fmt: skip


def said(step: Step) -> tuple[str, str]:
    """Return the two sides of a change in words; nothing where there is none."""
    words: dict[str, Any] = {**CATEGORIES, **STANDINGS}
    if step.moved is Moved.REGION:
        return tuple(region(one) if one else "" for one in (step.before, step.after))  # type: ignore[return-value]  # two of two
    before = str(words[step.before]) if step.before else ""
    return before, str(words[step.after]) if step.after else ""


def statutory_rows(lines: Iterable[StatutoryLine]) -> Rows:
    """Return the statutory register. Source: Companies Act 2006, section 113."""
    yield (
        _("Name"),
        _("Address of record"),
        _("Member since"),
        _("Member until"),
        pgettext("statutory register", "Class"),
    )
    for line in lines:
        yield (
            line.name, line.address, line.admitted_on, line.ended_on or "",
            _("with a vote") if line.votes else _("without a vote"),
        )  # fmt: skip
