"""A real, empty instance: its schema, its key on paper, its bodies, one administrator's link."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nswp_gov import config
from nswp_gov.accounts.operations import invite
from nswp_gov.accounts.states import Role
from nswp_gov.bodies.operations import found_board
from nswp_gov.config import Misconfigured, Settings
from nswp_gov.operate import keys
from nswp_gov.operate.database import bring_up, is_empty, opened, unit
from nswp_gov.rules.languages import Locale
from nswp_gov.store import journal
from nswp_gov.store.crypto import Keyring, vault


@dataclass(frozen=True)
class Answers:
    """What the founder is asked."""

    administrator: str
    locale: Locale
    zone: str
    public_url: str
    sender: str
    smtp: str


@dataclass(frozen=True)
class Founded:
    """What is shown once: the link, the key to write on paper, the settings, the folder."""

    link: str
    written_key: str
    environment: tuple[str, ...]
    instance: Path


def found(settings: Settings, answers: Answers, *, keep_key_on_disk: bool = False) -> Founded:
    """Make the instance.

    Raises:
        Misconfigured: there are data here already, or the key was taken off the disk before.

    """
    with opened(settings) as engine:
        if not is_empty(engine):
            raise Misconfigured("there are data here already; choose another NSWP_GOV_INSTANCE")
    if not settings.field_keys:
        raise Misconfigured("the field key of this instance is not here; supply it with unlock")
    ring = Keyring(settings.field_keys)
    vault.unlock(ring)
    bring_up(settings)
    with unit(settings) as work:
        keys.note_ring(work, ring)
        found_board(work)
        token = invite(
            work,
            name=answers.administrator,
            locale=answers.locale,
            zone=answers.zone,
            role=Role.ADMINISTRATOR,
        )
        journal.seal(work.session)
    written = keys.as_written(settings.field_keys[max(settings.field_keys)])
    if not keep_key_on_disk:
        config.take_key_off_disk(settings.instance)
    url = answers.public_url.rstrip("/")
    return Founded(
        link=f"{url}/{answers.locale.code}/account/invitation/{token}",
        written_key=written,
        environment=(
            f"NSWP_GOV_PUBLIC_URL={url}",
            f"NSWP_GOV_SENDER={answers.sender}",
            f"NSWP_GOV_SMTP={answers.smtp}",
            f"NSWP_GOV_ZONE={answers.zone}",
        ),
        instance=settings.instance,
    )
