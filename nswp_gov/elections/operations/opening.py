"""Closing the box, and opening it with the trustees' shares."""

from __future__ import annotations

from sqlalchemy import delete, select

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Participation, Post, RollEntry, SealedBallot
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.lots import seeds_for_the_box
from nswp_gov.elections.operations.recording import turnout_of
from nswp_gov.elections.operations.setup import step
from nswp_gov.elections.operations.voting import hold_closed
from nswp_gov.elections.record import (
    BALLOTS,
    BOX,
    BOX_STATEMENT,
    OPENINGS,
    PARTICIPATION,
    RESULT,
    REWRITE_DUE,
    SEALS,
    SHARES,
    opening_names,
)
from nswp_gov.elections.states import State
from nswp_gov.sealing import (
    Box,
    CeremonyRefused,
    Manifest,
    Opening,
    Publication,
    Purpose,
    SealingError,
    agree,
    close_box,
    sign_box,
    slot_of,
)
from nswp_gov.sealing.ceremony import read_opening
from nswp_gov.sealing.signing import read_statement
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import DomainError, Unfit, WrongState, need
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

AFTER_THE_COUNT = (State.COUNTED, State.DECLARED, State.PUBLISHED)


class BoxAlarm(DomainError):
    """Two envelopes in the box are the same: somebody copied a ballot."""

    code = "box_alarm"


def close_voting(work: Work, election: Election, keys: KeyFolder) -> Box:
    """Close the box: envelopes leave their slots, who took part is noted in one sorted write.

    The slots go with it. After the commit the caller destroys the slot key, and the free pages of
    the table are rewritten (`nswp-gov elections tick`), so that no order is left on the disk.

    Raises:
        Denied: only the returning officer, or the clock.
        WrongState: voting is not open.
        Unfit: its time is not over.
        KeyMissing: the slot key is not on this machine.
        BoxAlarm: two envelopes are the same.

    """
    need(policy.may_run(work.actor, election))
    hold_closed(work, election.id)
    work.session.refresh(election)
    if work.now < election.closes_at:
        raise Unfit("voting_still_open")
    step(election, "close_voting")
    held = keys.read(election.id)
    envelopes = work.session.scalars(
        select(SealedBallot.envelope).where(SealedBallot.election_id == election.id)
    ).all()
    box = close_box([*envelopes, *seeds_for_the_box(work, election)])
    if box.duplicates:
        raise BoxAlarm
    manifest = queries.manifest_of(election)
    _note_participation(work, election, held.slot_key)
    election.box_root = box.box_root
    is_public = shows_ballots(manifest)
    put_file(work, election, BOX, box.to_bytes(), is_public=is_public)
    put_file(work, election, PARTICIPATION, _turnout(work, election), is_public=is_public)
    put_file(work, election, SEALS, "\n".join(box.seals).encode(), is_public=True)
    statement = sign_box(held.signing_key, manifest, box)
    put_file(work, election, BOX_STATEMENT, statement, is_public=True)
    stored.put(work.session, REWRITE_DUE, "yes")
    work.session.execute(delete(SealedBallot).where(SealedBallot.election_id == election.id))
    work.record("elections.voting_closed", election)
    return box


def shows_ballots(manifest: Manifest) -> bool:
    """Tell whether the public record holds box and ballots: only if every roll is large enough."""
    return all(paper.publication is Publication.LIST for paper in manifest.papers)


def _note_participation(work: Work, election: Election, slot_key: bytes) -> None:
    filled = set(
        work.session.scalars(
            select(SealedBallot.slot).where(SealedBallot.election_id == election.id)
        )
    )
    rows = work.session.execute(
        select(Post, RollEntry)
        .join(RollEntry, RollEntry.post_id == Post.id)
        .where(Post.election_id == election.id)
        .order_by(Post.paper, RollEntry.organisation_id)
    )
    work.session.add_all(
        Participation(
            post_id=post.id,
            organisation_id=entry.organisation_id,
            was_cast=slot_of(slot_key, entry.organisation_id, post.paper) in filled,
            made_on=work.today,
        )
        for post, entry in rows.all()
    )
    work.session.flush()


def _turnout(work: Work, election: Election) -> bytes:
    posts = queries.posts(work.session, election.id)
    took_part = {one.paper: queries.participation(work.session, one.id) for one in posts}
    sizes = {paper: len(rows) for paper, rows in took_part.items()}
    cast = {paper: sum(rows.values()) for paper, rows in took_part.items()}
    return turnout_of(sizes, cast)


def box_of(work: Work, election: Election) -> Box:
    """Return the closed box.

    Raises:
        WrongState: voting has not closed.

    """
    kept = queries.file(work.session, election.id, BOX)
    if kept is None:
        raise WrongState(state=str(election.state), act="open")
    return Box.from_bytes(kept.body)


def bring_shares(work: Work, election: Election, share_file: bytes, *, place: int) -> None:
    """Take a trustee's share file; the openers fetch it and read it on their own machines.

    Raises:
        Denied: neither a trustee nor the returning officer.
        WrongState: the box is not closed, or is counted already.
        Unfit: this trustee's shares are here already, or the file is no share file of theirs for
            this box.

    """
    need(policy.may_bring_shares(work.actor, election))
    if election.state is State.CLOSED:
        step(election, "begin_opening")
    if election.state is not State.OPENING:
        raise WrongState(state=str(election.state), act="bring_shares")
    manifest = queries.manifest_of(election)
    if not 1 <= place <= len(manifest.trustees):
        raise Unfit("trustee_unknown", field="place")
    _check_shares(manifest, share_file, place=place, root=election.box_root or "")
    name = f"{SHARES}{place}.json"
    if queries.file(work.session, election.id, name):
        raise Unfit("shares_repeated", field="share_file")
    put_file(work, election, name, share_file, is_public=False)
    work.record("elections.shares_brought", election)


def _check_shares(manifest: Manifest, share_file: bytes, *, place: int, root: str) -> None:
    """Refuse a file that this trustee did not sign for this box; what is in it stays closed."""
    try:
        says = read_statement(manifest.trustees[place - 1].sign_key, Purpose.SHARE, share_file)
    except SealingError as refused:
        raise Unfit("shares_unfit", field="share_file") from refused
    if (says.get("root"), says.get("trustee")) != (root, place):
        raise Unfit("shares_unfit", field="share_file")


def bring_opening(work: Work, election: Election, opening: Opening, *, place: int) -> bool:
    """Take an opener's ballots and statement; true when two agree and the ballots are imported.

    Raises:
        Denied: neither a trustee nor the returning officer.
        WrongState: no shares have been brought, or it is counted already.
        Unfit: this opener's result is here already, or the openers do not agree.

    """
    need(policy.may_bring_shares(work.actor, election))
    if election.state is not State.OPENING:
        raise WrongState(state=str(election.state), act="bring_opening")
    statement, ballots = opening_names(place)
    if queries.file(work.session, election.id, statement):
        raise Unfit("opening_repeated", field="opening")
    _check_opening(election, opening, place=place)
    put_file(work, election, statement, opening.statement, is_public=True)
    put_file(work, election, ballots, opening.ballots, is_public=False)
    agreed = _agreed(work, election)
    work.record("elections.opening_brought", election)
    return agreed


def _check_opening(election: Election, opening: Opening, *, place: int) -> None:
    try:
        found, _seeds = read_opening(
            opening, manifest=queries.manifest_of(election), box_root=election.box_root or ""
        )
    except SealingError as refused:
        raise Unfit("opening_unfit", field="opening") from refused
    if found != place:
        raise Unfit("opening_unfit", field="opening")


def bring_statement(work: Work, election: Election, statement: bytes) -> str:
    """Take what a trustee signed after the count; return the name under which it is published.

    Either that the ballots gave this result when the trustee counted them, or that the trustee
    destroyed their key.

    Raises:
        Denied: neither a trustee nor the returning officer.
        WrongState: it is not counted, or given up.
        Unfit: no trustee of this election signed it, or not about this result, or it is here.

    """
    need(policy.may_bring_shares(work.actor, election))
    if election.state not in AFTER_THE_COUNT:
        raise WrongState(state=str(election.state), act="bring_statement")
    name = _name_of_statement(work, election, statement)
    if queries.file(work.session, election.id, name):
        raise Unfit("statement_repeated", field="statement")
    put_file(work, election, name, statement, is_public=True)
    work.record("elections.statement_brought", election)
    return name


def _name_of_statement(work: Work, election: Election, statement: bytes) -> str:
    manifest = queries.manifest_of(election)
    result = queries.file(work.session, election.id, RESULT)
    for purpose in (Purpose.RECOUNTED, Purpose.DESTROYED):
        for place, trustee in enumerate(manifest.trustees, start=1):
            try:
                says = read_statement(trustee.sign_key, purpose, statement)
            except SealingError:
                continue
            about = (says.get("manifest_hash"), says.get("trustee"))
            wanted = result.sha256 if result and purpose is Purpose.RECOUNTED else None
            if about == (election.manifest_sha256, place) and says.get("result_sha256") == wanted:
                return f"{purpose.value}-{place}.json"
    raise Unfit("statement_unfit", field="statement")


def _agreed(work: Work, election: Election) -> bool:
    statements = [
        one
        for one in queries.files(work.session, election.id, OPENINGS)
        if one.name.endswith(".json")
    ]
    if len(statements) < 2:  # noqa: PLR2004 - two openers agree
        return False
    results = [
        Opening(kept.body, one.body)
        for one in statements
        if (kept := queries.file(work.session, election.id, f"{one.name}l"))
    ]
    try:
        found = agree(results, manifest=queries.manifest_of(election), box=box_of(work, election))
    except CeremonyRefused as refused:
        differ = refused.code == "openers_differ"
        raise Unfit("openers_differ" if differ else "opening_unfit", field="opening") from refused
    except SealingError as refused:
        raise Unfit("opening_unfit", field="opening") from refused
    if queries.file(work.session, election.id, BALLOTS) is None:
        put_file(work, election, BALLOTS, found.ballots_file, is_public=False)
    return True
