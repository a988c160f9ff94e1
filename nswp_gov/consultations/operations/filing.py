"""Files as answers: only where the reply is kept by name, because a file can tell whose it is."""

from __future__ import annotations

import uuid

from nswp_gov.consultations import policy
from nswp_gov.consultations.models import Consultation
from nswp_gov.consultations.operations.holding import Desk
from nswp_gov.consultations.queries import Held
from nswp_gov.consultations.states import Kind
from nswp_gov.rules.audience import Audience, CircleKind
from nswp_gov.store import files
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import NotFound, need
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.uploads.keeping import keep_copy
from nswp_gov.store.work import Work


def add_file(
    work: Work,
    row: Consultation,
    organisation_id: uuid.UUID,
    question_id: uuid.UUID,
    file: tuple[bytes, str],
    *,
    store: FileStore,
    keys: KeyFolder,
) -> None:
    """Answer a question with a file (bytes, name); a cleaned copy is kept, one that was there goes.

    Raises:
        Denied, NotOpen, HandedIn, KeyMissing: as `save`. NotFound: no such question.
        UploadRefused: the file is not taken.

    """
    need(policy.may_draft(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    desk.must_be_draft()
    question, held = desk.question(question_id), desk.reply.held(question_id)
    if question.kind is not Kind.FILE:
        raise NotFound
    content, name = file
    readers = Audience.of(CircleKind.ORGANISATION, organisation_id)
    added, _cleaned = keep_copy(work, store, content, name, readers)
    _forget_file(work, store, held)
    held.value = {"file": str(added.id), "name": added.name(vault.ring)}
    held.by, held.number = str(work.actor.person_id), held.number + 1
    desk.keep_draft()


def remove_file(
    work: Work,
    row: Consultation,
    organisation_id: uuid.UUID,
    question_id: uuid.UUID,
    *,
    store: FileStore,
    keys: KeyFolder,
) -> None:
    """Take a file out of the reply and delete it; refusals as `add_file`."""
    need(policy.may_draft(work.actor, organisation_id))
    desk = Desk(work, row, organisation_id, keys)
    desk.must_be_draft()
    held = desk.reply.held(desk.question(question_id).id)
    _forget_file(work, store, held)
    held.value, held.number = None, held.number + 1
    desk.keep_draft()


def _forget_file(work: Work, store: FileStore, held: Held) -> None:
    if held.value:
        known = work.session.get(StoredFile, uuid.UUID(held.value["file"]))
        if known is not None:
            files.remove(work.session, store, known)
