"""Forms of somebody without an account: the phrase that opens a private link, a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, FileField, PasswordField
from wtforms.validators import EqualTo, Length, Optional

from nswp_gov.accounts.forms import ADDRESS_SHAPE, LONGEST_ADDRESS
from nswp_gov.web.forms import NEEDED, AppForm


class BeginForm(AppForm):
    """The phrase that, with the link, opens again what was begun."""

    passphrase = PasswordField(
        _l("A phrase of your own"),
        [NEEDED, Length(max=400)],
        description=_l(
            "Twelve characters or more, for example four words that have nothing to do with each "
            "other. With your private link it opens your page again. We can’t find it out."
        ),
    )
    again = PasswordField(
        _l("The phrase once more"),
        [EqualTo("passphrase", _l("This is not the same phrase."))],
    )
    email = EmailField(
        _l("E-mail address"),
        [Optional(), Length(max=LONGEST_ADDRESS), ADDRESS_SHAPE],
        description=_l(
            "If you want a letter with your link and when there is news. "
            "It says nothing of what it is about."
        ),
    )


class PhraseForm(AppForm):
    """The phrase, asked for again."""

    passphrase = PasswordField(_l("Your phrase"), [NEEDED, Length(max=400)])


class FileForm(AppForm):
    """A file, if somebody wants to add one."""

    file = FileField(
        _l("File"),
        [NEEDED],
        description=_l(
            "PDF, Word, Excel or a picture, up to 12 MB. We keep a copy without the hidden data "
            "(who made it, where, when); look at the copy before you hand in."
        ),
    )

    def given(self) -> tuple[bytes, str]:
        """Return the file that was brought: its bytes and its name."""
        return self.file.data.read(), self.file.data.filename or ""
