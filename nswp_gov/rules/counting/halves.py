"""The second half of a large ballot file, read by a copy of this process meanwhile.

Reading takes most of the time of a large count. So the copy is made as soon as the head of the
file is known, and what is not needed to read is loaded after that: no module that reads imports it,
and the package itself loads its parts when they are asked for.

The copy reads as its original does; what it finds is taken only if nothing had to be refused.
Otherwise the half is read again in the usual way, which knows the line and the column of what is
wrong.
"""

from __future__ import annotations

import marshal
import os
import stat
from typing import BinaryIO, NamedTuple

from nswp_gov.rules.counting.blocks import MOST_BYTES, Blocks
from nswp_gov.rules.counting.blt_papers import PaperLines, Papers
from nswp_gov.rules.counting.refusals import PapersRefused

LEAST = 8 << 20  # bytes; reading a smaller file takes less than a copy is worth
LOADING = 2 << 20  # bytes that the copy reads while its original loads what counts
_FATAL = 1


class Half(NamedTuple):
    """The papers, how many lines they were, and what follows them."""

    papers: Papers
    taken: int
    rest: bytes


class SecondHalf:
    """A copy at work; `start` is where its half begins, in bytes from the file's own start."""

    def __init__(self, start: int, process: int, answer: int) -> None:
        self.start = start
        self._process = process
        self._answer = answer

    def take(self) -> Half | None:
        """What the copy found; None if its half has to be read again."""
        with open(self._answer, "rb") as pipe:  # noqa: PTH123 -- a descriptor
            found = pipe.read()
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        if status or not found:
            return None
        papers, taken, rest = marshal.loads(found)  # noqa: S302 -- from our own copy
        return Half(Papers(*papers), taken, rest)

    def drop(self) -> None:
        """The copy is gone, whether or not it had ended."""
        if self._process:
            os.close(self._answer)  # it ends as soon as it wants to write
            os.waitpid(self._process, 0)
            self._process = 0


def begin(source: BinaryIO, read: int, lines: PaperLines) -> SecondHalf | None:
    """Start a copy on the second half of `source`, of which `read` bytes have been taken.

    `lines` has met none yet; the copy reads as it would.

    None where that gains nothing or cannot be done: a small file or none, a single processor, a
    system without `fork`, or a program with other threads.
    """
    name = getattr(source, "name", None)
    size = _size(source) if isinstance(name, str) else 0
    if not LEAST <= size <= MOST_BYTES or size // 2 < read or not _can_copy():
        return None
    with open(str(name), "rb") as file:  # noqa: PTH123 -- pathlib is slow to load
        file.seek(max(read, (size - LOADING) // 2))
        file.readline()
        start = file.tell()
    answer, give = os.pipe()
    process = os.fork()
    if process:
        os.close(give)
        return SecondHalf(start, process, answer)
    status = _FATAL
    try:
        os.close(answer)
        status = _read_half(str(name), start, lines, give)
    finally:
        os._exit(status)


def _read_half(name: str, start: int, lines: PaperLines, give: int) -> int:
    """In the copy: read from `start` up to the line `0` and hand it over; 0 if all is well."""
    with open(name, "rb") as file, open(give, "wb") as pipe:  # noqa: PTH123
        file.seek(start)
        blocks = Blocks(file, read=start)
        try:
            lines.read(blocks)
        except PapersRefused:
            return _FATAL
        taken, rest = blocks.number - 1, blocks.rest()
        if rest is None:
            return _FATAL
        marshal.dump((tuple(lines.papers()), taken, rest), pipe)
        return 0


def _size(source: BinaryIO) -> int:
    status = os.fstat(source.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _can_copy() -> bool:
    import threading  # noqa: PLC0415 -- only large files come here

    several = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else False
    return several and hasattr(os, "fork") and threading.active_count() == 1
