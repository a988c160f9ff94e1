"""Pages of announcements: for readers, for correspondents, for the secretariat."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.announcements import operations, policy, queries
from nswp_gov.mailings import digests
from nswp_gov.store import text_kinds
from nswp_gov.store.links import Registry
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import POLICIES, NavItem

bp = Blueprint("announcements", __name__)

PUBLIC_NAV = [NavItem("announcements.index", _l("News"))]
WORK_NAV = [
    NavItem("announcements.office", _l("News"), Door.STAFF),
    NavItem("announcements.ours", _l("Send news"), Door.MEMBER),
]


def install(app: Flask) -> None:
    """Give codes their words; say how announcements are shown elsewhere and translated."""
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    POLICIES["announcement.edit"] = policy.may_edit
    app.jinja_env.globals["announcement_words"] = words
    if queries.digest_items not in digests.SOURCES:
        digests.SOURCES.append(queries.digest_items)
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register(operations.SUBJECT, cards.announcement_card)
    text_kinds.register(
        operations.SUBJECT,
        text_kinds.TextKind(
            name=_l("Announcement"),
            fields=words.FIELD_NAMES,
            subjects=queries.text_subjects,
            after=operations.text_released,
        ),
    )


from nswp_gov.announcements.views import (  # noqa: E402 - they hang their pages on `bp`
    beside,
    cards,
    deciding,
    desk,
    office,
    ours,
    public,
    words,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "beside",
    "bp",
    "cards",
    "deciding",
    "desk",
    "install",
    "office",
    "ours",
    "public",
    "words",
]
