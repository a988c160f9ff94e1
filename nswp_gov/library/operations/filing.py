"""Files of a resource, and outside addresses: added, taken away, kept for the right readers."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from sqlalchemy import func, select

from nswp_gov.library.models import FileWords, Resource, ResourceFile, ResourceLink
from nswp_gov.library.operations.listing import audience_of, refresh
from nswp_gov.library.policy import may_edit
from nswp_gov.library.queries import files_of
from nswp_gov.library.states import LONGEST_ADDRESS, MOST_FILES, LinkState, ResourceState
from nswp_gov.rules.audience import SECRETARIAT, Audience
from nswp_gov.store import files
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.uploads.words import Taken, take_apart
from nswp_gov.store.work import Work

Gate = Callable[[bytes, str], Taken]
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")


def check_language(tag: str) -> str:
    """Return a language tag as it is kept.

    Raises:
        Unfit: it is none.

    """
    if not _TAG.fullmatch(tag):
        raise Unfit("resource_not_listed", field="language")
    return tag


def attach(
    work: Work,
    row: Resource,
    store: files.FileStore,
    *,
    language: str,
    name: str,
    content: bytes,
    gate: Gate = take_apart,
) -> ResourceFile:
    """Add a file in one language: cleaned of what is hidden in it, counted, and read for search.

    Until the resource is published the file is kept for the office alone.

    Raises:
        Denied: the actor may not edit the resource now.
        Unfit: no language, or too many files.
        UploadRefused: the file is not let in.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    check_language(language)
    count = select(func.count()).where(ResourceFile.resource_id == row.id)
    if (work.session.scalar(count) or 0) >= MOST_FILES:
        raise Unfit("resource_many_files", field="file", most=MOST_FILES)
    taken = gate(content, name)
    stem = files.clean_name(name).rpartition(".")[0] or "file"
    kept_name = f"{stem}.{taken.cleaned.extension}"
    is_out = row.state is ResourceState.PUBLISHED
    audience = audience_of(work, row) if is_out else SECRETARIAT
    made = ResourceFile(
        resource_id=row.id,
        language=language,
        file_id=_store(work, store, audience, kept_name, taken),
        name=kept_name,
        media_type=taken.cleaned.media_type,
        size=len(taken.cleaned.content),
        sha256=hashlib.sha256(taken.cleaned.content).hexdigest(),
        pages=taken.words.pages,
        added_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    work.session.add(FileWords(file_id=made.id, words_open=None, words_sealed=taken.words.text))
    work.record("resource.file_attached", made)
    if is_out:
        refresh(work, row)
    return made


def _store(
    work: Work,
    store: files.FileStore,
    audience: Audience,
    name: str,
    taken: Taken,
) -> uuid.UUID:
    row = files.add(
        work.session,
        store,
        taken.cleaned.content,
        media_type=taken.cleaned.media_type,
        name=name,
        audience=audience,
        cipher=vault.ring,
        now=work.now,
    )
    return row.id


def detach(work: Work, row: Resource, file: ResourceFile, store: files.FileStore) -> None:
    """Take a file away, with its bytes.

    Raises:
        Denied: the actor may not edit the resource now.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    held = work.session.get(files.StoredFile, file.file_id)
    words = work.session.get(FileWords, file.id)
    if words is not None:
        work.session.delete(words)
        work.session.flush()
    work.session.delete(file)
    work.session.flush()
    if held is not None:
        files.remove(work.session, store, held)
    work.record("resource.file_detached", row)
    if row.state is ResourceState.PUBLISHED:
        refresh(work, row)


def settle_files(work: Work, row: Resource, store: files.FileStore, audience: Audience) -> None:
    """Keep the bytes of each file for these readers; the caller records it."""
    for one in files_of(work.session, row.id):
        held = work.session.get_one(files.StoredFile, one.file_id)
        if held.audience == audience.code:
            continue
        content = files.content_of(store, held, vault.ring)
        kept = files.add(
            work.session,
            store,
            content,
            media_type=one.media_type,
            name=one.name,
            audience=audience,
            cipher=vault.ring,
            now=work.now,
        )
        one.file_id = kept.id
        work.session.flush()
        files.remove(work.session, store, held)


def add_link(work: Work, row: Resource, *, language: str, address: str) -> ResourceLink:
    """Add an outside address in one language; nobody asks it before the office lets us.

    Raises:
        Denied: the actor may not edit the resource now.
        Unfit: no language, or no whole http(s) address, or it is there already.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    check_language(language)
    words = address.strip()
    parts = urlsplit(words)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.username is not None
        or len(words) > LONGEST_ADDRESS
        or re.search(r"[\s\x00-\x1f<>\"]", words)
    ):
        raise Unfit("link_address", field="address")
    known = select(ResourceLink.id).where(
        ResourceLink.resource_id == row.id,
        ResourceLink.language == language,
        ResourceLink.address == words,
    )
    if work.session.scalar(known) is not None:
        raise Unfit("link_known", field="address")
    made = ResourceLink(
        resource_id=row.id, language=language, address=words, state=LinkState.UNCHECKED
    )
    work.session.add(made)
    work.record("resource.link_added", made)
    if row.state is ResourceState.PUBLISHED:
        refresh(work, row)
    return made


def drop_link(work: Work, row: Resource, link: ResourceLink) -> None:
    """Take an outside address away.

    Raises:
        Denied: the actor may not edit the resource now.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    work.session.delete(link)
    work.record("resource.link_dropped", row)
    if row.state is ResourceState.PUBLISHED:
        refresh(work, row)
