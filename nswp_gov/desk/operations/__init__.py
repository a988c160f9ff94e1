"""Acts at the translation desk."""

from __future__ import annotations

from nswp_gov.desk.operations.assigning import assign, end_assignment
from nswp_gov.desk.operations.claims import claim, give_back
from nswp_gov.desk.operations.drafting import DraftMoved, ask_review, discard, save_draft
from nswp_gov.desk.operations.exchange import export, receive, take
from nswp_gov.desk.operations.glossary import add_term, change_term, plant
from nswp_gov.desk.operations.releasing import release, send_back

__all__ = [
    "DraftMoved",
    "add_term",
    "ask_review",
    "assign",
    "change_term",
    "claim",
    "discard",
    "end_assignment",
    "export",
    "give_back",
    "plant",
    "receive",
    "release",
    "save_draft",
    "send_back",
    "take",
]
