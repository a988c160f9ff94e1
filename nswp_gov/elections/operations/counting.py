"""Counted, declared, published: three acts by named people."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from nswp_gov.accounts.operations import add_person
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.operations import seat_person
from nswp_gov.elections import policy, queries
from nswp_gov.elections.contests import Counted, count_contest
from nswp_gov.elections.models import CountResult, Election, Nomination, Post
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.lots import Lots, lots_of
from nswp_gov.elections.operations.opening import shows_ballots
from nswp_gov.elections.operations.recording import about, write_down
from nswp_gov.elections.operations.setup import step
from nswp_gov.elections.record import BALLOTS, COUNTS, LOTS, RESULT, TRACKERS
from nswp_gov.elections.states import ComplaintState, Kind, NominationState, State
from nswp_gov.rules.counting import lot_typed
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import Ballot, BallotState, Paper, trackers_file
from nswp_gov.sealing.ceremony import read_ballots
from nswp_gov.store import journal
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work

# Rooms above add what follows from a declaration (`app.py`): the news and its letters.
ON_DECLARED: list[Callable[[Work, Election], object]] = []


def count(work: Work, election: Election) -> list[CountResult]:
    """Count every post from the ballots on which the openers agreed.

    Raises:
        Denied: only the returning officer.
        WrongState: the box is not being opened.
        Unfit: two openers have not agreed yet, or there is no lot to break ties.

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
    lots = lots_of(work, election)
    made = {}
    for post in queries.posts(work.session, election.id):
        paper = next(one for one in manifest.papers if one.id == post.paper)
        valid = [one for one in ballots if one.paper == paper.id and one.state is BallotState.VALID]
        counted = count_paper(paper, valid, lots)
        made[paper.contests[0].id] = _keep(work, post, counted, valid)
    put_file(work, election, TRACKERS, trackers_file(ballots), is_public=False)
    write_down(work, election, made, lots)
    work.record("elections.counted", election)
    return list(made.values())


def count_paper(paper: Paper, valid: Sequence[Ballot], lots: Lots) -> Counted:
    """Return the count of one paper; candidates are numbered in the manifest's order."""
    (contest,) = paper.contests
    number = {option: place for place, option in enumerate(contest.option_ids, start=1)}
    marks = [(ballot.choices or {})[contest.id] for ballot in valid]
    order = [number[option] for option in lots.order[contest.id]]
    return count_contest(contest, marks, lot_typed(order, list(number.values())))


def _keep(work: Work, post: Post, counted: Counted, valid: Sequence[Ballot]) -> CountResult:
    made = CountResult(
        post_id=post.id,
        rules=counted.rules,
        record=counted.record,
        elected=counted.elected,
        ballots=len(valid),
    )
    work.session.add(made)
    return made


def declare(work: Work, election: Election) -> None:
    """Declare who was elected; they take their seats once complaints can no longer be made.

    Raises:
        Denied: only the returning officer.
        WrongState: it is not counted.

    """
    need(policy.may_run(work.actor, election))
    step(election, "declare")
    _open_record(work, election)
    work.record("elections.declared", election)
    for tell in ON_DECLARED:
        tell(work, election)


def _open_record(work: Work, election: Election) -> None:
    """Add to the public record what a declaration makes public: result, lot, trackers.

    Ballots and figures stay inside where a roll is small (two records, one for observers).
    """
    is_list = shows_ballots(queries.manifest_of(election))
    shown = {RESULT, LOTS, TRACKERS} | ({BALLOTS, COUNTS} if is_list else set())
    for one in queries.files(work.session, election.id):
        one.is_public = one.is_public or one.name in shown


def _seat_winners(work: Work, election: Election) -> list[Nomination]:
    seated = []
    for post in queries.posts(work.session, election.id):
        found = queries.result(work.session, post.id)
        options = found.elected if found else []
        for candidate in queries.nominations(work.session, post.id, NominationState.STANDS):
            if candidate.option in options:
                _seat(work, election, post, candidate)
                seated.append(candidate)
    return seated


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
    """Seat the winners and publish the record, once complaints can no longer be made.

    A seat whose nominations are re-opened stays vacant. A rehearsal seats nobody, except in the
    sample network. The published record is never altered again.

    Raises:
        Denied: only the returning officer.
        WrongState: it is not declared.
        Unfit: the time for complaints is not over, or one of them is not answered.
        SeatTaken, TermTooLong: the seat or its term does not allow it (bodies).

    """
    need(policy.may_run(work.actor, election))
    if work.now < election.complaints_until:
        raise Unfit("complaints_still_open")
    complaints = queries.complaints(work.session, election.id)
    if any(one.state is ComplaintState.MADE for one in complaints):
        raise Unfit("complaint_not_answered")
    step(election, "publish")
    if election.kind is Kind.REAL or stored.get(work.session, stored.SAMPLE) is not None:
        _seat_winners(work, election)
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
    papers = {paper.id: paper for paper in queries.manifest_of(election).papers}
    states = [one.state for one in queries.complaints(work.session, election.id)]
    return {
        "election": election.slug,
        "kind": election.kind.value,
        **about(work, election),
        "posts": [
            {
                "paper": post.paper,
                "rule": papers[post.paper].contests[0].rule,
                "elected": found.elected,
            }
            for post in queries.posts(work.session, election.id)
            if (found := queries.result(work.session, post.id))
        ],
        "complaints": {one.value: states.count(one) for one in ComplaintState},
        "files": {one.name: one.sha256 for one in queries.public_files(work.session, election.id)},
    }
