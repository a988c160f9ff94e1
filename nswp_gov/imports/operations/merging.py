"""When two records become one, the remaining one is known by the keys of both."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from nswp_gov.imports.models import ImportKey
from nswp_gov.store.work import Work


def repoint(work: Work, kept_id: uuid.UUID, gone_id: uuid.UUID) -> None:
    """Let every outside key of `gone` mean `kept`; the caller records it with the merging."""
    rows = select(ImportKey).where(ImportKey.organisation_id == gone_id)
    for row in work.session.scalars(rows).all():
        row.organisation_id = kept_id
