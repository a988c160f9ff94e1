"""Forms of accounts: fields, their shape, their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from nswp_gov.accounts.states import Role
from nswp_gov.rules.languages import Locale
from nswp_gov.web.formats import REGIONS
from nswp_gov.web.forms import NEEDED, AppForm

LONGEST_ADDRESS = 254
ADDRESS_SHAPE = Regexp(
    r"""[^@\s<>,;:"]+@[^@\s<>,;:"]+\.[^@\s<>,;:"]+\Z""",
    message=_l("This doesn’t look like an address."),
)

ROLE_NAMES = {
    Role.SECRETARIAT: _l("Secretariat"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.RETURNING_OFFICER: _l("Returning officer"),
    Role.TRANSLATOR_EN: _l("Translator, English"),
    Role.TRANSLATOR_FR: _l("Translator, French"),
    Role.TRANSLATOR_ES: _l("Translator, Spanish"),
    Role.TRANSLATOR_RU: _l("Translator, Russian"),
    Role.TRANSLATOR_ZH: _l("Translator, Chinese"),
}


def choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return the choices of a list from pairs (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def _locales() -> list[SelectChoice]:
    return choices((locale.value, locale.own_name) for locale in Locale)


def _zones() -> list[SelectChoice]:
    names = sorted(zone for zone in available_timezones() if "/" in zone)
    places = [zone for zone in names if not zone.startswith(("Etc/", "SystemV/", "US/"))]
    return choices([("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)])


LOCALES, ZONES = _locales(), _zones()


def _passphrase(label: object, *, is_new: bool) -> PasswordField:
    return PasswordField(
        label,
        [NEEDED, Length(max=400)],
        description=_l("Twelve characters or more. Four words that have nothing to do with "
                       "each other are easy to remember and hard to guess.") if is_new else "",
    )  # fmt: skip


class SignInForm(AppForm):
    """Name and passphrase."""

    sign_in_name = StringField(_l("Sign-in name"), [NEEDED, Length(max=200)])
    passphrase = _passphrase(_l("Passphrase"), is_new=False)


class CodeForm(AppForm):
    """A code from a phone, or one from paper."""

    code = StringField(
        _l("Code"),
        [NEEDED, Length(max=60)],
        description=_l("The six figures that your phone shows now, or one of your paper codes."),
    )


class PaperForm(AppForm):
    """Name and paper code: for a lost passphrase, and when too many others tried."""

    sign_in_name = StringField(_l("Sign-in name"), [NEEDED, Length(max=200)])
    code = StringField(_l("Paper code"), [NEEDED, Length(max=60)])


class ConfirmForm(AppForm):
    """Once more who it is: by passphrase."""

    passphrase = _passphrase(_l("Passphrase"), is_new=False)


class PasskeyForm(AppForm):
    """What a passkey answered; filled in by the script."""

    answer = HiddenField(validators=[InputRequired(), Length(max=20000)])


class PasskeyAddForm(PasskeyForm):
    """A new passkey and the person's own name for it."""

    name = StringField(
        _l("Your name for this passkey"),
        [NEEDED, Length(max=60)],
        description=_l("For example: my phone."),
    )


class OwnForm(AppForm):
    """What a person says of themselves."""

    name = StringField(_l("Name shown to those you work with"), [NEEDED, Length(max=120)])
    public_name = StringField(
        _l("Name shown to everybody"),
        [Optional(), Length(max=120)],
        description=_l("Only where you hold a seat or stand as a candidate. Empty: no name."),
    )
    locale = SelectField(_l("Language"), choices=LOCALES)
    zone = SelectField(_l("Time zone"), choices=ZONES)


class EmailForm(AppForm):
    """A new address."""

    email = EmailField(
        _l("E-mail address"),
        [NEEDED, Length(max=LONGEST_ADDRESS), ADDRESS_SHAPE],
        description=_l("You get a letter there; the address counts once you confirm it."),
    )


class PassphraseForm(AppForm):
    """A new passphrase."""

    before = PasswordField(_l("Passphrase until now"), [Length(max=400)])
    passphrase = _passphrase(_l("New passphrase"), is_new=True)


class LabelForm(AppForm):
    """A word for a device."""

    label = StringField(_l("Your word for this device"), [Length(max=60)])


class InvitationCodeForm(AppForm):
    """A code that was said or written down."""

    code = StringField(
        _l("Your code"),
        [NEEDED, Length(max=200)],
        description=_l("Eight words, or five groups of five figures."),
    )


class AcceptForm(AppForm):
    """The first steps into an account."""

    name = StringField(
        _l("Your name"),
        [NEEDED, Length(max=120)],
        description=_l("Any name you choose. Those you work with see it."),
    )
    sign_in_name = StringField(
        _l("Sign-in name"),
        [NEEDED, Length(max=120)],
        description=_l("You type it when you sign in. Nobody else sees it."),
    )
    passphrase = _passphrase(_l("Passphrase"), is_new=True)
    locale = SelectField(_l("Language"), choices=LOCALES)
    zone = SelectField(_l("Time zone"), choices=ZONES)


class InviteForm(AppForm):
    """Somebody who is to get an account."""

    name = StringField(_lp("of a person", "Name"), [NEEDED, Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [Optional(), Length(max=LONGEST_ADDRESS), ADDRESS_SHAPE],
        description=_l("Empty: you get a code to say on the telephone or to send by messenger."),
    )
    locale = SelectField(_l("Language"), choices=LOCALES)


class RoleForm(AppForm):
    """A role and the second person who has to agree."""

    role = SelectField(_l("Role"), choices=choices((one.value, ROLE_NAMES[one]) for one in Role))
    second = SelectField(
        _l("Second person"),
        description=_l("They agree on their own page, by a code. Until then nothing changes."),
    )

    def offer(self, seconds: Sequence[tuple[str, str]]) -> None:
        """Offer these people (id, name) as the second person."""
        self.second.choices = choices(seconds)


class RecoveryAskForm(AppForm):
    """Whose account is to be given back, and through which region."""

    sign_in_name = StringField(_l("Their sign-in name"), [NEEDED, Length(max=200)])
    region = SelectField(
        _l("Region whose representative is asked to agree"), choices=choices(REGIONS.items())
    )
    checked = BooleanField(
        _l("I have made sure, by voice or in person, that they ask for this themselves."),
        [InputRequired(_l("Make sure first."))],
    )


class RecoveryForm(AppForm):
    """The two halves of a code, and a new passphrase."""

    sign_in_name = StringField(_l("Sign-in name"), [NEEDED, Length(max=200)])
    words = StringField(
        _l("Eight words"),
        [NEEDED, Length(max=200)],
        description=_l("Four from the secretariat, then four from the representative."),
    )
    passphrase = _passphrase(_l("New passphrase"), is_new=True)
