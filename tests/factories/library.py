"""Resources for tests, made by the real operations."""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nswp_gov.library import operations
from nswp_gov.library.models import Resource
from nswp_gov.library.operations import Facts, Words
from nswp_gov.library.states import Readership, ResourceKind, Theme
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.store.blocks import paragraph
from nswp_gov.store.files import FileStore
from nswp_gov.store.uploads.words import take
from nswp_gov.store.work import Work
from nswp_gov.web.typeset import typeset

_numbers = itertools.count(1)
COUNTRIES = ("KE", "FR", "BR", "TH", "CA", "ZA", "MX", "NP")
TAGS = ("en", "fr", "es", "ru", "zh-Hans", "ar", "pt")


def make_resource(
    work: Work,
    store: FileStore | None = None,
    *,
    title: str = "",
    summary: str = "What it says, in a few words.",
    locale: Locale = Locale.EN,
    words: Mapping[Locale, tuple[str, str]] | None = None,
    links: Mapping[str, str] | None = None,
    **facts: Any,
) -> Resource:
    """Return a resource: published if there is a store, else a draft."""
    given: dict[str, Any] = {"kind": ResourceKind.REPORT, "year": 2024, **facts}
    own = Words(title=title or f"Lantern report {next(_numbers)}", summary=summary)
    row = operations.add_resource(work, Facts(**given), own, locale)
    for tongue, (name, text) in (words or {}).items():
        operations.translate_resource(work, row, tongue, Words(title=name, summary=text))
    for tag, address in (links or {}).items():
        operations.add_link(work, row, language=tag, address=address)
    if store is not None:
        operations.publish(work, row, store)
    return row


def make_pdf(*pages: str, lang: Locale = Locale.EN, title: str = "Paper") -> bytes:
    """Return a PDF that says these words, a page each."""
    blocks: list[dict[str, Any]] = []
    for words in pages:
        blocks += [{"type": "page"}, paragraph(words, lang=lang.tag)]
    return typeset("document.typ", {"blocks": blocks[1:]}, lang=lang, title=title)


def attach_pdf(
    work: Work, row: Resource, store: FileStore, *pages: str, language: str = "en", **more: Any
) -> Any:
    """Add a PDF that says these words to a resource."""
    content = make_pdf(*pages, **more)
    return operations.attach(
        work, row, store, language=language, name="paper.pdf", content=content, gate=take
    )


def at(folder: Path) -> FileStore:
    """Return a store of files in a folder."""
    return FileStore.at(str(folder))


def random_facts(dice: random.Random) -> dict[str, Any]:
    """Return some values of every facet, drawn by lot."""
    return {
        "kind": dice.choice(list(ResourceKind)[:6]),
        "audience": dice.choice([Readership.PUBLIC] * 3 + [Readership.MEMBERS, Readership.BOARD]),
        "year": dice.choice([None, 2018, 2019, 2020, 2024]),
        "themes": dice.sample([one.value for one in Theme][:6], dice.randint(0, 3)),
        "regions": dice.sample([one.value for one in Region], dice.randint(0, 2)),
        "countries": dice.sample(COUNTRIES, dice.randint(0, 3)),
    }


def foreign_library(
    own: Work, office: Work, house_id: uuid.UUID, store: FileStore, *, titles: tuple[str, str]
) -> dict[tuple[str, str], Any]:
    """Return what addresses of this room name: an offer of somebody else's, a paper of the board.

    `own`: the work as an editor of the organisation does it; `titles` of the two.
    """
    said = Words(title=titles[0], summary=f"{titles[0]}.")
    offer = operations.add_resource(
        own, Facts(kind=ResourceKind.RESEARCH), said, Locale.EN, organisation_id=house_id
    )
    file = attach_pdf(own, offer, store, titles[0])
    link = operations.add_link(own, offer, language="en", address="https://example.org/zq")
    operations.send(own, offer)
    paper = make_resource(office, title=titles[1], audience=Readership.BOARD)
    kept = attach_pdf(office, paper, store, titles[1])
    operations.publish(office, paper, store)
    return {
        ("library", "resource_id"): offer.id,
        ("library", "file_id"): file.id,
        ("library", "link_id"): link.id,
        ("library", "slug"): paper.slug,
        ("library.file", "file_id"): kept.id,
    }
