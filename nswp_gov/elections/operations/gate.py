"""Before the first vote: what has to be so that voting may open."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

import nswp_gov
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.setup import step
from nswp_gov.elections.states import Kind, State
from nswp_gov.paths import PACKAGE
from nswp_gov.sealing import Manifest, Program, source_sha256
from nswp_gov.store import server_log
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

INSTANCE_MARK = "secrets.env"  # lies in the folder that is backed up
SECURE = {"journal_mode": "wal", "secure_delete": 1, "synchronous": 2}


def open_voting(work: Work, election: Election, keys: KeyFolder) -> None:
    """Let delegates vote inside the times of the manifest.

    A real election needs a rehearsal by the same panel with the same program, and a machine
    that keeps no trace of a vote.

    Raises:
        Denied: only the returning officer, or the clock.
        WrongState: not frozen.
        Unfit: too early, or the first thing that `missing` tells.
        KeyMissing: the slot key is not on this machine.

    """
    need(policy.may_run(work.actor, election))
    if work.now < election.opens_at:
        raise Unfit("voting_not_yet")
    keys.read(election.id)
    for code in missing(work.session, election, keys):
        raise Unfit(code)
    if election.kind is Kind.REAL and election.state is State.FROZEN:
        step(election, "note_rehearsal")
    step(election, "open_voting")
    work.record("elections.voting_opened", election)


def missing(session: Session, election: Election, keys: KeyFolder) -> Iterator[str]:
    """Give the code of each thing that keeps a real election from opening; a rehearsal needs none.

    Sample people and trustees never run one: in the sample network no real election opens.
    """
    if election.kind is Kind.REHEARSAL:
        return
    if stored.get(session, stored.SAMPLE) is not None:
        yield "no_real_election_in_sample"
    manifest = queries.manifest_of(election)
    if manifest.program != running_program():
        yield "program_changed"
    if rehearsal_of(session, manifest) is None:
        yield "no_rehearsal"
    if any((folder / INSTANCE_MARK).exists() for folder in keys.folder.resolve().parents):
        yield "slot_keys_beside_data"
    yield from _database(session)


def running_program() -> Program:
    """Return the program that runs here: its version and the hash of its source."""
    return Program(nswp_gov.__version__, source_sha256(PACKAGE))


def rehearsal_of(session: Session, manifest: Manifest) -> Election | None:
    """Return the latest rehearsal by the same panel, in the same roles, with the same program."""
    for held in queries.rehearsals_held(session):
        rehearsed = queries.manifest_of(held)
        if rehearsed.program == manifest.program and _panel(rehearsed) == _panel(manifest):
            return held
    return None


def _panel(manifest: Manifest) -> object:
    openers = {manifest.trustees[place - 1].sign_key for place in manifest.openers}
    keys = {(one.seal_key, one.sign_key) for one in manifest.trustees}
    return manifest.needed, keys, openers


def _database(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "postgresql":
        if any(server_log.lacking(session)):
            yield "server_logs_votes"
        return
    seen = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in SECURE}
    if seen != SECURE:
        yield "database_keeps_traces"
