"""Forms of documents: fields, their shape, their words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from nswp_gov.web.forms import NEEDED, AppForm

LONGEST_HEADING = 200
LONGEST_BODY = 100_000
LONGEST_REMARK = 4_000


class NumberField(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A number that the page carries along unseen."""

    widget = HiddenField.widget


class WordsForm(AppForm):
    """The words of one clause."""

    heading = StringField(_l("Heading"), [NEEDED, Length(max=LONGEST_HEADING)])
    body = TextAreaField(
        _l("Text"),
        [Length(max=LONGEST_BODY)],
        description=_l(
            "Markdown. A reference to another clause is its key in double square brackets, "
            "such as [[quorum-board]]; its number is filled in."
        ),
    )


class ClauseForm(WordsForm):
    """The words of a clause in a draft, and what the writer saw before."""

    is_substantive = BooleanField(
        _l("This changes the meaning"),
        description=_l(
            "Leave it empty for a slip of the pen: translations then stay up to date, and nobody "
            "is asked to read the document again."
        ),
    )
    heading_seen = NumberField(validators=[InputRequired()])
    body_seen = NumberField(validators=[InputRequired()])


class AddForm(WordsForm):
    """A new clause."""

    key = StringField(
        _l("Permanent key"),
        [NEEDED, Length(max=50)],
        description=_l(
            "A short English name for addresses and references, such as quorum-board. "
            "It stays for ever, whatever number the clause gets."
        ),
    )
    parent_key = SelectField(_l("Belongs to"))


class MoveForm(AppForm):
    """Another place for a clause."""

    parent_key = SelectField(_l("Belongs to"))
    place = IntegerField(_l("Place among its neighbours"), [NEEDED, NumberRange(min=1, max=999)])


class TranslationForm(WordsForm):
    """A clause in another language, and what the translator saw before."""

    is_reviewed = BooleanField(
        _l("A person has read it over"),
        description=_l("Otherwise readers are told that a machine has helped."),
    )
    heading_from = NumberField(validators=[InputRequired()])
    body_from = NumberField(validators=[InputRequired()])
    heading_seen = NumberField(validators=[InputRequired()])
    body_seen = NumberField(validators=[InputRequired()])


class AdoptForm(AppForm):
    """By which decision, from which day."""

    decision_id = SelectField(_l("Decision"), [NEEDED])
    in_force_from = DateField(
        _l("In force from"),
        [NEEDED],
        description=_l("Until the day before, the edition of now stays in force."),
    )
    conditions = TextAreaField(
        _l("Conditions"),
        [Optional(), Length(max=LONGEST_REMARK)],
        description=_l(
            "If the meeting adopted it under conditions, write them here in the language of the "
            "original. They are published with the edition."
        ),
    )
    revision_seen = HiddenField(validators=[InputRequired()])


class ActForm(AppForm):
    """One act and nothing to fill in; `by` moves a clause."""

    by = NumberField(validators=[Optional(), NumberRange(min=-1, max=1)])
    organisation_id = HiddenField(validators=[Optional()])


class RemarkForm(AppForm):
    """A remark on a clause of a draft."""

    words = TextAreaField(_l("Your remark"), [NEEDED, Length(max=LONGEST_REMARK)])


class AttachForm(AppForm):
    """A file for a clause."""

    title = StringField(_l("What the file is"), [NEEDED, Length(max=LONGEST_HEADING)])
    paper = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file."))],
        description=_l(
            "PDF, Word, Excel or a picture, up to 12 MB. Author, place and everything else that is "
            "hidden in it is taken out."
        ),
    )


class ReviewForm(AppForm):
    """By when a clause is looked at again."""

    review_on = DateField(
        _l("To be looked at again by"),
        [Optional()],
        description=_l("Empty: no such day. The secretariat is reminded two months before."),
    )


class ImportForm(AppForm):
    """A file with an existing text."""

    paper = FileField(
        _l("File"),
        [FileRequired(_l("Choose the file."))],
        description=_l(
            "A Word file (.docx) or Markdown (.md). Each heading becomes a clause. Nothing is "
            "taken over before you have seen it."
        ),
    )


class OutlineForm(AppForm):
    """An outline that the person has looked over."""

    source = TextAreaField(
        _l("The text, clause by clause"),
        [NEEDED, Length(max=1_000_000)],
        description=_l(
            "The line before each heading is the clause’s permanent key. A clause whose key is in "
            "the draft is reworded; any other is added."
        ),
    )


class LayForm(AppForm):
    """Before which meeting a draft is laid."""

    meeting_id = SelectField(
        _l("Meeting"),
        default="",
        description=_l("The draft becomes an item of its agenda, with what it changes."),
    )


class HandForm(AppForm):
    """Who writes or translates the drafts of a document."""

    person_id = SelectField(_l("Person"), [NEEDED])
    task = SelectField(_l("Task"), [NEEDED])


class CorrectForm(WordsForm):
    """A slip of the pen, mended in sight."""

    reason = StringField(
        _l("What was wrong"),
        [NEEDED, Length(max=LONGEST_HEADING)],
        description=_l("Readers see this beside the clause."),
    )
    heading_seen = NumberField(validators=[InputRequired()])
    body_seen = NumberField(validators=[InputRequired()])
