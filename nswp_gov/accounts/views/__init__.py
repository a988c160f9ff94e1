"""Pages of accounts."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.accounts import session
from nswp_gov.config import Settings
from nswp_gov.web import limits
from nswp_gov.web.access import Door
from nswp_gov.web.phrases import say, say_reasons
from nswp_gov.web.templating import NavItem

bp = Blueprint("accounts", __name__, url_prefix="/account")

WORK_NAV = [
    NavItem("accounts.own", _l("Account"), Door.SIGNED_IN),
    NavItem("accounts.people", _l("People and roles"), Door.ADMIN),
]

say(
    {
        "slow_down": _l(
            "Too many tries. Wait %(seconds)s seconds, then try again. Nothing is locked: "
            "a paper code works now, and so does another connection."
        ),
        "sign_in_wrong": _l("This name and this passphrase don’t belong together."),
        "paper_wrong": _l("This name and this paper code don’t belong together."),
        "passphrase_wrong": _l("This isn’t your passphrase."),
        "passphrase_short": _l("Too short: %(shortest)s characters or more."),
        "passphrase_long": _l("Too long: at most %(longest)s characters."),
        "passphrase_common": _l("Many people use this one, so it is tried first. Choose another."),
        "passphrase_weak": _l(
            "This is easy to guess. Four words that have nothing to do with each other are better."
        ),
        "name_missing": _l("Fill this in."),
        "name_long": _l("Too long: at most %(longest)s characters."),
        "sign_in_name_taken": _l("Choose another sign-in name."),
        "zone_unknown": _l("Choose a time zone from the list."),
        "role_held": _l("This role is held or asked for already."),
        "roles_apart": _l(
            "Nobody is of the secretariat and returning officer at the same time."
        ),
        "code_wrong": _l(
            "This code is wrong, or was used before. A new one comes every 30 seconds."
        ),
        "passkey_wrong": _l("The passkey didn’t work here. Try again, or use another way."),
        "passkey_late": _l("That took too long. Try again."),
        "passkey_known": _l("This passkey is kept here already."),
        "invitation_wrong": _l("This code opens nothing. Check each word, or ask for a new one."),
        "recovery_wrong": _l("These words don’t open this account. Check each of them."),
        "recovery_early": _l("The words are right, but work only 48 hours after both agreed."),
        "nobody_there": _l("Nobody here has this sign-in name."),
    }
)  # fmt: skip
say_reasons(
    {
        "only_staff": _l("Only the secretariat does this."),
        "only_administrator": _l("Only an administrator does this."),
        "second_person": _l("A second, other person has to agree to this."),
        "second_officer": _l("The second person has to hold an office."),
        "own_recovery": _l("Nobody gives their own account back to themselves."),
        "only_representative": _l("Only a representative of that person’s region agrees to this."),
        "last_proof": _l("Your office needs a second proof. Add another one first."),
    }
)


def install(app: Flask) -> None:
    """Have every request know who acts, and say how long to wait where somebody has to."""
    settings: Settings = app.extensions["nswp_gov.settings"]
    session.install(app, settings)
    limits.install(app)


from nswp_gov.accounts.views import (  # noqa: E402 -- they hang their pages on `bp`
    invitations,
    own,
    people,
    proofs,
    recoveries,
    sign_in,
)

__all__ = [
    "WORK_NAV", "bp", "install", "invitations", "own", "people", "proofs", "recoveries", "sign_in",
]  # fmt: skip
