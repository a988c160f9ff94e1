"""Keep each edition as files, one of each form in each language, from the day it is published."""

from __future__ import annotations

import hashlib

from nswp_gov.manual import policy
from nswp_gov.manual.models import Document, Edition, EditionFile
from nswp_gov.manual.queries.printed import FORMS
from nswp_gov.manual.states import FileForm
from nswp_gov.rules.languages import Locale
from nswp_gov.store import files
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work


def keep_file(
    work: Work,
    edition: Edition,
    store: files.FileStore,
    *,
    locale: Locale,
    form: FileForm,
    fingerprint: str,
    content: bytes,
) -> EditionFile:
    """Store one file of an edition; an older one in the same language stays beside it.

    Raises:
        Denied: the actor does not publish editions.

    """
    need(policy.may_adopt(work.actor))
    document = work.session.get_one(Document, edition.document_id)
    row = files.add(
        work.session,
        store,
        content,
        media_type=FORMS[form],
        name=f"{document.slug}-{edition.number}-{locale.code}.{form}",
        audience=edition.readers,
        cipher=vault.ring,
        now=work.now,
    )
    made = EditionFile(
        edition_id=edition.id,
        locale=locale,
        form=form,
        file_id=row.id,
        fingerprint=fingerprint,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=work.now,
    )
    work.session.add(made)
    work.record("edition.file_kept", made)
    return made
