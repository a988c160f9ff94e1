"""The blueprint that all pages of letters to many share, and how they answer a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.store.errors import DomainError
from nswp_gov.web.forms import AppForm
from nswp_gov.web.unit import session

UNPROCESSABLE = 422
bp = Blueprint("mailings", __name__, url_prefix="/mailings")


def attempt(form: AppForm, act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue | None:
    """Return what `act` answers to a complete form, or None with the refusal in the form."""
    if not form.validate_on_submit():
        return None
    try:
        return act()
    except DomainError as refusal:
        session().rollback()
        form.refuse(refusal)
        g.refused = refusal.status
        return None


def page(template: str, **values: Any) -> ResponseReturnValue:
    """Return a page: 200, or the status of what was refused on it."""
    status = g.get("refused", UNPROCESSABLE if request.method == "POST" else 200)
    return render_template(f"mailings/{template}.html", **values), status
