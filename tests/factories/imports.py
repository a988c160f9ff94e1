"""Lists from outside for tests, brought in by the real operations."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.imports import operations, queries
from nswp_gov.imports.models import ImportBatch, ImportLine
from nswp_gov.imports.reading.delimited import read_delimited
from nswp_gov.imports.words import suggest
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person

HEADS = ("id", "name", "country", "level", "category", "email", "description")


def file_of(rows: Iterable[Sequence[Any]], heads: Sequence[str] = HEADS) -> bytes:
    """Return a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def row(number: int, **over: Any) -> list[Any]:
    """Return the cells of one organisation under `HEADS`."""
    given: Mapping[str, Any] = {
        "id": f"K{number}",
        "name": f"Paper Lantern {number}",
        "country": "Kenya",
        "level": "local",
        "category": "full",
        "email": f"house{number}@example.org",
        "description": f"We meet on day {number}.",
        **over,
    }
    return [given[head] for head in HEADS]


def make_importer(work: Work) -> Person:
    """Return somebody of the secretariat."""
    return make_person(work, "Carla", roles=[Role.SECRETARIAT])


def importing(work: Work, person: Person) -> Work:
    """Return the work of somebody of the secretariat."""
    roles = frozenset({"secretariat"})
    who = Actor(name="Carla", person_id=person.id, roles=roles, is_fresh=True)
    return Work(work.session, who, work.now)


def bring_in(
    work: Work,
    rows: Iterable[Sequence[Any]],
    heads: Sequence[str] = HEADS,
    *,
    locale: Locale = Locale.EN,
) -> ImportBatch:
    """Read, match and try a list; nothing is applied."""
    table = read_delimited(file_of(rows, heads))
    batch = operations.receive(
        work, table, file_name="list.csv", locale=locale, reason="from our spreadsheet"
    )
    operations.match_columns(work, batch, suggest(table.heads))
    finish(work, batch)
    return batch


def finish(work: Work, batch: ImportBatch) -> None:
    """Go on until everything that was ordered is done."""
    while operations.go_on(work, batch.id, most=50):
        pass


def apply(work: Work, batch: ImportBatch) -> None:
    """Apply a tried list."""
    operations.order_apply(work, batch)
    finish(work, batch)


def undo(work: Work, batch: ImportBatch) -> None:
    """Undo an applied list."""
    operations.order_undo(work, batch)
    finish(work, batch)


def lines_of(work: Work, batch: ImportBatch) -> list[ImportLine]:
    """Return all lines of a list."""
    found: list[ImportLine] = []
    while True:
        page, more = queries.lines(work.session, batch.id, start=len(found))
        found += page
        if not more:
            return found


def outcomes(work: Work, batch: ImportBatch) -> list[str]:
    """Return what each line does."""
    return [str(one.outcome) for one in lines_of(work, batch)]


def fates(work: Work, batch: ImportBatch) -> list[str]:
    """Return what became of each line."""
    return [str(one.fate) for one in lines_of(work, batch)]


def refusals(work: Work, batch: ImportBatch) -> list[str | None]:
    """Return the code of why each line is refused, or None."""
    found = [one.found["refused"] for one in lines_of(work, batch)]
    return [one[0] if one else None for one in found]


def organisation_of(work: Work, batch: ImportBatch, number: int = 0) -> uuid.UUID:
    """Return the organisation of a line, counted from 0."""
    found = lines_of(work, batch)[number].organisation_id
    assert found is not None
    return found
