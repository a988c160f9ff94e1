"""The pages of documents, and what this room says to the rest of the program."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.manual.views import (
    adopting,
    beside,
    changes,
    desk,
    drafting,
    due,
    files,
    finding,
    importing,
    naming,
    placing,
    proposing,
    reading,
    translating,
)
from nswp_gov.manual.views.blueprint import NamedConverter, bp
from nswp_gov.manual.views.cards import clause_card, draft_card, edition_card
from nswp_gov.store.links import Registry
from nswp_gov.web.access import Door
from nswp_gov.web.phrases import say, say_reasons
from nswp_gov.web.templating import NavItem

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "adopting",
    "beside",
    "bp",
    "changes",
    "clause_card",
    "desk",
    "draft_card",
    "drafting",
    "due",
    "edition_card",
    "files",
    "finding",
    "importing",
    "install",
    "naming",
    "placing",
    "proposing",
    "reading",
    "translating",
]

PUBLIC_NAV = [NavItem("manual.index", _l("Manual"))]
WORK_NAV = [NavItem("manual.index", _l("Manual"), Door.SIGNED_IN)]

say(
    {
        "clause_key_form": _l(
            "A permanent key has small letters a to z, digits and hyphens, begins with a letter, "
            "and is at most 50 signs long."
        ),
        "clause_key_taken": _l(
            "A clause has or once had this key. Keys are never given twice: choose another."
        ),
        "clause_without_heading": _l("A heading is needed."),
        "clause_inside_itself": _l("A clause can’t stand below itself."),
        "clause_has_others_below": _l(
            "Other clauses stand below %(clause)s. Move or remove those first."
        ),
        "document_name_taken": _l("Another document has this name in its address."),
        "draft_under_way": _l("A draft of this document is under way already."),
        "draft_unchanged": _l("This draft changes nothing yet, so there is nothing to decide."),
        "dead_reference": _l(
            "Clause %(clause)s refers to %(reference)s, which is not in this draft "
            "(language: %(language)s). Mend the reference, then try again."
        ),
        "renumbered_reference": _l(
            "Clause %(clause)s names § %(reference)s by its number, and that number now belongs to "
            "another clause (language: %(language)s). Write its key in double square brackets "
            "instead; then the number follows by itself."
        ),
        "comment_without_words": _l("Write your remark."),
        "attachment_without_title": _l("Say in a few words what the file is."),
        "hand_named_already": _l("This person has this task already."),
        "review_in_the_past": _l("Choose a day to come."),
        "correction_not_in_force": _l(
            "Edition %(number)s is not in force. Only the edition in force is corrected."
        ),
        "correction_without_reason": _l("Say what was wrong: readers will see it."),
        "correction_changes_nothing": _l("These are the words that stand there already."),
        "correction_touches_meaning": _l(
            "This could change the meaning: a correction leaves numbers and references as they are "
            "and touches at most %(most)s words. Put it into a draft, for a meeting to decide."
        ),
        "import_too_long": _l("This text is too long to be taken over at once."),
        "import_not_text": _l("This is not text in UTF-8. Save it as UTF-8, or send a Word file."),
        "import_without_heading": _l(
            "No heading was found. Each clause begins with a heading; in Word, use its styles "
            "for headings."
        ),
        "import_key_twice": _l("The key %(clause)s stands there twice. Give each clause its own."),
        "import_picture_gone": _l(
            "The picture “%(picture)s” is no longer kept. Choose the file once more, or delete its "
            "line."
        ),
        "decision_not_carried": _l("Decision %(number)s was not carried, so it adopts nothing."),
        "decision_of_another_motion": _l(
            "Decision %(number)s was taken on another motion than the one for this draft."
        ),
        "decision_used": _l("Decision %(number)s has adopted an edition of this document already."),
        "in_force_before_decision": _l(
            "An edition can’t be in force before it was decided on (%(decided_on)s)."
        ),
        "translation_of_source": _l(
            "This is the language of the original: change it in a draft instead."
        ),
        "edition_superseded": _l(
            "Edition %(number)s is no longer in force. Read the current one instead."
        ),
    }
)
say_reasons(
    {
        "only_staff": _l("The secretariat writes drafts and publishes editions."),
        "only_staff_or_editors": _l(
            "Drafts are written by the secretariat and by the editors named for the document."
        ),
        "editor": _l("You were asked to write the drafts of this document."),
        "only_translator": _l(
            "Translators translate what everybody may read, or what was given to them, each in "
            "their own language."
        ),
        "only_officers": _l("Only officers of the network can say this for themselves."),
        "only_own_organisation": _l("You can say this only for an organisation you speak for."),
        "officer": _l("You hold an office in the network."),
        "organisation": _l("You speak for this organisation."),
        "translator": _l("You translate into this language."),
        "secretariat": _l("You work in the secretariat."),
    }
)


def install(app: Flask) -> None:
    """Say how editions and clauses are shown where others name them, and where pages stand."""
    app.url_map.converters["named"] = NamedConverter
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register("edition", edition_card)
    registry.register("clause", clause_card)
    registry.register("draft", draft_card)
