"""What is done to documents: write, send to a meeting, adopt, translate, say that it was read."""

from nswp_gov.manual.operations.adoption import adopt
from nswp_gov.manual.operations.drafts import (
    discard,
    open_document,
    reopen,
    start_draft,
    submit,
)
from nswp_gov.manual.operations.first_manual import draft_second_edition, write_first_edition
from nswp_gov.manual.operations.reading import acknowledge, refresh_search
from nswp_gov.manual.operations.translations import translate_clause, translate_title
from nswp_gov.manual.operations.writing import (
    Seen,
    add_clause,
    edit_clause,
    mark_clause,
    move_clause,
    remove_clause,
    shift_clause,
)

__all__ = [
    "Seen",
    "acknowledge",
    "add_clause",
    "adopt",
    "discard",
    "draft_second_edition",
    "edit_clause",
    "mark_clause",
    "move_clause",
    "open_document",
    "refresh_search",
    "remove_clause",
    "reopen",
    "shift_clause",
    "start_draft",
    "submit",
    "translate_clause",
    "translate_title",
    "write_first_edition",
]
