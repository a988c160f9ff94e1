"""The ballot: rank, look again, cast. The answer is the receipt; nothing typed here is kept."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from nswp_gov.elections import operations, queries
from nswp_gov.elections.browser import seals_on_device
from nswp_gov.elections.contests import CANDIDATE, NAME, REOPEN
from nswp_gov.elections.forms import ActForm
from nswp_gov.elections.marks import MARK, Marks, marks_of
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.operations.voting import sign_own_receipt
from nswp_gov.elections.ranking import Fault
from nswp_gov.elections.states import DelegateState
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import key_folder, known, own_names, post_in
from nswp_gov.elections.views.rolls import late_delegate
from nswp_gov.rules.counting.motion import Choice
from nswp_gov.sealing import Contest, receipt_code
from nswp_gov.sealing.canonical import b64, canonical
from nswp_gov.store.errors import Denied, DomainError, Unfit
from nswp_gov.store.texts import Reading
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
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
Kept = tuple[str, str]  # seal and tracker of what was put in the box


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
    """The paper in front of a voter: whose vote it is, of what, and who stands."""

    election: Election
    post: Post
    title: Reading
    organisation_id: uuid.UUID
    organisation: str
    contest: Contest
    names: Mapping[str, str]  # by option, in the order of the paper
    persons: Mapping[str, uuid.UUID]  # the candidate's page, by option

    @property
    def alone(self) -> str:
        """The name of the one person who stands, where the question is yes or no; else empty."""
        return str(self.contest.parameters.get(NAME, ""))

    @property
    def alone_id(self) -> uuid.UUID | None:
        """Whose page to show where the question is yes or no."""
        return self.persons.get(str(self.contest.parameters.get(CANDIDATE, "")))


@bp.route("/<slug>/ballot/<uuid:post_id>", methods=["GET", "POST"])
@door(Door.DELEGATE)
def ballot(slug: str, post_id: uuid.UUID) -> ResponseReturnValue:
    """Show the ballot, move a name, show the preview, or cast: one page, one address."""
    found = known(slug)
    post = post_in(found, post_id)
    if not queries.accepts_votes(found, now()):
        status = 200 if request.method == "GET" else 409
        return render_template("elections/not_open.html", election=found), status
    voters = _voters(found, post)
    chosen = next((one for one in voters if str(one) == request.values.get("for")), None)
    if chosen is None and len(voters) > 1:
        names = own_names(voters)
        return render_template(
            "elections/whose.html",
            election=found,
            post=post,
            voters=list(names.items()),
            manifest=queries.manifest_of(found),
        )
    booth = _booth(found, post, chosen or voters[0])
    if not _may_speak(booth):
        return late_delegate(found, booth.organisation_id)
    return _answer(booth)


def _answer(booth: Booth) -> ResponseReturnValue:
    """Take a vote sealed on the voter's device, or what was marked on the paper."""
    if request.form.get("envelope"):
        return _cast(booth, lambda w: _take_sealed(w, booth))
    marks = marks_of(booth.contest, request.form, request.form.getlist(MARK))
    if not request.form.get("cast"):
        return _paper(booth, marks)
    if marks.faults() or marks.is_too_many:
        return _paper(booth, marks, status=422)
    return _cast(booth, lambda w: _seal(w, booth, marks))


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
    return row is not None and row.state in (DelegateState.FIXED, DelegateState.ADMITTED)


def _booth(found: Election, post: Post, organisation_id: uuid.UUID) -> Booth:
    rows = queries.nominations(session(), post.id)
    paper = queries.paper_of(found, post)
    return Booth(
        election=found,
        post=post,
        title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
        organisation_id=organisation_id,
        organisation=own_names([organisation_id])[organisation_id],
        contest=paper.contests[0],
        names=queries.option_titles(paper, locale()),
        persons={row.option: row.id for row in rows if row.option},
    )


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
            note=str(NOTES.get(one, "")),
            is_marked=one in marks.chosen,
        )
        for one, name in booth.names.items()
    ]


def _cast(booth: Booth, act: Callable[[Work], Kept]) -> ResponseReturnValue:
    """Cast, and answer with the receipt itself: it is kept nowhere, and a reload is harmless."""
    keys = key_folder()
    try:
        with work() as w:
            replaces = queries.is_in_box(
                w.session, booth.election, booth.post, booth.organisation_id, keys
            )
            page = _receipt(booth, act(w), replaces=replaces)
    except DomainError as refusal:
        return render_template("elections/not_cast.html", refusal=phrase(refusal)), refusal.status
    return page


def _seal(w: Work, booth: Booth, marks: Marks) -> Kept:
    sealed = operations.cast(
        w,
        booth.election,
        booth.post,
        booth.organisation_id,
        marks.choices(),
        keys=key_folder(),
    )
    return sealed.seal, sealed.tracker


def _take_sealed(w: Work, booth: Booth) -> Kept:
    try:
        envelope = base64.b64decode(request.form["envelope"], validate=True)
    except ValueError as refused:
        raise Unfit("ballot_unfit", field="envelope") from refused
    seal = operations.cast_sealed(
        w, booth.election, booth.post, booth.organisation_id, envelope, keys=key_folder()
    )
    return seal, ""  # the tracker is known on the device alone


def _receipt(booth: Booth, kept: Kept, *, replaces: bool) -> Response:
    seal, tracker = kept
    page = render_template(
        "elections/receipt.html",
        form=ActForm(),
        booth=booth,
        code=receipt_code(seal).replace("-", ""),
        seal=seal,
        tracker=tracker,
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
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="note.json"'
    return answer
