"""Errors as pages in the reader's language, with a way out."""

from __future__ import annotations

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from nswp_gov.store.errors import DomainError
from nswp_gov.web.extensions import db
from nswp_gov.web.phrases import phrase

PAGES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})


def page(status: int, message: str | None = None) -> ResponseReturnValue:
    """Return the page of an error status; unknown ones are shown as 400 or 500."""
    shown = status if status in PAGES else 500 if status >= 500 else 400  # noqa: PLR2004 - HTTP
    return render_template(f"errors/{shown}.html", message=message), status


def install(app: Flask) -> None:
    """Answer refusals and faults with pages."""

    @app.errorhandler(DomainError)
    def refused(refusal: DomainError) -> ResponseReturnValue:
        db.session.rollback()
        return page(refusal.status, phrase(refusal))

    @app.errorhandler(SecurityError)
    def untrusted(_error: SecurityError) -> ResponseReturnValue:
        """Answer another host in plain text: no address of ours can be made for it."""
        return Response("400\n", 400, mimetype="text/plain")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or (error.code or 500) < 400:  # noqa: PLR2004 - redirects
            return error
        answer = page(error.code or 500)
        if error.code == 405:  # noqa: PLR2004 - HTTP: the methods are named
            return answer[0], 405, dict(error.get_headers())  # type: ignore[index, return-value]
        return answer

    @app.errorhandler(Exception)
    def fault(error: Exception) -> ResponseReturnValue:
        if app.testing:
            raise error
        app.logger.error("fault", exc_info=error)
        db.session.rollback()
        return page(500)
