"""The base of every form: shape and words here, rules of the network in the operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice
from wtforms.validators import InputRequired

from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import session, work

NEEDED = InputRequired(_l("Fill this in."))


class AppForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form that keeps what was typed and can show a refusal beside its field."""

    def refuse(self, refusal: DomainError) -> None:
        """Put the refusal's message beside the field it names, or above the form."""
        message = phrase(refusal)
        field = self._fields.get(refusal.field) if refusal.field else None
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]

    def values(self, *names: str) -> dict[str, Any]:
        """Return the data of some fields by name."""
        return {name: self._fields[name].data for name in names}


def choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return what can be chosen, from keys and how they are called here."""
    return [SelectChoice(str(key), word) for key, word in words.items()]


class EmptyForm(AppForm):
    """A button and nothing else."""


def carried_out(
    form: AppForm,
    deed: Callable[[Work], object],
    begin: Callable[[], AbstractContextManager[Work]] = work,
) -> bool:
    """Do `deed` in one unit of work if the form came and fits; tell whether it was done.

    What refuses it stands in the form.
    """
    if not form.validate_on_submit():
        return False
    try:
        with begin() as unit:
            deed(unit)
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    return True


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
