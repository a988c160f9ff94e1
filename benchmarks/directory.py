"""What pages of the directory cost, and how that grows with the network.

`python benchmarks/directory.py` makes the sample network of 1,000, copies its organisations until
there are as many as are to be measured (`enlarging.py`), asks each network for its pages and writes
`results/directory.md`, `.json` and `.svg`. The floor is a page with the same 25 rows made by
the database's own driver and a Jinja template alone: no ORM, no language, nobody looked up. Costs
are processor time of one process per request; ratios to the floor of the same database in the same
run are what is compared. `--million` adds a million organisations on SQLite; PostgreSQL is measured
where its programs are found. The results are written again after every network.
"""

import argparse
import json
import math
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import jinja2
import psycopg
from flask import Flask
from sqlalchemy import create_engine, make_url, text
from werkzeug.test import EnvironBuilder

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from enlarging import enlarge  # noqa: E402 -- beside this file

from nswp_gov import create_app  # noqa: E402 -- the project is not installed here
from nswp_gov.app import register_models  # noqa: E402
from nswp_gov.config import Settings  # noqa: E402
from nswp_gov.directory.views import kept  # noqa: E402
from nswp_gov.sample import making  # noqa: E402
from nswp_gov.store.base import Base  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
POSTGRES = 100_000
SAMPLE = 1_000  # of the sample network; what is larger is made of its copies
SEED, KEYS = 7, {1: b"a key for measuring only, 32 byte" * 2}
FULL = 25  # organisations on a page
KINDS = ("home", "region", "country", "search", "search name", "profile")
ANEW = (
    "home anew",
    "region anew",
    "country anew",
    "profile anew",
)  # as the first visitor after a change
HIDDEN = ("hidden", "absent")  # an organisation that is not shown, and one that never was
ALIKE = 1.1  # how far their costs may lie apart
GROWTH = 1.3  # what a page may cost at the largest size, times its cost at the smallest
GOALS = {"region": 2.2, "country": 2.2, "region anew": 2.2}  # times the floor
SEARCH = 2.0  # times the page of a region made anew
ROUNDS, WARM = 5, 20
LIST = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/static/site.css"></head><body><header><nav><ul>
{%- for word in ("Directory", "Board", "Meetings", "Elections", "Manual") %}<li><a href="/en/x">
{{- word }}</a></li>{% endfor %}</ul></nav></header><main><h1>{{ title }}</h1><ul class="list">
{%- for slug, name, country, level, languages, said in rows %}
<li><h3 dir="auto"><a href="/en/organisations/{{ slug }}">{{ name }}</a></h3>
<p class="soft">{{ country }} · {{ level }} · {{ languages|join(", ") }}</p>
<p dir="auto">{{ (said.description.values()|first)|truncate(140) }}</p></li>{% endfor %}
</ul><p><a href="?after={{ after }}">Next page</a></p></main></body></html>"""
ROWS = """SELECT p.slug, p.name, p.country, p.level, p.languages, p.said
FROM sort_key k JOIN public_organisation p ON p.id = k.record
WHERE k.locale = 'en' AND k.key > {mark} ORDER BY k.key LIMIT 25"""


@contextmanager
def cluster():
    """A PostgreSQL server of our own, or None where there are no programs for it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not found:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="nswp-bench-"))
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run:
        shutil.chown(folder, "postgres")
    data, quiet = folder / "data", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    init = [*run, str(found[0] / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres"]
    subprocess.run([*init, "--no-sync", "-E", "UTF8"], check=True, **quiet)
    control = [*run, str(found[0] / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    options = f"-k {folder} -c listen_addresses='' -c shared_buffers=256MB"
    subprocess.run([*control, "-o", options, "start"], check=True, **quiet)
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def settings_of(url, folder):
    return Settings(
        instance=Path(folder),
        database_url=url,
        secret_key="for measuring only",
        field_keys=KEYS,
        public_url="http://localhost",
    )


def make_sample(settings):
    """Make the sample network in an empty database."""
    vault.unlock(Keyring(KEYS))
    engine = open_engine(settings.database_url)
    with writing(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
        Base.metadata.create_all(connection)
    engine.dispose()
    making.make(settings, size=SAMPLE, seed=SEED, now=datetime.now(UTC))


def make_network(settings, size, sample):
    """Make the network: the sample (`sample`: a file that holds it) and copies of it.

    Return the processor seconds that the copies took in this process; PostgreSQL's own are not in
    it.
    """
    if sample:
        shutil.copy(sample, make_url(settings.database_url).database)
    else:
        make_sample(settings)
    start = time.process_time()
    if size > SAMPLE:
        enlarge(settings.database_url, size // SAMPLE - 1)
    spent = time.process_time() - start
    if settings.database_url.startswith("postgresql"):  # as its own housekeeper does by and by
        plain = create_engine(settings.database_url, isolation_level="AUTOCOMMIT")
        with plain.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
        plain.dispose()
    return spent


def floor_app(url):
    """A page of 25 rows by the driver and Jinja, and nothing else; return it and its marks."""
    page = jinja2.Environment(autoescape=True, auto_reload=False).from_string(LIST)
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        known = sqlite3.connect(parsed.database, check_same_thread=False)
        mark, load = "?", json.loads
        known.execute("PRAGMA mmap_size=268435456")
    else:
        where = dict(parsed.query)
        known = psycopg.connect(host=where["host"], user=parsed.username, dbname=parsed.database)
        known.autocommit = True
        mark, load = "%s", lambda value: value
    marks = [
        bytes(row[0])
        for row in known.execute(
            "SELECT key FROM sort_key WHERE locale = 'en' ORDER BY record LIMIT 50"
        ).fetchall()
    ]
    query = ROWS.format(mark=mark)
    app, turn = Flask("floor"), iter(range(10**9))

    @app.get("/")
    def rows():
        at = marks[next(turn) % len(marks)]
        found = [
            (*row[:4], load(row[4]), load(row[5])) for row in known.execute(query, (at,)).fetchall()
        ]
        return page.render(title="Directory", rows=found, after=at.hex())

    return app


def addresses(url):
    """What is asked of the program: for each kind of page, many different ones.

    Searched are words that fill a page in the smallest network, so that pages of the same length
    are compared, and the whole names of single organisations.
    """
    engine = create_engine(url)
    chance = random.Random(SEED)
    with engine.connect() as connection:
        listed = connection.execute(
            text("SELECT slug, name, region FROM public_organisation ORDER BY slug")
        ).all()
        size = connection.execute(text("SELECT count(*) FROM organisation")).scalar_one()
        counts = connection.execute(
            text("SELECT value FROM listed_count WHERE kind = 'country' ORDER BY value LIMIT 40")
        ).all()
        hidden = connection.execute(
            text(
                "SELECT slug FROM organisation WHERE id NOT IN "
                "(SELECT id FROM public_organisation) ORDER BY slug LIMIT 50"
            )
        ).all()
    engine.dispose()
    rows = chance.sample(listed, min(len(listed), 400))
    borne = Counter(word for row in listed for word in set(row.name.split()) if word.isalpha())
    often = FULL * size // SAMPLE
    words = sorted(word for word, times in borne.items() if times >= often and len(word) > 3)
    return {
        "home": ["/en/"],
        "region": [f"/en/regions/{one}" for one in sorted({row.region for row in rows})],
        "country": [f"/en/countries/{row.value}" for row in counts],
        "search": [f"/en/organisations?q={word}" for word in words],
        "search name": [f"/en/organisations?q={row.name}" for row in rows[:50]],
        "profile": [f"/en/organisations/{row.slug}" for row in rows[:50]],
        "hidden": [f"/en/organisations/{row.slug}" for row in hidden],
        "absent": [f"/en/organisations/{row.slug[::-1]}" for row in hidden],
    }


def environ(path):
    path, _mark, query = path.partition("?")
    made = EnvironBuilder(path=path, query_string=quote(query, safe="=&"))
    return made.get_environ()


def ask(app, given):
    """Ask once; return seconds on the clock, seconds of the processor, and the size."""
    status, size = [], 0
    wall, cpu = time.perf_counter(), time.process_time()
    parts = app(dict(given), lambda code, _headers, _error=None: status.append(code))
    try:
        size = sum(len(part) for part in parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    spent = time.perf_counter() - wall, time.process_time() - cpu, size
    if not status[0].startswith(("200", "404")):
        raise SystemExit(f"{given['PATH_INFO']} answered {status[0]}")
    return spent


def anew(app):
    """The same program, which has kept no page."""

    def asked(given, start):
        kept.shelf.get("", None)  # under another mark nothing is kept
        return app(given, start)

    return asked


def measure(apps, times):
    """Median costs of each kind of page, all asked in turn so that a busy moment hits them all."""
    kept = {kind: [] for kind in apps}
    for app, givens in apps.values():
        for number in range(WARM):
            ask(app, givens[number % len(givens)])
    for turn in range(ROUNDS):
        for kind, (app, givens) in apps.items():
            for number in range(times):
                kept[kind].append(ask(app, givens[(turn * times + number) % len(givens)]))
    return {kind: summed(found) for kind, found in kept.items()}


def summed(found):
    walls = sorted(one[0] for one in found)
    return {
        "cpu_ms": round(1000 * statistics.median(one[1] for one in found), 3),
        "p50_ms": round(1000 * walls[len(walls) // 2], 3),
        "p99_ms": round(1000 * walls[int(len(walls) * 0.99)], 3),
        "per_second": round(len(walls) / sum(walls), 1),
        "bytes": int(statistics.median(one[2] for one in found)),
    }


def one_size(url, size, times, sample):
    """Make one network and measure it; the result goes to the standard output as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of(url or f"sqlite:///{folder}/network.sqlite", folder)
        register_models()
        made = make_network(settings, size, sample)
        app = create_app(settings)
        asked = addresses(settings.database_url)
        apps = {"floor": (floor_app(settings.database_url), [environ("/")])}
        apps |= {kind: (app, [environ(path) for path in asked[kind]]) for kind in (*KINDS, *HIDDEN)}
        rows = measure(apps, times)
        again = {kind: (anew(app), apps[kind.split()[0]][1]) for kind in ANEW}
        rows |= measure(again, times)
    print(json.dumps({"copied_in_processor_seconds": round(made, 1), "pages": rows}))


def in_process(arguments):
    done = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), *arguments],
        check=True, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def run(options):
    """Measure one network after the other; give all results that there are after each."""
    rows, times = {}, ["--times", str(options.times)]
    with tempfile.TemporaryDirectory() as folder:
        sample = str(Path(folder) / "sample.sqlite")
        in_process(["--sample", sample])
        for size in [*options.sizes, *([MILLION] if options.million else [])]:
            name = f"SQLite, {size:,}"
            rows[name] = in_process(["--one", str(size), "--from", sample, *times])
            print(name, json.dumps(rows[name]))
            yield rows
    if options.postgres:
        with cluster() as url:
            if url is None:
                print("PostgreSQL has no programs here: left out")
                return
            name = f"PostgreSQL, {options.postgres:,}"
            rows[name] = in_process(["--one", str(options.postgres), "--url", url, *times])
            print(name, json.dumps(rows[name]))
            yield rows


def ratio(row, kind):
    return round(row["pages"][kind]["cpu_ms"] / row["pages"]["floor"]["cpu_ms"], 2)


def growth(rows):
    """How much dearer each page is at each size than at the smallest one of SQLite."""
    known = {name: row for name, row in rows.items() if name.startswith("SQLite")}
    first = next(iter(known.values()))
    return {
        kind: {
            name: round(row["pages"][kind]["cpu_ms"] / first["pages"][kind]["cpu_ms"], 2)
            for name, row in known.items()
        }
        for kind in ("floor", *KINDS, *ANEW)
    }


def write_table(rows, machine):
    lines = ["# The directory's pages", "", machine, ""]
    lines += ["Processor milliseconds of one process per request, and times the floor.", ""]
    lines += ["| page | " + " | ".join(rows) + " |", "|---|" + "---|" * len(rows)]
    for kind in ("floor", *KINDS):
        cells = [
            f"{row['pages'][kind]['cpu_ms']:.2f} ({ratio(row, kind):.2f}×)" for row in rows.values()
        ]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    lines += ["", "## Latency and throughput", ""]
    lines += ["p50 / p99 in milliseconds, requests a second of one process.", ""]
    lines += ["| page | " + " | ".join(rows) + " |", "|---|" + "---|" * len(rows)]
    for kind in ("floor", *KINDS, *ANEW, *HIDDEN):
        pages = [row["pages"][kind] for row in rows.values()]
        cells = [f"{p['p50_ms']:.1f} / {p['p99_ms']:.1f}, {p['per_second']:.0f}/s" for p in pages]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    known = growth(rows)
    names = list(known["floor"])
    lines += ["", "## Growth", ""]
    lines += [f"Cost divided by the cost at {names[0]}; the goal is {GROWTH} at a million.", ""]
    lines += ["| page | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for kind, each in known.items():
        lines.append(f"| {kind} | " + " | ".join(f"{value:.2f}" for value in each.values()) + " |")
    lines += ["", "## Goals", "", "| what | goal | seen | |", "|---|---|---|---|"]
    lines += [f"| {what} | {goal} | {seen} | {'yes' if seen <= goal else 'no'} |"
              for what, goal, seen in goals(rows)]  # fmt: skip
    made = ", ".join(
        f"{name}: {row['copied_in_processor_seconds']} s" for name, row in rows.items()
    )
    lines += ["", f"Copying the organisations took, in processor seconds, {made}.", ""]
    return "\n".join(lines)


def goals(rows):
    """Return what is aimed at: (what, at most, seen)."""
    found = []
    for name, row in rows.items():
        for kind, most in GOALS.items():
            found.append((f"{kind} to the floor, {name}", most, ratio(row, kind)))
        search = row["pages"]["search"]["cpu_ms"] / row["pages"]["region anew"]["cpu_ms"]
        found.append((f"search to region anew, {name}", SEARCH, round(search, 2)))
        apart = [row["pages"][kind]["cpu_ms"] for kind in HIDDEN]
        found.append((f"hidden and absent, {name}", ALIKE, round(max(apart) / min(apart), 2)))
    for kind, each in growth(rows).items():
        if kind != "floor" and len(each) > 1:
            name, seen = list(each.items())[-1]
            found.append((f"growth of {kind} to {name}", GROWTH, seen))
    return found


def write_plot(rows):
    """Lines over the size, in processor milliseconds; the table beside it has the figures."""
    known = [row for name, row in rows.items() if name.startswith("SQLite")]
    sizes = [int(name.split(", ", 1)[1].replace(",", "")) for name in rows if "SQLite" in name]
    most = max(row["pages"][kind]["cpu_ms"] for row in known for kind in KINDS)
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    width = high - low or 1
    colours = ("#857b7c", "#a50f22", "#1f6f8b", "#5b7f1e", "#b06a00", "#7a5a00", "#5a3f9e")
    parts = []
    for kind, colour in zip(("floor", *KINDS), colours, strict=True):
        points = [
            (60 + 420 * (math.log10(size) - low) / width,
             300 - 260 * row["pages"][kind]["cpu_ms"] / most)
            for size, row in zip(sizes, known, strict=True)
        ]  # fmt: skip
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = points[-1]
        parts.append(f'<text x="{x + 8:.0f}" y="{y + 4:.0f}" fill="{colour}">{kind}</text>')
    for size in sizes:
        x = 60 + 420 * (math.log10(size) - low) / width
        parts.append(f'<text x="{x:.0f}" y="322" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="8" y="44">{most:.1f} ms</text><text x="8" y="304">0</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 340" role="img" '
        'font-family="sans-serif" font-size="13"><title>Processor milliseconds a page, by the '
        "number of organisations</title><desc>The figures are in directory.md.</desc>"
        + "".join(parts)
        + "</svg>\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=lambda said: [int(one) for one in said.split(",")],
                        default=list(SIZES), help="numbers of organisations on SQLite")  # fmt: skip
    parser.add_argument("--million", action="store_true", help="a million on SQLite as well")
    parser.add_argument("--postgres", type=int, default=POSTGRES, help="0: leave it out")
    parser.add_argument("--times", type=int, default=60, help="requests of a kind in a round")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    parser.add_argument("--from", dest="source", default="", help=argparse.SUPPRESS)
    parser.add_argument("--sample", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.sample:
        with tempfile.TemporaryDirectory() as folder:
            register_models()
            make_sample(settings_of(f"sqlite:///{options.sample}", folder))
        print("{}")
        return
    if options.one:
        one_size(options.url, options.one, options.times, options.source)
        return
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}; load {os.getloadavg()[0]:.1f} at the start."
    )
    for rows in run(options):
        write(rows, machine, options.results)
    print(write_table(rows, machine))


def write(rows, machine, folder):
    """Write the three files of results."""
    folder.mkdir(parents=True, exist_ok=True)
    record = {"machine": machine, "rows": rows, "growth": growth(rows), "goals": goals(rows)}
    said = json.dumps(record, indent=1, sort_keys=True) + "\n"
    (folder / "directory.json").write_text(said, encoding="utf-8")
    (folder / "directory.md").write_text(write_table(rows, machine), encoding="utf-8")
    (folder / "directory.svg").write_text(write_plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
