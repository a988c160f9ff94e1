"""Every address that anybody outside can ask, and everything that an answer tells."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any
from urllib.parse import quote

from flask import Flask
from openpyxl import load_workbook
from werkzeug.routing import AnyConverter

from nswp_gov.web.access import Door, doors_of

OPEN = {Door.PUBLIC, Door.PRIVATE_LINK}
ABSENT = {"uuid": "6f2f6c1e-0000-4000-8000-000000000000", "integer": 1, "date": "2026-11-02"}
TIMES = {"root.readyz", "static"}  # what they say is of the machine, not of the network
LISTS = ("organisations", "regions/africa", "regions/asia-and-the-pacific")
KINDS = ("", ".json", ".csv", ".atom")
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="[^"]*"|data-options="[^"]*"')  # chance
_numbers = itertools.count(int(IPv4Address("10.0.0.1")))
Given = Mapping[str, Sequence[Any]]


def values_of(rule: Any, name: str, given: Given) -> Sequence[Any]:
    """What stands for a name of an address: every choice, what is given, or what is not there."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)
    kind = type(converter).__name__.removesuffix("Converter").lower()
    return given.get(name, (ABSENT.get(kind, "zzzzzzzz"),))


def open_rules(app: Flask) -> Iterator[Any]:
    """Every rule that a visitor may ask for by GET."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in TIMES or "GET" not in (rule.methods or ()):
            continue
        if set(doors_of(app, rule.endpoint)) & OPEN:
            yield rule


def addresses(app: Flask, given: Given, words: Iterable[str]) -> list[str]:
    """Every public page and file with every value that stands for something, and searches."""
    found = ["/en/there-is-no-such-page", "/xx/", "/en/organisations/a/b"]
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in open_rules(app):
            names = sorted(rule.arguments)
            choices = itertools.product(*(values_of(rule, name, given) for name in names))
            found += [
                adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))
                for values in choices
            ]
    for code, word in itertools.product(given["lang"], words):
        found.append(f"/{code}/search?q={quote(word)}")
        found += [f"/{code}/organisations{kind}?q={quote(word)}" for kind in KINDS]
    for code, query in itertools.product(given["lang"], given["queries"]):
        found += [f"/{code}/{page}?{query}" for page in LISTS]
    return found


@dataclass(frozen=True)
class Told:
    """All that an answer tells: its status, headers, bytes and what it asked the database."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    asked: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(browser: Any, path: str, count_queries: Any) -> Told:
    """Ask an address as somebody who has asked nothing before."""
    where = {"REMOTE_ADDR": str(IPv4Address(next(_numbers)))}  # nobody has to wait
    with count_queries() as asked:
        answer = browser.get(path, environ_base=where)
    body, unlike = TOKEN.sub(b"", answer.data), {"Set-Cookie", "Date"}
    if answer.mimetype.endswith("sheet"):  # the archive holds the time at which it was packed
        body, unlike = cells(body), {*unlike, "Content-Length"}
    headers = tuple(sorted((k, v) for k, v in answer.headers if k not in unlike))
    return Told(answer.status_code, headers, body, tuple(asked))


def cells(book: bytes) -> bytes:
    """Everything that the cells of a workbook say."""
    sheet = load_workbook(io.BytesIO(book)).active
    return repr([[cell.value for cell in row] for row in sheet.rows]).encode()


def picture(app: Flask, paths: Iterable[str], count_queries: Any) -> dict[str, Told]:
    """What a visitor is told at every address."""
    return {path: ask(app.test_client(), path, count_queries) for path in paths}


def differences(one: Mapping[str, Told], other: Mapping[str, Told]) -> dict[str, set[str]]:
    """Where two pictures differ: address → what of the answer."""
    parts = ("status", "headers", "body", "asked")
    found = {
        path: {part for part in parts if getattr(one[path], part) != getattr(other[path], part)}
        for path in one
    }
    return {path: what for path, what in found.items() if what}
