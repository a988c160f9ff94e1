"""What is new and what changed in the directory, as a feed of the list that was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, render_template, request

from nswp_gov.directory.queries import News
from nswp_gov.directory.views.cards import address
from nswp_gov.directory.views.files import plain, words_in
from nswp_gov.rules.languages import Locale
from nswp_gov.web.unit import now

LONGEST = 600  # letters of a summary


def as_atom(news: Iterable[News], here: Locale, title: str, page: str) -> Response:
    """Return the newest changes as a feed; `page`: the path of the list. Source: RFC 4287.

    An organisation that is no longer listed is not in it: nothing says that it ever was.
    """
    rows = list(news)
    body = render_template(
        "directory/feed.xml",
        rows=rows,
        title=title,
        page=page,
        here=here,
        words_in=words_in,
        plain=plain,
        address=address,
        longest=LONGEST,
        updated=max((row.changed_on for row in rows), default=now().date()),
    )
    answer = Response(body, mimetype="application/atom+xml")
    answer.add_etag()
    answer.make_conditional(request)
    return answer
