"""The way into an application: its private link, and the phrase that its applicant chose."""

from __future__ import annotations

from nswp_gov.accounts.link_forms import PhraseForm
from nswp_gov.applications import queries
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import IDLE
from nswp_gov.web.private_links import PrivateLinks

LINKS: PrivateLinks[Application] = PrivateLinks(
    name="apply",
    room="applications",
    idle=IDLE,
    form=PhraseForm,
    by_token=queries.by_token,
    opened_by=queries.opened_by,
)
