"""How fast the manual is read, compared and searched, in one run with a bare floor beside each.

`python benchmarks/manual.py` writes `results/manual.md` and `.json`. A manual of 300 clauses in
five languages lies in a SQLite file of its own. Times are seconds of the processor for the whole
answer of the application to one request, the best of several. A floor is the least that any program
would do: read the same rows and join their words, compare by lines, look into every row.
"""

import argparse
import difflib
import gzip
import json
import os
import platform
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select, text  # noqa: E402 -- the project is not installed here
from sqlalchemy.orm import Session  # noqa: E402

from nswp_gov import create_app  # noqa: E402
from nswp_gov.manual import operations, queries  # noqa: E402
from nswp_gov.manual.operations import Seen  # noqa: E402
from nswp_gov.manual.states import DocumentKind  # noqa: E402
from nswp_gov.meetings.models import Decision  # noqa: E402
from nswp_gov.paths import PACKAGE  # noqa: E402
from nswp_gov.rules.diff import compare  # noqa: E402
from nswp_gov.rules.languages import Locale  # noqa: E402
from nswp_gov.store import clock, markdown  # noqa: E402
from nswp_gov.store.actor import SYSTEM  # noqa: E402
from nswp_gov.store.base import Base  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402
from nswp_gov.store.work import begin  # noqa: E402
from tests.factories.manual import adopt, make_decisions  # noqa: E402
from tests.site.stage import KEYS, settings_for  # noqa: E402

CLAUSES, CHAPTERS, CHANGED = 300, 20, 30
BUDGET = 14_336  # bytes of the contents page with style sheet and script, gzip
# At most so many times the floor of the same run; seconds are of the machine, ratios are not.
GOALS = {
    "edition, warm": 80,
    "edition, cold": 200,
    "comparison of two editions": 60,
    "comparison of 200 kB, words": 20,
    "search": 80,
}
WORDS = [
    "board", "member", "region", "network", "vote", "quorum", "notice", "decision", "minutes",
    "election", "seat", "term", "rule", "meeting", "majority", "report", "fee", "account",
]  # fmt: skip


def sentence(chance):
    return " ".join(chance.choices(WORDS, k=14)).capitalize() + f" {chance.randrange(1000)}."


def body(chance):
    paragraphs = [" ".join(sentence(chance) for _ in range(3)) for _ in range(2)]
    return "\n\n".join(paragraphs)


def make_manual(session, now):
    """Two editions of a manual of 300 clauses in five languages, 30 of them changed."""
    chance = random.Random(7)
    with begin(session, SYSTEM, now) as work:
        decisions = [one.id for one in make_decisions(work, 2)]
        document = operations.open_document(
            work, kind=DocumentKind.MANUAL, slug="manual", title="Manual"
        )
        draft = operations.start_draft(work, document)
        for at in range(CHAPTERS):
            operations.add_clause(work, draft, f"k{at}", heading=f"Chapter {at}", body="")
        for at in range(CHAPTERS, CLAUSES):
            operations.add_clause(
                work,
                draft,
                f"k{at}",
                heading=sentence(chance)[:40],
                body=f"{body(chance)} See [[k{chance.randrange(at)}]].",
                parent_key=f"k{at % CHAPTERS}",
            )
        translate(work, document, draft)
        adopt(work, draft, session.get_one(Decision, decisions[0]), date(2026, 4, 1))
        draft = operations.start_draft(work, document)
        book = queries.book_of_draft(session, draft, Locale.EN).by_key()
        for at in range(CHAPTERS, CHAPTERS + CHANGED):
            entry = book[f"k{at}"]
            operations.edit_clause(
                work,
                draft,
                f"k{at}",
                heading=entry.heading.original,
                body=entry.body.original.replace("board", "council"),
                seen=Seen(1, 1),
                is_substantive=True,
            )
        adopt(work, draft, session.get_one(Decision, decisions[1]), date(2026, 7, 1))


def translate(work, document, draft):
    for entry in queries.book_of_draft(work.session, draft, Locale.EN).entries:
        for locale in Locale:
            if locale is not Locale.EN:
                operations.translate_clause(
                    work,
                    queries.clause_by_key(work.session, document.id, entry.key),
                    locale,
                    heading=f"{locale.code} {entry.heading.original}",
                    body=f"{locale.code} {entry.body.original}" if entry.body.original else "",
                    made_from=Seen(1, 1),
                    seen=Seen(0, 0),
                )


def best(act, times, before=lambda: None):
    seconds = []
    for _ in range(times):
        before()
        start = time.process_time()
        act()
        seconds.append(time.process_time() - start)
    return min(seconds)


def forget():
    """Let nothing rendered be remembered."""
    markdown._cache._known.clear()  # noqa: SLF001 -- a cold start is what is measured
    markdown._cache._size = 0  # noqa: SLF001 -- the same


def got(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.data


def rows_floor(engine):
    """Read the words of every clause in force, in one statement, and join them."""
    query = text(
        "SELECT r.words_open FROM edition_clause c JOIN edition e ON e.id = c.edition_id "
        "JOIN text t ON t.subject_id = c.clause_id AND t.field = 'body' "
        "JOIN text_revision r ON r.text_id = t.id AND r.number = c.body_revision "
        "AND r.locale = t.source_locale WHERE e.number = 2 ORDER BY c.position"
    )
    with engine.connect() as connection:
        return "\n\n".join(row[0] or "" for row in connection.execute(query))


def scan_floor(engine):
    with engine.connect() as connection:
        query = text("SELECT count(*) FROM text_revision WHERE words_open LIKE '%quorum%'")
        return connection.execute(query).scalar()


def big_texts():
    chance = random.Random(3)
    old = []
    while sum(map(len, old)) < 200_000:
        old.append(" ".join(sentence(chance) for _ in range(4)))
    new = list(old)
    for at in chance.sample(range(len(new)), 57):
        new[at] = new[at].replace("board", "council").replace("vote", "ballot")
    new.insert(5, new.pop(40))
    return "\n\n".join(old), "\n\n".join(new)


def measure(app, engine, times):
    client = app.test_client()
    rows, lines = {}, {}
    pages = {
        "edition": "/en/manual/editions/2",
        "contents": "/en/manual",
        "clause with its history": "/en/manual/editions/2/k25",
    }
    floor = best(lambda: rows_floor(engine), times)
    for name, path in pages.items():
        cold = best(lambda path=path: got(client, path), times, before=forget)
        rows[f"{name}, cold"] = (cold, floor)
        rows[f"{name}, warm"] = (best(lambda path=path: got(client, path), times), floor)
    old, new = big_texts()
    by_line = best(lambda: list(difflib.unified_diff(old.split("\n"), new.split("\n"))), times)
    rows["comparison of 200 kB, words"] = (best(lambda: compare(old, new), times), by_line)
    compared = best(lambda: got(client, "/en/manual/compare/1/2"), times)
    rows["comparison of two editions"] = (compared, 2 * floor + by_line)
    found = best(lambda: got(client, "/en/manual/search?q=quorum"), times)
    rows["search"] = (found, floor + best(lambda: scan_floor(engine), times))
    lines["contents page, gzip"] = first_load(client)
    return rows, lines


def first_load(client):
    page = got(client, "/en/manual")
    files = [PACKAGE / "static" / name for name in ("site.css", "site.js")]
    parts = [page, *(file.read_bytes() for file in files if file.exists())]
    return sum(len(gzip.compress(one, 9)) for one in parts)


def table(rows, sizes, machine):
    lines = ["# The manual: 300 clauses in five languages, two editions", "", machine, ""]
    lines += ["| what | seconds | floor | ratio | goal |", "|---|---|---|---|---|"]
    for name, (seconds, floor) in rows.items():
        ratio, goal = seconds / floor, GOALS.get(name, "")
        lines.append(f"| {name} | {seconds:.4f} | {floor:.4f} | {ratio:.1f} | {goal} |")
    lines += [
        "",
        "A page: the whole answer, its floor reads the same words in one statement and joins them.",
        "Cold: nothing rendered is remembered; warm: the second reader. A comparison’s floor is",
        "Python’s own by lines; that of search reads the edition and looks through every row.",
        "",
    ]
    over = [name for name, goal in GOALS.items() if rows[name][0] / rows[name][1] > goal]
    for name, size in sizes.items():
        lines.append(f"{name}: {size} bytes with style sheet and script; the budget is {BUDGET}.")
    lines.append(f"Over their goals: {', '.join(over) or 'none'}.")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    vault.unlock(Keyring(KEYS))
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(Path(folder), 80)
        app = create_app(settings)
        engine = open_engine(settings.database_url)
        with writing(), engine.begin() as connection:
            Base.metadata.create_all(connection)
        with writing(), Session(engine) as session:
            make_manual(session, clock.now() - timedelta(days=1))
        rows, sizes = measure(app, engine, options.times)
        with Session(engine) as session:
            count = len(session.scalars(select(Decision.id)).all())
        engine.dispose()
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}, SQLite; load {load:.1f} at the start; {count} decisions."
    )
    options.results.mkdir(exist_ok=True)
    record = {
        "machine": machine,
        "rows": {name: {"seconds": a, "floor": b, "ratio": a / b} for name, (a, b) in rows.items()},
        "bytes": sizes,
    }
    (options.results / "manual.json").write_text(
        json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    told = table(rows, sizes, machine)
    (options.results / "manual.md").write_text(told, encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
