"""Forms of meetings: shape here, rules in the operations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from nswp_gov.bodies.forms import MAJORITIES
from nswp_gov.elections.states import Kind
from nswp_gov.meetings.states import (
    DecisionAudience,
    EntryKind,
    ItemAudience,
    Method,
    PaperAudience,
    Rhythm,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.web.forms import AppForm, choices

LONGEST = 20_000
SAID = _l("Something has to stand here.")

ITEM_AUDIENCES: dict[str, Any] = {
    ItemAudience.OPEN: _l("Open: readers of the minutes see what was said"),
    ItemAudience.CLOSED: _l("Closed: readers see its number alone"),
}
METHODS: dict[str, Any] = {
    Method.HANDS: _l("Show of hands"),
    Method.ROLL_CALL: _l("Roll-call vote"),
    Method.SECRET: _l("Secret vote, counted by two tellers"),
    Method.CONSENSUS: _l("Consensus: nobody objects"),
}
DECISION_AUDIENCES: dict[str, Any] = {
    DecisionAudience.PUBLIC: _l("Everybody, once the minutes are published"),
    DecisionAudience.MEMBERS: _l("Members"),
    DecisionAudience.BODY: _l("The body alone"),
}


RHYTHMS: dict[str, Any] = {
    Rhythm.WEEKLY: _l("Every week"),
    Rhythm.FORTNIGHTLY: _l("Every second week"),
    Rhythm.MONTHLY: _l("Every month, on the same weekday"),
}
PAPER_AUDIENCES: dict[str, Any] = {
    PaperAudience.ROOM: _l("The body, its note-takers and the secretariat"),
    PaperAudience.AGENDA: _l("Whoever sees the agenda"),
}
ENTRY_KINDS: dict[str, Any] = {
    EntryKind.MEETING: _l("Meetings"),
    EntryKind.DUTY: _l("What waits for me"),
    EntryKind.ELECTION: _l("Elections"),
    EntryKind.REVIEW: _l("Reviews of decisions"),
    EntryKind.TERM: _l("Terms of office that end"),
    EntryKind.TRAINING: _l("Training"),
    EntryKind.DAY: _l("Days of action"),
}


class PlanForm(AppForm):
    """Which body meets, when and where."""

    body = SelectField(_l("Body"), validators=[InputRequired(SAID)])
    starts_at = DateTimeLocalField(
        _l("Day and time"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[InputRequired(_l("Say when it begins."))],
    )
    zone = StringField(
        _l("Time zone"),
        description=_l("Such as Europe/London. Readers see their own time beside it."),
        validators=[InputRequired(SAID), Length(max=64)],
    )
    place = StringField(_l("Where"), validators=[Optional(), Length(max=500)])
    rhythm = SelectField(
        _l("Repeat"), choices=[SelectChoice("", _l("Only once")), *choices(RHYTHMS)], default=""
    )
    count = IntegerField(
        _l("How many meetings"), validators=[Optional(), NumberRange(min=1, max=24)]
    )


class CopyForm(AppForm):
    """Whose agenda is taken over."""

    earlier = SelectField(_l("Items of the meeting of"), validators=[InputRequired(SAID)])


class ItemForm(AppForm):
    """One item of the agenda."""

    title = StringField(_l("Item"), validators=[InputRequired(SAID), Length(max=300)])
    audience = SelectField(_l("Who reads it"), choices=choices(ITEM_AUDIENCES))
    minutes_planned = IntegerField(
        _lp("duration", "Minutes"), validators=[Optional(), NumberRange(min=1, max=1440)]
    )
    seen = HiddenField(default="0")


class PaperForm(AppForm):
    """A file that goes with an item."""

    title = StringField(_l("What it is"), validators=[InputRequired(SAID), Length(max=200)])
    paper = FileField(
        _l("File"),
        description=_l("PDF, Word, Excel or a picture, up to 12 MB. What is hidden in it goes."),
        validators=[FileRequired(_l("Choose the file."))],
    )
    audience = SelectField(_l("Who may have it"), choices=choices(PAPER_AUDIENCES), default="room")


class CallForm(AppForm):
    """Send the notices."""

    short_notice = TextAreaField(
        _l("Why the notice is shorter than the rule asks for"),
        description=_l("Such as: all who may vote have agreed."),
        validators=[Optional(), Length(max=1000)],
    )


class MoveForm(AppForm):
    """Another time or place for a meeting."""

    starts_at = DateTimeLocalField(
        _l("Day and time"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[InputRequired(_l("Say when it begins."))],
    )
    zone = StringField(_l("Time zone"), validators=[InputRequired(SAID), Length(max=64)])
    place = StringField(_l("Where"), validators=[Optional(), Length(max=500)])
    short_notice = TextAreaField(
        _l("Why the notice is shorter than the rule asks for"),
        validators=[Optional(), Length(max=1000)],
    )


class CancelForm(AppForm):
    """Call a meeting off."""

    why = TextAreaField(
        _l("Why"),
        description=_l("It stands on the meeting’s page. The letters don’t say it."),
        validators=[InputRequired(SAID), Length(max=1000)],
    )


class CalendarForm(AppForm):
    """What a personal calendar holds, and in what words."""

    kinds = SelectMultipleField(
        _l("What stands in it"),
        choices=choices(ENTRY_KINDS),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    region = SelectField(_l("Elections of which region"), validators=[Optional()])
    locale = SelectField(
        _l("Language"), choices=[SelectChoice(one.value, one.own_name) for one in Locale]
    )
    is_full = BooleanField(
        _l("Say what each entry is"),
        description=_l(
            "Without this every entry is a time and one neutral word. Whoever can look at your "
            "calendar reads what stands in it."
        ),
    )


class NoteForm(AppForm):
    """What was minuted on an item."""

    words = TextAreaField(_l("Minutes of this item"), validators=[Length(max=LONGEST)])
    seen = IntegerField(default=0, validators=[Optional()])


class MotionForm(AppForm):
    """A motion as it was moved."""

    words = TextAreaField(_l("Motion"), validators=[InputRequired(SAID), Length(max=LONGEST)])
    mover = SelectField(_l("Moved by"), validators=[Optional()])
    seconder = SelectField(_l("Seconded by"), validators=[Optional()])
    majority = SelectField(_l("Majority"), choices=choices({**MAJORITIES}))


class TranslateForm(AppForm):
    """A text of minutes in another language."""

    words = TextAreaField(_l("Translation"), validators=[InputRequired(SAID), Length(max=LONGEST)])
    seen = IntegerField(default=0, validators=[Optional()])
    made_from = IntegerField(default=0, validators=[Optional()])


class FileForm(AppForm):
    """A motion before a meeting."""

    item = SelectField(_l("Item"), validators=[InputRequired(SAID)])
    organisation = SelectField(_l("For which organisation"), validators=[Optional()])
    words = TextAreaField(_l("Motion"), validators=[InputRequired(SAID), Length(max=LONGEST)])


class AmendForm(AppForm):
    """A motion as it would read."""

    organisation = SelectField(_l("For which organisation"), validators=[Optional()])
    words = TextAreaField(
        _l("The whole motion as it would read"),
        description=_l("Change it here. The page shows what is different."),
        validators=[InputRequired(SAID), Length(max=LONGEST)],
    )


class TakeUpForm(AppForm):
    """Who moves a motion that was put in before."""

    mover = SelectField(_l("Moved by"), validators=[Optional()])
    seconder = SelectField(_l("Seconded by"), validators=[Optional()])


class WrittenForm(AppForm):
    """A motion to be answered in writing."""

    body = SelectField(_l("Body"), validators=[InputRequired(SAID)])
    title = StringField(_l("Item"), validators=[InputRequired(SAID), Length(max=300)])
    words = TextAreaField(_l("Motion"), validators=[InputRequired(SAID), Length(max=LONGEST)])
    majority = SelectField(_l("Majority"), choices=choices({**MAJORITIES}), default="absolute")
    closes_at = DateTimeLocalField(
        _l("Answers until"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        validators=[InputRequired(_l("Say until when."))],
    )


class RecuseForm(AppForm):
    """An interest in one item."""

    who = SelectField(_l("Who has the interest"), validators=[InputRequired(SAID)])
    why = TextAreaField(
        _l("What it is"),
        description=_l("Kept for the body; minutes say only that there is an interest."),
        validators=[Optional(), Length(max=2000)],
    )


class VoteForm(AppForm):
    """A vote as it was counted. Roll call: one choice for each seat or organisation present."""

    method = RadioField(_l("How it was taken"), choices=choices(METHODS), default="hands")
    in_favour = IntegerField(_l("For"), validators=[Optional(), NumberRange(min=0)])
    against = IntegerField(_l("Against"), validators=[Optional(), NumberRange(min=0)])
    abstained = IntegerField(_l("Abstained"), validators=[Optional(), NumberRange(min=0)])
    tellers = SelectMultipleField(
        _l("Tellers"),
        description=_l("For a secret vote: the two people who counted."),
        validators=[Optional()],
    )
    audience = SelectField(
        _l("Who reads the decision, if it is carried"), choices=choices(DECISION_AUDIENCES)
    )
    review_on = DateField(_l("Review by"), validators=[Optional()])


class AskForm(AppForm):
    """When the organisations are asked about a motion, and who runs it."""

    kind = RadioField(
        _l("What it is"),
        choices=[
            SelectChoice(Kind.REAL, _l("A real vote")),
            SelectChoice(Kind.REHEARSAL, _l("A rehearsal")),
        ],
        default=Kind.REAL,
    )
    officer = SelectField(
        _l("Returning officer"),
        description=_l("Never somebody of the secretariat, and nobody who stands."),
        validators=[InputRequired(SAID)],
    )
    claims_until = DateTimeLocalField(
        _l("Organisations can object to their entry on the roll until"),
        validators=[InputRequired(SAID)],
    )
    opens_at = DateTimeLocalField(_l("Voting opens"), validators=[InputRequired(SAID)])
    closes_at = DateTimeLocalField(_l("Voting closes"), validators=[InputRequired(SAID)])
    complaints_until = DateTimeLocalField(
        _l("Complaints are possible until"),
        description=_l("The meeting can take the result after that."),
        validators=[InputRequired(SAID)],
    )
    deviation_reason = TextAreaField(
        _l("Why a rule is not kept"),
        description=_l("Needed where a real election departs from a rule. It is published."),
        validators=[Optional(), Length(max=1000)],
    )


class AgreeForm(AppForm):
    """A decision by consensus."""

    words = TextAreaField(_l("Decision"), validators=[InputRequired(SAID), Length(max=LONGEST)])
    audience = SelectField(_l("Who reads it"), choices=choices(DECISION_AUDIENCES))
    review_on = DateField(_l("Review by"), validators=[Optional()])


class ActionForm(AppForm):
    """Something that somebody is to do."""

    words = TextAreaField(
        _l("What is to be done"), validators=[InputRequired(SAID), Length(max=2000)]
    )
    owner = SelectField(_l("By whom"), validators=[InputRequired(SAID)])
    due_on = DateField(_l("Due on"), validators=[InputRequired(_l("Say until when."))])


class CorrectionForm(AppForm):
    """A correction to a draft."""

    item = SelectField(_l("Item"), validators=[InputRequired(SAID)])
    words = TextAreaField(
        _l("What should read otherwise, and how"),
        validators=[InputRequired(SAID), Length(max=LONGEST)],
    )


class ErratumForm(AppForm):
    """A visible correction to published minutes."""

    item = SelectField(_l("Item"), validators=[Optional()])
    words = TextAreaField(_l("Erratum"), validators=[InputRequired(SAID), Length(max=LONGEST)])
    is_public = BooleanField(_l("Show it in the public edition too"))
