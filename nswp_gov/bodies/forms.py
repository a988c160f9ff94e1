"""Forms of bodies, and the words of their kinds, endings and rules."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import DateField, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from nswp_gov.bodies.states import Ending, How
from nswp_gov.rules.majority import Majority
from nswp_gov.web.forms import AppForm

HOW: dict[How, Any] = {
    How.ELECTED: _lp("how somebody came to a seat", "Elected"),
    How.COOPTED: _l("Co-opted"),
    How.APPOINTED: _l("Appointed"),
}
ENDINGS: dict[Ending, Any] = {
    Ending.EXPIRY: _l("The term ran out"),
    Ending.RESIGNATION: _l("Resignation"),
    Ending.REMOVAL: _l("Removal from office"),
    Ending.DEATH: _l("Death"),
}
MAJORITIES: dict[str, Any] = {
    Majority.SIMPLE: _l("More votes for than against; abstentions don’t count"),
    Majority.ABSOLUTE: _l("More than half of all who may vote, present or not"),
    Majority.OF_PRESENT: _l("More than half of those present"),
    Majority.TWO_THIRDS_OF_CAST: _l("At least two thirds of the votes for and against"),
    Majority.TWO_THIRDS_OF_PRESENT: _l("At least two thirds of those present"),
    Majority.TWO_THIRDS_OF_ENTITLED: _l("At least two thirds of all who may vote"),
    Majority.THREE_QUARTERS_OF_CAST: _l("At least three quarters of the votes for and against"),
    Majority.UNANIMOUS_OF_CAST: _l("Every vote for; abstentions don’t count"),
    Majority.UNANIMOUS_OF_PRESENT: _l("Everybody present votes for"),
}
EARLY = frozenset(Ending) - {Ending.EXPIRY}


class SeatForm(AppForm):
    """Seat somebody."""

    person = SelectField(_l("Who"), validators=[InputRequired(_l("Choose somebody."))])
    how = SelectField(_l("How"), choices=[SelectChoice(one.value, HOW[one]) for one in How])
    decision = HiddenField(validators=[Optional()])
    from_on = DateField(_l("From"), validators=[InputRequired(_l("Say from which day."))])
    until_on = DateField(
        _l("Until"),
        description=_l(
            "The first day on which the seat is free again. Empty: the regular end of its terms."
        ),
        validators=[Optional()],
    )


class EndForm(AppForm):
    """End a term before its time."""

    ending = SelectField(
        _l("Why"),
        choices=[SelectChoice(one.value, said) for one, said in ENDINGS.items() if one in EARLY],
    )
    on = DateField(
        _l("From which day is the seat empty"),
        validators=[InputRequired(_l("Say from which day."))],
    )


class InterestsForm(AppForm):
    """What a person declares of their interests."""

    words = TextAreaField(
        _l("Your interests"),
        description=_l(
            "Paid or unpaid posts, contracts, close relatives in partner organisations: whatever "
            "could weigh in a decision. Leave it empty if there is nothing."
        ),
        validators=[Optional(), Length(max=5000)],
    )
