"""The pages of the translation desk, and what it says to the rest of the program."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.desk import kinds
from nswp_gov.desk.views import due, editing, exchanging, lists, terms, words
from nswp_gov.desk.views.blueprint import bp
from nswp_gov.web.access import Door
from nswp_gov.web.phrases import say, say_reasons
from nswp_gov.web.templating import NavItem

__all__ = [
    "WORK_NAV",
    "bp",
    "due",
    "editing",
    "exchanging",
    "install",
    "lists",
    "terms",
    "words",
]

WORK_NAV = [
    NavItem("desk.matrix", _l("Translations"), Door.STAFF),
    NavItem("desk.queue", _l("To translate"), Door.TRANSLATOR),
]

say(words.REFUSALS)
say_reasons(words.REASONS)


def install(app: Flask) -> None:
    """Name the texts of the rooms below; give templates the words of the desk."""
    kinds.register()
    app.jinja_env.globals["desk_words"] = words
