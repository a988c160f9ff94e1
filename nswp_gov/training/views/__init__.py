"""Pages of capacity building: programmes, calls, those who come, certificates, figures."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.meetings.views import calendar as meetings_calendar
from nswp_gov.store import text_kinds
from nswp_gov.training import operations, policy, queries
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import LABELS, POLICIES, NavItem

bp = Blueprint("training", __name__, url_prefix="/training")

PUBLIC_NAV = [NavItem("training.index", _l("Training"))]
WORK_NAV = [NavItem("training.index", _l("Training"), Door.SIGNED_IN)]


def install(app: Flask) -> None:
    """Give refusals and rows their words; say how records and texts of this room are shown."""
    registry = app.extensions["nswp_gov.links"]
    registry.register("training_programme", queries.programme_card)
    registry.register("training_event", queries.event_card)
    POLICIES["keep_training"] = policy.may_keep
    app.jinja_env.globals["training_words"] = words
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    LABELS.update(words.LABELS)
    _register_texts()
    if coming.rows not in meetings_calendar.MORE:
        meetings_calendar.MORE.append(coming.rows)


def _register_texts() -> None:
    title, summary = _l("Title"), _l("In a few sentences")
    kinds = {
        "training_programme": (
            _l("Training programme"),
            {"title": title, "summary": summary},
            queries.programme_subjects,
        ),
        "training_module": (
            _l("Module"),
            {"title": title, "summary": summary},
            queries.module_subjects,
        ),
        "training_event": (_l("Training event"), {"title": title}, queries.event_subjects),
        "training_call": (
            _l("Call for applications"),
            {"summary": _l("Who is meant, and what is paid for")},
            queries.call_subjects,
        ),
        "training_criterion": (
            _l("Question to applicants"),
            {"words": _l("Question")},
            queries.criterion_subjects,
        ),
        "day_of_action": (_l("Day of action"), {"title": title}, queries.day_subjects),
    }
    for kind, (name, fields, subjects) in kinds.items():
        text_kinds.register(
            kind,
            text_kinds.TextKind(
                name=name, fields=fields, subjects=subjects, after=operations.translated
            ),
        )


from nswp_gov.training.views import (  # noqa: E402 - they hang their pages on `bp`
    calls,
    certificates,
    coming,
    desk,
    figures,
    office,
    own,
    programmes,
    public,
    words,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "bp",
    "calls",
    "certificates",
    "coming",
    "desk",
    "figures",
    "install",
    "office",
    "own",
    "programmes",
    "public",
    "words",
]
