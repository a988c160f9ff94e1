"""The base of every form: shape and words here, rules of the network in the operations."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from nswp_gov.store.errors import DomainError
from nswp_gov.web.phrases import phrase


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
