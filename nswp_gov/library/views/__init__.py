"""The pages of the library, and what this room says to the rest of the program."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.library import operations, policy
from nswp_gov.library.forms import labels
from nswp_gov.library.models import SUBJECT
from nswp_gov.library.queries.kinds import resource_subjects, series_subjects
from nswp_gov.library.views import desk, due, entries, oai, offering, public
from nswp_gov.library.views.blueprint import bp, root
from nswp_gov.library.views.cards import news, resource_card
from nswp_gov.mailings.digests import SOURCES
from nswp_gov.store import text_kinds
from nswp_gov.store.links import Registry
from nswp_gov.web.access import Door
from nswp_gov.web.phrases import say, say_reasons
from nswp_gov.web.templating import POLICIES, NavItem

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "bp",
    "desk",
    "due",
    "entries",
    "install",
    "oai",
    "offering",
    "public",
]

PUBLIC_NAV = [NavItem("library.index", _l("Library"))]
WORK_NAV = [NavItem("library.index", _l("Library"), Door.SIGNED_IN)]

say(
    {
        "resource_without_title": _l("A title is needed."),
        "resource_without_summary": _l("A summary is needed before others can look at it."),
        "resource_too_long": _l("This is too long: at most %(most)s signs."),
        "resource_year": _l("A year between %(first)s and %(last)s."),
        "resource_not_listed": _l("Choose from the list."),
        "resource_many_files": _l("One resource has at most %(most)s files."),
        "link_address": _l(
            "Write the whole address, beginning with https:// and without a password in it."
        ),
        "link_known": _l("This address is here already."),
        "companion_already": _l("These two stand beside each other already."),
        "partner_without_name": _l("Write the name of the institution."),
        "series_without_title": _l("Write the title of the series."),
        "answer_without_words": _l("Say to the organisation why, and how it can go on."),
    }
)
say_reasons(
    {
        "only_librarians": _l("The secretariat keeps the library."),
        "offer_is_sent": _l("You have sent this offer: wait for the answer before you change it."),
    }
)


def install(app: Flask) -> None:
    """Say how resources are shown where others name them, and what the desk may translate."""
    app.register_blueprint(root)
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register(SUBJECT, resource_card)
    POLICIES.update({"library.keep": policy.may_keep})
    app.jinja_env.globals["library_words"] = labels
    app.jinja_env.globals["as_day"] = date.fromisoformat
    if news not in SOURCES:
        SOURCES.append(news)
    text_kinds.register(
        SUBJECT,
        text_kinds.TextKind(
            name=_lp("type of text", "Resource"),
            fields={
                "title": _l("Title"),
                "summary": _l("Summary"),
                "alt": _l("Description of the cover"),
            },
            subjects=resource_subjects,
            after=operations.index_translation,
        ),
    )
    text_kinds.register(
        "library_series",
        text_kinds.TextKind(
            name=_lp("type of text", "Series"),
            fields={"title": _l("Title")},
            subjects=series_subjects,
            after=operations.index_series,
        ),
    )
