"""XLSX, read as a stream: the first visible sheet, values as they stand, formulas as such.

Source: ECMA-376, parts 1 and 2.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from nswp_gov.imports.reading.tables import FORMULA, Table, TableRefused, table_of
from nswp_gov.imports.states import MOST_COLUMNS

_MOST_PARTS = 500
_LARGEST_UNPACKED = 200 * 2**20
_LARGEST_RATIO = 200
_SMALL = 100_000  # a part below this may be packed as tightly as it likes
_HEAD = 4096
_MOVED = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"})


def read_sheet(content: bytes) -> Table:
    """Return the table of the first visible sheet.

    Raises:
        TableRefused: `import_damaged`, `import_unpacks_large`, or as `table_of`.

    """
    try:
        _look_inside(content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False, data_only=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise TableRefused("import_empty", field="file")
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        return table_of(_rows(sheet))
    except (
        zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError,
        TypeError, AttributeError, IndexError, EOFError, OSError, NotImplementedError,
        RuntimeError,
    ) as cause:  # fmt: skip
        raise TableRefused("import_damaged", field="file") from cause


def _rows(sheet: Any) -> Iterator[list[Any]]:
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
        is_blank = all(one.value is None for one in row)
        yield [] if is_blank else [_value(one) for one in row]


def _value(one: Any) -> Any:
    if one.data_type == "f":
        return FORMULA
    return None if one.data_type == "e" or one.value in _MOVED else one.value


def _look_inside(content: bytes) -> None:
    """Refuse a package that unpacks into far more than it is, or defines entities of its own."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _LARGEST_UNPACKED:
            raise TableRefused("import_unpacks_large", field="file")
        for one in parts:
            if one.file_size > _LARGEST_RATIO * max(one.compress_size, 1) + _SMALL:
                raise TableRefused("import_unpacks_large", field="file")
            if one.filename.endswith((".xml", ".rels")):
                with package.open(one) as opened:
                    head = opened.read(_HEAD)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise TableRefused("import_damaged", field="file")
