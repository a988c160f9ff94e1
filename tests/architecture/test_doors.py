"""Every endpoint has a door; strangers find private ones shut; no page breaks."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter

from nswp_gov.web.access import Door, doors_of

OPEN = {Door.PUBLIC, Door.PRIVATE_LINK}


def test_every_endpoint_has_a_door(whole_app: Flask) -> None:
    shut = [e for e in whole_app.view_functions if e != "static" and not doors_of(whole_app, e)]
    assert shut == []


def addresses(app: Flask) -> list[tuple[str, str, str]]:
    """Every rule with made-up values in its place holders."""
    found = []
    values = {
        "uuid": "6f2f6c1e-0000-4000-8000-000000000000",
        "integer": 1,
        "string": "x",
        "default": "x",
        "date": "2026-11-02",
        "path": "x",
    }
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            given = {
                name: "en" if name == "lang" else _value(rule._converters[name], values)
                for name in rule.arguments
                if name in rule._converters
            }
            methods = sorted((rule.methods or set()) & {"GET", "POST"})
            path = adapter.build(rule.endpoint, given)
            found += [(rule.endpoint, method, path) for method in methods]
    return found


def _value(converter: object, values: dict[str, object]) -> object:
    kind = _kind(converter)
    return min(converter.items) if isinstance(converter, AnyConverter) else values.get(kind, "x")


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("unicode", "default")


def test_a_stranger_enters_no_private_door(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for endpoint, method, path in addresses(app):
            if endpoint == "static" or set(doors_of(app, endpoint)) & OPEN:
                continue
            status = client.open(path, method=method).status_code
            assert status in {302, 303, 403}, f"{method} {path} gave {status}"
    finally:
        app.config["WTF_CSRF_ENABLED"] = True


def test_no_public_address_breaks_on_things_that_are_not_there(
    app: Flask, client: FlaskClient
) -> None:
    for endpoint, method, path in addresses(app):
        if endpoint == "root.readyz":
            continue  # it rightly says that this database has no migrations
        if method == "GET" and set(doors_of(app, endpoint)) & OPEN:
            status = client.get(path).status_code
            assert status < 500, f"{method} {path} gave {status}"
