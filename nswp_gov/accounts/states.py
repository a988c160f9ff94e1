"""The network-wide roles, the ways to prove who one is, and the times that hold for all."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from nswp_gov.rules.languages import Locale

IDLE = timedelta(minutes=30)
LONG_IDLE = timedelta(hours=12)  # a page on which minutes are taken while the meeting runs
ABSOLUTE = timedelta(days=7)
FRESH = timedelta(minutes=10)
HALF_OPEN = timedelta(minutes=10)  # between the passphrase and the second proof
INVITATION_LASTS = timedelta(days=14)
EMAIL_LINK_LASTS = timedelta(days=2)
RECOVERY_WAITS = timedelta(hours=48)
RECOVERY_LASTS = timedelta(days=7)  # counted from the end of the wait
KEPT_TYPED = timedelta(minutes=30)


class Role(StrEnum):
    """A role in the whole network. Seats, delegates and election offices are not roles."""

    SECRETARIAT = "secretariat"
    ADMINISTRATOR = "administrator"
    RETURNING_OFFICER = "returning_officer"
    TRANSLATOR_EN = "translator_en"
    TRANSLATOR_FR = "translator_fr"
    TRANSLATOR_ES = "translator_es"
    TRANSLATOR_RU = "translator_ru"
    TRANSLATOR_ZH = "translator_zh_Hans"

    @property
    def locale(self) -> Locale | None:
        """The language of a translator's role, None for the others."""
        prefix, _, code = self.value.partition("_")
        return Locale(code) if prefix == "translator" else None


OFFICERS = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR, Role.RETURNING_OFFICER})

# Who prepares an election does not rule on it.
APART = frozenset({Role.SECRETARIAT, Role.RETURNING_OFFICER})


class RecoveryState(StrEnum):
    """Where the recovery of an account is."""

    ASKED = "asked"  # the secretariat asked; a representative has to confirm
    WAITING = "waiting"  # both agreed; the code works after the wait, until it expires
    USED = "used"
    STOPPED = "stopped"
