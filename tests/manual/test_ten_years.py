"""Ten years of a manual: every day, every clause, every decision is right, in five languages."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from nswp_gov.manual import operations, queries
from nswp_gov.manual.operations import Seen
from nswp_gov.meetings.models import Decision
from nswp_gov.rules.audience import Viewer
from nswp_gov.rules.diff import paragraphs
from nswp_gov.rules.languages import Freshness, Locale
from tests.factories.manual import FIRST_DAY, adopt, make_decisions, make_document
from tests.sizes import prove, size

EDITIONS = size(5, 20)
CLAUSES = size(24, 300)
CHANGES = size(8, 40)  # in one edition
STEP = size(5, 1)  # days between two looks
SEED = 7
HALF_A_YEAR = timedelta(days=182)
EVERYBODY = Viewer.public()
OTHERS = tuple(one for one in Locale if one is not Locale.EN)
SCRIPTS = {Locale.FR: "fr", Locale.ES: "es", Locale.RU: "ру", Locale.ZH_HANS: "中文"}


def fill(work):
    make_decisions(work, EDITIONS)


@dataclass
class Paper:
    """What the manual should be: plain lists, and for each clause what was done to it when."""

    below: dict[str | None, list[str]] = field(default_factory=lambda: {None: []})
    bodies: dict[str, str] = field(default_factory=dict)
    origin: dict[str, int] = field(default_factory=dict)  # the edition that last changed the words
    said: dict[tuple[str, Locale], dict[str, str]] = field(default_factory=dict)  # by source words
    made: int = 0

    def numbers(self, parent: str | None = None, prefix: str = "") -> list[tuple[str, str]]:
        found = []
        for place, key in enumerate(self.below.get(parent, []), 1):
            found += [(f"{prefix}{place}", key), *self.numbers(key, f"{prefix}{place}.")]
        return found

    def family(self, key: str) -> list[str]:
        return next(keys for keys in self.below.values() if key in keys)

    def parent(self, key: str) -> str | None:
        return next(parent for parent, keys in self.below.items() if key in keys)

    def leaves(self) -> list[str]:
        return [key for key in self.bodies if not self.below.get(key)]

    def named(self, key: str) -> bool:
        """Whether another clause names it, in any language that readers may be shown."""
        shown = [(other, words) for other, words in self.bodies.items()]
        shown += [(other, w) for (other, _l), by in self.said.items() for w in by.values()]
        return any(
            f"[[{key}]]" in words for other, words in shown if other != key and other in self.bodies
        )


@dataclass(frozen=True)
class Snapshot:
    """An edition as it should stay for ever."""

    outline: list[tuple[str, str, str]]  # number, key, body
    origins: dict[str, int]
    adopted: dict[str, list[str]]  # the words that each clause has had, the newest last


class Life:
    """One document and the paper that it is checked against."""

    def __init__(self, work, document, chance):
        self.work, self.document, self.chance = work, document, chance
        self.paper = Paper()

    def add(self, draft, body, parent=None):
        self.paper.made += 1
        key = f"k{self.paper.made}"
        operations.add_clause(
            self.work, draft, key, heading=f"Clause {key}", body=body, parent_key=parent
        )
        self.paper.below.setdefault(parent, []).append(key)
        self.paper.bodies[key] = body
        return key

    def write(self, draft, key, body):
        place = queries.place_of(self.work.session, draft, key)
        operations.edit_clause(
            self.work,
            draft,
            key,
            heading=f"Clause {key}",
            body=body,
            seen=Seen(place.heading_revision, place.body_revision),
            is_substantive=True,
        )
        self.paper.bodies[key] = body

    def remove(self, draft, key):
        operations.remove_clause(self.work, draft, key)
        self.paper.family(key).remove(key)
        del self.paper.bodies[key]
        self.paper.origin.pop(key, None)

    def words(self):
        other = self.chance.choice(sorted(self.paper.bodies)) if self.paper.bodies else None
        named = f" See [[{other}]]." if other else ""
        return (
            "\n\n".join(
                f"Rule {self.chance.randrange(10**6)} holds for {self.chance.randrange(90)} days."
                for _ in range(self.chance.randrange(1, 4))
            )
            + named
        )

    def change(self, draft):
        paper, chance = self.paper, self.chance
        act = chance.choice(["edit", "edit", "add", "remove", "move", "shift", "split", "merge"])
        leaves = [key for key in paper.leaves() if not paper.named(key)]
        key = chance.choice(sorted(paper.bodies))
        if act == "edit":
            self.write(draft, key, self.words())
        elif act == "add":
            self.add(draft, self.words(), chance.choice([None, *paper.below[None]]))
        elif act == "remove" and leaves:
            self.remove(draft, chance.choice(leaves))
        elif act == "split" and "\n\n" in paper.bodies[key]:
            head, _, rest = paper.bodies[key].partition("\n\n")
            self.write(draft, key, head)
            self.add(draft, rest, paper.parent(key))
        elif act == "merge" and len(leaves) > 1:
            kept, gone = chance.sample(leaves, 2)
            self.write(draft, kept, f"{paper.bodies[kept]}\n\n{paper.bodies[gone]}".strip())
            self.remove(draft, gone)
        else:
            self.move(draft, key)

    def move(self, draft, key):
        paper = self.paper
        parent = self.chance.choice(paper.below[None]) if paper.parent(key) else None
        if parent == key:
            return
        operations.move_clause(self.work, draft, key, parent_key=parent, place=1)
        paper.family(key).remove(key)
        paper.below.setdefault(parent, []).insert(0, key)

    def translate(self, draft):
        """Translate some of what is new or changed; the rest stays missing or behind."""
        book = queries.book_of_draft(self.work.session, draft, Locale.EN).by_key()
        for key, body in self.paper.bodies.items():
            for locale in OTHERS:
                said = self.paper.said.setdefault((key, locale), {})
                if body in said or self.chance.random() < 0.5:
                    continue
                words = f"{SCRIPTS[locale]} {body}".strip()
                entry = book[key]
                last = queries.newest_numbers(self.work.session, entry.clause_id, locale)
                operations.translate_clause(
                    self.work,
                    queries.clause_by_key(self.work.session, self.document.id, key),
                    locale,
                    heading=f"{SCRIPTS[locale]} {key}",
                    body=words,
                    made_from=Seen(entry.heading.revision, entry.body.revision),
                    seen=Seen(*last),
                )
                said[body] = words

    def snapshot(self, before):
        paper = self.paper
        number = len(before) + 1
        old = {key: body for _n, key, body in before[-1].outline} if before else {}
        for key, body in paper.bodies.items():
            if old.get(key) != body:
                paper.origin[key] = number
        outline = [(n, key, paper.bodies[key]) for n, key in paper.numbers()]
        past = before[-1].adopted if before else {}
        adopted = {
            key: [*(one for one in past.get(key, []) if one != body), body]
            for key, body in paper.bodies.items()
        }
        return Snapshot(outline, dict(paper.origin), adopted)

    def state(self, should, key, locale):
        """What a reader of one language is given of a clause, by what was translated in all."""
        words = should.adopted[key]
        said = self.paper.said.get((key, locale), {})
        source = next((one for one in reversed(words) if one in said), None)
        if source is None:
            return Freshness.MISSING, words[-1]
        return (Freshness.CURRENT if source == words[-1] else Freshness.BEHIND), said[source]


def live(work):
    """Let the document live; return it, its editions, and what each should be."""
    decisions = work.session.scalars(select(Decision).order_by(Decision.ordinal)).all()
    document = make_document(work, slug="ten-years")
    life = Life(work, document, random.Random(SEED))
    editions, snapshots = [], []
    for number in range(EDITIONS):
        draft = operations.start_draft(work, document)
        if number == 0:
            chapters = [life.add(draft, "") for _ in range(max(3, CLAUSES // 12))]
            for at in range(CLAUSES - len(chapters)):
                life.add(draft, life.words(), chapters[at % len(chapters)])
        else:
            for _ in range(CHANGES):
                life.change(draft)
        life.translate(draft)
        day = FIRST_DAY + number * HALF_A_YEAR
        editions.append(adopt(work, draft, decisions[number], day))
        snapshots.append(life.snapshot(snapshots))
    return life, editions, snapshots


def check_words(work, life, edition, should):
    for locale, book in queries.books_of(work.session, edition).items():
        assert [(e.number, e.key, e.body.original) for e in book.entries] == should.outline
        keys = set(book.by_key())
        for entry in book.entries:
            assert set(queries.references(entry.body.words)) <= keys
            if locale is not Locale.EN and entry.body.original:
                state = life.state(should, entry.key, locale)
                assert (entry.body.freshness, entry.body.words) == state, entry.key


def rebuilt(before, comparison):
    """The newer text, from the older one and the difference alone."""
    texts = {entry.key: paragraphs(entry.body.original) for entry in before.entries}
    for change in comparison.changes:
        if change.is_removed:
            del texts[change.key]
        elif not change.body.is_empty or change.is_added:
            texts[change.key] = tuple(b.after for b in change.body.blocks if b.after)
    return texts


@pytest.mark.slow
def test_a_manual_lives_through_its_editions(work):
    life, editions, snapshots = live(work)
    document = life.document
    by_id = {edition.id: edition.number for edition in editions}
    books = [queries.book_of_edition(work.session, one, Locale.EN) for one in editions]
    for edition, should, book in zip(editions, snapshots, books, strict=True):
        check_words(work, life, edition, should)
        origins = {e.key: by_id[e.origin_id] for e in book.entries if e.origin_id}
        assert origins == should.origins
        assert queries.agrees(work.session, edition, queries.published(work.session, edition.id))
    for older, newer in pairwise(books):
        comparison = queries.compare_books(older, newer)
        assert rebuilt(older, comparison) == {
            entry.key: paragraphs(entry.body.original) for entry in newer.entries
        }
    check_days(work, document, editions)
    check_histories(work, document, editions, snapshots)
    figures = {
        "editions": len(editions),
        "languages": len(Locale),
        "clauses_at_first": len(snapshots[0].outline),
        "clauses_at_last": len(snapshots[-1].outline),
        "clauses_ever": life.paper.made,
    }
    prove("manual", figures, seed=SEED)


def check_days(work, document, editions):
    """On every day the one edition of that day is in force, and it alone."""
    day, last = FIRST_DAY - timedelta(days=3), editions[-1].from_on + HALF_A_YEAR
    while day < last:
        found = queries.as_at(work.session, document.id, day, EVERYBODY)
        assert (found.number if found else 0) == expected(day), day
        day += timedelta(days=STEP)


def expected(day: date) -> int:
    if day < FIRST_DAY:
        return 0
    return min((day - FIRST_DAY) // HALF_A_YEAR + 1, EDITIONS)


def check_histories(work, document, editions, snapshots):
    """A clause's history names the editions that changed it, each with the decision's number."""
    adoptions = queries.adoptions(work.session, [one.id for one in editions], EVERYBODY)
    assert len({one.number for one in adoptions.values()}) == EDITIONS
    keys = sorted({key for one in snapshots for _n, key, _body in one.outline})
    for key in keys[:: max(1, len(keys) // 12)]:
        clause = queries.clause_by_key(work.session, document.id, key)
        steps = queries.clause_history(work.session, clause, EVERYBODY)
        came = [{k: (n, b) for n, k, b in one.outline}.get(key) for one in snapshots]
        changed = [
            number
            for number, (before, after) in enumerate(zip([None, *came], came, strict=False), 1)
            if before != after
        ]
        told = [step.edition.number for step in steps]
        assert set(changed) <= set(told), key
        assert told == sorted(told, reverse=True)
        reworded = {step.edition.number for step in steps if step.is_reworded}
        bodies = [body for _n, body in (one or (None, None) for one in came)]
        assert reworded == {
            number
            for number, (before, after) in enumerate(pairwise(bodies), 2)
            if None not in (before, after) and before != after
        }, key
