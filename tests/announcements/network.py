"""A small network on the disk for a real browser: a correspondent, the office, and readers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from nswp_gov import create_app
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import operations as bodies
from nswp_gov.bodies import queries as bodies_known
from nswp_gov.directory.models import Organisation
from nswp_gov.mailings.states import Form, Kind
from nswp_gov.membership import operations as membership
from nswp_gov.membership.states import Standing
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import Work, begin
from nswp_gov.web.extensions import db
from tests.factories.accounts import make_person
from tests.factories.bodies import BEGAN, FOUNDED, make_term
from tests.factories.mailings import choose, make_read, make_reader, subscribe
from tests.site.stage import KEYS, settings_for
from tests.tables import make_tables

ALERTS = frozenset({Kind.ALERT})
NEWS = frozenset({Kind.NEWS})


@dataclass(frozen=True)
class Network:
    """Who acts, by id; who is to have the alert: address and language; who is not."""

    amina: uuid.UUID
    staff: uuid.UUID
    wanted: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def build(folder: Path) -> Network:
    """Make the network in `folder`, a day ago."""
    settings = settings_for(folder, 80)
    vault.unlock(Keyring(KEYS))
    app = create_app(settings)
    engine = open_engine(settings.database_url)
    make_tables(engine)
    then = clock.now() - timedelta(days=1)
    with writing(), Session(engine) as session, begin(session, SYSTEM, then) as work:
        made = fill(work)
    engine.dispose()
    with app.app_context():
        for one in db.engines.values():
            one.dispose()
    return made


def fill(work: Work) -> Network:
    """Make readers inside and outside of three audiences: Africa, the board, subscribers."""
    wanted = {}
    house, amina = _member(work, "KE", Locale.FR, "africa-fr")
    for locale in (Locale.EN, Locale.ZH_HANS):
        _member(work, "NG", locale, f"africa-{locale.code}")
        wanted[f"africa-{locale.code}@example.org"] = locale.tag
    wanted["africa-fr@example.org"] = "fr"
    _sit_on_board(work, _with_words(work, make_reader(work, "Bela", **_at("board-es", Locale.ES))))
    wanted["board-es@example.org"] = "es"
    subscribe(work, "outside-ru@example.org", locale=Locale.RU, kinds=ALERTS)
    wanted["outside-ru@example.org"] = "ru"
    subscribe(work, "outside-news@example.org", kinds=NEWS)
    _member(work, "ES", Locale.ES, "europe")
    gone, _person = _member(work, "KE", Locale.EN, "gone")
    membership.change_standing(work, gone, Standing.RESIGNED, work.today, reason="they asked")
    make_person(work, "Dana", roles=[Role.TRANSLATOR_FR], email="translator@example.org")
    staff = make_person(work, "Carla", roles=[Role.SECRETARIAT], email="office@example.org")
    assert house.is_current
    return Network(
        amina=amina.id,
        staff=staff.id,
        wanted=wanted,
        others=tuple(
            f"{one}@example.org"
            for one in ("europe", "gone", "translator", "office", "outside-news")
        ),
    )


def _at(name: str, locale: Locale) -> dict[str, object]:
    return {"email": f"{name}@example.org", "locale": locale}


def _member(work: Work, country: str, locale: Locale, name: str) -> tuple[Organisation, Person]:
    house, person = make_read(work, country=country, locale=locale, email=f"{name}@example.org")
    return house, _with_words(work, person)


def _with_words(work: Work, person: Person) -> Person:
    """Let somebody have whole letters instead of a pointer."""
    choose(replace(work, now=work.now), person, form=Form.PLAIN)
    return person


def _sit_on_board(work: Work, person: Person) -> None:
    board = bodies.found_board(work, from_on=FOUNDED)
    seat = bodies_known.seats_of(work.session, board.id, BEGAN)[0]
    make_term(work, seat, person)
