"""Forms of announcements: shape here, rules in the operations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from nswp_gov.announcements.operations import LONGEST
from nswp_gov.announcements.states import CORRESPONDENT_KINDS, Credit, DayKind, Kind
from nswp_gov.directory.forms.labels import AREAS
from nswp_gov.rules.audience import MEMBERS, PUBLIC
from nswp_gov.rules.languages import Locale
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import AppForm, choices

SAID = _l("Something has to stand here.")
WHEN = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
ROW = 64

KINDS: dict[str, Any] = {
    Kind.NEWS: _lp("kind of news", "News"),
    Kind.ALERT: _lp("kind of news", "Alert"),
    Kind.CALL: _lp("kind of news", "Call"),
    Kind.STATEMENT: _lp("kind of news", "Statement"),
    Kind.DIGEST: _lp("kind of news", "Digest"),
}
DAYS: dict[str, Any] = {
    "": _l("No day"),
    DayKind.EVENT: _l("Event"),
    DayKind.DEADLINE: _l("Deadline"),
}
CREDITS: dict[str, Any] = {
    Credit.NOBODY: _l("Nothing"),
    Credit.REGION: _l("Our region"),
    Credit.ORGANISATION: _l("Our organisation’s public name, while we are listed"),
}
READERS: dict[str, Any] = {
    PUBLIC.code: _l("Everybody"),
    MEMBERS.code: _l("Members"),
}
MAIL_ROLES: dict[str, Any] = {
    "board": _l("The board"),
    "secretariat": _l("The secretariat"),
}
LANGUAGES = {one.value: one.own_name for one in Locale}


def _several(label: Any, words: dict[str, Any], description: Any = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        choices=choices(words),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )


class DayForm(AppForm):
    """The day of an event or a deadline, and where the words come from."""

    source_name = StringField(
        _l("Source"),
        description=_l("The organisation or paper that said it first, if it was not us."),
        validators=[Optional(), Length(max=200)],
    )
    source_url = StringField(_l("Address of the source"), validators=[Optional(), Length(max=1000)])
    day_kind = SelectField(_l("A day that belongs to it"), choices=choices(DAYS), default="")
    day_on = DateField(_l("Day"), validators=[Optional()])
    day_clock = StringField(
        _l("Time"),
        description=_l("Such as 18:30. Leave it empty for the whole day."),
        validators=[Optional(), Length(max=5)],
    )
    day_zone = StringField(
        _l("Time zone"),
        description=_l("Such as Europe/London. Readers see their own time beside it."),
        validators=[Optional(), Length(max=ROW)],
    )


class SendForm(DayForm):
    """A correspondent's draft."""

    organisation = SelectField(_l("For which organisation"), validators=[InputRequired(SAID)])
    locale = SelectField(
        _l("The language you write in"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    kind = RadioField(
        _l("What it is"),
        choices=choices({one: KINDS[one] for one in CORRESPONDENT_KINDS}),
        default=Kind.NEWS.value,
    )
    title = StringField(_l("Title"), validators=[InputRequired(SAID), Length(max=LONGEST["title"])])
    body = TextAreaField(
        _lp("announcement", "What happened"),
        description=_l("Write as you speak. Name nobody who could be hurt by it."),
        validators=[InputRequired(SAID), Length(max=LONGEST["body"])],
    )
    credit = RadioField(
        _l("What readers are told of who sent it"),
        choices=choices(CREDITS),
        default=Credit.NOBODY.value,
    )


class WriteForm(DayForm):
    """An announcement as the secretariat writes and edits it."""

    kind = SelectField(_l("What it is"), choices=choices(KINDS))
    locale = SelectField(
        _l("Language of the original"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    title = StringField(_l("Title"), validators=[InputRequired(SAID), Length(max=LONGEST["title"])])
    summary = TextAreaField(
        _l("Summary"),
        description=_l("One or two sentences, for lists and letters."),
        validators=[Optional(), Length(max=LONGEST["summary"])],
    )
    body = TextAreaField(
        _l("Text"),
        description=_l("An empty line begins a paragraph; * begins a line of a list."),
        validators=[Optional(), Length(max=LONGEST["body"])],
    )
    regions = _several(_l("Regions"), dict(REGIONS), _l("None: the whole network."))
    themes = _several(_l("Themes"), dict(AREAS))
    audience = SelectField(_l("Who may read it"), choices=choices(READERS))
    is_editorial = BooleanField(
        _l("The meaning stays: translations don’t have to follow"), default=False
    )


class TranslateForm(AppForm):
    """An announcement in another language."""

    title = StringField(_l("Title"), validators=[Optional(), Length(max=LONGEST["title"])])
    summary = TextAreaField(_l("Summary"), validators=[Optional(), Length(max=LONGEST["summary"])])
    body = TextAreaField(_l("Text"), validators=[Optional(), Length(max=LONGEST["body"])])
    is_machine_assisted = BooleanField(
        _l("A machine helped, and nobody has gone over it yet: keep it, and show it to nobody")
    )


class WhenForm(AppForm):
    """An instant in a named zone."""

    at = DateTimeLocalField(
        _l("Day and time"), format=WHEN, validators=[InputRequired(_l("Say when."))]
    )
    zone = StringField(
        _l("Time zone"),
        description=_l("Such as Europe/London. Readers see their own time beside it."),
        validators=[InputRequired(SAID), Length(max=ROW)],
    )


class WithdrawForm(AppForm):
    """Why an announcement is taken back."""

    why = TextAreaField(_l("Why"), validators=[Optional(), Length(max=1000)])


class LettersForm(AppForm):
    """Who has a letter when it is published."""

    members = BooleanField(_l("People who act for member organisations"))
    regions = _several(_l("Only of these regions"), dict(REGIONS), _l("None: of every region."))
    roles = _several(_l("Besides, whether or not they fit"), MAIL_ROLES)
    lists = _several(_l("Named lists"), {})
    subscribers = BooleanField(_l("People from outside who asked for it"))


class CompanionForm(AppForm):
    """What is looked for to go with an announcement."""

    words = StringField(_l("Words of its title"), validators=[InputRequired(SAID), Length(max=120)])
