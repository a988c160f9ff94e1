"""How fast the matrix of all texts in all languages is, with a bare floor in the same run.

`python benchmarks/matrix.py` writes `results/matrix.md` and `.json`. 5,000 texts in five languages
lie in a SQLite file of their own, some behind, some missing. Times are seconds of the processor,
the best of several. The floor is the least that any program would do: read the same rows with
`sqlite3` alone and note the newest revision of each text and language.
"""

import argparse
import gc
import json
import os
import platform
import random
import sqlite3
import sys
import tempfile
import time
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert  # noqa: E402 -- the project is not installed here
from sqlalchemy.orm import Session  # noqa: E402

import nswp_gov.app  # noqa: E402, F401 -- every model is registered
from nswp_gov.desk import queries  # noqa: E402
from nswp_gov.desk.queries import Asked  # noqa: E402
from nswp_gov.desk.states import CellState  # noqa: E402
from nswp_gov.rules.audience import PUBLIC  # noqa: E402
from nswp_gov.rules.languages import Locale  # noqa: E402
from nswp_gov.store import clock, text_kinds  # noqa: E402
from nswp_gov.store.actor import SYSTEM  # noqa: E402
from nswp_gov.store.base import Base  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402
from nswp_gov.store.text_kinds import Subject, TextKind  # noqa: E402
from nswp_gov.store.texts import Text, TextRevision  # noqa: E402
from tests.site.stage import KEYS  # noqa: E402

TEXTS = 5_000
# At most so many times the floor of the same run; seconds are of the machine, ratios are not.
GOALS = {"matrix, first page": 15, "matrix, one language, what is missing": 15, "queue": 15}
FLOOR = (
    "SELECT r.text_id, r.locale, r.number, r.made_from, r.is_substantive, r.is_draft, "
    "r.is_machine_assisted FROM text_revision r JOIN text t ON t.id = r.text_id"
)


def make_texts(engine, number):
    """Texts in English, each translated into about three languages, a quarter behind."""
    chance, now = random.Random(17), clock.now()
    texts, revisions = [], []
    for _ in range(number):
        text_id = uuid.UUID(int=chance.getrandbits(128), version=4)
        texts.append({
            "id": text_id, "version": 1, "subject_type": "leaflet", "field": "body",
            "subject_id": uuid.UUID(int=chance.getrandbits(128), version=4),
            "source_locale": Locale.EN, "is_sealed": False,
        })  # fmt: skip
        changes = 1 + (chance.random() < 0.25)
        numbers = range(1, changes + 1)
        revisions += [revision(chance, text_id, Locale.EN, at, now=now) for at in numbers]
        revisions += [
            revision(chance, text_id, locale, 1, now=now, made_from=1)
            for locale in Locale
            if locale is not Locale.EN and chance.random() < 0.75
        ]
    with writing(), engine.begin() as connection:
        connection.execute(insert(Text), texts)
        connection.execute(insert(TextRevision), revisions)
    return [row["subject_id"] for row in texts]


def revision(chance, text_id, locale, number, *, now, made_from=None):
    return {
        "id": uuid.UUID(int=chance.getrandbits(128), version=4), "version": 1, "text_id": text_id,
        "locale": locale, "number": number, "words_open": "Members vote. " * 20,
        "words_sealed": None, "made_from": made_from, "is_substantive": chance.random() < 0.7,
        "is_draft": False, "is_machine_assisted": chance.random() < 0.2, "written_at": now,
        "writer_id": None,
    }  # fmt: skip


def name_texts(ids):
    """Say how they are called: by what a room knows without asking."""
    known = {one: Subject(title=f"Leaflet {at}", audience=PUBLIC) for at, one in enumerate(ids)}

    def subjects(_session, asked, _locale):
        return {one: known[one] for one in asked}

    text_kinds.KINDS.clear()
    kind = TextKind(name="Leaflet", fields={"body": "Text"}, subjects=subjects)
    text_kinds.register("leaflet", kind)


def best(act, times):
    seconds = []
    for _ in range(times):
        start = time.process_time()
        act()
        seconds.append(time.process_time() - start)
    return min(seconds)


def floor(path):
    newest = {}
    connection = sqlite3.connect(path)
    for row in connection.execute(FLOOR):
        place = row[0], row[1]
        if place not in newest or row[2] > newest[place][2]:
            newest[place] = row
    connection.close()
    return newest


def measure(engine, path, times):
    def asking(act):
        def asked():
            with Session(engine) as session:
                return act(session, queries.reach_of(session, SYSTEM, clock.now()))

        return asked

    states = frozenset({CellState.MISSING})
    acts = {
        "matrix, first page": lambda s, r: queries.matrix(s, r, Asked()),
        "matrix, one language, what is missing": lambda s, r: queries.matrix(
            s, r, Asked(locale=Locale.FR, states=states)
        ),
        "queue": lambda s, r: queries.queue(r, queries.rows(s, r), Locale.FR),
    }
    least = best(lambda: floor(path), times)
    return {name: (best(asking(act), times), least) for name, act in acts.items()}


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--texts", type=int, default=TEXTS)
    asked.add_argument("--times", type=int, default=5)
    chosen = asked.parse_args()
    vault.unlock(Keyring(KEYS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrix.sqlite"
        engine = open_engine(f"sqlite:///{path}")
        with writing(), engine.begin() as connection:
            Base.metadata.create_all(connection)
        name_texts(make_texts(engine, chosen.texts))
        gc.collect()
        gc.freeze()  # as the server does once it is put together
        rows = measure(engine, path, chosen.times)
        engine.dispose()
    ratios = {name: round(ours / least, 1) for name, (ours, least) in rows.items()}
    told = {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "texts": chosen.texts,
        "seconds": {name: [round(one, 4) for one in pair] for name, pair in rows.items()},
        "ratios": ratios,
        "goals": GOALS,
    }
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    (results / "matrix.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    lines = [f"# The matrix of {chosen.texts} texts in five languages", "", told["machine"], ""]
    lines += ["| | seconds | floor | ratio | at most |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {name} | {ours:.3f} | {least:.3f} | {ratios[name]} | {GOALS[name]} |"
        for name, (ours, least) in rows.items()
    ]
    (results / "matrix.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    missed = [name for name, goal in GOALS.items() if ratios[name] > goal]
    sys.exit(f"over the goal: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
