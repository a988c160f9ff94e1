"""Write the manual that the program brings along, through the same operations as any other.

The words lie in `nswp_gov/sample/manual_text/edition-N/LANGUAGE.md` in the form that the import of
documents reads, one file an edition and a language; a later edition's files hold only what it
changed. `structure.toml` beside them says what each edition did, whose rules the clauses follow and
which rules of the program they state. English decides; the other languages are marked as
machine-assisted until a named person has read them over.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select

from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Body
from nswp_gov.bodies.states import Electorate, RuleName
from nswp_gov.elections.models import Election
from nswp_gov.elections.states import State
from nswp_gov.manual.models import Clause, Document, Draft, DraftClause, Edition
from nswp_gov.manual.operations.drafts import open_document, start_draft
from nswp_gov.manual.operations.outlines import Piece, outline_of
from nswp_gov.manual.operations.translations import translate_title
from nswp_gov.manual.operations.writing import (
    Seen,
    add_clause,
    edit_clause,
    move_clause,
    remove_clause,
)
from nswp_gov.manual.queries.drafts import clause_by_key, place_of
from nswp_gov.manual.states import DocumentKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.links import Link, Relation, join
from nswp_gov.store.texts import revisions_of, texts_of, translate
from nswp_gov.store.work import Work

TEXTS = files("nswp_gov").joinpath("sample", "manual_text")
TRANSLATED = tuple(locale for locale in Locale if locale is not Locale.EN)
EDITIONS = (1, 2, 3)
PROPOSAL = "proposal"  # no comparable network's rule was found
_FENCE = "+++\n"
_BASIS = "\n\n> "
_OVER = frozenset({State.PUBLISHED, State.VOID})

Behind = Mapping[Locale, Collection[str]]  # clauses whose translation is not brought up to date


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A rule of a body as a clause states it."""

    clause: str
    body: str
    name: RuleName
    value: Mapping[str, Any]


def _read(*path: str) -> str:
    return TEXTS.joinpath(*path).read_text(encoding="utf-8")


@cache
def structure() -> dict[str, Any]:
    """Return what `structure.toml` says; nobody changes what it holds."""
    return tomllib.loads(_read("structure.toml"))


@cache
def front(locale: Locale) -> dict[str, Any]:
    """Return the title of the manual and the sentences of its notes in one language."""
    return tomllib.loads(_read("edition-1", f"{locale.value}.md").split(_FENCE)[1])


@cache
def pieces(edition: int, locale: Locale) -> dict[str, Piece]:
    """Return the clauses that an edition's file holds in one language, by key, in order."""
    text = _read(f"edition-{edition}", f"{locale.value}.md").rpartition(_FENCE)[2]
    return {piece.key: piece for piece in outline_of(text).pieces}


def source_of(edition: int, key: str) -> str:
    """Return the name of the source whose rule a clause follows in an edition."""
    found: str = structure()["follows"][key]
    for number in range(2, edition + 1):
        found = structure()["edition"][str(number)]["follows"].get(key, found)
    return found


def words_of(locale: Locale, edition: int, key: str) -> tuple[str, str]:
    """Return heading and body of a clause in one language, with whose rule it follows."""
    piece = pieces(edition, locale)[key]
    body, _, basis = piece.body.rpartition(_BASIS)
    if not body:
        return piece.heading, ""
    said, name = front(locale), source_of(edition, key)
    if name == PROPOSAL:
        return piece.heading, f"{body}{_BASIS}{said[PROPOSAL].format(basis=basis)}"
    source = structure()["source"][name]
    shown = source.get("name") or said["names"][source.get("is", name)]
    note = said["follows"].format(link=f"[{shown}]({source['url']})", basis=basis)
    return piece.heading, f"{body}{_BASIS}{note}"


def write_first_edition(work: Work) -> Draft:
    """Open the manual and write its first draft in five languages; a meeting then adopts it.

    Raises:
        Denied: the actor does not write documents.
        Unfit: there is a manual already.

    """
    title = front(Locale.EN)["title"]
    document = open_document(work, kind=DocumentKind.MANUAL, slug="manual", title=title)
    for locale in TRANSLATED:
        translate_title(work, document, locale, front(locale)["title"])
    draft = start_draft(work, document)
    chapter = None
    for key, piece in pieces(1, Locale.EN).items():
        heading, body = words_of(Locale.EN, 1, key)
        chapter = key if piece.level == 1 else chapter
        parent = chapter if piece.level > 1 else None
        add_clause(work, draft, key, heading=heading, body=body, parent_key=parent)
        _translate(work, draft, 1, key, TRANSLATED)
    return draft


def draft_second_edition(
    work: Work, document: Document, left_behind: Behind | None = None
) -> Draft:
    """Draft the second edition: three clauses changed, one added, one moved.

    `left_behind`: per language the clauses whose translation is not brought up to date.

    Raises:
        Denied: the actor does not write documents.
        Unfit: another draft is under way.

    """
    return draft_later_edition(work, document, 2, left_behind)


def draft_later_edition(
    work: Work, document: Document, edition: int, left_behind: Behind | None = None
) -> Draft:
    """Draft the second or third edition: what it adds, moves, changes and withdraws.

    `left_behind`: per language the clauses whose translation is not brought up to date.

    Raises:
        Denied: the actor does not write documents.
        Unfit: another draft is under way.

    """
    steps = structure()["edition"][str(edition)]
    draft = start_draft(work, document)
    for row in steps["added"]:
        heading, body = words_of(Locale.EN, edition, row["key"])
        parent = row.get("parent")
        add_clause(work, draft, row["key"], heading=heading, body=body, parent_key=parent)
    for row in (*steps["added"], *steps["moved"]):
        move_clause(work, draft, row["key"], parent_key=row.get("parent"), place=row["place"])
    reworded = (*steps["changed"], *steps["corrected"])
    for key in reworded:
        _reword(work, draft, edition, key, is_substantive=key in steps["changed"])
    for key in steps["withdrawn"]:
        remove_clause(work, draft, key)
    left = left_behind or {}
    for key in (*reworded, *(row["key"] for row in steps["added"])):
        wanted = [locale for locale in TRANSLATED if key not in left.get(locale, ())]
        _translate(work, draft, edition, key, wanted)
    return draft


def _reword(work: Work, draft: Draft, edition: int, key: str, *, is_substantive: bool) -> None:
    heading, body = words_of(Locale.EN, edition, key)
    seen = _pins(place_of(work.session, draft, key))
    edit_clause(
        work, draft, key, heading=heading, body=body, seen=seen, is_substantive=is_substantive
    )


def _pins(place: DraftClause) -> Seen:
    return Seen(place.heading_revision, place.body_revision)


def _translate(
    work: Work, draft: Draft, edition: int, key: str, locales: Collection[Locale]
) -> None:
    """Translate a clause into several languages as one act; what fits already is left as it is."""
    place = place_of(work.session, draft, key)
    clause = clause_by_key(work.session, draft.document_id, key)
    texts = texts_of(work.session, "clause", clause.id)
    known = revisions_of(work.session, [text.id for text in texts.values()])
    sources = {"heading": place.heading_revision, "body": place.body_revision}
    for locale in locales:
        for field, words in zip(sources, words_of(locale, edition, key), strict=True):
            rows = [row for row in known[texts[field].id] if row.locale is locale]
            last = rows[-1] if rows else None
            if not words or (last is not None and last.made_from == sources[field]):
                continue
            translate(
                work,
                texts[field],
                locale=locale,
                words=words,
                made_from=sources[field],
                seen=last.number if last else 0,
                is_shipped=True,
            )
    work.record("clause.translated", clause)


def stated_rules(edition: int) -> list[StatedRule]:
    """Return the rules of bodies that the clauses state when an edition is in force."""
    latest: dict[tuple[str, str], StatedRule] = {}
    for row in structure()["states"]:
        if row["edition"] <= edition:
            stated = StatedRule(row["clause"], row["body"], RuleName(row["rule"]), row["value"])
            latest[row["body"], row["rule"]] = stated
    return list(latest.values())


def changed_rules(edition: int) -> list[StatedRule]:
    """Return the rules that an edition changed against the one before."""
    before = stated_rules(edition - 1)
    return [row for row in stated_rules(edition) if row not in before]


def state_rules(work: Work, edition: Edition) -> int:
    """Link the rules that are in force to the clauses that state them; return how many are new.

    A rule of a body is linked where its value is the one that the clause says in this edition; a
    seat to the clause about who fills it; an election whose roll was taken under the manual, and
    that is not over, to those about elections.
    """
    rows = work.session.scalars(select(Clause).where(Clause.document_id == edition.document_id))
    clauses = {row.key: row.id for row in rows}
    known = {
        (row.from_id, row.to_id)
        for row in work.session.scalars(select(Link).where(Link.relation == Relation.STATED_IN))
    }
    made = 0
    for start, key in (*_rules(work, edition.number), *_seats(work), *_elections(work, edition)):
        if (start[1], clauses[key]) not in known:
            end = ("clause", clauses[key])
            join(work.session, start, Relation.STATED_IN, end, at=work.now)
            made += 1
    if made:
        work.record("edition.rules_stated", edition)
    return made


Stated = Iterator[tuple[tuple[str, uuid.UUID], str]]  # a record, and the clause that states it


def _rules(work: Work, edition: int) -> Stated:
    found = {row.slug: row for row in bodies.bodies(work.session)}
    for stated in stated_rules(edition):
        if stated.body not in found:
            continue
        rule = bodies.rule(work.session, found[stated.body].id, stated.name, work.today)
        read = bodies.READERS[stated.name]
        if rule is not None and read(rule.value) == read(stated.value):
            yield ("body_rule", rule.id), stated.clause


def _seats(work: Work) -> Stated:
    every: Sequence[Body] = bodies.bodies(work.session)
    for body in every:
        for seat in bodies.seats_of(work.session, body.id, work.today):
            if seat.electorate is not Electorate.BOARD:
                yield ("seat", seat.id), "electorates"


def _elections(work: Work, edition: Edition) -> Stated:
    begun = select(func.min(Edition.from_on)).where(Edition.document_id == edition.document_id)
    running = select(Election).where(
        Election.state.not_in(_OVER), Election.record_on >= begun.scalar_subquery()
    )
    for election in work.session.scalars(running):
        for key in structure()["elections"]["clauses"]:
            yield ("election", election.id), key
