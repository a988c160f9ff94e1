"""What moves an election's end: the one extension, giving it up, complaints and their answers."""

from __future__ import annotations

import uuid
from datetime import datetime

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, ElectionComplaint
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.setup import step
from nswp_gov.elections.record import EXTENSION
from nswp_gov.elections.states import COMPLAINT, ComplaintState, State
from nswp_gov.rules import lifecycle
from nswp_gov.sealing import BoxRefused, sign_extension
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

COMPLAINING = (State.OPEN, State.CLOSED, State.OPENING, State.COUNTED, State.DECLARED)
LONGEST = 6000


def extend(work: Work, election: Election, closes_at: datetime, keys: KeyFolder) -> None:
    """Move the close, once, for everybody, announced before it and signed by the server.

    What follows the close moves by as much: the time for complaints, and a term that would
    otherwise begin inside it.

    Raises:
        Denied: only the returning officer.
        WrongState: voting is not open.
        Unfit: too late, a second time, or further than the manifest allows.
        KeyMissing: the keys of this election are not on this machine.

    """
    need(policy.may_run(work.actor, election))
    if election.state is not State.OPEN:
        raise WrongState(state=str(election.state), act="extend")
    if work.now >= election.closes_at:
        raise Unfit("extension_too_late", field="closes_at")
    if queries.file(work.session, election.id, EXTENSION) is not None:
        raise Unfit("extended_already", field="closes_at")
    manifest = queries.manifest_of(election)
    try:
        signed = sign_extension(keys.read(election.id).signing_key, manifest, closes_at)
    except BoxRefused as refused:
        days = manifest.extension_days
        raise Unfit("extension_too_long", field="closes_at", days=days) from refused
    put_file(work, election, EXTENSION, signed, is_public=True)
    later = closes_at - election.closes_at
    election.closes_at = closes_at
    election.complaints_until += later
    last = civil_day(election.complaints_until, work.zone)
    for post in queries.posts(work.session, election.id):
        post.term_from = max(post.term_from, last)
    work.record("elections.extended", election)


def void(work: Work, election: Election, *, reason: str) -> None:
    """Give an election up before it is final; nothing of it counts. The reason is published.

    Raises:
        Denied: only the returning officer.
        WrongState: it is final already.
        Unfit: no reason.

    """
    need(policy.may_run(work.actor, election))
    if not 0 < len(reason.strip()) <= LONGEST:
        raise Unfit("reason_missing", field="reason")
    step(election, "void")
    election.void_reason = reason.strip()
    work.record("elections.voided", election)


def complain(
    work: Work, election: Election, organisation_id: uuid.UUID, words: str
) -> ElectionComplaint:
    """Say for an organisation that an election went wrong; its number is published, not its words.

    Raises:
        Denied: the actor does not act for this organisation.
        WrongState: voting has not begun, or the election is over.
        Unfit: nothing was written, or the time for complaints is over.

    """
    need(policy.may_nominate(work.actor, organisation_id))
    if election.state not in COMPLAINING:
        raise WrongState(state=str(election.state), act="complain")
    if work.now >= election.complaints_until:
        raise Unfit("complaints_over", field="words")
    if not 0 < len(words.strip()) <= LONGEST:
        raise Unfit("words_missing", field="words")
    made = ElectionComplaint(
        election_id=election.id,
        organisation_id=organisation_id,
        words=words.strip(),
        state=ComplaintState.MADE,
        made_at=work.now,
    )
    work.session.add(made)
    work.record("elections.complaint_made", made)
    return made


def answer(
    work: Work, election: Election, complaint: ElectionComplaint, *, words: str, is_upheld: bool
) -> None:
    """Answer a complaint; an upheld one may lead to giving the election up, by an act of its own.

    Raises:
        Denied: only the returning officer.
        WrongState: it is answered already.
        Unfit: no reasons.

    """
    need(policy.may_run(work.actor, election))
    if not 0 < len(words.strip()) <= LONGEST:
        raise Unfit("words_missing", field="words")
    try:
        verb = "uphold" if is_upheld else "dismiss"
        complaint.state = COMPLAINT.after(complaint.state, verb)
    except lifecycle.WrongState as refused:
        raise WrongState(state=str(complaint.state), act="answer") from refused
    complaint.answer = words.strip()
    work.record("elections.complaint_answered", complaint)
