"""What the returning officer and the agents sign: a drawn lot, and the observers’ record."""

from __future__ import annotations

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.record import DRAWN_LOT, LOT_SIGNED, OBSERVED, RESULT
from nswp_gov.elections.states import AgentState, NominationState, State
from nswp_gov.sealing import (
    CeremonyRefused,
    Manifest,
    Purpose,
    SealingError,
    Witness,
    WitnessRole,
    lot_to_sign,
    read_witnessed,
)
from nswp_gov.sealing.canonical import parse
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work

WHILE_SIGNED = (State.COUNTED, State.DECLARED)


def witnesses_of(work: Work, election: Election, posts: list[Post]) -> tuple[Witness, ...]:
    """Return whose signatures the manifest will know: the officer’s, and the agents’ with a key."""
    made = []
    if election.officer_key:
        made.append(Witness(WitnessRole.OFFICER, election.officer_key))
    papers = {post.id: post.paper for post in posts}
    for one in queries.watches(work.session, election.id):
        stands = one.nomination.state is NominationState.STANDS
        if one.agent.sign_key and one.agent.state is AgentState.ACTS and stands:
            candidate = f"{papers[one.nomination.post_id]}/{one.nomination.option}"
            made.append(Witness(WitnessRole.AGENT, one.agent.sign_key, candidate))
    return tuple(made)


def officer_place(manifest: Manifest) -> int | None:
    """Return the returning officer’s place among the witnesses, or None without a key."""
    return next((1 for one in manifest.witnesses[:1] if one.role is WitnessRole.OFFICER), None)


def is_lot_signed(work: Work, election: Election) -> bool:
    """Tell whether a drawn lot counts: the officer signed it, or the manifest knows no officer."""
    place = officer_place(queries.manifest_of(election))
    name = f"{LOT_SIGNED}{place}.json"
    return place is None or queries.file(work.session, election.id, name) is not None


def lay_out_lot(work: Work, election: Election, order: dict[str, list[str]]) -> None:
    """Keep the drawn order as the file that those who were present sign; the caller records it.

    Raises:
        Unfit: somebody signed another order already.

    """
    body = lot_to_sign(queries.manifest_of(election), order)
    kept = queries.file(work.session, election.id, DRAWN_LOT)
    if kept is not None and kept.body != body:
        if queries.files(work.session, election.id, LOT_SIGNED):
            raise Unfit("lot_signed", field="order")
        work.session.delete(kept)
        work.session.flush()
        kept = None
    if kept is None:
        put_file(work, election, DRAWN_LOT, body, is_public=False)


def bring_witnessed(work: Work, election: Election, statement: bytes) -> str:
    """Take what a witness signed, the lot or the record; return its name in the record.

    Raises:
        Denied: neither agent nor trustee nor returning officer.
        WrongState: the returning officer signs the lot before the box is opened, agents before
            the count; the record is signed between count and publication.
        Unfit: nobody of the manifest signed it, or not this lot or result, or it is here.

    """
    need(policy.may_observe(work.actor, election))
    manifest = queries.manifest_of(election)
    for purpose in (Purpose.LOT, Purpose.OBSERVED):
        try:
            place, says = read_witnessed(manifest, purpose, statement)
        except CeremonyRefused as refused:
            raise Unfit("witness_unfit", field="statement") from refused
        except SealingError:
            continue
        if purpose is Purpose.LOT:
            _check_lot(work, election, place, says.get("order"))
        else:
            _check_observed(work, election, says.get("result_sha256"))
        name = f"{LOT_SIGNED if purpose is Purpose.LOT else OBSERVED}{place}.json"
        if queries.file(work.session, election.id, name):
            raise Unfit("statement_repeated", field="statement")
        put_file(work, election, name, statement, is_public=True)
        work.record("elections.witness_signed", election)
        return name
    raise Unfit("witness_unfit", field="statement")


def _check_lot(work: Work, election: Election, place: int, order: object) -> None:
    kept = queries.file(work.session, election.id, DRAWN_LOT)
    is_officer = place == officer_place(queries.manifest_of(election))
    while_open = (State.CLOSED,) if is_officer else (State.CLOSED, State.OPENING)
    if election.state not in while_open:
        raise WrongState(state=str(election.state), act="sign_lot")
    if kept is None or parse(kept.body)["order"] != order:
        raise Unfit("witness_unfit", field="statement")


def _check_observed(work: Work, election: Election, result_sha256: object) -> None:
    result = queries.file(work.session, election.id, RESULT)
    if election.state not in WHILE_SIGNED:
        raise WrongState(state=str(election.state), act="sign_record")
    if result is None or result.sha256 != result_sha256:
        raise Unfit("witness_unfit", field="statement")
