"""What states, outcomes and refusals are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.desk.states import CellState, DraftState, RowOutcome
from nswp_gov.store.text_kinds import Importance

STATES: dict[CellState, Any] = {
    CellState.SOURCE: _lp("state of a translation", "original"),
    CellState.MISSING: _lp("state of a translation", "missing"),
    CellState.DRAFT: _lp("state of a translation", "begun"),
    CellState.BEHIND: _lp("state of a translation", "behind: the meaning changed"),
    CellState.MACHINE: _lp("state of a translation", "machine-assisted, not reviewed"),
    CellState.EDITORIAL: _lp("state of a translation", "behind in wording only"),
    CellState.CURRENT: _lp("state of a translation", "up to date"),
}
SIGNS = {
    CellState.SOURCE: "◆",
    CellState.MISSING: "○",
    CellState.DRAFT: "…",
    CellState.BEHIND: "◐",
    CellState.MACHINE: "◌",
    CellState.EDITORIAL: "◕",
    CellState.CURRENT: "●",
}
TONES = {
    CellState.SOURCE: "soft",
    CellState.MISSING: "late",
    CellState.DRAFT: "soft",
    CellState.BEHIND: "behind",
    CellState.MACHINE: "soft",
    CellState.EDITORIAL: "good",
    CellState.CURRENT: "good",
}
IMPORTANCE: dict[Importance, Any] = {
    Importance.URGENT: _l("Urgent"),
    Importance.HIGH: _l("Important"),
    Importance.USUAL: _l("Usual"),
    Importance.LOW: _l("Can wait"),
}
DRAFTS: dict[DraftState, Any] = {
    DraftState.WRITING: _l("being written"),
    DraftState.REVIEW: _l("waits for a second person"),
}
OUTCOMES: dict[RowOutcome, Any] = {
    RowOutcome.NEW: _l("would become a draft"),
    RowOutcome.CHANGES: _l("would change what is there"),
    RowOutcome.SAME: _l("is there already"),
    RowOutcome.EMPTY: _l("was not translated"),
    RowOutcome.MOVED: _l("not taken: the text changed since the file was made"),
    RowOutcome.HELD: _l("not taken: somebody translates it here"),
    RowOutcome.UNKNOWN: _l("not taken: there is no such text for you"),
    RowOutcome.TAKEN: _l("became a draft"),
}
REFUSALS: dict[str, Any] = {
    "translation_held": _l("Somebody else translates this until %(until)s."),
    "translation_closed": _l("What this belongs to is closed: it is no longer translated."),
    "translation_too_long": _l("At most %(most)s letters fit."),
    "translation_without_words": _l("Write the translation first."),
    "no_such_source": _l("The original was changed. Load this page anew."),
    "marks_differ": _l(
        "These stand on one side only: %(marks)s. Mend them, or say that it is on purpose."
    ),
    "machine_unreviewed": _l(
        "A machine helped with this. A second person reads it before it goes out."
    ),
    "review_asked": _l("A second person was asked to read this. It goes out when they have."),
    "assigned_already": _l("This person has it already."),
    "nothing_to_send": _l("There is nothing to translate here that everybody may read."),
    "file_too_large": _l("At most %(most)s bytes fit."),
    "file_not_xliff": _l("This is not a file in XLIFF 2.0."),
    "file_not_po": _l("This is not a PO file in UTF-8."),
    "file_with_doctype": _l("The file declares a document type; that is not let in."),
    "file_other_language": _l("The file is not in this language."),
    "file_without_texts": _l("No text of ours was found in the file."),
    "file_taken": _l("This file was taken already."),
    "term_key_form": _l(
        "A key has small letters, digits and underscores, and begins with a letter."
    ),
    "term_key_taken": _l("Another term has this key."),
    "term_without_name": _l("Say what the term is."),
    "avoid_form": _l("Line %(line)s: write a language code, a colon, then the words."),
}
REASONS: dict[str, Any] = {
    "only_translators": _l("The translation desk is for the secretariat and for translators."),
    "given": _l("This was given to you for translation."),
    "second_person": _l("You are the second person to read it."),
    "own_translation": _l("Another person than its writer reads a translation."),
    "not_your_claim": _l("Somebody else has taken this."),
    "not_your_file": _l("This file was brought in by somebody else."),
}
