"""Counted, declared, published: three acts by named people."""

from __future__ import annotations

import hashlib
import secrets

from nswp_gov.accounts.operations import add_person
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.operations import seat_person
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import CountResult, Election, Nomination, Post
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.opening import shows_ballots
from nswp_gov.elections.operations.setup import step
from nswp_gov.elections.record import BALLOTS, RESULT, TRACKERS
from nswp_gov.elections.states import NominationState, State
from nswp_gov.rules.counting import (
    Lot,
    Result,
    Rules,
    election_of,
    lot_from_seed,
    lot_typed,
    write_record,
)
from nswp_gov.rules.counting import count as count_papers
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import Ballot, BallotState, Contest, Manifest, Paper, trackers_file
from nswp_gov.sealing.ceremony import read_ballots
from nswp_gov.store import journal
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work

RULES = {"scottish-stv": Rules.SCOTTISH, "irv": Rules.IRV, "meek": Rules.MEEK}


def count(work: Work, election: Election) -> list[CountResult]:
    """Count every post from the ballots on which the openers agreed.

    Raises:
        Denied: only the returning officer.
        WrongState: the box is not being opened.
        Unfit: two openers have not agreed yet.

    """
    need(policy.may_run(work.actor, election))
    if election.state is not State.OPENING:
        raise WrongState(state=str(election.state), act="count")
    kept = queries.file(work.session, election.id, BALLOTS)
    if kept is None:
        raise Unfit("openers_have_not_agreed")
    step(election, "count")
    manifest = queries.manifest_of(election)
    ballots = read_ballots(manifest, kept.body)
    made = []
    for post in queries.posts(work.session, election.id):
        paper = next(one for one in manifest.papers if one.id == post.paper)
        result = count_paper(manifest, paper, ballots, lot=election.lot)
        made.append(_keep(work, post, paper, result))
    work.record("elections.counted", election)
    return made


def count_paper(
    manifest: Manifest, paper: Paper, ballots: tuple[Ballot, ...], *, lot: list[str] | None
) -> Result:
    """Return the count of one paper; candidates are numbered in the manifest's order."""
    (contest,) = paper.contests
    number = {option: place for place, option in enumerate(contest.option_ids, start=1)}
    rankings = [
        tuple(number[option] for option in (ballot.choices or {})[contest.id])
        for ballot in ballots
        if ballot.paper == paper.id and ballot.state is BallotState.VALID
    ]
    reopens = next((number[one.id] for one in contest.options if one.reopens), None)
    counted = election_of(
        rankings,
        candidates=[_one_title(option.title) for option in contest.options],
        seats=contest.seats,
        title=_one_title(contest.title),
        reopen=reopens,
    )
    return count_papers(counted, RULES[contest.rule], _lot(manifest, paper, contest, number, lot))


def _one_title(title: object) -> str:
    words = dict(title)  # type: ignore[call-overload]  # a mapping of languages
    return str(words.get("en") or next(iter(words.values())))


def _lot(
    manifest: Manifest,
    paper: Paper,
    contest: Contest,
    number: dict[str, int],
    drawn: list[str] | None,
) -> Lot:
    """Return the lot as drawn and typed in, or the order that the manifest's own hash gives."""
    if drawn is None:
        seed = hashlib.sha256(manifest.manifest_hash + contest.id.encode()).hexdigest()
        return lot_from_seed(seed, len(contest.options))
    mine = [one.partition("/")[2] for one in drawn if one.partition("/")[0] == paper.id]
    return lot_typed([number[option] for option in mine], list(number.values()))


def _keep(work: Work, post: Post, paper: Paper, result: Result) -> CountResult:
    (contest,) = paper.contests
    made = CountResult(
        post_id=post.id,
        rules=contest.rule,
        record=write_record(result).decode(),
        elected=[contest.option_ids[winner - 1] for winner in result.winners],
        ballots=result.contest.papers,
    )
    work.session.add(made)
    return made


def declare(work: Work, election: Election) -> list[Nomination]:
    """Declare who was elected and seat them; a seat that re-opens stays vacant.

    Raises:
        Denied: only the returning officer.
        WrongState: it is not counted.
        SeatTaken, TermTooLong: the seat or its term does not allow it (bodies).

    """
    need(policy.may_run(work.actor, election))
    step(election, "declare")
    seated = []
    for post in queries.posts(work.session, election.id):
        found = queries.result(work.session, post.id)
        options = found.elected if found else []
        for candidate in queries.nominations(work.session, post.id, NominationState.STANDS):
            if candidate.option in options:
                _seat(work, election, post, candidate)
                seated.append(candidate)
    _open_record(work, election)
    work.record("elections.declared", election)
    return seated


def _open_record(work: Work, election: Election) -> None:
    """Add to the public record what a declaration makes public: the result, and the trackers.

    The ballots themselves stay inside where a roll is small (two records, one for observers).
    """
    manifest = queries.manifest_of(election)
    ballots = queries.file(work.session, election.id, BALLOTS)
    if ballots is not None:
        ballots.is_public = shows_ballots(manifest)
        trackers = trackers_file(read_ballots(manifest, ballots.body))
        put_file(work, election, TRACKERS, trackers, is_public=True)
    result = journal.canonical_json(public_record(work, election))
    put_file(work, election, RESULT, result, is_public=True)


def _seat(work: Work, election: Election, post: Post, candidate: Nomination) -> None:
    if candidate.person_id is None:
        made = add_person(
            work,
            name=candidate.public_name or "",
            sign_in_name=f"elected-{secrets.token_hex(6)}",
            passphrase=None,
            locale=Locale(candidate.locale),
            public_name=candidate.public_name,
        )
        candidate.person_id = made.id
    seat = work.session.get_one(Seat, post.seat_id)
    seat_person(
        work,
        seat,
        candidate.person_id,
        post.term_from,
        post.term_until,
        result_of=("election", election.id),
        organisation_id=candidate.organisation_id,
    )


def publish(work: Work, election: Election) -> journal.PublishedRecord:
    """Publish the record once complaints can no longer be made; it is never altered again.

    Raises:
        Denied: only the returning officer.
        WrongState: it is not declared.
        Unfit: the time for complaints is not over.

    """
    need(policy.may_run(work.actor, election))
    if work.now < election.complaints_until:
        raise Unfit("complaints_still_open")
    step(election, "publish")
    happened = work.record("elections.published", election)
    return journal.publish(
        work.session,
        happened,
        kind="election",
        subject_id=election.id,
        name="record",
        body=public_record(work, election),
    )


def public_record(work: Work, election: Election) -> dict[str, object]:
    """Return what anybody may know: winners, method, hashes; no stages of a small electorate."""
    manifest = queries.manifest_of(election)
    ballots = queries.file(work.session, election.id, BALLOTS)
    papers = {paper.id: paper for paper in manifest.papers}
    return {
        "election": election.slug,
        "kind": election.kind.value,
        "manifest_sha256": election.manifest_sha256,
        "box_root": election.box_root,
        "ballots_sha256": ballots.sha256 if ballots else None,
        "posts": [
            {
                "paper": post.paper,
                "rule": papers[post.paper].contests[0].rule,
                "elected": found.elected,
            }
            for post in queries.posts(work.session, election.id)
            if (found := queries.result(work.session, post.id))
        ],
    }
