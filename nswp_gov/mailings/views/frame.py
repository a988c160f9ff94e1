"""The blueprint that all pages of letters to many share, and how they answer a form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

UNPROCESSABLE = 422
bp = Blueprint("mailings", __name__, url_prefix="/mailings")


def page(template: str, **values: Any) -> ResponseReturnValue:
    """Return a page: 200, or the status of what was refused on it."""
    status = g.get("refused", UNPROCESSABLE if request.method == "POST" else 200)
    return render_template(f"mailings/{template}.html", **values), status
