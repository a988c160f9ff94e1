"""Pages of meetings: calling, holding and minuting them, and the register of decisions."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.bodies.views import rules
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.web import mailer, phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import LABELS, POLICIES, NavItem

bp = Blueprint("meetings", __name__, url_prefix="/meetings")

PUBLIC_NAV = [NavItem("meetings.index", _l("Decisions and minutes"))]
WORK_NAV = [NavItem("meetings.index", _l("Meetings"), Door.SIGNED_IN)]


def install(app: Flask) -> None:
    """Register how records of this room are shown; give refusals and states their words."""
    registry = app.extensions["nswp_gov.links"]
    if queries.decision_numbered not in rules.NUMBERS:
        rules.NUMBERS.append(queries.decision_numbered)
    registry.register("decision", queries.decision_card)
    registry.register("meeting", queries.meeting_card)
    registry.register("minutes", queries.minutes_card)
    registry.register("agenda_item", queries.item_card)
    registry.register("motion", queries.motion_card)
    POLICIES["publish_minutes"] = policy.may_publish
    POLICIES["finish_action"] = policy.may_finish
    app.jinja_env.globals["meeting_words"] = words
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    LABELS.update(words.LABELS)
    for letter in operations.NOTICES:
        mailer.EXTRAS[letter] = calendar.attached
    live.wipe_on_sign_out(app)


from nswp_gov.meetings.views import (  # noqa: E402 - they hang their pages on `bp`
    balloting,
    calendar,
    calling,
    desk,
    documents,
    lists,
    live,
    minutes,
    motions,
    papers,
    record,
    recusals,
    sitting,
    translating,
    words,
    written,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "balloting",
    "bp",
    "calendar",
    "calling",
    "desk",
    "documents",
    "install",
    "lists",
    "live",
    "minutes",
    "motions",
    "papers",
    "record",
    "recusals",
    "sitting",
    "translating",
    "words",
    "written",
]
