"""A browser without script: it reads forms as they are served and sends them as a browser would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

Fields = list[tuple[str, str]]


@dataclass
class Form:
    """A form of a page: where it goes, what its fields hold, its buttons."""

    action: str
    method: str
    fields: Fields = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: Fields = field(default_factory=list)


class Reader(HTMLParser):
    """Collects the forms of a page with the values they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.select: list[Any] | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if not self.forms or "disabled" in given:
            return
        form, name = self.forms[-1], given.get("name", "")
        if tag == "input" and name:
            self._input(form, name, given)
        elif tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self.area = name
            form.fields.append((name, ""))
        elif tag == "select":
            self.select = [name, None]
        elif tag == "option" and self.select and (self.select[1] is None or "selected" in given):
            self.select[1] = given.get("value", "")

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        form.names.add(name)
        if kind != "file" and (kind not in ("checkbox", "radio") or "checked" in given):
            form.fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            form = self.forms[-1]
            form.fields[-1] = (self.area, form.fields[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        elif tag == "select" and self.select:
            self.forms[-1].fields.append((self.select[0], self.select[1] or ""))
            self.select = None


class Page:
    """An answer, with its forms."""

    def __init__(self, client: FlaskClient, answer: Any) -> None:
        self.client, self.answer = client, answer
        self.status: int = answer.status_code
        self.text: str = answer.get_data(as_text=True)
        self.path: str = urlsplit(answer.request.url).path
        self.query: str = urlsplit(answer.request.url).query
        reader = Reader()
        reader.feed(self.text)
        self.forms, self.links = reader.forms, reader.links

    def form(self, having: str) -> Form:
        """The form that has this field or button, or goes to this address."""
        for one in self.forms:
            here = {*dict(one.fields), *dict(one.buttons), *one.names}
            if having in here or one.action.endswith(having):
                return one
        raise AssertionError(f"no form with {having!r} on {self.path}:\n{self.text}")

    def send(self, having: str, press: tuple[str, str] | None = None, **over: Any) -> Page:
        """Fill in `over` and send the form that has `having`, by the button `press`."""
        form = self.form(having)
        fields: dict[str, Any] = {}
        for name, value in form.fields:
            fields.setdefault(name, []).append(value)
        fields.update(over)
        if press:
            fields[press[0]] = press[1]
        path = form.action or (self.path + (f"?{self.query}" if self.query else ""))
        if form.method == "get":
            return Page(self.client, self.client.get(path, query_string=fields))
        answer = self.client.post(path, data=fields, follow_redirects=True)
        return Page(self.client, answer)


def visit(client: FlaskClient, path: str) -> Page:
    """Open a page, following where it sends."""
    return Page(client, client.get(path, follow_redirects=True))
