"""The way into a complaint: its private link, and the phrase that whoever complains chose."""

from __future__ import annotations

from nswp_gov.accounts.link_forms import PhraseForm
from nswp_gov.complaints import queries
from nswp_gov.complaints.models import Complaint
from nswp_gov.complaints.states import IDLE
from nswp_gov.web.private_links import PrivateLinks

LINKS: PrivateLinks[Complaint] = PrivateLinks(
    name="case",
    room="complaints",
    idle=IDLE,
    form=PhraseForm,
    by_token=queries.by_token,
    opened_by=queries.opened_by,
)
