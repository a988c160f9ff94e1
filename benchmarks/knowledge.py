"""What the library's list, its facets and its search cost, and how that grows with it.

`python benchmarks/knowledge.py` fills one SQLite database for each size with generated resources
and asks for the list, for lists with one to four filters, for words, and for the first page after a
change. The floor is a page with the same 20 rows made by the database's own driver and a Jinja
template alone: no ORM, no language, no facets. What is asked again under the same mark is partly
remembered; the rows "first asked" are without that, by forgetting it before each request. Costs are
processor time of one process per request;
ratios to the floor of the same database in the same run are what is compared, and the growth from
the smallest size to the largest. `--large` takes 100,000 resources instead of 10,000. The result is
written to `results/knowledge.md` and `.json`.
"""

import argparse
import json
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import jinja2
from flask import Flask
from sqlalchemy import text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from nswp_gov import create_app  # noqa: E402 -- the project is not installed here
from nswp_gov.app import register_models  # noqa: E402
from nswp_gov.config import Settings  # noqa: E402
from nswp_gov.directory.views import kept  # noqa: E402
from nswp_gov.library.models import (  # noqa: E402
    LibraryMark,
    ListedBits,
    ListedResource,
    ListedTitle,
    Resource,
)
from nswp_gov.library.queries.index import _kept as kept_indexes  # noqa: E402
from nswp_gov.library.queries.index import set_of  # noqa: E402
from nswp_gov.library.states import (  # noqa: E402
    Readership,
    ResourceKind,
    ResourceState,
    Theme,
)
from nswp_gov.rules.audience import PUBLIC  # noqa: E402
from nswp_gov.rules.collation import sort_key  # noqa: E402
from nswp_gov.rules.languages import Locale  # noqa: E402
from nswp_gov.rules.regions import Region, placements  # noqa: E402
from nswp_gov.store import search  # noqa: E402
from nswp_gov.store.base import Base  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402

SMALL, MIDDLE, LARGE = 1_000, 10_000, 100_000
SEED, KEYS = 25, {1: b"a key for measuring only, 32 byte" * 2}
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
ROUNDS, TIMES, WARM = 3, 12, 3
CHUNK = 5_000
SYLLABLES = "ka lo mi ra to ne su da vi po".split()  # noqa: SIM905 - a list reads best as words
PAGES = {
    "list": "/en/library",
    "one filter": "/en/library?theme=health",
    "four filters": "/en/library?theme=health&theme=labour&region=africa&year=2020&type=report",
    "country": "/en/library?country=KE",
    "by title": "/en/library?order=title",
    "last page": "/en/library?page=99999",
    "rare word": "/en/library?q=RARE",
    "common word": "/en/library?q=lantern",
    "word and filter": "/en/library?q=lantern&theme=health",
    "one resource": "/en/library/SLUG",
    "csv of a filter": "/en/library.json?theme=health&country=KE&year=2020",
}
FIRST = ("list", "four filters", "common word", "word and filter")
FLOOR = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Library</title>
<link rel="stylesheet" href="/static/site.css"></head><body><header><nav><ul>
{%- for word in ("Directory", "Board", "Meetings", "Elections", "Manual") %}<li><a href="/en/x">
{{- word }}</a></li>{% endfor %}</ul></nav></header><main><h1>Library</h1><ul class="list">
{%- for slug, year, said in rows %}<li><h3 dir="auto"><a href="/en/library/{{ slug }}">
{{- said.title.en }}</a></h3><p class="soft">{{ year }} · {{ said.languages|join(", ") }}</p>
<p dir="auto">{{ said.summary.en|truncate(160) }}</p></li>{% endfor %}</ul></main></body></html>"""


def word(dice):
    return "".join(dice.choice(SYLLABLES) for _ in range(3))


def generated(dice, size):
    """Yield resources with values of every facet, as the projection holds them."""
    countries = list(placements())
    partners = [f"institute-{number}" for number in range(40)]
    for position in range(size):
        themes = dice.sample([one.value for one in Theme], dice.randint(1, 3))
        year = dice.randint(2000, 2026)
        said = {
            "title": {"en": f"{word(dice).title()} {word(dice)} {position}"},
            "summary": {"en": " ".join(word(dice) for _ in range(25))},
            "publisher": "NSWP",
            "themes": themes,
            "regions": [dice.choice(list(Region)).value],
            "countries": dice.sample(countries, dice.randint(0, 3)),
            "partners": {one: one.title() for one in dice.sample(partners, dice.randint(0, 2))},
            "languages": dice.sample(["en", "fr", "es", "ru", "zh-Hans", "ar"], 2),
        }
        if position % 10 == 0:
            said["summary"]["en"] += " lantern"
        if position == size // 2:
            said["summary"]["en"] += " zanzibarine"
        kind = dice.choice([ResourceKind.REPORT, *ResourceKind])
        yield position, kind, year, said


def fill(url, size):
    """Write the rows as the operations write them, without texts and journal; return seconds."""
    register_models()
    start, dice = time.perf_counter(), random.Random(SEED)
    engine = open_engine(url)
    bits = {}
    with writing(), engine.begin() as connection:
        Base.metadata.create_all(connection)
        chunk = []
        for position, kind, year, said in generated(dice, size):
            key = uuid.uuid4()
            chunk.append((key, position, kind, year, said))
            for facet, value in facets(kind, year, said):
                bits.setdefault((facet, value), []).append(position)
            if len(chunk) == CHUNK:
                write(connection, chunk)
                chunk = []
        write(connection, chunk)
        rows = [
            {"facet": facet, "value": value, "bits": packed(members)}
            for (facet, value), members in bits.items()
        ]
        connection.execute(ListedBits.__table__.insert(), rows)
        mark = {"id": 1, "mark": "begun", "next_position": size}
        connection.execute(LibraryMark.__table__.insert(), mark)
        connection.execute(text("INSERT INTO public_mark (id, mark) VALUES (1, 'begun')"))
    engine.dispose()
    return time.perf_counter() - start


def facets(kind, year, said):
    yield "audience", PUBLIC.code
    yield "type", kind.value
    yield "year", str(year)
    for name, values in (
        ("theme", said["themes"]), ("region", said["regions"]), ("country", said["countries"]),
        ("partner", said["partners"]), ("language", said["languages"]),
    ):  # fmt: skip
        for value in values:
            yield name, value


def packed(members):
    number = set_of(members)
    return number.to_bytes((number.bit_length() + 7) // 8, "little")


def write(connection, chunk):
    if not chunk:
        return
    common = {
        "state": ResourceState.PUBLISHED, "audience": Readership.PUBLIC, "locale": Locale.EN,
        "themes": [], "regions": [], "countries": [], "partners": [], "added_at": NOW,
        "published_at": NOW, "version": 1,
    }  # fmt: skip
    connection.execute(
        Resource.__table__.insert(),
        [
            {**common, "id": key, "slug": f"s{position}", "kind": kind, "year": year}
            for key, position, kind, year, _said in chunk
        ],
    )
    connection.execute(
        ListedResource.__table__.insert(),
        [
            {
                "id": key, "position": position, "slug": f"s{position}", "audience": PUBLIC.code,
                "kind": kind, "year": year, "locale": Locale.EN, "published_on": date(2026, 1, 1),
                "changed_at": NOW, "said_open": said,
            }
            for key, position, kind, year, said in chunk
        ],
    )  # fmt: skip
    connection.execute(
        ListedTitle.__table__.insert(),
        [
            {"position": position, "locale": locale, "key": sort_key(said["title"]["en"], locale)}
            for _key, position, _kind, _year, said in chunk
            for locale in (Locale.EN, Locale.ZH_HANS)
        ],
    )
    write_words(connection, chunk)


def write_words(connection, chunk):
    """Write the search entries in bulk: the same rows and terms that `search.index` writes."""
    table = search.SearchEntry.__table__
    first = connection.execute(text("SELECT coalesce(max(id), 0) FROM search_entry")).scalar_one()
    entries, terms = [], []
    for number, (key, _position, _kind, _year, said) in enumerate(chunk, start=first + 1):
        entries.append(
            {
                "id": number, "subject_type": "resource", "subject_id": key,
                "audience": PUBLIC.code, "locale": Locale.EN, "dated_on": date(2026, 1, 1),
            }
        )  # fmt: skip
        title, body = said["title"]["en"], said["summary"]["en"]
        words = (" ".join(search.analyser.terms(one, Locale.EN)) for one in (title, body))
        terms.append(dict(zip(("id", "title", "body"), (number, *words), strict=True)))
    connection.execute(table.insert(), entries)
    connection.execute(
        text("INSERT INTO search_terms(rowid, title, body) VALUES (:id, :title, :body)"), terms
    )


def floor_of(path):
    """Return an application that gives a page of 20 rows by the driver and Jinja, nothing else."""
    page = jinja2.Environment(autoescape=True, auto_reload=False).from_string(FLOOR)
    known = sqlite3.connect(path, check_same_thread=False)
    known.execute("PRAGMA mmap_size=268435456")
    app = Flask("floor")

    @app.get("/")
    def rows():
        found = known.execute(
            "SELECT slug, year, said_open FROM listed_resource ORDER BY position DESC LIMIT 20"
        ).fetchall()
        return page.render(rows=[(one[0], one[1], json.loads(one[2])) for one in found])

    return app


def forget():
    """Forget what was asked of every index; the sets themselves stay."""
    for one in kept_indexes.values():
        one.found.clear()
        one.counted.clear()
        one.labels.clear()


def cost(client, path, times, before=lambda: None):
    """Return milliseconds of processor time per request: the median of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            before()
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
        rounds.append((time.process_time() - start) / times * 1000)
    return statistics.median(rounds)


def measure(size, folder):
    """Return the floor and what each page costs at one size, in milliseconds."""
    path = Path(folder) / f"{size}.sqlite"
    settings = Settings(
        instance=Path(folder), database_url=f"sqlite:///{path}", secret_key="for measuring only",
        field_keys=KEYS, public_url="http://localhost",
    )  # fmt: skip
    vault.unlock(Keyring(KEYS))
    filled = fill(settings.database_url, size)
    app = create_app(settings)
    kept.shelf.most = 0  # each page is made anew: nothing is served from the shelf
    client, floor = app.test_client(), floor_of(path).test_client()
    for _ in range(WARM):
        floor.get("/")
        client.get("/en/library")
    found = {"floor": cost(floor, "/", TIMES * 3)}
    for name, address in PAGES.items():
        where = address.replace("RARE", "zanzibarine").replace("SLUG", f"s{size // 2}")
        times = TIMES if size <= MIDDLE else TIMES // 4
        found[name] = cost(client, where, max(times // 2, 3))
        if name in FIRST:
            found[f"{name}, first asked"] = cost(client, where, max(times // 2, 3), forget)
    found["after a change"] = first_after_change(client, settings)
    return filled, found


def first_after_change(client, settings):
    """Return what the first list costs after something was published: the index is read anew."""
    engine, times = open_engine(settings.database_url), []
    for number in range(3):
        with writing(), engine.begin() as connection:
            connection.execute(text("UPDATE library_mark SET mark = :m"), {"m": f"again {number}"})
        start = time.process_time()
        client.get("/en/library")
        times.append((time.process_time() - start) * 1000)
    engine.dispose()
    return statistics.median(times)


def told(results):
    """Return the table: milliseconds and ratios to the floor, and the growth."""
    sizes = list(results)
    first, last = sizes[0], sizes[-1]
    heads = " | ".join(f"{size:,} ms | × floor" for size in sizes)
    lines = [f"| page | {heads} | growth |", "|---|" + "---:|" * (2 * len(sizes) + 1)]
    for name in results[first]:
        cells = [
            f"{results[size][name]:.2f} | {results[size][name] / results[size]['floor']:.1f}"
            for size in sizes
        ]
        growth = results[last][name] / results[first][name]
        lines.append(f"| {name} | {' | '.join(cells)} | {growth:.2f} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} resources too")
    given = parser.parse_args()
    results, started = {}, time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="nswp-bench-") as folder:
        for size in (SMALL, LARGE if given.large else MIDDLE):
            filled, results[size] = measure(size, folder)
            print(f"{size:,} resources written in {filled:.1f} s", flush=True)
    table = told(results)
    print(table)
    print(f"{time.perf_counter() - started:.0f} s")
    about = f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite, seed {SEED}."
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    (folder / "knowledge.md").write_text(f"# The library\n\n{about}\n\n{table}\n", "utf-8")
    held = {"about": about, "milliseconds": {str(k): v for k, v in results.items()}}
    (folder / "knowledge.json").write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
