"""The result as a printed document in five languages, for the folder of the record."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache

from flask import g
from flask_babel import force_locale
from flask_babel import gettext as _

from nswp_gov.elections import queries
from nswp_gov.elections.contests import read_counted
from nswp_gov.elections.folder import Edition
from nswp_gov.elections.models import CountResult, Election, Post
from nswp_gov.elections.operations.recording import shows
from nswp_gov.elections.record import RESULT
from nswp_gov.elections.views.counted import counted_page
from nswp_gov.elections.views.words import RULES, STATES
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.rules.counting.page import Page
from nswp_gov.rules.languages import Locale
from nswp_gov.store.blocks import Block, heading, paragraph, words
from nswp_gov.web.formats import COMMA, instant
from nswp_gov.web.locale import locale
from nswp_gov.web.typeset import typeset
from nswp_gov.web.unit import session

KEPT = 64  # documents in memory; making one takes a tenth of a second


def printed(found: Election, edition: Edition) -> dict[str, bytes]:
    """Return the result as a PDF file in each language, by name."""
    if queries.file(session(), found.id, RESULT) is None:
        return {}
    return {f"result-{one.code}.pdf": _in(one, found, edition) for one in Locale}


def _in(wanted: Locale, found: Election, edition: Edition) -> bytes:
    before = g.get("locale")
    try:
        with force_locale(wanted.value):
            g.locale = wanted
            title = queries.title_of(session(), found, wanted).words
            told = json.dumps(_document(found, edition))
            return _made(told, wanted, title, found.closes_at)
    finally:
        g.locale = before or wanted


@lru_cache(maxsize=KEPT)
def _made(told: str, wanted: Locale, title: str, at: datetime) -> bytes:
    return typeset("document.typ", json.loads(told), lang=wanted, title=title, at=at)


def _document(found: Election, edition: Edition) -> dict[str, object]:
    blocks: list[Block] = []
    for post in queries.posts(session(), found.id):
        result = queries.result(session(), post.id)
        if result is not None:
            blocks += _post(found, post, result, edition)
    manifest = _hash(str(_("Hash of the manifest")), found.manifest_sha256)
    box = _hash(str(_("Root of the box")), found.box_root)
    return {
        "subtitle": str(STATES[found.state]),
        "facts": [
            [str(_("Voting opens")), instant(found.opens_at, found.zone)],
            [str(_("Voting closes")), instant(found.closes_at, found.zone)],
        ],
        "contents": None,
        "blocks": [*blocks, manifest, box],
        "footer": str(_("The files beside this one decide; verify.py checks them.")),
    }


def _hash(name: str, value: str | None) -> Block:
    code = {"type": "code", "text": value or ""}
    return {"type": "paragraph", "children": [*words(f"{name}: "), code]}


def _post(found: Election, post: Post, result: CountResult, edition: Edition) -> list[Block]:
    title = queries.titles(session(), "election_post", [post.id], locale())[post.id]
    shown = queries.candidates(session(), post, locale(), result)
    elected = [one.name for one in shown if one.is_elected]
    said = (
        _("Elected: %(names)s", names=str(COMMA).join(elected))
        if elected
        else _("Nobody is elected: the seat stays vacant until a new election.")
    )
    rule = RULES.get(result.rules, result.rules)
    made = [
        heading(title.words, 1, lang=title.locale.tag if title.is_fallback else None),
        paragraph(str(said)),
        paragraph(str(_("Counted by the %(rules)s.", rules=rule))),
    ]
    counted = read_counted(result.record)
    what = shows(queries.paper_of(found, post), is_observer=edition is Edition.OBSERVERS)
    page = counted_page(found, post, counted, what)
    if isinstance(page, MotionResult):
        made += _answers(page)
    elif page is not None:
        made += _stages(page)
    return made


def _answers(counted: MotionResult) -> list[Block]:
    told = _(
        "Yes: %(yes)s, no: %(no)s, abstain: %(abstained)s.",
        yes=counted.yes,
        no=counted.no,
        abstained=counted.abstained,
    )
    return [paragraph(str(told))]


def _stages(page: Page) -> list[Block]:
    made = [paragraph(sentence) for sentence in page.facts]
    head = [str(_("Candidate")), *page.heads, str(_("Outcome"))]
    rows = [
        [line.name, *(cell.text for cell in line.cells), line.outcome]
        for line in (*page.lines, *page.feet)
    ]
    if any(cell.text != "–" for line in page.lines for cell in line.cells):
        made.append(
            {
                "type": "table",
                "caption": str(_("Votes of each candidate")),
                "align": ["", *("right" for _head in page.heads), ""],
                "head": [words(one) for one in head],
                "rows": [[words(cell) for cell in row] for row in rows],
            }
        )
    for part in page.course:
        made.append(heading(part.head, 2))
        made += [paragraph(sentence) for sentence in part.sentences]
    return [*made, *(paragraph(sentence) for sentence in page.closing)]
