"""The pages of letters to many."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.mailings import queries
from nswp_gov.mailings.models import BODY, MAILING, SUBJECT
from nswp_gov.mailings.operations import LETTER, repoint
from nswp_gov.mailings.views import digests, letters, lists, office, outbox, own, public
from nswp_gov.mailings.views.frame import bp
from nswp_gov.mailings.views.messages import WORDS, tell
from nswp_gov.membership.operations import AFTERWARDS
from nswp_gov.store import text_kinds
from nswp_gov.web import mailer
from nswp_gov.web.access import Door
from nswp_gov.web.templating import NavItem

__all__ = [
    "WORK_NAV", "bp", "digests", "install", "letters", "lists", "office", "outbox", "own", "public",
]  # fmt: skip

WORK_NAV = [
    NavItem("mailings.letters", _l("Letters to you"), Door.SIGNED_IN),
    NavItem("mailings.index", _l("Letters to many"), Door.STAFF),
]

tell()


def install(app: Flask) -> None:
    """Fill and encrypt letters when they go out; follow mergers; show the texts at the desk."""
    app.jinja_env.globals["mailing_words"] = WORDS
    mailer.EXTRAS[LETTER] = letters.extra
    if letters.certificate not in mailer.CERTIFICATES:
        mailer.CERTIFICATES.append(letters.certificate)
    if repoint not in AFTERWARDS:
        AFTERWARDS.append(repoint)
    text_kinds.register(
        MAILING,
        text_kinds.TextKind(
            name=_l("Letter to many"),
            fields={SUBJECT: _l("Subject"), BODY: _l("Text")},
            subjects=queries.text_subjects,
        ),
    )
