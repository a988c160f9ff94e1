"""The ballot: rank, look again, cast. The answer is the receipt; nothing typed here is kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from nswp_gov.elections import operations, queries, ranking
from nswp_gov.elections.forms import ActForm
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.operations.voting import sign_own_receipt
from nswp_gov.elections.ranking import Fault, Places
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import key_folder, known, own_names, post_in
from nswp_gov.sealing import SealedBallot, receipt_code
from nswp_gov.sealing.canonical import b64, canonical
from nswp_gov.store.errors import Denied, DomainError
from nswp_gov.store.texts import Reading
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


@dataclass(frozen=True)
class Item:
    """One line of the ballot."""

    key: str
    name: str
    rank: str
    href: str
    note: str


@dataclass(frozen=True)
class Booth:
    """The paper in front of a voter: whose vote it is, of what, and who stands."""

    election: Election
    post: Post
    title: Reading
    organisation_id: uuid.UUID
    organisation: str
    names: Mapping[str, str]  # by option, in the order of the paper
    persons: Mapping[str, uuid.UUID]  # the candidate's page, by option


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
            "elections/whose.html", election=found, post=post, voters=list(names.items())
        )
    booth = _booth(found, post, chosen or voters[0])
    places = ranking.typed(request.form, list(booth.names))
    return _cast(booth, places) if request.form.get("cast") else _paper(booth, places)


def _voters(found: Election, post: Post) -> list[uuid.UUID]:
    """Return the organisations on this roll for which the reader votes."""
    entries = queries.own_entries(session(), found.id, actor().delegate_of)
    voters = [one.organisation_id for one in entries if one.post.id == post.id]
    if not voters:
        raise Denied("not_on_the_roll")
    return voters


def _booth(found: Election, post: Post, organisation_id: uuid.UUID) -> Booth:
    rows = queries.nominations(session(), post.id)
    return Booth(
        election=found,
        post=post,
        title=queries.titles(session(), "election_post", [post.id], locale())[post.id],
        organisation_id=organisation_id,
        organisation=own_names([organisation_id])[organisation_id],
        names=queries.option_titles(queries.paper_of(found, post), locale()),
        persons={row.option: row.id for row in rows if row.option},
    )


def _paper(
    booth: Booth, places: Places, *, refusal: str | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show the paper, or the preview where it was asked for and nothing is wrong."""
    up, down = request.form.get("up"), request.form.get("down")
    if up or down:
        places = ranking.moved(places, up=up, down=down)
    elif request.form.get("clear"):
        places = dict.fromkeys(places, "")
    asked = bool(request.form.get("preview")) or refusal is not None
    wrong = ranking.faults(places) if asked else {}
    is_preview = asked and not wrong
    return render_template(
        "elections/preview.html" if is_preview else "elections/ballot.html",
        form=ActForm(),
        booth=booth,
        places=places,
        items=_items(booth, places),
        order=[booth.names[one] for one in ranking.order_of(places)],
        errors={one: FAULTS[fault] for one, fault in wrong.items()},
        refusal=refusal,
        manifest=queries.manifest_of(booth.election),
        is_in_box=queries.is_in_box(
            session(), booth.election, booth.post, booth.organisation_id, key_folder()
        ),
    ), 422 if wrong else status


def _items(booth: Booth, places: Places) -> list[Item]:
    slug = booth.election.slug
    pages = {
        one: url_for("elections.candidate", slug=slug, nomination_id=person)
        for one, person in booth.persons.items()
    }
    return [
        Item(
            key=one,
            name=name,
            rank=places[one],
            href=pages.get(one, ""),
            note="" if one in pages else str(_REOPEN),
        )
        for one, name in booth.names.items()
    ]


def _cast(booth: Booth, places: Places) -> ResponseReturnValue:
    """Cast, and answer with the receipt itself: it is kept nowhere, and a reload is harmless."""
    wrong = ranking.faults(places)
    if wrong:
        return _paper(booth, places, status=422)
    keys = key_folder()
    try:
        with work() as w:
            replaces = queries.is_in_box(
                w.session, booth.election, booth.post, booth.organisation_id, keys
            )
            sealed = operations.cast(
                w,
                booth.election,
                booth.post,
                booth.organisation_id,
                ranking.order_of(places),
                keys=keys,
            )
            page = _receipt(booth, sealed, replaces=replaces)
    except DomainError as refusal:
        return render_template("elections/not_cast.html", refusal=phrase(refusal)), refusal.status
    return page


def _receipt(booth: Booth, sealed: SealedBallot, *, replaces: bool) -> Response:
    page = render_template(
        "elections/receipt.html",
        form=ActForm(),
        booth=booth,
        code=receipt_code(sealed.seal).replace("-", ""),
        seal=sealed.seal,
        tracker=sealed.tracker,
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


@bp.get("/<slug>/our-entry")
@door(Door.MEMBER)
def our_entry(slug: str) -> ResponseReturnValue:
    """Show why one's own organisations are on the roll; after the close, whether a vote was in."""
    found = known(slug)
    own = sorted(actor().member_of)
    entries = queries.own_entries(session(), found.id, own)
    ids = [one.post.id for one in entries]
    return render_template(
        "elections/our_entry.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        entries=entries,
        names=own_names([one.organisation_id for one in entries]),
        titles=queries.titles(session(), "election_post", ids, locale()),
    )
