"""Forms for the end of an election: shape and words; the rules are in the operations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateTimeLocalField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from nswp_gov.elections.forms import LotForm
from nswp_gov.web.forms import NEEDED, AppForm

LONGEST = 6000


class VoidForm(AppForm):
    """Why an election is given up."""

    reason = TextAreaField(
        _l("Reason"),
        [NEEDED, Length(max=LONGEST)],
        description=_l("It is published with the election. Name no organisation."),
    )


class ExtendForm(AppForm):
    """A later close."""

    closes_at = DateTimeLocalField(
        _l("Voting closes then"),
        [NEEDED],
        description=_l("For everybody, once, at most seven days later than planned."),
    )


class DrawnForm(LotForm):
    """The order drawn, and who was there."""

    minutes = TextAreaField(
        _l("Who drew, and who was present"),
        [Optional(), Length(max=2000)],
        description=_l("It goes into the minutes of the count."),
    )


class SeedForm(AppForm):
    """A sealed seed."""

    seed = FileField(_l("Sealed seed"), [FileRequired(_l("Choose the file."))])


class StatementForm(AppForm):
    """A statement that a trustee signed after the count."""

    statement = FileField(
        _l("Signed statement (recounted-….json or destroyed-….json)"),
        [FileRequired(_l("Choose the file."))],
    )


class ComplainForm(AppForm):
    """What an organisation says went wrong."""

    organisation = SelectField(_l("For which organisation you act"), [NEEDED])
    words = TextAreaField(
        _l("What went wrong"),
        [NEEDED, Length(max=LONGEST)],
        description=_l(
            "The returning officer reads it. Do not say how anybody voted. Only the number of "
            "complaints is published."
        ),
    )


class AnswerForm(AppForm):
    """The returning officer's answer."""

    ruling = RadioField(
        _l("Ruling"),
        [NEEDED],
        choices=[
            SelectChoice("dismissed", _l("The complaint is dismissed")),
            SelectChoice("upheld", _l("The complaint is upheld")),
        ],
    )
    words = TextAreaField(
        _l("Reasons"),
        [NEEDED, Length(max=LONGEST)],
        description=_l("The organisation is given them."),
    )
