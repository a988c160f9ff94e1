"""The words of the translation desk: how a cell of the matrix stands, what a draft waits for."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

CLAIM_LASTS = timedelta(days=7)
ASSIGNED_FOR = timedelta(days=60)
KEPT_DRAFT = 365  # days after a draft was last touched
KEPT_FILE = 30  # days after a file came in
LARGEST_FILE = 2_000_000  # bytes
LONGEST = 60_000  # characters of one translation
GLOSSARY, NAME, MEANING = "glossary_term", "name", "meaning"  # a term's kind and its texts


class CellState(StrEnum):
    """How one text stands in one language; the first that holds is said."""

    SOURCE = "source"  # it was written in this language
    MISSING = "missing"
    DRAFT = "draft"  # begun, never released
    BEHIND = "behind"  # the meaning of the source changed since
    MACHINE = "machine"  # released as machine-assisted, nobody has reviewed it
    EDITORIAL = "editorial"  # the source was only polished since
    CURRENT = "current"


# What asks something of a translator.
WANTING = frozenset({CellState.MISSING, CellState.DRAFT, CellState.BEHIND, CellState.MACHINE})
# What a reader of the language gets in their language, without a grave warning.
SERVED = frozenset({CellState.CURRENT, CellState.EDITORIAL, CellState.MACHINE, CellState.SOURCE})


class DraftState(StrEnum):
    """Where a draft of a translation is."""

    WRITING = "writing"
    REVIEW = "review"  # another person is to read it


class FileForm(StrEnum):
    """In which form texts go to translators outside and come back."""

    XLIFF = "xliff"
    PO = "po"


class RowOutcome(StrEnum):
    """What taking one line of a file would do."""

    NEW = "new"  # there is no translation yet
    CHANGES = "changes"  # it replaces the words there are
    SAME = "same"
    EMPTY = "empty"  # nothing was translated
    MOVED = "moved"  # the source changed since the file was made
    HELD = "held"  # somebody else is writing on it here
    UNKNOWN = "unknown"  # no such text, or not for this person
    TAKEN = "taken"  # it became a draft


TAKEABLE = frozenset({RowOutcome.NEW, RowOutcome.CHANGES})
