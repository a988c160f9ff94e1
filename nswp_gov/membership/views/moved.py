"""The public address of a record that was merged answers with the one that remained."""

from __future__ import annotations

from flask import Response, redirect, request, url_for

from nswp_gov.membership import queries
from nswp_gov.web.unit import session

_NOT_FOUND = 404
_MOVED = 301
PUBLIC = "directory.one"


def answer(response: Response) -> Response:
    """Send a reader on where nothing is found under the address of an organisation.

    An address that was never anybody's and one whose organisation is hidden cost the same question
    and get the same answer.
    """
    if response.status_code != _NOT_FOUND or request.endpoint != PUBLIC:
        return response
    slug = str((request.view_args or {}).get("slug", ""))
    remaining = queries.remaining_slug(session(), slug)
    if remaining is None:
        return response
    return redirect(url_for(PUBLIC, slug=remaining), _MOVED)  # type: ignore[return-value]  # Flask's own response
