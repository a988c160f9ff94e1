"""What is asked of applications."""

from __future__ import annotations

from nswp_gov.applications.queries.cases import (
    Listed,
    address_of,
    board_people,
    case_of,
    cases,
    due,
    visible,
)
from nswp_gov.applications.queries.former import Former, former, known_as
from nswp_gov.applications.queries.rows import (
    DOSSIER,
    application,
    by_token,
    documents,
    inquiries,
    open_inquiries,
    opened_by,
    recommendations,
    steps,
    stored,
    verification_by_token,
    verifications,
)

__all__ = [
    "DOSSIER",
    "Former",
    "Listed",
    "address_of",
    "application",
    "board_people",
    "by_token",
    "case_of",
    "cases",
    "documents",
    "due",
    "former",
    "inquiries",
    "known_as",
    "open_inquiries",
    "opened_by",
    "recommendations",
    "steps",
    "stored",
    "verification_by_token",
    "verifications",
    "visible",
]
