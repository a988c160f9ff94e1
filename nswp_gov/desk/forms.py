"""Forms of the desk: fields, their shape, their words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from nswp_gov.desk.states import LONGEST, FileForm
from nswp_gov.rules.languages import Locale
from nswp_gov.web.forms import NEEDED, AppForm

LANGUAGES = [SelectChoice(locale.value, locale.own_name) for locale in Locale]
FORMS = [SelectChoice(FileForm.XLIFF.value, "XLIFF 2.0"), SelectChoice(FileForm.PO.value, "PO")]


class NumberField(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A number that the page carries along unseen."""

    widget = HiddenField.widget


class TargetForm(AppForm):
    """A translation, and what the writer had before them."""

    words = TextAreaField(_l("Translation"), [Length(max=LONGEST)])
    number = NumberField(validators=[NumberRange(min=0)])
    made_from = NumberField(validators=[NumberRange(min=1)])
    is_machine_assisted = BooleanField(
        _l("A machine helped with this"),
        description=_l("It stays marked, and a second person reads it before it goes out."),
    )
    is_sure = BooleanField(
        _l("Placeholders and links differ on purpose"),
        description=_l("Only where the remarks beside the text say that they differ."),
    )


class ActForm(AppForm):
    """A button and nothing else."""


class AssignForm(AppForm):
    """To whom a record is given."""

    person = SelectField(
        _l("Translator"),
        [NEEDED],
        description=_l(
            "They can then read and translate all texts of this record for 60 days, also those "
            "that are not public. This is noted."
        ),
    )


class SendForm(AppForm):
    """Which texts go out, and in which form; asking for a file changes nothing."""

    form = SelectField(_l("Form"), choices=FORMS, default=FileForm.XLIFF.value)
    source = SelectField(_l("From"), choices=LANGUAGES, default=Locale.EN.value)
    target = SelectField(_l("Into"), [NEEDED], choices=LANGUAGES)
    kinds = SelectMultipleField(
        _l("What"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Nothing chosen means everything."),
    )
    everything = BooleanField(_l("Also what is up to date"))


class ReceiveForm(AppForm):
    """A file that came back."""

    paper = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    form = SelectField(_l("Form"), choices=FORMS, default=FileForm.XLIFF.value)
    target = SelectField(_l("Into"), [NEEDED], choices=LANGUAGES)
    is_machine_assisted = BooleanField(_l("A machine helped with this"))


class TermForm(AppForm):
    """A term of the glossary, in English."""

    name = StringField(_lp("glossary", "Term"), [NEEDED, Length(max=200)])
    meaning = TextAreaField(_l("Meaning"), [Length(max=2000)])
    note = TextAreaField(
        _l("Note for translators"),
        [Length(max=4000)],
        description=_l("Plurals, agreement, short forms. Signed-in people alone read it."),
    )
    avoid = TextAreaField(
        _l("Words to avoid"),
        [Length(max=4000)],
        description=_l(
            "One language a line: its code, a colon, the words with commas between them. A word "
            "after an exclamation mark is wrong in every text of ours."
        ),
    )


class NewTermForm(TermForm):
    """A term that is not there yet."""

    key = StringField(
        _l("Key"),
        [NEEDED, Length(max=60)],
        description=_l("Small letters, digits and underscores; it never changes."),
    )


class ChangeTermForm(TermForm):
    """A term that is there, and how it changes."""

    is_substantive = BooleanField(
        _l("This changes the meaning"),
        description=_l("Leave it empty for a mere polish: translations then stay up to date."),
    )
    is_retired = BooleanField(_l("No longer used"))
