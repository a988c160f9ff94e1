"""Forms of meetings: shape here, rules in the operations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
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

from nswp_gov.bodies.forms import MAJORITIES
from nswp_gov.meetings.states import DecisionAudience, ItemAudience, Method
from nswp_gov.web.forms import AppForm

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


def choices(words: dict[str, Any]) -> list[SelectChoice]:
    """Return the choices of a field from codes and their words."""
    return [SelectChoice(code, said) for code, said in words.items()]


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


class ItemForm(AppForm):
    """One item of the agenda."""

    title = StringField(_l("Item"), validators=[InputRequired(SAID), Length(max=300)])
    audience = SelectField(_l("Who reads it"), choices=choices(ITEM_AUDIENCES))
    minutes_planned = IntegerField(
        _lp("duration", "Minutes"), validators=[Optional(), NumberRange(min=1, max=1440)]
    )
    seen = HiddenField(default="0")


class CallForm(AppForm):
    """Send the notices."""

    short_notice = TextAreaField(
        _l("Why the notice is shorter than the rule asks for"),
        description=_l("Such as: all who may vote have agreed."),
        validators=[Optional(), Length(max=1000)],
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


class EmptyForm(AppForm):
    """A button and nothing to fill in."""
