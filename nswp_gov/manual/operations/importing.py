"""Take an existing text into a draft, clause by clause; the person has seen the outline first."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from sqlalchemy import select

from nswp_gov.manual.models import Clause, Document, Draft
from nswp_gov.manual.operations.attachments import LONGEST_TITLE, attach
from nswp_gov.manual.operations.drafts import expect
from nswp_gov.manual.operations.hands import need_writer
from nswp_gov.manual.operations.outlines import Outline, Piece, outline_of
from nswp_gov.manual.operations.pictures import Marked, content_of, keep_pictures, parted
from nswp_gov.manual.operations.word_files import read_word
from nswp_gov.manual.operations.writing import Seen, add_clause, edit_clause
from nswp_gov.manual.queries.attachments import attachments_of, next_number
from nswp_gov.manual.queries.books import book_of_draft
from nswp_gov.manual.queries.drafts import place_of
from nswp_gov.store import files, uploads
from nswp_gov.store.errors import Unfit
from nswp_gov.store.markdown import clause_ids
from nswp_gov.store.work import Work

LARGEST = 1_000_000  # bytes of Markdown
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many clauses came, changed, and were the same already; how many pictures came along."""

    added: int
    changed: int
    same: int
    pictures: int


def read_outline(
    work: Work, draft: Draft, content: bytes, name: str, store: files.FileStore
) -> Outline:
    """Return what a file would become; nothing is changed. Its pictures are kept for a day.

    Raises:
        Denied: the actor does not write this document.
        WrongState: the draft is not open.
        UploadRefused: the file is neither Markdown in UTF-8 nor a Word file that is let in.
        Unfit: it has no heading.

    """
    need_writer(work, draft.document_id)
    expect(draft, "edit")
    if name.lower().endswith(".docx"):
        source, behind = keep_pictures(store, draft, read_word(content, name))
        outline = _outline(work, draft, source)
        kept = ((p.heading, one.words) for p in outline.pieces for one in parted(p.body)[1])
        left = tuple((one.heading, one.words) for one in behind)
        return replace(outline, pictures=tuple(kept), left_behind=left)
    outline = _outline(work, draft, _text(content))
    shown = ((one.heading, words) for one in outline.pieces for words in _PICTURE.findall(one.body))
    return replace(outline, left_behind=tuple(shown))


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


def import_outline(work: Work, draft: Draft, source: str, store: files.FileStore) -> Imported:
    """Add the clauses of a Markdown text to the draft; a clause whose key is there is reworded.

    Pictures that the text names become files of their clause, unless it has them already. All or
    nothing: a refusal leaves the draft as it was.

    Raises:
        Denied: the actor does not write this document.
        WrongState: the draft is not open.
        Unfit: there is no heading, or a key was used by a clause that went, or stands twice; or a
            picture is no longer kept.

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
    added = changed = pictures = 0
    path: dict[int, str] = {}
    for piece in outline.pieces:
        words, named = parted(piece.body)
        one = replace(piece, body=words)
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
        pictures += sum(_attached(work, draft, one, picture, store) for picture in named)
    return Imported(added, changed, len(outline.pieces) - added - changed, pictures)


def _attached(
    work: Work, draft: Draft, one: Piece, picture: Marked, store: files.FileStore
) -> bool:
    """Make a picture a file of its clause; tell whether it was not one already."""
    content, name = content_of(store, draft, picture), f"{one.key}.{picture.extension}"
    digest = hashlib.sha256(uploads.clean(content, name).content).hexdigest()
    place = place_of(work.session, draft, one.key)
    number = next_number(work.session, draft)
    there = attachments_of(work.session, draft.document_id, number).get(place.clause_id, ())
    if any(row.sha256 == digest for row in there):
        return False
    title = (picture.words or one.heading)[:LONGEST_TITLE]
    attach(work, draft, one.key, store, title=title, name=name, content=content)
    return True
