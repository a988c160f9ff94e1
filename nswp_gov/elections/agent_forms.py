"""Forms for the candidates’ agents: shape and words; the rules are in the operations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Optional

from nswp_gov.elections.forms import LANGUAGES
from nswp_gov.web.forms import NEEDED, AppForm


class AgentForm(AppForm):
    """Whom a candidate names."""

    name = StringField(_l("Name of your agent"), [NEEDED, Length(max=120)])
    address = StringField(
        _l("Their e-mail address"),
        [Optional(), Length(max=254)],
        description=_l("Without one you get a link that you hand on yourself."),
    )
    locale = SelectField(_l("Language of the letter"), choices=LANGUAGES)


class TakeOnForm(AppForm):
    """The agent's answer."""

    public_file = FileField(
        _l("Your public key file"),
        description=_l(
            "Made with the trustees’ tool: public.json. With it you can sign what you saw. It has "
            "to come before candidates and roll are fixed."
        ),
    )
    consents = BooleanField(
        _l("I show the roll and the ballots to nobody, and keep no copy of the roll."), [NEEDED]
    )


class KeyForm(AppForm):
    """A key to sign with."""

    public_file = FileField(
        _l("Your public key file"),
        [FileRequired(_l("Choose the file."))],
        description=_l("Made with the trustees’ tool: public.json."),
    )


class WitnessForm(AppForm):
    """What somebody signed who was there."""

    statement = FileField(
        _l("Signed statement (lot-….json or observed-….json)"),
        [FileRequired(_l("Choose the file."))],
    )
