"""The ballot: rank, look again, cast. The answer is the receipt; nothing typed here is kept."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError

from nswp_gov.elections import queries
from nswp_gov.elections.browser import seals_on_device
from nswp_gov.elections.contests import CANDIDATE, NAME, REOPEN
from nswp_gov.elections.forms import ActForm
from nswp_gov.elections.marks import MARK, Marks, marks_of
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.operations.voting import (
    SPEAKS,
    NotStored,
    check_sealed,
    put_in_box,
    seal_vote,
    sign_own_receipt,
    slip_of,
)
from nswp_gov.elections.ranking import Fault
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import key_folder, known, own_names, post_in
from nswp_gov.elections.views.rolls import late_delegate
from nswp_gov.rules.counting.motion import Choice
from nswp_gov.sealing import Contest, receipt_code
from nswp_gov.sealing.canonical import b64, canonical
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import Denied, DomainError, Unfit
from nswp_gov.store.texts import Reading
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, work

FAULTS: Mapping[Fault, object] = {
    Fault.NOT_A_NUMBER: _l("Write a number: 1, 2, 3 …"),
    Fault.TWICE: _l("This place is given twice."),
    Fault.GAP: _l("A place before this one is missing."),
}
_REOPEN = _l("If this wins, the seat stays vacant until a new election.")
_NO = _l("If there are not more yes than no, the seat stays vacant until a new election.")
_NEITHER = _l("Counts for neither side.")
NOTES: Mapping[str, object] = {REOPEN: _REOPEN, Choice.NO: _NO, Choice.ABSTAIN: _NEITHER}


@dataclass(frozen=True)
class Item:
    """One line of the ballot. `rank`: its place where options are put in order."""

    key: str
    name: str
    rank: str
    href: str
    note: str
    is_marked: bool


@dataclass(frozen=True)
class Booth:
    """The paper in front of a voter: whose vote it is, of what; names are read when shown."""

    election: Election
    post: Post
    organisation_id: uuid.UUID
    contest: Contest

    @cached_property
    def title(self) -> Reading:
        """What the paper fills."""
        return queries.titles(session(), "election_post", [self.post.id], locale())[self.post.id]

    @cached_property
    def organisation(self) -> str:
        """The name of the organisation, for its own people."""
        return own_names([self.organisation_id])[self.organisation_id]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What stands on the paper, by option, in its order."""
        return queries.option_titles(queries.paper_of(self.election, self.post), locale())

    @cached_property
    def persons(self) -> Mapping[str, uuid.UUID]:
        """The candidate's page, by option."""
        rows = queries.nominations(session(), self.post.id)
        return {row.option: row.id for row in rows if row.option}

    @property
    def alone(self) -> str:
        """The name of the one person who stands, where the question is yes or no; else empty."""
        return str(self.contest.parameters.get(NAME, ""))

    @property
    def alone_id(self) -> uuid.UUID | None:
        """Whose page to show where the question is yes or no."""
        return self.persons.get(str(self.contest.parameters.get(CANDIDATE, "")))


@dataclass(frozen=True)
class Vote:
    """A sealed vote on its way to the box, with the receipt that is shown once it lies there."""

    booth: Booth
    envelope: bytes
    seal: str
    tracker: str  # empty where it is known on the voter's device alone
    is_from_device: bool = False


@bp.route("/<slug>/ballot/<uuid:post_id>", methods=["GET", "POST"])
@door(Door.DELEGATE)
def ballot(slug: str, post_id: uuid.UUID) -> ResponseReturnValue:
    """Show the ballot, move a name, show the preview, or cast: one page, one address."""
    with writing(on=False):  # reading and sealing keep nobody else from voting
        found = known(slug)
        post = post_in(found, post_id)
        if not queries.accepts_votes(found, now()):
            status = 200 if request.method == "GET" else 409
            return render_template("elections/not_open.html", election=found), status
        voters = _voters(found, post)
        chosen = next((one for one in voters if str(one) == request.values.get("for")), None)
        if chosen is None and len(voters) > 1:
            return _whose(found, post, voters)
        contest = queries.paper_of(found, post).contests[0]
        booth = Booth(found, post, chosen or voters[0], contest)
        if not _may_speak(booth):
            return late_delegate(found, booth.organisation_id)
        return _answer(booth)


def _whose(found: Election, post: Post, voters: list[uuid.UUID]) -> ResponseReturnValue:
    """Ask somebody who votes for several organisations whose vote this is."""
    return render_template(
        "elections/whose.html",
        election=found,
        post=post,
        voters=list(own_names(voters).items()),
        manifest=queries.manifest_of(found),
    )


def _answer(booth: Booth) -> ResponseReturnValue:
    """Take a vote sealed on the voter's device, or what was marked on the paper."""
    try:
        if request.form.get("envelope"):
            return _cast(_sealed_on_device(booth))
        marks = marks_of(booth.contest, request.form, request.form.getlist(MARK))
        if not request.form.get("cast"):
            return _paper(booth, marks)
        if marks.faults() or marks.is_too_many:
            return _paper(booth, marks, status=422)
        return _cast(_sealed_here(booth, marks))
    except DomainError as refusal:
        return render_template(
            "elections/not_cast.html",
            refusal=phrase(refusal),
            is_known=not isinstance(refusal, NotStored),
        ), refusal.status


def _voters(found: Election, post: Post) -> list[uuid.UUID]:
    """Return the organisations on this roll for which the reader votes."""
    entries = queries.own_entries(session(), found.id, actor().delegate_of)
    voters = [one.organisation_id for one in entries if one.post.id == post.id]
    if not voters:
        raise Denied("not_on_the_roll")
    return voters


def _may_speak(booth: Booth) -> bool:
    person = actor().person_id
    assert person is not None
    row = queries.delegate(session(), booth.election.id, booth.organisation_id, person)
    return row is not None and row.state in SPEAKS


def _paper(booth: Booth, marks: Marks, *, status: int = 200) -> ResponseReturnValue:
    """Show the paper, or the preview where it was asked for and nothing is wrong."""
    up, down = request.form.get("up"), request.form.get("down")
    if up or down:
        marks = marks.moved(up=up, down=down)
    elif request.form.get("clear"):
        marks = marks.cleared()
    asked = bool(request.form.get("preview") or request.form.get("cast"))
    wrong = marks.faults() if asked else {}
    too_many = asked and marks.is_too_many
    is_preview = asked and not (wrong or too_many)
    manifest = queries.manifest_of(booth.election)
    return render_template(
        "elections/preview.html" if is_preview else "elections/ballot.html",
        form=ActForm(),
        booth=booth,
        marks=marks,
        items=_items(booth, marks),
        order=[booth.names[one] for one in marks.choices()] if is_preview else [],
        errors={one: FAULTS[fault] for one, fault in wrong.items()},
        too_many=too_many,
        manifest=manifest,
        seals=seals_on_device(manifest),
        missing_since=queries.missing_since(session(), booth.election),
        faults={fault.name.lower(): str(words) for fault, words in FAULTS.items()},
        is_in_box=queries.is_in_box(
            session(), booth.election, booth.post, booth.organisation_id, key_folder()
        ),
    ), 422 if wrong or too_many else status


def _items(booth: Booth, marks: Marks) -> list[Item]:
    slug = booth.election.slug
    pages = {
        one: url_for("elections.candidate", slug=slug, nomination_id=person)
        for one, person in booth.persons.items()
    }
    return [
        Item(
            key=one,
            name=name,
            rank=marks.places.get(one, ""),
            href=pages.get(one, ""),
            note=str(NOTES.get(one, "")) if booth.post.seat_id else "",
            is_marked=one in marks.chosen,
        )
        for one, name in booth.names.items()
    ]


def _sealed_here(booth: Booth, marks: Marks) -> Vote:
    manifest = queries.manifest_of(booth.election)
    sealed = seal_vote(manifest, booth.post.paper, marks.choices())
    return Vote(booth, sealed.envelope, sealed.seal, sealed.tracker)


def _sealed_on_device(booth: Booth) -> Vote:
    try:
        envelope = base64.b64decode(request.form["envelope"], validate=True)
    except ValueError as refused:
        raise Unfit("ballot_unfit", field="envelope") from refused
    seal = check_sealed(queries.manifest_of(booth.election), booth.post.paper, envelope)
    return Vote(booth, envelope, seal, "", is_from_device=True)


def _cast(vote: Vote) -> ResponseReturnValue:
    """Cast, and answer with the receipt itself: it is kept nowhere, and a reload is harmless.

    The receipt is made before the vote lies in the box and shown after: the transaction is short.
    """
    booth, keys = vote.booth, key_folder()
    slip = slip_of(booth.election, booth.post, booth.organisation_id)
    replaces = queries.is_in_box(session(), booth.election, booth.post, booth.organisation_id, keys)
    page = _receipt(vote, replaces=replaces)
    session().rollback()
    try:
        with writing(), work() as w:
            replaced = put_in_box(
                w, slip, vote.envelope, keys=keys, from_device=vote.is_from_device
            )
    except OperationalError as fault:
        raise NotStored from fault
    return page if replaced == replaces else _receipt(vote, replaces=replaced)


def _receipt(vote: Vote, *, replaces: bool) -> Response:
    page = render_template(
        "elections/receipt.html",
        form=ActForm(),
        booth=vote.booth,
        code=receipt_code(vote.seal).replace("-", ""),
        seal=vote.seal,
        tracker=vote.tracker,
        replaces=replaces,
    )
    return make_response(page)


@bp.post("/<slug>/ballot/<uuid:post_id>/receipt")
@door(Door.DELEGATE)
def receipt_file(slug: str, post_id: uuid.UUID) -> ResponseReturnValue:
    """Give the signed receipt as a file with a neutral name, on request only."""
    found = known(slug)
    post = post_in(found, post_id)
    asked = request.form.get("for")
    chosen = next((one for one in _voters(found, post) if str(one) == asked), None)
    if chosen is None:
        raise Denied("not_the_delegate")
    with work() as w:
        seal, signature = sign_own_receipt(w, found, post, chosen, keys=key_folder())
        body = canonical(
            {"manifest": found.manifest_sha256, "seal": seal, "signature": b64(signature)}
        )
    return attached(body, "note.json", "application/json")
