"""What can be done in a consultation: one function a verb."""

from __future__ import annotations

from nswp_gov.consultations.operations.closing import close
from nswp_gov.consultations.operations.filing import add_file, remove_file
from nswp_gov.consultations.operations.finding import text_released
from nswp_gov.consultations.operations.holding import HandedIn, NotOpen
from nswp_gov.consultations.operations.letters import remind
from nswp_gov.consultations.operations.opening import (
    audience,
    extend,
    most_at_once,
    open_now,
    set_most_at_once,
    tired,
)
from nswp_gov.consultations.operations.paragraphs import add_clauses, add_paragraphs
from nswp_gov.consultations.operations.replying import (
    Kept,
    Said,
    attribute,
    hand_in,
    reopen,
    save,
    settle,
)
from nswp_gov.consultations.operations.reporting import (
    add_recommendation,
    follow_up,
    publish_report,
    remove_recommendation,
    write_report,
)
from nswp_gov.consultations.operations.setup import (
    Draftable,
    QuestionsFrozen,
    add_question,
    add_section,
    begin,
    change,
    change_question,
    move_question,
    move_section,
    remove_question,
    remove_section,
    rename_section,
)
from nswp_gov.consultations.operations.shelving import Papers, renew
from nswp_gov.consultations.operations.wording import translate_words

__all__ = [
    "Draftable", "HandedIn", "Kept", "NotOpen", "Papers", "QuestionsFrozen", "Said", "add_clauses",
    "add_file", "add_paragraphs", "add_question", "add_recommendation", "add_section", "attribute",
    "audience", "begin", "change", "change_question", "close", "extend", "follow_up", "hand_in",
    "most_at_once", "move_question", "move_section", "open_now", "publish_report", "remind",
    "remove_file", "remove_question", "remove_recommendation", "remove_section", "rename_section",
    "renew", "reopen", "save", "set_most_at_once", "settle", "text_released", "tired",
    "translate_words", "write_report",
]  # fmt: skip
