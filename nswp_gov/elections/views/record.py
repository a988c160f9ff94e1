"""The count and the files of the record: the public one, and the observers' one."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.count_phrases import phrasing_with
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import CountResult, Election, ElectionFile, Post
from nswp_gov.elections.states import State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import inside, known, run
from nswp_gov.rules.counting import read_record
from nswp_gov.rules.counting.page import Page, page_of
from nswp_gov.store.errors import NotFound
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session

TYPES = {"json": "application/json", "txt": "text/plain", "jsonl": "application/jsonl"}
ANNOUNCED = (State.DECLARED, State.PUBLISHED)


def count_shown(found: Election, post: Post, result: CountResult) -> Page:
    """Return the count in the reader's language, with the names as they stood on the ballot."""
    paper = queries.paper_of(found, post)
    title = queries.titles(session(), "election_post", [post.id], locale())[post.id]
    counted = read_record(result.record.encode())
    names = tuple(queries.option_titles(paper, locale()).values())
    contest = replace(counted.contest, candidates=names, title=title.words)
    return page_of(replace(counted, contest=contest), phrasing_with(_, locale()))


@bp.get("/<slug>/count/<paper>")
@door(Door.PUBLIC)
def count(slug: str, paper: str) -> ResponseReturnValue:
    """Show a declared count: with its stages where the roll is large, else winner and hashes."""
    found = known(slug)
    if found.state not in ANNOUNCED:
        raise NotFound
    return _count_page(found, paper, is_observer=False)


@bp.get("/<slug>/observers/<paper>")
@door(Door.OFFICER)
def observed(slug: str, paper: str) -> ResponseReturnValue:
    """Show the count with its stages to the returning officer, whatever the size of the roll."""
    return _count_page(run(slug), paper, is_observer=True)


def _count_page(found: Election, paper: str, *, is_observer: bool) -> ResponseReturnValue:
    post = queries.post_of_paper(session(), found.id, paper)
    result = queries.result(session(), post.id)
    if result is None:
        raise NotFound
    size = queries.paper_of(found, post).roll.size
    shown = next(
        one for one in queries.posts_shown(session(), found, locale()) if one.post.id == post.id
    )
    return render_template(
        "elections/count.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        shown=shown,
        result=result,
        size=size,
        page_shown=count_shown(found, post, result) if size or is_observer else None,
        is_observer=is_observer,
        files=queries.public_files(session(), found.id),
    )


def _sent(name: str, body: bytes) -> Response:
    answer = Response(body, mimetype=TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
@door(Door.OFFICER, Door.TRUSTEE)
def inner_file(slug: str, name: str) -> ResponseReturnValue:
    """Give a file of the ceremony to trustees and returning officer."""
    found = inside(slug)
    kept = queries.file(session(), found.id, name)
    if kept is None or not policy.may_bring_shares(actor(), found).allowed:
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


@bp.get("/<slug>/record.zip")
@door(Door.PUBLIC)
def folder(slug: str) -> ResponseReturnValue:
    """Give all public files as one folder, which nswp-trustee verify checks offline."""
    found = known(slug)
    return _sent(f"{found.slug}.zip", _zip(queries.public_files(session(), found.id)))


def _zip(files: list[ElectionFile]) -> bytes:
    """Return the files in one archive; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(zipfile.ZipInfo(one.name), one.body)
    return made.getvalue()
