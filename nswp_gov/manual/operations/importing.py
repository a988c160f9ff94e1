"""Take an existing text into a draft, clause by clause; the person has seen the outline first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy import select

from nswp_gov.manual.models import Clause, Document, Draft
from nswp_gov.manual.operations.drafts import expect
from nswp_gov.manual.operations.hands import need_writer
from nswp_gov.manual.operations.outlines import Outline, outline_of
from nswp_gov.manual.operations.word_files import read_word
from nswp_gov.manual.operations.writing import Seen, add_clause, edit_clause
from nswp_gov.manual.queries.books import book_of_draft
from nswp_gov.store.errors import Unfit
from nswp_gov.store.markdown import clause_ids
from nswp_gov.store.work import Work

LARGEST = 1_000_000  # bytes of Markdown
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many clauses came, changed, and were the same already."""

    added: int
    changed: int
    same: int


def read_outline(work: Work, draft: Draft, content: bytes, name: str) -> Outline:
    """Return what a file would become; nothing is changed.

    Raises:
        Denied: the actor does not write this document.
        WrongState: the draft is not open.
        UploadRefused: the file is neither Markdown in UTF-8 nor a Word file that is let in.
        Unfit: it has no heading.

    """
    need_writer(work, draft.document_id)
    expect(draft, "edit")
    if name.lower().endswith(".docx"):
        taken = read_word(content, name)
        outline = _outline(work, draft, taken.markdown)
        return replace(outline, pictures=tuple((p.heading, p.words) for p in taken.pictures))
    outline = _outline(work, draft, _text(content))
    shown = ((one.heading, words) for one in outline.pieces for words in _PICTURE.findall(one.body))
    return replace(outline, pictures=tuple(shown))


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unfit("import_too_long", field="paper", most=LARGEST)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as other:
        raise Unfit("import_not_text", field="paper") from other


def _outline(work: Work, draft: Draft, source: str) -> Outline:
    keys = work.session.scalars(select(Clause.key).where(Clause.document_id == draft.document_id))
    found = outline_of(source, set(keys))
    if not found.pieces:
        raise Unfit("import_without_heading", field="paper")
    return found


def import_outline(work: Work, draft: Draft, source: str) -> Imported:
    """Add the clauses of a Markdown text to the draft; a clause whose key is there is reworded.

    All or nothing: a refusal leaves the draft as it was.

    Raises:
        Denied: the actor does not write this document.
        WrongState: the draft is not open.
        Unfit: there is no heading, or a key was used by a clause that went, or stands twice.

    """
    need_writer(work, draft.document_id)
    expect(draft, "edit")
    outline = _outline(work, draft, source)
    stated = clause_ids(source)
    if len(set(stated)) < len(stated):
        twice = next(key for key in stated if stated.count(key) > 1)
        raise Unfit("import_key_twice", field="source", clause=twice.removeprefix("c-"))
    locale = work.session.get_one(Document, draft.document_id).authoritative_locale
    there = book_of_draft(work.session, draft, locale).by_key()
    added = changed = 0
    path: dict[int, str] = {}
    for one in outline.pieces:
        entry = there.get(one.key)
        if entry is None:
            parent = path.get(one.level - 1)
            add_clause(work, draft, one.key, heading=one.heading, body=one.body, parent_key=parent)
            added += 1
        elif (entry.heading.original, entry.body.original) != (one.heading, one.body):
            seen = Seen(entry.heading.revision, entry.body.revision)
            edit_clause(
                work,
                draft,
                one.key,
                heading=one.heading,
                body=one.body,
                seen=seen,
                is_substantive=True,
            )
            changed += 1
        path[one.level] = one.key
    return Imported(added, changed, len(outline.pieces) - added - changed)
