"""The way into an application: its private link, and the phrase that its applicant chose."""

from __future__ import annotations

from nswp_gov.applications import queries
from nswp_gov.applications.forms import PhraseForm
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import IDLE
from nswp_gov.web.private_links import PER_ADDRESS, PrivateLinks, private, work

LINKS: PrivateLinks[Application] = PrivateLinks(
    name="apply",
    home="applications.own",
    folder="applications",
    idle=IDLE,
    form=PhraseForm,
    by_token=queries.by_token,
    opened_by=queries.opened_by,
)
page, enter, leave = LINKS.page, LINKS.enter, LINKS.leave
has_entered, opened, within, ask = LINKS.has_entered, LINKS.opened, LINKS.within, LINKS.ask

__all__ = [
    "PER_ADDRESS",
    "ask",
    "enter",
    "has_entered",
    "leave",
    "opened",
    "page",
    "private",
    "within",
    "work",
]
