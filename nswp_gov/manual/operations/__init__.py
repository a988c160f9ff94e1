"""What is done to documents: write, send to a meeting, adopt, translate, say that it was read."""

from nswp_gov.manual.operations.adoption import adopt
from nswp_gov.manual.operations.attachments import attach, detach
from nswp_gov.manual.operations.comments import comment, settle_comment
from nswp_gov.manual.operations.corrections import correct
from nswp_gov.manual.operations.drafts import (
    discard,
    lay_before,
    open_document,
    reopen,
    start_draft,
    submit,
)
from nswp_gov.manual.operations.first_manual import (
    changed_rules,
    draft_later_edition,
    draft_second_edition,
    state_rules,
    write_first_edition,
)
from nswp_gov.manual.operations.hands import end_hand, name_hand
from nswp_gov.manual.operations.importing import Imported, import_outline, read_outline
from nswp_gov.manual.operations.keeping import keep_file
from nswp_gov.manual.operations.outlines import Outline, outline_of
from nswp_gov.manual.operations.reading import acknowledge, mark_read, refresh_search, set_review
from nswp_gov.manual.operations.reminding import remind, remind_reviews
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
    "Imported",
    "Outline",
    "Seen",
    "acknowledge",
    "add_clause",
    "adopt",
    "attach",
    "changed_rules",
    "comment",
    "correct",
    "detach",
    "discard",
    "draft_later_edition",
    "draft_second_edition",
    "edit_clause",
    "end_hand",
    "import_outline",
    "keep_file",
    "lay_before",
    "mark_clause",
    "mark_read",
    "move_clause",
    "name_hand",
    "open_document",
    "outline_of",
    "read_outline",
    "refresh_search",
    "remind",
    "remind_reviews",
    "remove_clause",
    "reopen",
    "set_review",
    "settle_comment",
    "shift_clause",
    "start_draft",
    "state_rules",
    "submit",
    "translate_clause",
    "translate_title",
    "write_first_edition",
]
