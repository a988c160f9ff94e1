"""A count as a page or a printed document shows it: all of it, its course alone, or nothing."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from nswp_gov.count_phrases import phrasing_with
from nswp_gov.elections import queries
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.operations.recording import Shown
from nswp_gov.rules.counting import Result, totals_only
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.rules.counting.page import Page, page_of
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session


def counted_page(
    found: Election, post: Post, counted: Result | MotionResult, shown: Shown
) -> Page | MotionResult | None:
    """Return the count in the reader's language, with the names as they stood on the ballot.

    Where one person stood alone it is the numbers of yes and no.
    """
    if shown is Shown.WINNER:
        return None
    if isinstance(counted, MotionResult):
        return counted
    paper = queries.paper_of(found, post)
    title = queries.titles(session(), "election_post", [post.id], locale())[post.id]
    names = tuple(queries.option_titles(paper, locale()).values())
    contest = replace(counted.contest, candidates=names, title=title.words)
    told = counted if shown is Shown.STAGES else totals_only(counted)
    return page_of(replace(told, contest=contest), phrasing_with(_, locale()))
