"""What writing minutes costs: one autosave, and the page of a long meeting, against a bare floor.

`python benchmarks/meetings.py` writes `results/meetings.md` and `.json`. The floor of an autosave
is a bare Flask application that reads one row and adds one in a transaction of its own, with the
same journal settings; that of the page a bare Flask application that reads as many rows with
`sqlite3` and renders all of them as forms. Ours shows a long agenda in parts, so its page is also
set against that of a meeting of one part alone. Both are measured in the same process, by turns,
in CPU time, so that a busy machine weighs on neither. Every time is of a whole request, without a
network; waiting for the disk is not in it.
"""

import argparse
import json
import os
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from flask import Flask, render_template_string, request  # noqa: E402 - the project is not installed
from sqlalchemy.orm import Session  # noqa: E402

from nswp_gov import create_app  # noqa: E402
from nswp_gov.accounts import session as accounts_session  # noqa: E402
from nswp_gov.accounts.operations import open_session  # noqa: E402
from nswp_gov.config import Settings  # noqa: E402
from nswp_gov.meetings import operations  # noqa: E402
from nswp_gov.meetings.queries import records  # noqa: E402
from nswp_gov.meetings.queries.parts import AT_ONCE  # noqa: E402
from nswp_gov.store import clock  # noqa: E402
from nswp_gov.store.actor import SYSTEM  # noqa: E402
from nswp_gov.store.base import Base  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402
from nswp_gov.store.work import begin  # noqa: E402
from tests.factories.accounts import make_person  # noqa: E402
from tests.factories.bodies import make_board  # noqa: E402
from tests.factories.meetings import NOTICE, close, hold, later  # noqa: E402

KEYS = {1: b"a key for measuring only, 32 b.." * 2}
GOALS = {"autosave": 12, "page": 20, "growth": 1.3}
ONE_PART = AT_ONCE  # items: as many as one page shows
STANDING = 2  # items that every agenda begins with
FORM = (
    '<section><h2>{{ row[0] }}</h2><form method="post"><input type="hidden" name="seen" value="1">'
    '<label for="t{{ row[0] }}">{{ row[1] }}</label><textarea id="t{{ row[0] }}" name="words">'
    "{{ row[2] }}</textarea><button>Save</button></form></section>"
)
WORDS = "A sentence as it is spoken, and minuted as it was said. "


def floor_app(folder, items):
    """A bare application over a bare database of as many notes."""
    path = folder / "floor.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("create table note(item integer, number integer, words text)")
        made.executemany("insert into note values(?, 1, ?)", [(n, WORDS * 4) for n in range(items)])
    app = Flask("floor")

    def opened():
        found = sqlite3.connect(path, isolation_level=None)
        found.execute("PRAGMA synchronous=FULL")
        return found

    @app.get("/")
    def page():
        rows = opened().execute("select item, number, words from note").fetchall()
        return render_template_string("{% for row in rows %}" + FORM + "{% endfor %}", rows=rows)

    @app.post("/note")
    def note():
        base = opened()
        base.execute("begin immediate")
        found = base.execute("select max(number) from note where item = 0").fetchone()[0]
        base.execute("insert into note values(0, ?, ?)", (found + 1, request.form["words"]))
        base.execute("commit")
        return {"number": found + 1}

    return app.test_client()


class Ours:
    """An instance with one meeting under way, and so many that are over."""

    def __init__(self, folder, items, past):
        self.settings = Settings(
            instance=folder,
            database_url=f"sqlite:///{folder / 'meetings.sqlite'}",
            secret_key="for measuring only",
            field_keys=KEYS,
            public_url="http://localhost",
            is_testing=True,
        )
        vault.unlock(Keyring(KEYS))
        self.app = create_app(self.settings)
        self.engine = open_engine(self.settings.database_url)
        with writing(), self.engine.begin() as connection:
            Base.metadata.create_all(connection)
        began = clock.now() - NOTICE - timedelta(minutes=5)
        with self._work(began) as work:
            board = make_board(work)
            taker = make_person(work, "Carla", totp=False)
            for _ in range(past):
                over = close(hold(work, board.body, board.filled()[:7], titles=["A", "B"]))
                operations.circulate(over.work, over.meeting, over.minutes)
            titles = [f"Item {number}" for number in range(items)]
            held = hold(work, board.body, board.filled()[:7], titles=titles)
            operations.name_note_taker(work, held.meeting, taker.id)
            for item in records.items(work.session, held.meeting.id)[-items:]:
                operations.write_note(later(held.work), held.meeting, item, words=WORDS * 4, seen=0)
            self.meeting, self.item = held.meeting.id, held.items[-1].id
            self.client = self._sign_in(work, taker)
        page = self.client.get(f"/en/meetings/{self.meeting}").text
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        self.number, self.bytes = 1, len(page)

    @contextmanager
    def _work(self, at):
        with writing(), Session(self.engine) as session, begin(session, SYSTEM, at) as work:
            yield work

    def _sign_in(self, work, person):
        token = open_session(work, person, label="")
        browser = self.app.test_client()
        with browser.session_transaction() as cookie:
            accounts_session.start(cookie, token, now=clock.now())
        return browser

    def page(self):
        """Ask for the meeting's page as its note-taker."""
        assert self.client.get(f"/en/meetings/{self.meeting}").status_code == 200

    def note(self):
        """Store one note as the script does."""
        words = f"{WORDS * 4}{self.number}"
        answer = self.client.post(
            f"/en/meetings/{self.meeting}/items/{self.item}/note/minutes",
            data={"csrf_token": self.token, "words": words, "seen": self.number},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 200, answer.text
        self.number = answer.json["number"]


def by_turns(times, **acts):
    """Median milliseconds of CPU time of each act; they are measured by turns, again and again."""
    taken = {name: [] for name in acts}
    for _ in range(times):
        for name, act in acts.items():
            start = time.process_time()
            act()
            taken[name].append(1000 * (time.process_time() - start))
    return {name: round(statistics.median(rows), 2) for name, rows in taken.items()}


def measure(items, past, times):
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        floor = floor_app(folder, items)
        few, many, brief = (folder / name for name in ("few", "many", "brief"))
        few.mkdir(), many.mkdir(), brief.mkdir()
        young, old = Ours(few, items, 1), Ours(many, items, past)
        short = Ours(brief, ONE_PART - STANDING, 1)
        for one in (young, old, short):
            one.page(), one.note()
        notes = by_turns(
            times,
            floor=lambda: floor.post("/note", data={"words": WORDS * 4}),
            ours=young.note,
            ours_later=old.note,
        )
        pages = by_turns(
            max(9, times // 4),
            floor=lambda: floor.get("/"),
            ours=young.page,
            ours_later=old.page,
            one_part=short.page,
        )
        return {"autosave": notes, "page": pages, "page_bytes": young.bytes}


def ratios(found):
    told = {}
    for name in ("autosave", "page"):
        row = found[name]
        told[name] = round(row["ours"] / row["floor"], 2)
        told[f"{name}, many past meetings"] = round(row["ours_later"] / row["ours"], 2)
    told["page, against a meeting of one part"] = round(
        found["page"]["ours"] / found["page"]["one_part"], 2
    )
    return told


def table(found, told, options, machine):
    lines = ["# Minutes: one autosave, and the page of a long meeting", "", machine, ""]
    lines += ["| request | bare floor | ours | ours, many past meetings |", "|---|---|---|---|"]
    for name in ("autosave", "page"):
        row = found[name]
        cells = " | ".join(f"{row[key]} ms" for key in ("floor", "ours", "ours_later"))
        lines.append(f"| {name} | {cells} |")
    size = found["page_bytes"] // 1000
    lines += [
        "",
        f"Page of a meeting of {options.items} items: {size} kB of HTML, {AT_ONCE} items ",
    ]
    lines[-1] += f"at once; of one of {AT_ONCE} items in all: {found['page']['one_part']} ms."
    lines.append(f"“Many” is {options.past} past meetings of the body, against one.")
    lines += ["", "## Ratios", "", "| what | ratio | goal, at most |", "|---|---|---|"]
    goals = {"autosave": GOALS["autosave"], "page": GOALS["page"]}
    for name, ratio in told.items():
        lines.append(f"| {name} | {ratio} | {goals.get(name, GOALS['growth'])} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--past", type=int, default=40)
    parser.add_argument("--times", type=int, default=80)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    found = measure(options.items, options.past, options.times)
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite; load {load:.1f} at the start."
    )
    told = ratios(found)
    options.results.mkdir(exist_ok=True)
    record = {"machine": machine, "milliseconds": found, "ratios": told}
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    (options.results / "meetings.json").write_text(text, encoding="utf-8")
    said = table(found, told, options, machine)
    (options.results / "meetings.md").write_text(said, encoding="utf-8")
    print(said)


if __name__ == "__main__":
    main()
