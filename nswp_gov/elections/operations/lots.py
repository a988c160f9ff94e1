"""Lots: drawn by hand before the opening, or made of seeds that lay sealed in the box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.witnessing import is_lot_signed, lay_out_lot
from nswp_gov.elections.record import OPENINGS, SEEDS
from nswp_gov.elections.states import State
from nswp_gov.sealing import (
    BallotKind,
    Contest,
    Manifest,
    Purpose,
    SealingError,
    Ties,
    drawn_from,
    paper_in,
    seal_seed,
)
from nswp_gov.sealing.envelope import LOTS_PAPER
from nswp_gov.sealing.signing import unchecked_statement
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work

DRAWN, FROM_SEEDS = "drawn", Ties.SEEDS.value
BEFORE_THE_CLOSE = (State.FROZEN, State.REHEARSED, State.OPEN)


@dataclass(frozen=True)
class Lots:
    """The lot of every contest: all of its options, once, in the order that breaks ties."""

    source: str
    order: Mapping[str, list[str]]


def record_lot(
    work: Work, election: Election, order: Sequence[str], *, minutes: str | None = None
) -> None:
    """Write down the order drawn by lot before the opening, with the candidates' agents present.

    `minutes`: who drew, and who was there. Those present sign the order; it counts once the
    returning officer signed it. Without that the sealed seeds decide.

    Raises:
        Denied: only the returning officer.
        WrongState: voting has not closed, or the box is being opened.
        Unfit: the manifest has ties broken by seeds, or the order does not name everybody once,
            or somebody signed another order already.

    """
    need(policy.may_run(work.actor, election))
    if election.state is not State.CLOSED:
        raise WrongState(state=str(election.state), act="record_lot")
    manifest = queries.manifest_of(election)
    if manifest.ties is not Ties.DRAWN:
        raise Unfit("seeds_decide", field="order")
    if sorted(order) != sorted(to_draw(manifest)):
        raise Unfit("not_a_permutation", field="order")
    contests = [one for paper in manifest.papers for one in paper.contests]
    lay_out_lot(work, election, {one.id: _drawn(order, manifest, one) for one in contests})
    election.lot = list(order)
    election.lot_minutes = (minutes or "").strip() or None
    work.record("elections.lot_drawn", election)


def to_draw(manifest: Manifest) -> list[str]:
    """Return what lies in the urn, `paper/option`; a yes/no question needs no lot."""
    return [
        f"{paper.id}/{option}"
        for paper in manifest.papers
        for contest in paper.contests
        if contest.kind is not BallotKind.YESNO
        for option in contest.option_ids
    ]


def bring_seed(work: Work, election: Election, envelope: bytes) -> None:
    """Keep a seed that a trustee sealed, to be put into the box at the close.

    Raises:
        Denied: neither a trustee nor the returning officer.
        WrongState: nothing is frozen, or the box is closed.
        Unfit: it is no sealed seed of this election, or it is here already.

    """
    need(policy.may_bring_shares(work.actor, election))
    if election.state not in BEFORE_THE_CLOSE:
        raise WrongState(state=str(election.state), act="bring_seed")
    try:
        is_seed = paper_in(queries.manifest_of(election), envelope) == LOTS_PAPER
    except SealingError as refused:
        raise Unfit("not_a_seed", field="seed") from refused
    if not is_seed:
        raise Unfit("not_a_seed", field="seed")
    kept = queries.files(work.session, election.id, SEEDS)
    if any(one.body == envelope for one in kept):
        raise Unfit("seed_repeated", field="seed")
    put_file(work, election, f"{SEEDS}{len(kept) + 1}.bin", envelope, is_public=False)
    work.record("elections.seed_brought", election)


def seeds_for_the_box(work: Work, election: Election) -> list[bytes]:
    """Return the sealed seeds: those of the trustees, and one of the server's."""
    brought = [one.body for one in queries.files(work.session, election.id, SEEDS)]
    return [*brought, seal_seed(queries.manifest_of(election))]


def lots_of(work: Work, election: Election) -> Lots:
    """Return the lots: as drawn and signed before the opening, or as the opened seeds give them.

    Raises:
        Unfit: nothing was drawn, and no seed could be read.

    """
    manifest = queries.manifest_of(election)
    contests = [one for paper in manifest.papers for one in paper.contests]
    if election.lot and is_lot_signed(work, election):
        return Lots(DRAWN, {one.id: _drawn(election.lot, manifest, one) for one in contests})
    seeds = opened_seeds(work, election)
    if not seeds:
        raise Unfit("no_lot")
    return Lots(FROM_SEEDS, {one.id: list(drawn_from(manifest, seeds, one)) for one in contests})


def _drawn(order: Sequence[str], manifest: Manifest, contest: Contest) -> list[str]:
    if contest.kind is BallotKind.YESNO:
        return list(contest.option_ids)
    paper = next(one.id for one in manifest.papers if contest in one.contests)
    return [one.partition("/")[2] for one in order if one.partition("/")[0] == paper]


def opened_seeds(work: Work, election: Election) -> list[str]:
    """Return the seeds that the openers found; they have signed them and agree on them."""
    for one in queries.files(work.session, election.id, OPENINGS):
        if one.name.endswith(".json"):
            return list(unchecked_statement(Purpose.OPENING, one.body)["seeds"])
    return []
