"""A stream of bytes as lines, in blocks: whatever comes in, memory stays bounded."""

from __future__ import annotations

import io
from typing import BinaryIO

from nswp_gov.rules.counting.refusals import PapersRefused, Place

BLOCK = 1 << 22
HEAD = 1 << 16  # the first block: the head of a file is known before much of it is read
LONGEST_LINE = 1 << 16
MOST_BYTES = 1 << 30
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Blocks:
    """Lines (without their newline) with their numbers; a UTF-8 byte order mark is dropped.

    `read`: how many bytes of a stream lie before what it gives; its lines are numbered from there.
    """

    def __init__(self, source: bytes | BinaryIO, read: int = 0) -> None:
        self._stream = io.BytesIO(source) if isinstance(source, bytes) else source
        self._partial = b""
        self._read = read
        self._lines: list[bytes] = []
        self._at = 0
        self._first = 1
        self._ended = False
        self._until: int | None = None

    @property
    def number(self) -> int:
        """The number of the line that comes next."""
        return self._first + self._at

    @property
    def read(self) -> int:
        """How many bytes have been taken from the source."""
        return self._read

    def pause_at(self, place: int) -> None:
        """Give nothing that begins `place` bytes from the start, the start of a line, or later."""
        self._until = place

    @property
    def is_paused(self) -> bool:
        """Whether all is given that is before the pause."""
        return self._at == len(self._lines) and self._read == self._until

    def go_on(self) -> None:
        """After a pause, give the rest too."""
        self._until = None

    def go_on_with(self, rest: bytes, *, after: int) -> None:
        """After a pause, pass over `after` lines and give `rest`, which ends the file."""
        self._first = self.number + after
        self._lines = rest.split(b"\n")
        if not self._lines[-1]:
            self._lines.pop()
        self._at = 0
        self._ended = True

    def rest(self) -> bytes | None:
        """What has not been given; None if that is more than a block."""
        left = self._stream.read(BLOCK)
        is_all = self._ended or len(left) < BLOCK
        lines = [*self._lines[self._at :], (b"" if self._ended else self._partial) + left]
        return b"\n".join(lines) if is_all else None

    def next_line(self) -> bytes | None:
        """The next line, or None after the last."""
        if self._at == len(self._lines) and not self._fill():
            return None
        self._at += 1
        line = self._lines[self._at - 1]
        if len(line) > LONGEST_LINE:
            raise too_long(self.number - 1)
        return line

    def step_back(self) -> None:
        """The line that `next_line` just gave comes again."""
        self._at -= 1

    def next_block(self) -> list[bytes]:
        """All lines at hand, or the next block of them; empty after the last."""
        if self._at == len(self._lines) and not self._fill():
            return []
        block = self._lines[self._at :] if self._at else self._lines
        self._at = len(self._lines)
        return block

    def rewind(self, lines: int) -> None:
        """The last `lines` lines of the block that `next_block` gave come again."""
        self._at -= lines

    def _fill(self) -> bool:
        """Read one block of whole lines; false at the end."""
        if self._ended:
            return False
        start = b"" if self._read else BYTE_ORDER_MARK
        size = BLOCK if self._read else HEAD
        size = size if self._until is None else min(size, self._until - self._read)
        if not size:
            return False
        data = self._stream.read(size)
        self._read += len(data)
        if self._read > MOST_BYTES:
            raise PapersRefused("file_too_large", most=MOST_BYTES)
        self._first += len(self._lines)
        if not data:
            self._ended = True
            data = self._partial
            self._lines = [data] if data else []
        else:
            self._lines = (self._partial + data.removeprefix(start)).split(b"\n")
            self._partial = self._lines.pop()
            self._check_length()
        self._at = 0
        return bool(self._lines) or self._fill()

    def _check_length(self) -> None:
        """A line that is still open; closed ones are checked where they are taken."""
        if len(self._partial) > LONGEST_LINE:
            raise too_long(self._first + len(self._lines))


def too_long(line: int) -> PapersRefused:
    """The refusal of a line that is longer than `LONGEST_LINE`."""
    return PapersRefused("line_too_long", Place(line, LONGEST_LINE + 1), most=LONGEST_LINE)
