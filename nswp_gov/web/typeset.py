"""Printed documents: a template and data become one PDF file that every reader can use.

Tagged for assistive technology and fit for keeping (PDF/UA-1 and PDF/A-2a together), with fonts of
our own and none of the machine's. Data goes in as JSON beside the template, so no text is ever read
as code. A character that no font has is printed as its code, `[U+1F600]`, never left out unseen.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from nswp_gov.paths import PACKAGE, resource
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock

FONTS = PACKAGE / "fonts"
_NAME = re.compile(r"[a-z][a-z0-9_]*\.typ")
_UNSEEN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS = 4
# What nobody can see: controls and halves of signs anywhere; joiners and marks of direction and
# variety only where a font does not know them.
_NO_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SILENT = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f]")


class NotTypeset(RuntimeError):
    """The template refused the data; `diagnostic` says where and why."""

    def __init__(self, template: str, diagnostic: str) -> None:
        super().__init__(f"{template}: {diagnostic}")
        self.template = template
        self.diagnostic = diagnostic


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    lang: Locale,
    title: str,
    at: datetime | None = None,
) -> bytes:
    """Return the PDF file that the `.typ` file `template` makes of `data` (anything JSON holds).

    `at` is the instant that the file bears, now if none is given: the same data, template and
    instant give the same bytes.

    Raises:
        ValueError: `template` is not the name of a `.typ` file.
        NotTypeset: the template cannot make a document of this data.

    """
    if not _NAME.fullmatch(template):
        raise ValueError("a template is named like document.typ")
    root = resource("templates") / "typst"
    body, title = json.dumps(_clean(data), ensure_ascii=False), _clean(title)
    stamp = int((at or clock.now()).timestamp())
    for _attempt in range(_ATTEMPTS):
        try:
            return _compile(root, template, {"d": body, "title": title, "lang": lang.tag}, stamp)
        except typst.TypstError as refusal:
            unseen = unseen_in(refusal.diagnostic)
            if not unseen:
                raise NotTypeset(template, refusal.diagnostic) from refusal
            body, title = spell_out(body, unseen), spell_out(title, unseen)
    raise NotTypeset(template, "signs that no font has")


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _NO_SIGN.sub("", unicodedata.normalize("NFC", str(value)))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _compile(root: Path, template: str, inputs: dict[str, str], stamp: int) -> bytes:
    made: bytes = typst.compile(
        root / template,
        root=root,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=stamp,
    )
    return made


def unseen_in(diagnostic: str) -> list[str]:
    """Return the signs that a refusal complains of, longest first, each once."""
    found = {_ESCAPED.sub(_character, one) for one in _UNSEEN.findall(diagnostic)}
    return sorted(found, key=lambda one: (-len(one), one))


def spell_out(text: str, unseen: list[str]) -> str:
    """Return `text` with each of the signs as its code; what nobody could see is left out."""
    for sign in unseen:
        codes = (
            one if one.isascii() else f"[U+{ord(one):04X}]"
            for one in sign
            if not _SILENT.fullmatch(one)
        )
        text = text.replace(sign, "".join(codes))
    return text


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
