"""What is said of consultations: states, refusals, reasons."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.consultations.forms import ATTRIBUTIONS, KINDS, OUTCOMES, READERS, STANCES
from nswp_gov.consultations.states import Attribution, State

STATES: dict[str, Any] = {
    State.DRAFT: _lp("consultation", "Draft"),
    State.OPEN: _lp("consultation", "Open"),
    State.CLOSED: _lp("consultation", "Closed: the report is being written"),
    State.REPORTED: _lp("consultation", "Report published"),
}
PLEDGES: dict[str, Any] = {
    Attribution.NAME: _l("The secretariat sees your answers with your name."),
    Attribution.REGION: _l("Your answers are kept one by one, with your region and nothing else."),
    Attribution.NONE: _l(
        "Your answers are kept one by one, among all the others, with nothing that leads to you. "
        "What you write can still tell who you are: read it once more."
    ),
}
REFUSALS: dict[str, Any] = {
    "answer_unfit": _l("Choose one of the answers."),
    "answer_too_long": _l("This is longer than %(most)s characters."),
    "answer_no_number": _l("Write a whole number in digits."),
    "answer_missing": _l("This question needs an answer."),
    "reply_full": _l("There is no more room in this reply. Make some answers shorter."),
    "reply_differs": _l(
        "%(number)s answers stand there twice, because two people wrote at once. "
        "Choose what you keep."
    ),
    "reply_handed_in": _l(
        "The reply is handed in. Your delegate can take it back, change it and hand it in again."
    ),
    "attribution_missing": _l("Choose how your reply is kept and shown."),
    "region_too_small": _l(
        "Fewer than %(least)s members of your region are asked: the region would name you. "
        "Choose another way."
    ),
    "file_names_you": _l(
        "A file can tell whose it is. Remove it, or let the reply be kept by name."
    ),
    "consultation_not_open": _l("Answers are not taken now: not yet, or no longer."),
    "questions_frozen": _l("Somebody has begun to answer: the questions stay as they are."),
    "two_options": _l("Give two answers or more, one a line."),
    "option_twice": _l("Two of them say the same."),
    "too_many_options": _l("These are more than %(most)s."),
    "too_many_questions": _l("These are more than %(most)s questions."),
    "kind_stays": _l("The kind of a question stays. Remove it and add another one."),
    "condition_unfit": _l("It can depend only on an answer to an earlier question."),
    "others_depend": _l("Another question depends on this one. Change that one first."),
    "no_questions": _l("There is no question yet."),
    "end_is_past": _l("Choose a later day."),
    "end_to_come": _l("Its last day has not come."),
    "too_few_invited": _l(
        "Fewer than %(least)s organisations would be asked: no reply could stay without a name."
    ),
    "too_many_open": _l(
        "%(number)s organisations would have more consultations open at once than agreed. "
        "Wait, or say why it can’t."
    ),
    "no_recommendations": _l("Say of one recommendation at least what was done with it."),
}
REASONS: dict[str, Any] = {
    "only_the_secretariat": _l("The secretariat does this."),
    "not_your_organisation": _l("You don’t act for this organisation."),
    "only_the_delegate": _l("The delegate of your organisation does this."),
    "not_invited": _l("Your organisation was not a member that is asked when it opened."),
}
FIELDS: dict[str, dict[str, Any]] = {
    "consultation": {
        "title": _l("Title"), "purpose": _l("What it is for"), "report": _l("Report"),
    },
    "consultation_section": {"title": _l("Title of the section")},
    "consultation_question": {
        "label": _l("Question"), "hint": _l("Hint"), "low": _l("Lower end of the scale"),
        "high": _l("Upper end of the scale"), "option_*": _l("Answer"), "row_*": _l("Line"),
    },
    "consultation_recommendation": {
        "words": _l("What members asked for"), "done": _l("What we did with it"),
    },
}  # fmt: skip
NAMES: dict[str, Any] = {
    "consultation": _l("Consultation"),
    "consultation_section": _l("Section of a consultation"),
    "consultation_question": _l("Question of a consultation"),
    "consultation_recommendation": _l("Recommendation of members"),
}

__all__ = [
    "ATTRIBUTIONS", "FIELDS", "KINDS", "NAMES", "OUTCOMES", "PLEDGES", "READERS", "REASONS",
    "REFUSALS", "STANCES", "STATES",
]  # fmt: skip


def field_name(kind: str, field: str) -> str:
    """Return what a text of a record is called."""
    known = FIELDS[kind]
    return str(known.get(field) or known[f"{field.partition('_')[0]}_*"])
