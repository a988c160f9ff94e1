"""The count and the files of the record: the public one, and the observers' one."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from nswp_gov.elections import policy, queries
from nswp_gov.elections.contests import read_counted
from nswp_gov.elections.folder import Edition, files_of, packed
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.recording import shows
from nswp_gov.elections.record import BALLOTS, DRAWN_LOT, INDEX, RESULT
from nswp_gov.elections.states import ComplaintState, State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.counted import counted_page
from nswp_gov.elections.views.found import known
from nswp_gov.elections.views.printing import printed
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.rules.counting.page import Page
from nswp_gov.store.errors import Denied, NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session

TYPES = {"json": "application/json", "txt": "text/plain", "jsonl": "application/jsonl"}
ANNOUNCED = (State.DECLARED, State.PUBLISHED)


@bp.get("/<slug>/count/<paper>")
@door(Door.PUBLIC)
def count(slug: str, paper: str) -> ResponseReturnValue:
    """Show a declared count: with its stages where the roll is large, else winner and hashes."""
    found = known(slug)
    if found.state not in ANNOUNCED:
        raise NotFound
    return _count_page(found, paper, is_observer=False)


@bp.get("/<slug>/observers/<paper>")
@door(Door.OFFICER, Door.AGENT)
def observed(slug: str, paper: str) -> ResponseReturnValue:
    """Show the count with its stages to officer and agents, whatever the size of the roll."""
    found = known(slug)
    verdict = policy.may_run(actor(), found)
    if found.id not in actor().agent_of and not verdict.allowed:
        raise Denied(verdict.reason)
    return _count_page(found, paper, is_observer=True)


def _count_page(found: Election, paper: str, *, is_observer: bool) -> ResponseReturnValue:
    post = queries.post_of_paper(session(), found.id, paper)
    result = queries.result(session(), post.id)
    if result is None:
        raise NotFound
    paper_of = queries.paper_of(found, post)
    shown = next(
        one for one in queries.posts_shown(session(), found, locale()) if one.post.id == post.id
    )
    what = shows(paper_of, is_observer=is_observer)
    counted = counted_page(found, post, read_counted(result.record), what)
    return render_template(
        "elections/count.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        shown=shown,
        result=result,
        size=paper_of.roll.size,
        page_shown=counted if isinstance(counted, Page) else None,
        answers=counted if isinstance(counted, MotionResult) else None,
        is_observer=is_observer,
        files=queries.public_files(session(), found.id),
    )


def _sent(name: str, body: bytes) -> Response:
    return attached(body, name, TYPES.get(name.rpartition(".")[2], "application/octet-stream"))


@bp.get("/<slug>/files/<name>")
@door(Door.PUBLIC)
def file(slug: str, name: str) -> ResponseReturnValue:
    """Give a file of the public record, byte for byte."""
    found = known(slug)
    kept = queries.file(session(), found.id, name)
    if kept is None or not kept.is_public:
        raise NotFound
    return _sent(kept.name, kept.body)


@bp.get("/<slug>/inside/<name>")
@door(Door.OFFICER, Door.TRUSTEE, Door.AGENT)
def inner_file(slug: str, name: str) -> ResponseReturnValue:
    """Give a file of the ceremony to trustees and returning officer; to agents the drawn lot."""
    found = known(slug)
    kept = queries.file(session(), found.id, name)
    may = policy.may_observe if name == DRAWN_LOT else policy.may_bring_shares
    if kept is None or not may(actor(), found).allowed:
        raise NotFound
    return _sent(kept.name, kept.body)


@bp.get("/<slug>/record.json")
@door(Door.PUBLIC)
def published(slug: str) -> ResponseReturnValue:
    """Give the final record, the very bytes that were published."""
    kept = queries.published(session(), known(slug).id)
    if kept is None:
        raise NotFound
    return _sent("record.json", kept.body)


@bp.get("/<slug>/record")
@door(Door.PUBLIC)
def folders(slug: str) -> ResponseReturnValue:
    """Say how to check an election, and where its record is; the observers' one for observers."""
    found = known(slug)
    if found.state not in ANNOUNCED:
        raise NotFound
    files = files_of(session(), found, Edition.PUBLIC)
    return render_template(
        "elections/record.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        names=sorted([*files, INDEX]),
        is_list=BALLOTS in files,
        complaints=_numbers(found),
        is_observer=policy.may_observe(actor(), found).allowed,
    )


def _numbers(found: Election) -> dict[ComplaintState, int]:
    states = [one.state for one in queries.complaints(session(), found.id)]
    return {one: states.count(one) for one in ComplaintState}


@bp.get("/<slug>/record.zip")
@door(Door.PUBLIC)
def folder(slug: str) -> ResponseReturnValue:
    """Give the public record as one folder, with the program that checks it."""
    found = known(slug)
    if found.state not in ANNOUNCED:
        raise NotFound
    return _folder(found, Edition.PUBLIC)


@bp.get("/<slug>/observers.zip")
@door(Door.OFFICER, Door.TRUSTEE, Door.AGENT)
def observers(slug: str) -> ResponseReturnValue:
    """Give the observers' record, in which the ballots can be counted again.

    For returning officer, trustees and one agent of each candidate.
    """
    found = known(slug)
    if not policy.may_observe(actor(), found).allowed:
        raise NotFound
    if queries.file(session(), found.id, RESULT) is None:
        raise NotFound
    return _folder(found, Edition.OBSERVERS)


def _folder(found: Election, edition: Edition) -> Response:
    files = {**files_of(session(), found, edition), **printed(found, edition)}
    name = found.slug if edition is Edition.PUBLIC else f"{found.slug}-observers"
    return _sent(f"{name}.zip", packed(found, edition, files))
