"""Reading in a process of its own, with little memory and little time.

A file that breaks its reader takes down the small process and nothing else, and that process is
given none of the instance's settings or keys.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys

from nswp_gov.imports.reading.delimited import read_delimited
from nswp_gov.imports.reading.sheets import read_sheet
from nswp_gov.imports.reading.tables import Line, Table, TableRefused
from nswp_gov.imports.states import LARGEST_FILE

_MEMORY = 1 * 2**30  # bytes of address space, the interpreter and its libraries included
_SECONDS = 60
_GRACE = 5  # to start, and to be stopped by its own limit first
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_table(content: bytes, *, seconds: int = _SECONDS) -> Table:
    """Return the table in a CSV or XLSX file; what it is shows from its first bytes.

    Raises:
        TableRefused: `import_kind`, `import_large`, `import_damaged` (also where reading takes too
            long or too much memory), or what the readers say.

    """
    if not content:
        raise TableRefused("import_empty", field="file")
    if len(content) > LARGEST_FILE:
        raise TableRefused("import_large", field="file", megabytes=LARGEST_FILE // 2**20)
    if content.startswith((_OLD_OFFICE, b"%PDF", b"\x89PNG", b"\xff\xd8")):
        raise TableRefused("import_kind", field="file")
    kind = "xlsx" if content.startswith(_ZIP) else "csv"
    command = (sys.executable, "-m", __name__, kind, str(seconds))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, module and a listed word
            command,
            input=content,
            capture_output=True,
            timeout=seconds + _GRACE,
            check=True,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as cause:
        raise TableRefused("import_damaged", field="file") from cause
    return _told(json.loads(done.stdout))


def _told(answer: dict[str, object]) -> Table:
    match answer:
        case {"code": str(code), "values": dict(values)}:
            raise TableRefused(code, field="file", **values)
        case {"heads": list(heads), "lines": list(lines)}:
            return Table(tuple(heads), tuple(Line(number, tuple(c)) for number, c in lines))
    raise TableRefused("import_damaged", field="file")


def main() -> None:
    """Read a file from standard input, write its table as JSON."""
    kind, seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    content = sys.stdin.buffer.read()
    try:
        table = read_sheet(content) if kind == "xlsx" else read_delimited(content)
    except TableRefused as refusal:
        json.dump({"code": refusal.code, "values": refusal.values}, sys.stdout)
        return
    json.dump(
        {"heads": table.heads, "lines": [(line.number, line.cells) for line in table.lines]},
        sys.stdout,
    )


if __name__ == "__main__":
    main()
