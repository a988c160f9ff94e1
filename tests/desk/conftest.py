"""A kind of record for tests, and people who translate it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock
from nswp_gov.store.text_kinds import KINDS, Importance
from nswp_gov.store.texts import Text
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.desk import (
    KIND,
    Known,
    make_inside,
    make_kind,
    make_leaflet,
    make_translator,
)

FR = Locale.FR


@pytest.fixture
def known(whole_app: Flask) -> Iterator[Known]:
    """Leaflets are registered for one test."""
    del whole_app  # the rooms have named their texts
    yield make_kind()
    KINDS.pop(KIND)


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is always NOW."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


class Browser:
    """A person's browser, with the token that its forms carry."""

    def __init__(self, client: FlaskClient, start: str = "/en/translation/files") -> None:
        self.client = client
        found = re.search(r'name="[a-z-]*csrf_token" [^>]*value="([^"]+)"', client.get(start).text)
        self.token = found[1] if found else ""

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(f"/en{path}")
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def post(self, path: str, status: int = 302, **data: Any) -> Any:
        headers = {"Accept": "application/json"} if data.pop("as_json", False) else {}
        prefix = data.pop("prefix", "")
        data[f"{prefix}csrf_token"] = self.token
        answer = self.client.post(f"/en{path}", data=data, headers=headers)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:1500])
        return answer


@pytest.fixture
def people(make_work: Callable[..., Any]) -> dict[str, Person]:
    with make_work() as w:
        return {
            "bela": make_translator(w),
            "chidi": make_translator(w, "Chidi"),
            "carla": make_person(w, "Carla", roles=[Role.SECRETARIAT]),
            "eve": make_person(w, "Eve"),
        }


@pytest.fixture
def browser(
    people: dict[str, Person], client_as: Callable[[Person], FlaskClient]
) -> Callable[[str], Browser]:
    return lambda name: Browser(client_as(people[name]))


@pytest.fixture
def leaflet(make_work: Callable[..., Any], known: Known) -> Text:
    with make_work() as w:
        text = make_leaflet(w, known, title="Of votes", importance=Importance.URGENT)
        text_id = text.id
    return w.session.get_one(Text, text_id)


@pytest.fixture
def inside(make_work: Callable[..., Any], known: Known) -> Text:
    with make_work() as w:
        text_id = make_inside(w, known).id
    return w.session.get_one(Text, text_id)


def place(text: Text, code: str = "fr") -> str:
    return f"/translation/texts/{text.id}/{code}"
