"""A post that delivers, and what came out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Risk
from nswp_gov.mailings.operations import Words
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.work import Work
from nswp_gov.web import mailer
from tests.factories.mailings import OFFICE

FIVE = {
    Locale.EN: Words("Rain", "It rains."),
    Locale.FR: Words("Pluie", "Il pleut."),
    Locale.ES: Words("Lluvia", "Llueve."),
    Locale.RU: Words("Дождь", "Идёт дождь."),
    Locale.ZH_HANS: Words("雨", "下雨了。"),
}


@pytest.fixture
def posting(app: Flask, mail_server: tuple[str, Path], settings: Settings) -> Iterator[Flask]:
    for old in mail_server[1].glob("new/*"):
        old.unlink()
    app.extensions["nswp_gov.settings"] = replace(settings, smtp=mail_server[0])
    yield app
    app.extensions["nswp_gov.settings"] = settings


def received(folder: Path) -> dict[str, EmailMessage]:
    found = [message_from_bytes(f.read_bytes(), policy=default) for f in folder.glob("new/*")]
    boxes = Counter(str(one["X-RcptTo"] or one["To"]) for one in found)
    assert max(boxes.values(), default=1) == 1, "doubled"
    return {str(one["To"]): one for one in found if isinstance(one, EmailMessage)}


def deliver(app: Flask, box: Path) -> dict[str, EmailMessage]:
    while mailer.deliver(app, clock=clock.now).sent:
        pass
    return received(box)


def letters(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.is_mass)))


def ordinary(work: Work) -> None:
    directory.assess_risk(replace(work, actor=OFFICE), "KE", Risk.ORDINARY, "looked at")
