"""The same list as a file. It starts from the same rows as the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from nswp_gov.directory.forms.labels import AREAS, FIELDS, LEVELS
from nswp_gov.directory.queries import Row
from nswp_gov.directory.states import TEXT_FIELDS, ProfileField
from nswp_gov.rules.languages import Locale, fallback_order
from nswp_gov.web.files import attached
from nswp_gov.web.formats import country, language_name, region
from nswp_gov.web.unit import now

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    ProfileField.NAME,
    ProfileField.ACRONYM,
    ProfileField.COUNTRY,
    ProfileField.LEVEL,
    ProfileField.LANGUAGES,
    ProfileField.AREAS,
    ProfileField.WEBSITE,
    ProfileField.EMAIL,
    ProfileField.DESCRIPTION,
)
_TEXT_NAMES = frozenset(one.value for one in TEXT_FIELDS)


def cell(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def plain(words: str) -> str:
    """Return words without the signs that neither a sheet nor XML can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", words))


def words_in(said: Any, field: str, here: Locale, own: Locale) -> tuple[str, Locale]:
    """Return a text in the reader's language or in the honest fallback, and whose it is."""
    by_code = said.get(field) or {}
    for one in fallback_order(here, own):
        if words := by_code.get(one.value):
            return words, one
    return "", own


def lines(rows: Iterable[Row], here: Locale) -> Iterable[list[str]]:
    """Return the headings in the reader's language, then a line of cells for each row."""
    yield [cell(FIELDS[one]) for one in HEADS]
    for row in rows:
        yield [cell(one) for one in _cells(row, here)]


def as_csv(rows: Iterable[Row], here: Locale, name: str) -> Response:
    """Return the rows as CSV in UTF-8 with a byte-order mark, headings in the reader's language."""
    file = io.StringIO()
    csv.writer(file).writerows(lines(rows, here))
    return attached("\ufeff" + file.getvalue(), f"{name}.csv", "text/csv")


def as_xlsx(rows: Iterable[Row], here: Locale, name: str) -> Response:
    """Return the rows as a workbook of one sheet; every cell is words, none is a formula."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = now().replace(tzinfo=None)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for line in lines(rows, here):
        sheet.append([plain(one) for one in line])
    file = io.BytesIO()
    book.save(file)
    return attached(file.getvalue(), f"{name}.xlsx", SHEET)


def _cells(row: Row, here: Locale) -> list[Any]:
    return [
        row.name,
        row.said.get(ProfileField.ACRONYM.value),
        country(row.country) if row.country else region(row.region),
        LEVELS[row.level] if row.level else None,
        ", ".join(language_name(one) for one in row.languages),
        ", ".join(str(AREAS.get(one, one)) for one in row.areas),
        row.said.get(ProfileField.WEBSITE.value),
        row.said.get(ProfileField.EMAIL.value),
        words_in(row.said, ProfileField.DESCRIPTION, here, row.locale)[0],
    ]


def as_data(row: Any) -> dict[str, Any]:
    """Return one listed organisation as JSON values: what its page shows, in every language."""
    found: dict[str, Any] = {
        "slug": row.slug,
        "name": row.name,
        "language": row.locale.tag,
        "region": row.region,
        "country": row.country,
        "level": row.level,
        "languages": list(row.languages),
        "areas": list(row.areas),
        "last_confirmed_on": row.last_confirmed_on.isoformat() if row.last_confirmed_on else None,
    }
    for name, value in row.said.items():
        is_text = name in _TEXT_NAMES
        found[name] = {Locale(c).tag: said for c, said in value.items()} if is_text else value
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def as_json(rows: Iterable[Row], total: int) -> Response:
    """Return the rows as JSON with their exact number."""
    return jsonify(total=total, organisations=[as_data(row) for row in rows])
