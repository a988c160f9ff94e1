"""Every page, asked by everybody who is not meant to read what it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from inspect import getsource
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from nswp_gov.accounts.models import Person
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.web.access import Door, doors_of
from tests.architecture import foreign as foreign_network
from tests.architecture.foreign import Foreign, build
from tests.architecture.test_doors import OPEN, _value

OPENS: dict[str, set[Door]] = {
    "visitor": set(),
    "editor": {Door.SIGNED_IN, Door.MEMBER},
    "delegate": {Door.SIGNED_IN, Door.MEMBER, Door.DELEGATE},
    "associate": {Door.SIGNED_IN, Door.MEMBER},
    "translator": {Door.SIGNED_IN, Door.TRANSLATOR},
    "board": {Door.SIGNED_IN, Door.BOARD},
    "officer": {Door.SIGNED_IN, Door.OFFICER},
    "administrator": {Door.SIGNED_IN, Door.ADMIN},
    "secretariat": {Door.SIGNED_IN, Door.STAFF},
}
# What an address names that only its own people may open, through whatever door.
OWN = {
    "announcement_id",
    "resource_id",
    "certificate_id",
    "application_id",
    "complaint_id",
    "organisation_id",
    "person_id",
    "nomination_id",
    "claim_id",
    "draft_id",
    "recovery_id",
    "joint_id",
    "grant_id",
    "meeting_id",
    "mailing_id",
    "decision_id",
    "post_id",
    "text_id",
}
# These name something public, and say of it only what concerns the reader's own organisations.
OF_EVERYBODY = {
    "bodies.seat",
    "elections.nominate",
    "elections.ballot",
    "elections.object_to_roll",
}
MAY_OPEN = {
    "administrator": {"person_id", "grant_id"},
    "board": {"meeting_id", "decision_id"},
    "secretariat": OWN - {"complaint_id"},
}
MAY_READ = {
    "administrator": ("Zqowner", "Zqseat", "Zqoffice", "Zqappointed"),  # whose accounts they are
    "board": (
        *("Zqdismissal", "Zqnote", "Zqmotion", "Zqseat", "Zqrisks"),
        *("Zqcouncil", "Zqguidance", "Zqposition"),
    ),
}
# Whole words only: the challenge for a passkey is chance, and may hold "Zq" as anything else.
PLANTED = re.compile("|".join(sorted(set(re.findall(r"Zq[a-z]+", getsource(foreign_network))))))
CATEGORIES = ("full member", "associate member", "supporting member")
OWN_CATEGORY = {"editor": CATEGORIES[0], "delegate": CATEGORIES[0], "associate": CATEGORIES[1]}
STUFF = {"uuid": "6f2f6c1e-0000-4000-8000-000000000000", "integer": 1, "default": "x"}


def addresses(app: Flask, foreign: Foreign) -> Iterator[tuple[str, set[str], str]]:
    """Every page (endpoint, names in its address, address) of what is somebody else's."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in {"static", "root.readyz"}:
                continue
            room = rule.endpoint.split(".")[0]
            given = {
                name: foreign.by_room.get((rule.endpoint, name))
                or foreign.by_room.get((room, name)) or foreign.values.get(name)
                or ("en" if name == "lang" else _value(converter, STUFF))
                for name, converter in rule._converters.items()
            }  # fmt: skip
            yield rule.endpoint, set(rule.arguments), adapter.build(rule.endpoint, given)


def faults(app: Flask, role: str, browser: FlaskClient, foreign: Foreign) -> Iterator[str]:
    """What a role was answered that it must not be."""
    allowed = OPENS[role] | OPEN
    own = OWN - MAY_OPEN.get(role, set())
    for endpoint, names, path in addresses(app, foreign):
        answer = browser.get(path)
        where = f"{role}: {path} ({endpoint}) gave {answer.status_code}"
        if answer.status_code >= 500:
            yield where
        if not allowed & set(doors_of(app, endpoint)):
            if answer.status_code != (302 if role == "visitor" else 403):
                yield f"{where} behind a shut door"
        elif names & own and endpoint not in OF_EVERYBODY and answer.status_code not in {403, 404}:
            yield f"{where} for what is not theirs"
        if answer.status_code == 200 and role != "secretariat":
            page = answer.data.decode(errors="replace")
            yield from (f"{where} and says {word}" for word in said(role, page))


def said(role: str, page: str) -> set[str]:
    """The words in a page that the role may not read."""
    words = {one for one in PLANTED.findall(page) if not one.startswith(MAY_READ.get(role, ()))}
    of_others = set(CATEGORIES) - {OWN_CATEGORY.get(role)}
    return words | {one for one in of_others if one in page.casefold()}


def test_nobody_is_answered_about_what_is_not_theirs(
    app: Flask,
    make_work: Callable[..., Any],
    client: FlaskClient,
    client_as: Callable[[Person], FlaskClient],
    tmp_path: Path,
) -> None:
    with make_work() as work:
        foreign = build(work, KeyFolder(tmp_path))
    browsers = {"visitor": client}
    browsers |= {role: client_as(person) for role, person in foreign.people.items()}
    assert browsers.keys() == OPENS.keys()
    found = [
        fault for role, browser in browsers.items() for fault in faults(app, role, browser, foreign)
    ]
    assert found == []
    desk = browsers["secretariat"].get(f"/en/register/{foreign.values['organisation_id']}")
    assert "Zqhouse" in desk.text
    assert CATEGORIES[0] in desk.text.casefold()
