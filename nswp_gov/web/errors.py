"""Errors as pages in the reader's language, with a way out."""

from __future__ import annotations

import json
import logging
import traceback

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.http import HTTP_STATUS_CODES

from nswp_gov.store.errors import DomainError
from nswp_gov.web.extensions import db
from nswp_gov.web.phrases import phrase

PAGES = frozenset({400, 403, 404, 409, 413, 429, 500, 503})


def page(status: int, message: str | None = None) -> ResponseReturnValue:
    """Return the page of an error status, or its problem details where JSON was asked for.

    Unknown statuses are shown as 400 or 500. Source: RFC 9457.
    """
    if _asks_for_json():
        return problem(status, message), status
    shown = status if status in PAGES else 500 if status >= 500 else 400  # noqa: PLR2004 - HTTP
    return render_template(f"errors/{shown}.html", message=message), status


def _asks_for_json() -> bool:
    """Tell whether a program asks: by the address's ending, or by preferring JSON to a page."""
    wanted = request.accept_mimetypes
    prefers = wanted["application/json"] > wanted["text/html"]
    return request.path.endswith(".json") or prefers


def problem(status: int, message: str | None) -> Response:
    """Return problem details in the reader's language. Source: RFC 9457, section 3."""
    told = {"type": "about:blank", "title": HTTP_STATUS_CODES.get(status, ""), "status": status}
    if message:
        told["detail"] = message
    return Response(json.dumps(told, ensure_ascii=False), mimetype="application/problem+json")


def without_words(error: BaseException) -> str:
    """Return the types of an error and its causes and the first one's frames, but no message."""
    kinds, cause = [], error.__cause__ or error.__context__
    while cause is not None:
        kinds.append(f" after {type(cause).__name__}")
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"\n  {one.filename}:{one.lineno} {one.name}" for one in frames]
    return "".join([type(error).__name__, *kinds, *lines])


def _wordless(record: logging.LogRecord) -> bool:
    """Replace an error in a log record by what may be known of it: its words can name people."""
    if record.exc_info and record.exc_info[1] is not None:
        record.msg, record.args = "fault: %s", (without_words(record.exc_info[1]),)
        record.exc_info = record.exc_text = None
    return True


def install(app: Flask) -> None:
    """Answer refusals and faults with pages; what is logged of a fault holds none of its words."""
    app.logger.addFilter(_wordless)

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
