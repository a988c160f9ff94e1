"""Papers: added to an item, cleaned of what is hidden in them, and taken away."""

from __future__ import annotations

import hashlib

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import AgendaItem, Meeting, Paper
from nswp_gov.meetings.operations.agenda import expect, said
from nswp_gov.meetings.states import MeetingState, PaperAudience
from nswp_gov.rules.audience import Audience, CircleKind
from nswp_gov.store import files
from nswp_gov.store.errors import need
from nswp_gov.store.uploads.keeping import keep_copy
from nswp_gov.store.work import Work

OPEN = (MeetingState.DRAFT, MeetingState.CALLED, MeetingState.UNDER_WAY)


def add_paper(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    store: files.FileStore,
    *,
    title: str,
    name: str,
    content: bytes,
    audience: PaperAudience = PaperAudience.ROOM,
) -> Paper:
    """Add a file to an item; only a rewritten copy without hidden data is kept, encrypted.

    Raises:
        Denied: only whoever may change the agenda.
        WrongState: the meeting is over.
        Unfit: there is no title.
        UploadRefused: the file is not let in.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "add_paper", *OPEN)
    kept = said(title, "title")
    readers = Audience.of(CircleKind.BODY, meeting.body_id)
    row, clean = keep_copy(work, store, content, name, readers)
    paper = Paper(
        meeting_id=meeting.id,
        item_id=item.id,
        file_id=row.id,
        title=kept,
        audience=audience,
        sha256=hashlib.sha256(clean.content).hexdigest(),
        added_at=work.now,
    )
    work.session.add(paper)
    work.record("meetings.paper_added", paper)
    return paper


def remove_paper(work: Work, meeting: Meeting, paper: Paper, store: files.FileStore) -> None:
    """Take a paper away, with its file.

    Raises:
        Denied, WrongState: as `add_paper`.

    """
    need(policy.may_change_agenda(work.actor, meeting))
    expect(meeting, "remove_paper", *OPEN)
    row = work.session.get_one(files.StoredFile, paper.file_id)
    work.session.delete(paper)
    work.session.flush()
    files.remove(work.session, store, row)
    work.record("meetings.paper_removed", paper)
