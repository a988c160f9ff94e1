"""Forms of documents: fields, their shape, their words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
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

from nswp_gov.web.forms import AppForm

NEEDED = InputRequired(_l("Fill this in."))
LONGEST_HEADING = 200
LONGEST_BODY = 100_000


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
    revision_seen = HiddenField(validators=[InputRequired()])


class ActForm(AppForm):
    """One act and nothing to fill in; `by` moves a clause."""

    by = NumberField(validators=[Optional(), NumberRange(min=-1, max=1)])
    organisation_id = HiddenField(validators=[Optional()])
