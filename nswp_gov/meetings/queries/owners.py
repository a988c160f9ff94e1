"""Who an action was given to, as one reader may know it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from nswp_gov.directory.queries import names_of
from nswp_gov.meetings.models import Action
from nswp_gov.rules.audience import Viewer


def owners(
    session: Session, rows: Iterable[Action], people: Mapping[uuid.UUID, str], viewer: Viewer
) -> dict[uuid.UUID, str]:
    """Return the names of owners by action; '' for a person whom the reader may not know.

    `people`: the names by which the reader may know people.
    """
    known = list(rows)
    organisations = {row.organisation_id for row in known if row.organisation_id is not None}
    names = names_of(session, organisations, viewer) if organisations else {}
    return {
        row.id: names[row.organisation_id]
        if row.organisation_id is not None
        else people.get(row.owner_id, "")
        if row.owner_id is not None
        else ""
        for row in known
    }
