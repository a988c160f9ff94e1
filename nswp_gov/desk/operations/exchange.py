"""Texts to translators outside and back: sent, looked at, and only then taken as drafts."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from nswp_gov.desk import policy
from nswp_gov.desk.exchange import (
    Piece,
    Unreadable,
    read_po_file,
    read_xliff,
    write_po_file,
    write_xliff,
)
from nswp_gov.desk.models import IncomingFile
from nswp_gov.desk.operations.claims import Held
from nswp_gov.desk.operations.drafting import save_draft
from nswp_gov.desk.queries.bench import Bench, bench
from nswp_gov.desk.queries.matrix import Row, row_of, rows, wanting
from nswp_gov.desk.queries.reach import reach_of
from nswp_gov.desk.states import LARGEST_FILE, TAKEABLE, FileForm, RowOutcome
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import no, yes
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.work import Work

MOST = 500  # texts in one file


@dataclass(frozen=True)
class Taken:
    """How many lines became drafts, and how many stayed behind."""

    taken: int
    left: int


def export(
    work: Work,
    form: FileForm,
    *,
    source: Locale,
    locale: Locale,
    kinds: Collection[str] = (),
    only_wanting: bool = True,
) -> bytes:
    """Return a file with the texts that everybody reads, for translation into `locale`.

    What not everybody reads never leaves by a file. `only_wanting`: leave out what is up to date.

    Raises:
        Denied: the actor is no translator into this language.
        Unfit: both languages are the same, or there is nothing to send.

    """
    need(policy.may_look(work.actor))
    is_theirs = policy.is_office(work.actor) or locale.value in work.actor.translates
    need(yes("translator") if is_theirs else no("only_translator"))
    if source is locale:
        raise Unfit("translation_of_source", field="locale")
    reach = reach_of(work.session, work.actor, work.now)
    chosen = [
        row
        for row in rows(work.session, reach, kinds)
        if row.is_public
        and row.source is source
        and row.cells[locale].may_act
        and (not only_wanting or wanting(row, locale))
    ]
    chosen.sort(key=lambda row: row.order)
    pieces = [_piece(bench(work.session, row, locale)) for row in chosen[:MOST]]
    if not pieces:
        raise Unfit("nothing_to_send", field="locale")
    if form is FileForm.PO:
        return write_po_file(pieces, locale)
    return write_xliff(pieces, source, locale)


def _piece(one: Bench) -> Piece:
    row = one.row
    is_behind = one.rendered != row.number
    return Piece(
        text_id=row.text_id,
        revision=row.number,
        source=one.source,
        target=one.words,
        note=f"{row.known.name} · {row.subject.title} · {row.label}",
        is_unsure=is_behind or (one.draft is not None and one.draft.is_machine_assisted),
    )


def receive(
    work: Work,
    content: bytes,
    *,
    name: str,
    form: FileForm,
    locale: Locale,
    is_machine_assisted: bool,
) -> IncomingFile:
    """Keep a file that came back, with what taking it would do; nothing else is changed.

    Raises:
        Denied: the actor is no translator into this language.
        Unfit: the file is too large, can't be read, or holds no text of ours.

    """
    need(policy.may_look(work.actor))
    is_theirs = policy.is_office(work.actor) or locale.value in work.actor.translates
    need(yes("translator") if is_theirs and work.actor.person_id else no("only_translator"))
    assert work.actor.person_id is not None  # asked above
    if len(content) > LARGEST_FILE:
        raise Unfit("file_too_large", field="paper", most=LARGEST_FILE)
    try:
        read = read_po_file if form is FileForm.PO else read_xliff
        pieces = read(content, locale)
    except Unreadable as fault:
        raise Unfit(fault.why, field="paper") from fault
    if not pieces:
        raise Unfit("file_without_texts", field="paper")
    made = IncomingFile(
        person_id=work.actor.person_id,
        locale=locale,
        form=form,
        name=name[:200],
        is_machine_assisted=is_machine_assisted,
        rows=judged(work, pieces[:MOST], locale),
        received_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def judged(work: Work, pieces: Iterable[Piece], locale: Locale) -> list[dict[str, Any]]:
    """Return each piece with what taking it would do now."""
    known = list(pieces)
    reach = reach_of(work.session, work.actor, work.now)
    ids = {piece.text_id for piece in known}
    found = {row.text_id: row for row in rows(work.session, reach) if row.text_id in ids}
    return [_judged(work, piece, found.get(piece.text_id), locale) for piece in known]


def _judged(work: Work, piece: Piece, row: Row | None, locale: Locale) -> dict[str, Any]:
    said: dict[str, Any] = {
        "text": str(piece.text_id),
        "revision": piece.revision,
        "target": piece.target,
        "unsure": piece.is_unsure,
        "number": 0,
        "outcome": RowOutcome.UNKNOWN.value,
    }
    if row is None or not row.cells[locale].may_act:
        return said
    one = bench(work.session, row, locale)
    said["number"] = one.number
    said["outcome"] = _outcome(work, piece, one).value
    return said


def _outcome(work: Work, piece: Piece, one: Bench) -> RowOutcome:
    holder = one.cell.holder_id
    if not piece.target.strip():
        return RowOutcome.EMPTY
    if piece.target.strip() == one.words.strip() and piece.revision == one.rendered:
        return RowOutcome.SAME
    if piece.revision != one.row.number or piece.source.strip() != one.source.strip():
        return RowOutcome.MOVED
    if holder is not None and holder != work.actor.person_id:
        return RowOutcome.HELD
    return RowOutcome.CHANGES if one.words.strip() else RowOutcome.NEW


def take(work: Work, file: IncomingFile) -> Taken:
    """Make drafts of what can be taken; what moved or is held since the look stays as it is.

    Raises:
        Denied: it is another person's file.
        Unfit: it was taken already.

    """
    need(yes("own") if file.person_id == work.actor.person_id else no("not_your_file"))
    if file.taken_at is not None:
        raise Unfit("file_taken")
    rows_now = [said | {"outcome": _take(work, file, said).value} for said in file.rows]
    file.rows, file.taken_at = rows_now, work.now
    work.session.flush()
    taken = sum(one["outcome"] == RowOutcome.TAKEN.value for one in rows_now)
    return Taken(taken, len(rows_now) - taken)


def _take(work: Work, file: IncomingFile, said: dict[str, Any]) -> RowOutcome:
    outcome = RowOutcome(said["outcome"])
    if outcome not in TAKEABLE:
        return outcome
    text_id = uuid.UUID(said["text"])
    reach = reach_of(work.session, work.actor, work.now)
    row = row_of(work.session, reach, text_id)
    if row is None:
        return RowOutcome.UNKNOWN
    if (
        row.number != said["revision"]
        or bench(work.session, row, file.locale).number != said["number"]
    ):
        return RowOutcome.MOVED
    try:
        save_draft(
            work,
            text_id,
            file.locale,
            words=said["target"],
            number=said["number"],
            made_from=said["revision"],
            is_machine_assisted=file.is_machine_assisted or said["unsure"],
        )
    except Held:
        return RowOutcome.HELD
    except DomainError:
        return RowOutcome.UNKNOWN
    return RowOutcome.TAKEN
