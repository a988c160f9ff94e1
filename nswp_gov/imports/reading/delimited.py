"""CSV as spreadsheets write it: the encoding and the sign between the cells are found.

Source: RFC 4180; The Unicode Standard, section 23.8 (byte-order mark).
"""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

from nswp_gov.imports.reading.tables import Table, TableRefused, table_of
from nswp_gov.imports.states import LONGEST_CELL

SIGNS = (",", ";", "\t", "|")
_LOOKED_AT = 20  # lines by which the sign is found
_SAMPLE = 64_000  # characters
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(content: bytes) -> Table:
    """Return the table of a CSV file.

    Raises:
        TableRefused: `import_encoding` (neither UTF-8 nor UTF-16), `import_damaged`, or as
            `table_of`.

    """
    words = decode(content)
    csv.field_size_limit(2 * LONGEST_CELL)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=sign_of(words), strict=True)
    try:
        return table_of(reader)
    except csv.Error as cause:
        if "field larger" in str(cause):
            line = reader.line_num
            raise TableRefused(
                "import_cell_long", field="file", line=line, longest=LONGEST_CELL
            ) from cause
        raise TableRefused("import_damaged", field="file") from cause


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16, with or without a byte-order mark."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    try:
        return content.decode(encoding or _guess(content))
    except UnicodeDecodeError as cause:
        raise TableRefused("import_encoding", field="file") from cause


def _guess(content: bytes) -> str:
    """Tell UTF-16 without a mark by its zero bytes: heads are mostly letters of ASCII."""
    start = content[:2000]
    if start.count(0) * 4 < len(start):
        return "utf-8"
    return "utf-16-be" if start[0::2].count(0) > start[1::2].count(0) else "utf-16-le"


def sign_of(words: str) -> str:
    """Return the sign that splits the first lines into the most columns, alike in every line."""
    best, most = ",", (0, 0)
    for sign in SIGNS:
        try:
            reader = csv.reader(io.StringIO(words[:_SAMPLE], newline=""), delimiter=sign)
            widths = [len(row) for row in islice(reader, _LOOKED_AT) if row]
        except csv.Error:
            continue
        if not widths or widths[0] == 1:
            continue
        agree = sum(1 for width in widths if width == widths[0])
        if (agree, widths[0]) > most:
            best, most = sign, (agree, widths[0])
    return best
