"""Write the manual that the program brings along, through the same operations as any other.

The words lie in `sample/`, one file a language; English decides, the other languages are marked as
machine-assisted until a named person has read them over. Every clause says which rule of a
comparable network it follows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nswp_gov.manual.models import Document, Draft, DraftClause
from nswp_gov.manual.operations.drafts import open_document, start_draft
from nswp_gov.manual.operations.translations import translate_clause, translate_title
from nswp_gov.manual.operations.writing import Seen, add_clause, edit_clause, move_clause
from nswp_gov.manual.queries.drafts import clause_by_key, place_of
from nswp_gov.manual.queries.translations import newest_numbers
from nswp_gov.manual.states import DocumentKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.work import Work

FOLDER = Path(__file__).resolve().parent.parent / "sample"
TRANSLATED = tuple(locale for locale in Locale if locale is not Locale.EN)
FIRST, SECOND = "first", "second"


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _sources() -> dict[str, Mapping[str, Any]]:
    """Return what the structure says of each clause: its network and where its rule stands."""
    structure = _file("structure")
    return {row["key"]: row for row in (*structure["clause"], *structure["second"]["added"])}


def words_of(locale: Locale, part: str, key: str) -> tuple[str, str]:
    """Return heading and body of a clause in one language, with the rule that it follows."""
    file = _file(locale.value)
    clause, source = file[part][key], _sources()[key]
    if "body" not in clause:
        return clause["heading"], ""
    link = f"[{source['network']}]({source['source']})"
    rule = file["rule"].format(link=link, basis=clause["basis"])
    return clause["heading"], f"{clause['body'].strip()}\n\n> {rule}"


def write_first_edition(work: Work) -> Draft:
    """Open the manual and write its first draft in five languages; a meeting then adopts it.

    Raises:
        Denied: the actor does not write documents.
        Unfit: there is a manual already.

    """
    title = _file(Locale.EN.value)["title"]
    document = open_document(work, kind=DocumentKind.MANUAL, slug="manual", title=title)
    for locale in TRANSLATED:
        translate_title(work, document, locale, _file(locale.value)["title"])
    draft = start_draft(work, document)
    for row in _file("structure")["clause"]:
        heading, body = words_of(Locale.EN, FIRST, row["key"])
        add_clause(
            work, draft, row["key"], heading=heading, body=body, parent_key=row.get("parent")
        )
        _translate(work, draft, FIRST, row["key"], TRANSLATED)
    return draft


def draft_second_edition(
    work: Work, document: Document, left_behind: Mapping[Locale, Collection[str]] | None = None
) -> Draft:
    """Draft the second edition: three clauses changed, one added, one moved.

    `left_behind`: per language the clauses whose translation is not brought up to date.

    Raises:
        Denied: the actor does not write documents.
        Unfit: another draft is under way.

    """
    second = _file("structure")["second"]
    draft = start_draft(work, document)
    for row in second["added"]:
        heading, body = words_of(Locale.EN, SECOND, row["key"])
        add_clause(work, draft, row["key"], heading=heading, body=body, parent_key=row["parent"])
    for row in (*second["added"], *second["moved"]):
        move_clause(work, draft, row["key"], parent_key=row["parent"], place=row["place"])
    for key in (*second["changed"], *second["editorial"]):
        heading, body = words_of(Locale.EN, SECOND, key)
        edit_clause(
            work,
            draft,
            key,
            heading=heading,
            body=body,
            seen=_pins(place_of(work.session, draft, key)),
            is_substantive=key in second["changed"],
        )
    left = left_behind or {}
    for key in (*second["changed"], *second["editorial"], *(r["key"] for r in second["added"])):
        wanted = [locale for locale in TRANSLATED if key not in left.get(locale, ())]
        _translate(work, draft, SECOND, key, wanted)
    return draft


def _pins(place: DraftClause) -> Seen:
    return Seen(place.heading_revision, place.body_revision)


def _translate(work: Work, draft: Draft, part: str, key: str, locales: Collection[Locale]) -> None:
    place = place_of(work.session, draft, key)
    clause = clause_by_key(work.session, draft.document_id, key)
    for locale in locales:
        heading, body = words_of(locale, part, key)
        translate_clause(
            work,
            clause,
            locale,
            heading=heading,
            body=body,
            made_from=_pins(place),
            seen=Seen(*newest_numbers(work.session, clause.id, locale)),
            is_machine_assisted=True,
        )
