"""One text on its way out or back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


class Unreadable(ValueError):
    """A file is not what it should be; `why` is a code that is phrased for the reader."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, the source revision that was sent, and its words on both sides.

    `note`: where it stands, for the translator. `is_unsure`: the file marks it as a machine's, or
    as not finished.
    """

    text_id: uuid.UUID
    revision: int
    source: str
    target: str
    note: str = ""
    is_unsure: bool = False
