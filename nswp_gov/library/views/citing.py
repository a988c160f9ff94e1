"""A resource in the words of other programs: download line, BibTeX, RIS, JSON, CSV, schema.org."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify
from flask_babel import gettext as _

from nswp_gov.directory.views.cards import address
from nswp_gov.directory.views.files import cell, plain
from nswp_gov.library.forms.labels import KINDS, REGIONS, THEMES
from nswp_gov.library.queries import Item
from nswp_gov.library.states import ResourceKind, Theme
from nswp_gov.rules.languages import Locale
from nswp_gov.store.markdown import plain_words
from nswp_gov.web.files import attached
from nswp_gov.web.formats import country, language_name

_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
        "$": r"\$", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    }
)  # fmt: skip
_RIS_KINDS = {
    ResourceKind.RESEARCH: "JOUR",
    ResourceKind.JOURNAL: "SER",
    ResourceKind.ANIMATION: "VIDEO",
    ResourceKind.INFOGRAPHIC: "FIGURE",
}
_BIBTEX_KINDS = {ResourceKind.RESEARCH: "article", ResourceKind.REPORT: "techreport"}
_SCHEMA = {
    ResourceKind.RESEARCH: "ScholarlyArticle",
    ResourceKind.REPORT: "Report",
    ResourceKind.ANIMATION: "VideoObject",
    ResourceKind.INFOGRAPHIC: "ImageObject",
    ResourceKind.JOURNAL: "PublicationIssue",
}


def source_line(item: Item) -> str:
    """Return what stands after the title in the download line: publisher and year."""
    publisher, year = item.said.get("publisher"), item.year
    if publisher and year:
        return str(_("%(publisher)s – %(year)s", publisher=publisher, year=year))
    return str(publisher or year or "")


def page_of(item: Item) -> str:
    """Return the whole address of a resource's page."""
    return address("library.one", slug=item.slug)


def file_address(item: Item, file_id: str) -> str:
    """Return the whole address of one of its files."""
    return address("library.file", slug=item.slug, file_id=file_id)


def keywords(item: Item) -> list[str]:
    """Return its themes, regions and countries in the reader's language."""
    said = item.said
    return [
        *(str(THEMES[Theme(one)]) for one in said.get("themes", ())),
        *(str(REGIONS.get(one, one)) for one in said.get("regions", ())),
        *(country(one) for one in said.get("countries", ())),
    ]


def as_data(item: Item) -> dict[str, Any]:
    """Return a resource as JSON values: what its page says, in every language."""
    said = item.said
    found: dict[str, Any] = {
        "slug": item.slug,
        "address": page_of(item),
        "type": item.kind.value,
        "year": item.year,
        "language_of_origin": item.locale.tag,
        "published_on": item.published_on.isoformat(),
        "changed_at": item.changed_at.isoformat(),
        "title": _by_tag(said.get("title")),
        "summary": _by_tag(said.get("summary")),
        "partners": list(said.get("partners", {}).values()),
        "series": _by_tag(said.get("series", {}).get("title")),
        "files": [
            {
                **{k: v for k, v in one.items() if k != "id"},
                "address": file_address(item, one["id"]),
            }
            for one in said.get("files", ())
        ],
        "links": said.get("links", []),
    }
    for name in ("publisher", "authors", "themes", "regions", "countries", "languages"):
        found[name] = said.get(name)
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _by_tag(words: dict[str, str] | None) -> dict[str, str]:
    return {Locale(code).tag: said for code, said in (words or {}).items()}


def as_json(rows: Iterable[Item], total: int) -> Response:
    """Return resources as JSON with their exact number."""
    return jsonify(total=total, resources=[as_data(row) for row in rows])


def as_csv(rows: Iterable[Item], here: Locale) -> Response:
    """Return resources as CSV in UTF-8 with a mark, headings in the reader's language."""
    file = io.StringIO()
    writer = csv.writer(file)
    heads = (
        _("Title"), _("Type"), _("Publisher"), _("Authors"), _("Year"), _("Themes"),
        _("Regions"), _("Countries and territories"), _("Languages"), _("Summary"), _("Address"),
    )  # fmt: skip
    writer.writerow([cell(one) for one in heads])
    for row in rows:
        writer.writerow([cell(one) for one in _cells(row, here)])
    return attached("\ufeff" + file.getvalue(), "library.csv", "text/csv")


def _cells(item: Item, here: Locale) -> list[Any]:
    said = item.said
    return [
        item.words("title", here)[0],
        KINDS[item.kind],
        said.get("publisher"),
        said.get("authors"),
        item.year,
        ", ".join(str(THEMES[Theme(one)]) for one in said.get("themes", ())),
        ", ".join(str(REGIONS.get(one, one)) for one in said.get("regions", ())),
        ", ".join(country(one) for one in said.get("countries", ())),
        ", ".join(language_name(one) for one in said.get("languages", ())),
        plain_words(item.words("summary", here)[0]),
        page_of(item),
    ]


def as_bibtex(rows: Iterable[Item], here: Locale, name: str) -> Response:
    """Return resources as BibTeX, in the language of the page."""
    body = "\n".join(_bibtex(row, here) for row in rows)
    return attached(body, f"{name}.bib", "application/x-bibtex")


def _bibtex(item: Item, here: Locale) -> str:
    said = item.said
    publisher = said.get("publisher")
    kind = _BIBTEX_KINDS.get(item.kind, "misc")
    title, tongue = item.words("title", here)
    pairs = {
        "title": title,
        "author": said.get("authors") or publisher,
        "institution" if kind == "techreport" else "publisher": publisher,
        "year": item.year,
        "language": tongue.tag,
        "keywords": ", ".join(keywords(item)),
        "abstract": plain_words(item.words("summary", here)[0]),
    }
    lines = [
        f"  {name} = {{{_line(str(value)).translate(_BIBTEX)}}},"
        for name, value in pairs.items()
        if value
    ]
    return "\n".join([f"@{kind}{{nswp-{item.slug},", *lines, f"  url = {{{page_of(item)}}}\n}}\n"])


def _line(words: str) -> str:
    return re.sub(r"\s+", " ", plain(words)).strip()


def as_ris(rows: Iterable[Item], here: Locale, name: str) -> Response:
    """Return resources as RIS, in the language of the page."""
    body = "".join(_ris(row, here) for row in rows)
    return attached(body, f"{name}.ris", "application/x-research-info-systems")


def _ris(item: Item, here: Locale) -> str:
    said = item.said
    title, tongue = item.words("title", here)
    pairs = [
        ("TY", _RIS_KINDS.get(item.kind, "RPRT")),
        ("TI", title),
        ("AU", said.get("authors") or said.get("publisher")),
        ("PB", said.get("publisher")),
        ("PY", item.year),
        ("LA", tongue.tag),
        *(("KW", one) for one in keywords(item)),
        ("AB", plain_words(item.words("summary", here)[0])),
        ("UR", page_of(item)),
        *(("L1", file_address(item, one["id"])) for one in said.get("files", ())),
    ]
    lines = [f"{tag}  - {_line(str(value))}\r\n" for tag, value in pairs if value]
    return "".join([*lines, "ER  - \r\n", "\r\n"])


def linked_data(item: Item, here: Locale) -> dict[str, Any]:
    """Return a resource in schema.org's words. Source: schema.org/CreativeWork."""
    said = item.said
    title, tongue = item.words("title", here)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _SCHEMA.get(item.kind, "CreativeWork"),
        "name": title,
        "inLanguage": tongue.tag,
        "description": plain_words(item.words("summary", here)[0]),
        "datePublished": str(item.year) if item.year else None,
        "publisher": _organisation(said.get("publisher")),
        "author": said.get("authors"),
        "keywords": keywords(item),
        "url": page_of(item),
        "identifier": page_of(item),
        "sameAs": [one["address"] for one in said.get("links", ())],
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": file_address(item, one["id"]),
                "encodingFormat": one["media_type"],
                "contentSize": str(one["size"]),
                "inLanguage": one["language"],
                "sha256": one["sha256"],
            }
            for one in said.get("files", ())
        ],
    }
    return {name: value for name, value in found.items() if value}


def _organisation(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None
