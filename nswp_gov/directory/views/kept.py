"""Public pages as they were made a moment ago, for visitors, until anything that is shown changes.

Every request asks the database for the mark of the public directory. Another mark empties all that
is kept: what was hidden is not served once more, by no process. Words that somebody typed are not
kept, nor is anything for somebody who is signed in.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Final, NamedTuple

from flask import Response, current_app, make_response, request
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from nswp_gov.directory import queries
from nswp_gov.store.actor import VISITOR
from nswp_gov.web.unit import actor, session

View = Callable[..., ResponseReturnValue]
MOST: Final = 500  # pages, of some 30 kB each


class Kept(NamedTuple):
    """A page and the mark of its own words."""

    body: bytes
    etag: str


class Shelf:
    """Pages under one mark, the oldest going first."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._mark = ""
        self._pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, mark: str, key: Hashable) -> Kept | None:
        """Return a page that was made under this mark; another mark empties the shelf."""
        with self._lock:
            if mark != self._mark:
                self._pages.clear()
                self._mark = mark
            return self._pages.get(key)

    def put(self, mark: str, key: Hashable, page: Kept) -> None:
        """Keep a page, unless the mark has become another one meanwhile."""
        with self._lock:
            if mark != self._mark or not self.most:
                return
            self._pages[key] = page
            if len(self._pages) > self.most:
                self._pages.popitem(last=False)


shelf = Shelf()


def kept(view: View, beside: Callable[..., Hashable] = lambda **_values: None) -> View:
    """Return the view, served from the shelf to visitors.

    `beside`: what the page shows that the mark knows nothing of.
    """

    @wraps(view)
    def answered(**values: Any) -> ResponseReturnValue:
        is_plain = actor() is VISITOR and "q" not in request.args
        if not is_plain or "_flashes" in cookie_session or request.method != "GET":
            return view(**values)
        mark = queries.mark(session())
        if mark is None:
            return view(**values)
        key = (request.host, request.full_path, current_app.name, beside(**values))
        page = shelf.get(mark, key)
        if page is not None:
            return _answer(page)
        answer = make_response(view(**values))
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP: a whole page
            return answer
        answer.add_etag()
        page = Kept(answer.get_data(), answer.get_etag()[0] or "")
        shelf.put(mark, key, page)
        return answer.make_conditional(request)

    return answered


def _answer(page: Kept) -> Response:
    answer = Response(page.body, mimetype="text/html")
    answer.set_etag(page.etag)
    answer.make_conditional(request)
    return answer
