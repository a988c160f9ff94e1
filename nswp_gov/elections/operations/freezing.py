"""Freezing: rolls, candidates, trustees and times become one manifest with one hash."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import replace

import nswp_gov
from nswp_gov.accounts.queries import roles_at
from nswp_gov.accounts.states import Role
from nswp_gov.elections import policy, queries
from nswp_gov.elections.browser import script_sha256
from nswp_gov.elections.contests import asked, contest_of
from nswp_gov.elections.models import Election, ElectionTrustee, Nomination, Post, RollEntry
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.rolls import fix_delegates
from nswp_gov.elections.operations.setup import step
from nswp_gov.elections.operations.succession import refuse_candidate, refuse_president
from nswp_gov.elections.operations.witnessing import witnesses_of
from nswp_gov.elections.record import ESCROW, MANIFEST, signing_key_of
from nswp_gov.elections.states import PUBLIC_LIST, ClaimState, NominationState, State
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.counting import lot_from_seed
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import (
    ElectionKind,
    Level,
    Manifest,
    Option,
    Paper,
    Program,
    Publication,
    ReceiptMode,
    Roll,
    SealingError,
    Suite,
    Ties,
    Trustee,
    least_padding,
    new_salt,
    new_slot_key,
    public_of,
    read_public_file,
    roll_commitment,
    seal_escrow,
    source_sha256,
)
from nswp_gov.store.errors import Denied, Unfit, WrongState, need
from nswp_gov.store.slot_keys import ElectionKeys, KeyFolder
from nswp_gov.store.work import Work

LEAST_SECRET = 5  # fewer voters cannot be promised secrecy


def add_trustee(
    work: Work,
    election: Election,
    public_file: bytes,
    *,
    is_opener: bool,
    person_id: uuid.UUID | None = None,
) -> ElectionTrustee:
    """Take a trustee's public key file onto the panel of an election.

    Raises:
        Denied: only the returning officer or the secretariat; staff and officer keep no key.
        WrongState: the manifest is frozen.
        Unfit: the file is no trustee's key, or that key is on the panel already.

    """
    if not policy.may_set_up(work.actor).allowed:
        need(policy.may_run(work.actor, election))
    if election.state not in (State.DRAFT, State.NOMINATIONS, State.RULING):
        raise WrongState(state=str(election.state), act="add_trustee")
    _may_keep(work, election, person_id)
    try:
        suite, trustee = read_public_file(public_file)
    except SealingError as refused:
        raise Unfit("not_a_trustee_key", field="public_file") from refused
    if suite is not Suite.XWING:
        raise Unfit("other_suite", field="public_file")
    panel = queries.trustees(work.session, election.id)
    if any(one.seal_key == trustee.seal_key for one in panel):
        raise Unfit("trustee_repeated", field="public_file")
    made = ElectionTrustee(
        election_id=election.id,
        place=len(panel) + 1,
        name=trustee.name,
        person_id=person_id,
        seal_key=trustee.seal_key,
        sign_key=trustee.sign_key,
        is_opener=is_opener,
    )
    work.session.add(made)
    work.record("elections.trustee_added", made)
    return made


def _may_keep(work: Work, election: Election, person_id: uuid.UUID | None) -> None:
    if person_id is None:
        return
    if person_id == election.officer_id:
        raise Denied("officer_not_trustee")
    if Role.SECRETARIAT in roles_at(work.session, person_id, work.now):
        raise Denied("staff_not_trustee")
    refuse_president(work, person_id)
    refuse_candidate(work, election, person_id)


def freeze(work: Work, election: Election, keys: KeyFolder) -> Manifest:
    """Fix everything: rolls as at the record date, candidates in drawn order, trustees, times.

    The slot key is made here, outside the database; its escrow is sealed to the trustees.

    Raises:
        Denied: only the returning officer.
        WrongState: nominations are not ruled on.
        Unfit: a nomination or an objection is not ruled on, a post has no candidate, a roll is too
            small to be secret, or the panel is too small.

    """
    need(policy.may_run(work.actor, election))
    work.session.refresh(election, with_for_update=True)  # two officers make one key, not two
    step(election, "freeze")
    panel = queries.trustees(work.session, election.id)
    openers = sum(one.is_opener for one in panel)
    if len(panel) < election.needed_trustees or openers < 2:  # noqa: PLR2004 - two openers agree
        raise Unfit("panel_too_small")
    posts = queries.posts(work.session, election.id)
    papers = _as_lists([_paper(work, election, post) for post in posts])
    on_rolls = {
        one.organisation_id for post in posts for one in queries.roll(work.session, post.id)
    }
    fix_delegates(work, election, on_rolls)
    slot_key = new_slot_key()
    made = ElectionKeys(slot_key, signing_key_of(slot_key))
    manifest = _manifest(work, election, panel, papers, made)
    election.manifest = manifest.to_bytes()
    election.manifest_sha256 = manifest.manifest_hash.hex()
    keys.destroy(election.id)  # left by a freeze that was rolled back: no manifest knows it
    keys.create(election.id, made)
    put_file(work, election, MANIFEST, election.manifest, is_public=True)
    put_file(work, election, ESCROW, seal_escrow(manifest, made.slot_key), is_public=False)
    work.record("elections.frozen", election)
    return manifest


def _manifest(
    work: Work,
    election: Election,
    panel: Sequence[ElectionTrustee],
    papers: list[Paper],
    made: ElectionKeys,
) -> Manifest:
    is_small = any(one.roll.size is None for one in papers)
    return Manifest(
        id=election.slug,
        kind=ElectionKind(election.kind.value),
        title=_in_all(work, "election", election),
        papers=tuple(papers),
        opens_at=election.opens_at,
        closes_at=election.closes_at,
        trustees=tuple(Trustee(one.name, one.seal_key, one.sign_key) for one in panel),
        needed=election.needed_trustees,
        openers=tuple(one.place for one in panel if one.is_opener),
        suite=Suite.XWING,
        padded_length=least_padding(papers),
        signing_key=public_of(made.signing_key),
        program=Program(nswp_gov.__version__, source_sha256(PACKAGE)),
        receipt=ReceiptMode.TRACKER,
        level=election.level,
        script_sha256=script_sha256() if election.level is Level.BROWSER else None,
        ties=Ties.DRAWN if is_small and election.officer_key else Ties.SEEDS,
        witnesses=witnesses_of(work, election, queries.posts(work.session, election.id)),
    )


def _in_all(work: Work, kind: str, subject: Election | Post) -> dict[str, str]:
    """Return a title in every language in which it is written."""
    found: dict[str, str] = {}
    for locale in Locale:
        reading = queries.titles(work.session, kind, [subject.id], locale)[subject.id]
        found[reading.locale.value] = reading.words
    return found


def _paper(work: Work, election: Election, post: Post) -> Paper:
    unruled = queries.nominations(work.session, post.id, NominationState.ACCEPTED)
    if unruled:
        raise Unfit("nomination_not_ruled")
    standing = queries.nominations(work.session, post.id, NominationState.STANDS)
    if not standing and post.seat_id is not None:
        raise Unfit("no_candidate")
    roll = _freeze_roll(work, election, post)
    title = _in_all(work, "election_post", post)
    options = _drawn(post, standing) if standing else [asked(_in_all(work, "election", election))]
    contest = contest_of(post.paper, title, post.ballot, options, seats=post.seats)
    size = len(roll) if len(roll) >= PUBLIC_LIST else None
    assert post.roll_commitment is not None
    return Paper(
        id=post.paper,
        title=title,
        roll=Roll(post.roll_commitment, size),
        contests=(contest,),
        publication=Publication.TOTALS,
    )


def _as_lists(papers: list[Paper]) -> list[Paper]:
    """Promise to publish every ballot, if the roll of no paper of this box is small."""
    if any(paper.roll.size is None for paper in papers):
        return papers
    return [replace(paper, publication=Publication.LIST) for paper in papers]


def _freeze_roll(work: Work, election: Election, post: Post) -> list[RollEntry]:
    """Write the roll once, as at the record date; nothing is written to it while voting lasts."""
    if any(one.state is ClaimState.MADE for one in queries.claims(work.session, [post.id])):
        raise Unfit("claim_not_ruled")
    voting = queries.electorate(work.session, election, post)
    if len(voting) < LEAST_SECRET:
        raise Unfit("roll_too_small", least=LEAST_SECRET)
    entries = [
        RollEntry(post_id=post.id, organisation_id=one, salt=new_salt(), reason=reason)
        for one, reason in sorted(voting.items())
    ]
    work.session.add_all(entries)
    post.roll_commitment = roll_commitment({one.organisation_id: one.salt for one in entries})
    work.session.flush()
    return entries


def _drawn(post: Post, standing: list[Nomination]) -> list[Option]:
    """Put the candidates into the order drawn by a seed that is published with the manifest."""
    post.draw_seed = secrets.token_hex(16)
    by_id = sorted(standing, key=lambda one: one.id)
    order = lot_from_seed(post.draw_seed, len(by_id)).order
    options = []
    for position, number in enumerate(order, start=1):
        candidate = by_id[number - 1]
        candidate.position, candidate.option = position, f"c{position:02}"
        name = candidate.public_name or ""
        options.append(Option(candidate.option, {candidate.locale: name}, candidate.country))
    return options
