"""What a document is, where a draft is, where an edition is on a day."""

from __future__ import annotations

from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition


class DocumentKind(StrEnum):
    """What sort of adopted document this is."""

    MANUAL = "manual"
    CODE_OF_CONDUCT = "code_of_conduct"
    POLICY = "policy"
    CONSENSUS_STATEMENT = "consensus_statement"
    STANDING_ORDERS = "standing_orders"


class Readership(StrEnum):
    """Who may read an edition; the values are steps of the audience ladder."""

    PUBLIC = "public"
    MEMBERS = "members"


class DraftState(StrEnum):
    """Where a draft is on its way to adoption."""

    OPEN = "open"
    SUBMITTED = "submitted"
    ADOPTED = "adopted"
    DISCARDED = "discarded"


class EditionState(StrEnum):
    """Where an edition is on a given day; computed from its dates, never stored."""

    ADOPTED = "adopted"  # adopted, and not yet in force
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class HandTask(StrEnum):
    """What somebody was asked to do on a document's drafts."""

    EDITOR = "editor"
    TRANSLATOR = "translator"


class FileForm(StrEnum):
    """As which kind of file an edition is kept."""

    PDF = "pdf"
    HTML = "html"


class Capacity(StrEnum):
    """In whose name an edition was read."""

    ORGANISATION = "organisation"
    OFFICER = "officer"


DRAFTS: Lifecycle[DraftState] = Lifecycle(
    (
        transition("edit", DraftState.OPEN, to=DraftState.OPEN),
        transition("submit", DraftState.OPEN, to=DraftState.SUBMITTED),
        transition("reopen", DraftState.SUBMITTED, to=DraftState.OPEN),
        transition("adopt", DraftState.SUBMITTED, to=DraftState.ADOPTED),
        transition("discard", DraftState.OPEN, DraftState.SUBMITTED, to=DraftState.DISCARDED),
    )
)
