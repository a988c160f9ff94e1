"""The files of an election's record."""

from __future__ import annotations

import hashlib

from nswp_gov.elections.models import Election, ElectionFile
from nswp_gov.store.work import Work


def put_file(
    work: Work, election: Election, name: str, body: bytes, *, is_public: bool
) -> ElectionFile:
    """Keep a file under a name that is free; the caller records it with its act."""
    made = ElectionFile(
        election_id=election.id,
        name=name,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        is_public=is_public,
    )
    work.session.add(made)
    work.session.flush()
    return made
