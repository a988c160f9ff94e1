"""Beside every form there is help, and it stands in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from nswp_gov.paths import PACKAGE, resource

TEMPLATES = Path(resource("templates"))
FRAMES = {"layout", "macros", "gallery", "errors"}  # pieces that pages are made of
FORM = re.compile(r"call forms\.form_open\(|<form\b[^>]*\bmethod=\"post\"")
HELP = re.compile(r"boxes\.help\(")
SAID = re.compile(r"boxes\.help\(.*?\{% endcall %\}", re.DOTALL)
MESSAGE = re.compile(r"_\('((?:[^'\\]|\\.)*)'")


def pages():
    """Every template of a room, but pieces that other templates include."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        room = path.relative_to(TEMPLATES).parts[0]
        if room not in FRAMES and not path.name.startswith("_") and path.parent.name != "mail":
            yield room, path


def with_form():
    return [(room, path) for room, path in pages() if FORM.search(path.read_text("utf-8"))]


def test_every_form_has_help_beside_it():
    lacking = [
        str(path.relative_to(TEMPLATES))
        for _room, path in with_form()
        if not HELP.search(path.read_text("utf-8"))
    ]
    assert lacking == []


def test_forms_are_found_by_what_they_are():
    found = {str(path.relative_to(TEMPLATES)) for _room, path in with_form()}
    assert {"directory/profile.html", "accounts/sign_in.html", "bodies/fill.html"} <= found
    assert "directory/history.html" not in found  # buttons alone: nothing to fill in
    assert len(found) > 60


@pytest.mark.parametrize("locale", ["fr", "es", "ru", "zh_Hans"])
def test_help_is_said_in_every_language(locale):
    path = PACKAGE / "translations" / locale / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        known = {message.id: message.string for message in read_po(file) if message.id}
    said = {
        words.replace("\\'", "'")
        for _room, page in pages()
        for block in SAID.findall(page.read_text("utf-8"))
        for words in MESSAGE.findall(block)
    }
    assert len(said) > 30
    assert [words for words in said if not known.get(words)] == []
