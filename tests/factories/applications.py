"""Applications at any stage, made by the real operations."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PIL import Image

from nswp_gov.accounts.models import Person
from nswp_gov.applications import operations
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import QUESTIONS, Part, Statement
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.work import Work
from tests.factories.accounts import PASSPHRASE
from tests.factories.bodies import Board, staff_actor

ANSWERS: dict[str, Any] = {
    "name": "Zqlantern Kite",
    "country": "KE",
    "level": "local",
    "led_by": "sex_workers",
    "involvement": "Zqinvolvement: nine of nine.",
    "host": "",
    "works_with": "Zqwork in three towns.",
    "areas": ["health"],
    "challenges": "Zqraids.",
    "contact": "Zqcontact",
    "email": "",
    "not_to_ask": "Zqnobody",
}
READERS = {"name": "members", "country": "public", "areas": "members", "host": "members"}


def begin_application(work: Work, **over: Any) -> tuple[Application, str]:
    """Return an empty draft and the token of its link."""
    given: dict[str, Any] = {"locale": Locale.FR, "phrase": PASSPHRASE, **over}
    return operations.begin(replace(work, actor=VISITOR), **given)


def fill_in(
    work: Work,
    row: Application,
    answers: Mapping[str, Any] = ANSWERS,
    readers: Mapping[str, str] = READERS,
) -> None:
    """Answer everything, endorse everything, choose who may see what."""
    by = replace(work, actor=VISITOR)
    for part, asked in QUESTIONS.items():
        said = {one.value: answers[one.value] for one in asked}
        if part is Part.CONTACT:
            said |= {"email": answers["email"], "not_to_ask": answers["not_to_ask"]}
        operations.save_part(by, row, part, said)
    operations.save_part(by, row, Part.VALUES, {"endorsed": list(Statement)})
    said = {"readers": readers, "shown_in": "fr"}
    operations.save_part(by, row, Part.CONSENT, said)


def make_received(work: Work, **over: Any) -> Application:
    """Return an application that was handed in."""
    row, _token = begin_application(work)
    fill_in(work, row, {**ANSWERS, **over})
    operations.hand_in(replace(work, actor=VISITOR), row)
    return row


def make_reviewed(work: Work, category: Category = Category.FULL, **over: Any) -> Application:
    """Return an application that its reviewers have."""
    row = make_received(work, **over)
    operations.pass_on(replace(work, actor=staff_actor()), row, category)
    return row


def seats_of(board: Board, region: str) -> list[Person]:
    """Return who sits for a region."""
    rows = zip(board.seats, board.people, strict=True)
    return [person for seat, person in rows if seat.region == region and person is not None]


def as_(work: Work, person: Person, *, days: int = 0, region: str = "africa") -> Work:
    """Return the unit of work of somebody who sits on the board, some days later."""
    who = Actor(name="x", person_id=person.id, board_of=frozenset({region}))
    return replace(work, actor=who, now=work.now + timedelta(days=days))


def picture() -> bytes:
    """Return a small photograph that says with which camera it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Zqcamera"
    Image.new("RGB", (8, 8), "red").save(out, "jpeg", exif=exif)
    return out.getvalue()
