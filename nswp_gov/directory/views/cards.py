"""One listed organisation in the words of other programs: vCard, schema.org, Open Graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, url_for

from nswp_gov.directory.models import PublicOrganisation
from nswp_gov.directory.queries import Tied
from nswp_gov.directory.states import ProfileField, Tie
from nswp_gov.directory.views.files import plain, words_in
from nswp_gov.rules.languages import Locale
from nswp_gov.web.files import attached
from nswp_gov.web.formats import country
from nswp_gov.web.unit import settings

FOLD = 75  # octets of a line
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def address(endpoint: str, **values: Any) -> str:
    """Return the whole address of a page of ours, under the name that the network gave it."""
    return settings().public_url + url_for(endpoint, **values)


def as_vcard(row: PublicOrganisation, here: Locale) -> Response:
    """Return the card of an organisation: what it shows to everybody, nothing of any person.

    Source: RFC 6350.
    """
    body = "".join(f"{folded}\r\n" for line in _card(row, here) for folded in _fold(line))
    return attached(body.encode(), f"{row.slug}.vcf", "text/vcard")


def _card(row: PublicOrganisation, here: Locale) -> Iterator[str]:
    words, tongue = words_in(row.said, ProfileField.DESCRIPTION, here, row.locale)
    simple = (
        ("FN", row.name),
        ("ORG", row.name),
        ("NICKNAME", row.said.get(ProfileField.ACRONYM.value)),
        ("EMAIL", row.said.get(ProfileField.EMAIL.value)),
        ("ADR", row.country and (*[""] * 6, country(row.country))),
        (f"NOTE;LANGUAGE={tongue.tag}", words),
    )
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:org")
    for name, value in simple:
        if value:
            yield f"{name}:{_said(value)}"
    if website := row.said.get(ProfileField.WEBSITE.value):
        yield f"URL:{plain(website)}"
    yield from (f"LANG:{one}" for one in row.languages)
    yield f"SOURCE:{address('directory.one_file', slug=row.slug, kind='vcf')}"
    if row.changed_on:
        yield f"REV:{row.changed_on:%Y%m%d}T000000Z"
    yield "END:VCARD"


def _said(value: str | Sequence[str]) -> str:
    parts = [value] if isinstance(value, str) else value
    return ";".join(plain(part).translate(_ESCAPES) for part in parts)


def _fold(line: str) -> Iterator[str]:
    """Return a line in pieces of at most 75 octets; no letter is cut. Source: RFC 6350, 3.2."""
    piece, room = "", FOLD
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield piece
            piece, room = " ", FOLD - 1
        piece, room = piece + letter, room - size
    yield piece


def linked_data(row: PublicOrganisation, ties: Iterable[Tied]) -> dict[str, Any]:
    """Return an organisation in schema.org's words. Source: schema.org/Organization."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": row.name,
        "alternateName": row.said.get(ProfileField.ACRONYM.value),
        "url": row.said.get(ProfileField.WEBSITE.value) or address("directory.one", slug=row.slug),
        "email": row.said.get(ProfileField.EMAIL.value),
        "knowsLanguage": list(row.languages),
        "address": row.country and {"@type": "PostalAddress", "addressCountry": row.country},
        "memberOf": [
            {"@type": "Organization", "name": tie.name}
            for tie in ties
            if tie.is_outward and tie.tie is Tie.MEMBER_OF
        ],
    }
    return {name: value for name, value in found.items() if value}
