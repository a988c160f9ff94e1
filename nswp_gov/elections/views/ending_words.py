"""What files, complaints and refusals at the end of an election are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from nswp_gov.elections.states import ComplaintState

FILES: Mapping[str, Any] = {
    "extension.json": _l("The signed announcement of a later close"),
    "counts.json": _l("The figures of every stage"),
    "lots.json": _l("The order that breaks ties, and where it is from"),
    "participation.json": _l("How many could vote and how many did, by paper"),
    "verify.py": _l("The program that checks this record and counts again"),
    "README.txt": _l("How to check this record"),
    "record.json": _l("Which record this is, and the SHA-256 of every file"),
}
KINDS: Mapping[str, Any] = {  # by how a file's name begins or ends
    "opening-": _l("Signed statement of an opener"),
    "lot-": _l("Signed statement of somebody who saw the lot drawn"),
    "observed-": _l("Signed statement of an agent who counted again"),
    "recounted-": _l("Signed statement of a trustee who counted again"),
    "destroyed-": _l("Signed statement of a trustee who destroyed the key"),
    "result-": _l("The result, to print"),
    "count-": _l("The whole count, for other programs"),
    ".blt": _l("The ballots for other counting programs"),
    ".csv": _l("The figures for a spreadsheet"),
}
COMPLAINTS: Mapping[str, Any] = {
    ComplaintState.MADE: lazy_pgettext("complaint", "waits for an answer"),
    ComplaintState.UPHELD: lazy_pgettext("complaint", "upheld"),
    ComplaintState.DISMISSED: lazy_pgettext("complaint", "dismissed"),
}
MISSING: Mapping[str, Any] = {
    "no_real_election_in_sample": _l(
        "This is the sample network: no real election opens here. Set it up in an instance of "
        "your own."
    ),
    "program_changed": _l(
        "The program was changed after everything was fixed. Put the earlier version back, or give "
        "this election up and set it up again."
    ),
    "no_rehearsal": _l(
        "No rehearsal by this panel with this version of the program was opened and counted yet. "
        "Set up an election of the kind rehearsal with the same trustees and hold it to the count."
    ),
    "slot_keys_beside_data": _l(
        "The key of the slots lies beside the data, so a backup would take it along. Set "
        "NSWP_GOV_SLOT_KEYS to a folder elsewhere, best in memory, and move the file there."
    ),
    "server_logs_votes": _l(
        "The database server could write votes or their times into its log. Have its superuser run "
        "what this prints: nswp-gov db prepare-postgres."
    ),
    "database_keeps_traces": _l(
        "The database file keeps traces of what was overwritten. Look at what nswp-gov doctor says."
    ),
}
REFUSALS: Mapping[str, Any] = {
    **MISSING,
    "seat_has_election": _l("An election for one of these seats is on its way already."),
    "seeds_decide": _l("Here ties are broken by the sealed seeds, not by a lot drawn by hand."),
    "not_a_seed": _l("This is no sealed seed of this election."),
    "seed_repeated": _l("This seed is here already."),
    "no_lot": _l("No lot was drawn, and no seed could be read: ties could not be broken."),
    "statement_unfit": _l(
        "No trustee of this election signed this, or it is about another result."
    ),
    "statement_repeated": _l("This statement is here already."),
    "extension_too_late": _l("The close is over: it can’t be moved any more."),
    "extended_already": _l("The close was moved already. It can be moved once."),
    "extension_too_long": _l(
        "The manifest allows a close that is later than planned by at most %(days)s days."
    ),
    "reason_missing": _l("A reason is needed."),
    "words_missing": _l("Write what you have to say."),
    "complaints_over": _l("The time for complaints is over."),
    "complaint_not_answered": _l("A complaint is not answered yet."),
}
REASONS: Mapping[str, Any] = {
    "president_runs_nothing": _l("The President is neither returning officer nor trustee."),
    "candidate_not_trustee": _l("Who stands keeps no key."),
}


def file_words(name: str) -> object:
    """Return what a file of a record is."""
    if name in FILES:
        return FILES[name]
    kinds = (words for part, words in KINDS.items() if name.startswith(part) or name.endswith(part))
    return next(kinds, "")
