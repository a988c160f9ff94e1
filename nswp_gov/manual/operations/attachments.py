"""Files that go with a clause: added to and dropped from a draft, fixed in an edition."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from nswp_gov.manual.models import Attachment, Clause, Document, Draft
from nswp_gov.manual.operations.hands import need_writer
from nswp_gov.manual.queries.attachments import next_number
from nswp_gov.manual.queries.drafts import place_of
from nswp_gov.manual.states import DraftState
from nswp_gov.rules.audience import Audience
from nswp_gov.store import files
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Unfit, WrongState
from nswp_gov.store.uploads.keeping import keep_copy
from nswp_gov.store.work import Work

LONGEST_TITLE = 200


def attach(
    work: Work,
    draft: Draft,
    key: str,
    store: files.FileStore,
    *,
    title: str,
    name: str,
    content: bytes,
) -> Attachment:
    """Add a file to a clause of the draft, cleaned of everything hidden in it.

    Raises:
        Denied: the actor does not write this document.
        WrongState: the draft is not open.
        NotFound: the draft has no such clause.
        Unfit: there is no title.
        UploadRefused: the file is not let in.

    """
    _may_write(work, draft)
    place = place_of(work.session, draft, key)
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise Unfit("attachment_without_title", field="title")
    document = work.session.get_one(Document, draft.document_id)
    readers = Audience.parse(document.audience)
    row, clean = keep_copy(work, store, content, name, readers)
    made = Attachment(
        clause_id=place.clause_id,
        file_id=row.id,
        title=title.strip(),
        name=row.name(vault.ring),
        media_type=clean.media_type,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        from_number=next_number(work.session, draft),
        until_number=None,
    )
    work.session.add(made)
    work.record("draft.attached", made)
    return made


def detach(work: Work, draft: Draft, attachment: Attachment) -> None:
    """Leave a file out of the next edition; the editions that have it keep it.

    Raises:
        Denied: the actor does not write this document.
        WrongState: the draft is not open.

    """
    _may_write(work, draft)
    number = next_number(work.session, draft)
    if attachment.from_number == number:
        _delete(work, attachment)
    else:
        attachment.until_number = number
    work.record("draft.detached", draft)


def forget_draft(work: Work, draft: Draft) -> None:
    """Undo what the draft added and dropped; the caller records it."""
    number = next_number(work.session, draft)
    rows = work.session.scalars(
        select(Attachment)
        .join(Clause, Clause.id == Attachment.clause_id)
        .where(Clause.document_id == draft.document_id)
    ).all()
    for row in rows:
        if row.from_number == number:
            _delete(work, row)
        elif row.until_number == number:
            row.until_number = None


def _delete(work: Work, attachment: Attachment) -> None:
    """Delete the rows; bytes that no row names are swept by night."""
    held = work.session.get(files.StoredFile, attachment.file_id)
    work.session.delete(attachment)
    work.session.flush()
    if held is not None:
        work.session.delete(held)


def _may_write(work: Work, draft: Draft) -> None:
    need_writer(work, draft.document_id)
    if draft.state is not DraftState.OPEN:
        raise WrongState(state=draft.state, act="edit")
