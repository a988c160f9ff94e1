"""Somebody takes everything the server holds, keys of the instance included.

Replies without a name are attacked like ballots, by the linkers of the elections: by places,
orders, moments, logs and copies. They do no better than guessing the commonest answer. In the
usual design, where a reply without a name is stored when it is handed in, they name every one.
"""

from __future__ import annotations

import math
import random
import shutil
import sqlite3
import uuid
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from nswp_gov.consultations import operations, queries, ticking
from nswp_gov.consultations.models import (
    Consultation,
    ConsultationAnswer,
    ConsultationDraft,
    ConsultationSlot,
    Question,
)
from nswp_gov.consultations.states import Attribution, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import begin
from tests.conftest import KEYS, NOW, _postgres_bin, temporary_cluster
from tests.consultations.raw_bytes import add_bytes, files_of_postgresql, files_of_sqlite
from tests.elections import linkers
from tests.elections.linkers import Loot, Names, Source
from tests.elections.stations import own_database
from tests.factories.consultations import Asked, actor_for, make_open, write
from tests.sizes import prove, size
from tests.tables import make_tables

pytestmark = pytest.mark.slow

REPLIES = size(30, 200)
OPTIONS, WEIGHTS = ("o1", "o2", "o3"), (45, 35, 20)
SECRET = "Zqwhatwewrote"
LABEL = "consultation_answer.value"


@dataclass
class Place:
    """A database of its own, what lies beside it, and who said what."""

    url: str
    folder: Path
    engine: Engine
    truth: dict[str, str] = field(default_factory=dict)  # organisation → answer, in order
    log: list[str] = field(default_factory=list)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(str(make_url(self.url).database))

    @property
    def names(self) -> Names:
        return Names({one: one for one in self.truth}, frozenset(OPTIONS))

    def back_up(self) -> None:
        """Keep a copy of the whole database as it is now (SQLite)."""
        if self.is_sqlite:
            folder = self.folder / "backups"
            folder.mkdir(exist_ok=True)
            target = sqlite3.connect(folder / f"{len(self.log):04}.sqlite")
            source = sqlite3.connect(self.file)
            source.execute("PRAGMA wal_autocheckpoint=0")
            source.backup(target)
            target.close()
            source.close()


@pytest.fixture
def place(database_url: str, tmp_path: Path):
    vault.unlock(Keyring(KEYS))
    with ExitStack() as around:
        if database_url.startswith("postgresql"):
            database_url = around.enter_context(temporary_cluster(writes_all=True))
            keep_log(database_url)
        url = around.enter_context(own_database(database_url, tmp_path))
        engine = open_engine(url)
        if url.startswith("sqlite"):
            event.listen(
                engine, "connect", lambda one, _record: one.execute("PRAGMA wal_autocheckpoint=0")
            )
        yield Place(url, tmp_path, engine)
        engine.dispose()


def keep_log(url: str) -> None:
    """Let the cluster keep all of its log: the thief finds more than there would be."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET wal_keep_size = '16GB'"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def choices(seed: int, organisations: list[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    """Who says what, in the order of handing in: independent of every stored order."""
    dice = random.Random(seed)
    order = organisations[:]
    dice.shuffle(order)
    return [(one, dice.choices(OPTIONS, WEIGHTS)[0]) for one in order]


def ask(place: Place, keys: KeyFolder) -> Asked:
    make_tables(place.engine)
    with (
        writing(),
        Session(place.engine, expire_on_commit=False) as session,
        begin(session, SYSTEM, NOW) as work,
    ):
        return make_open(work, keys, members=REPLIES)


def answer(place: Place, asked: Asked, seed: int) -> None:
    """Have everybody write, choose and hand in, each act in a transaction of its own."""
    for number, (own, option) in enumerate(choices(seed, [o.id for o in asked.organisations])):
        now = NOW + timedelta(minutes=number)
        place.truth[own.hex] = option
        place.log.append(own.hex)
        for act in (_write, _attribute, _hand_in):
            with (
                writing(),
                Session(place.engine) as session,
                begin(session, actor_for(own), now) as work,
            ):
                row = work.session.get_one(Consultation, asked.row.id)
                act(work, replace(asked, row=row), own, option)
        place.back_up()


def _write(work, asked, own, option):
    write(work, asked, own, {"law": option, "words": f"{SECRET} {own.hex}"})


def _attribute(work, asked, own, _option):
    operations.attribute(work, asked.row, own, Attribution.NONE, keys=asked.keys)


def _hand_in(work, asked, own, _option):
    operations.hand_in(work, asked.row, own, locale=Locale.EN, keys=asked.keys)


def close(place: Place, asked: Asked) -> None:
    """Let the clock do it: close, destroy the key."""
    end = asked.row.closes_at + timedelta(minutes=1)
    with writing(), Session(place.engine) as session, begin(session, SYSTEM, end) as work:
        row = work.session.get_one(Consultation, asked.row.id)
        operations.close(work, row, asked.keys)
    ticking.forget_keys(place.engine, asked.keys)


def readable(rows: list[linkers.Row]) -> list[linkers.Row]:
    """Rows with every value opened that the instance's keys open: the thief has them."""
    return [tuple(_opened(value) for value in row) for row in rows]


def _opened(value: Any) -> Any:
    if isinstance(value, bytes | memoryview) and bytes(value[:2]) == b"\x01\x01":
        try:
            return vault.ring.open(bytes(value), LABEL).decode().strip('"')
        except InvalidTag:
            return value
    return value


def take(place: Place) -> Loot:
    """Everything in which an organisation or an answer shows."""
    loot = Loot([], [])
    loot.add("log", [((one,), None) for one in place.log], place.names, REPLIES)
    if place.is_sqlite:
        _take_sqlite(place, loot)
        files = files_of_sqlite(place.file, place.folder)
    else:
        _take_postgres(place, loot)
        files = files_of_postgresql(place.url)
    add_bytes(loot, files, list(place.truth))
    return loot


def _take_sqlite(place: Place, loot: Loot) -> None:
    stolen = place.folder / "stolen"
    stolen.mkdir()
    base, now = stolen / "base.sqlite", stolen / "now.sqlite"
    wal = Path(f"{place.file}-wal")
    shutil.copyfile(place.file, base)
    shutil.copyfile(place.file, now)
    shutil.copyfile(wal, Path(f"{now}-wal"))
    after = linkers.state_of(now)
    wanted = {one for one in after if one.startswith("consultation") or one in NAIVE}
    for table, rows in after.items():
        found = [(row, None) for row in readable(rows)]
        loot.add(f"rows of {table}", found, place.names, REPLIES)
    commits = linkers.states_by_commit(base, wal, place.folder / "replay", wanted)
    copies = sorted((place.folder / "backups").glob("*.sqlite"))
    backups = [linkers.state_of(one, wanted) for one in copies]
    for name, states in (("log", commits), ("backups", [{one: [] for one in wanted}, *backups])):
        for table, rows in linkers.news(states).items():
            opened = readable([row for row, _moment in rows])
            moments = [moment for _row, moment in rows]
            found = list(zip(opened, moments, strict=True))
            loot.add(f"{name} of {table}", found, place.names, REPLIES)


def _take_postgres(place: Place, loot: Loot) -> None:
    programs = _postgres_bin()
    assert programs is not None
    rows = linkers.postgres_rows(place.url)
    opened = {
        table: [(at, xid, readable([row])[0]) for at, xid, row in placed]
        for table, placed in rows.items()
    }
    for table, placed in opened.items():
        found = [(row, xid) for _at, xid, row in placed]
        loot.add(f"rows of {table}", found, place.names, REPLIES)
        loot.add(f"moments of {table}", sorted(found, key=lambda one: one[1]), place.names, REPLIES)
    for table, inserts in linkers.postgres_log(place.url, programs).items():
        here = {at: row for at, _xid, row in opened.get(table, [])}
        found = [(here[at], xid) for at, xid in inserts if at in here]
        loot.add(f"log of {table}", found, place.names, REPLIES)


NAIVE = {"handed_in", "reply"}


def bound(truth: dict[str, str]) -> float:
    """Guessing the commonest answer, and three standard deviations."""
    best = max(Counter(truth.values()).values()) / len(truth)
    return best + 3 * math.sqrt(best * (1 - best) / len(truth))


def best_guess(loot: Loot, truth: dict[str, str]) -> tuple[float, str, int]:
    tried = dict(linkers.links(loot))
    best = max(tried, key=lambda name: linkers.accuracy(tried[name], truth))
    return linkers.accuracy(tried[best], truth), best, len(tried)


def test_a_thief_of_everything_only_guesses(place: Place, tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    asked = ask(place, keys)
    answer(place, asked, seed=3)
    _nothing_opens_with_the_keys_of_the_instance(place, asked)
    slots = [queries.vessel_of(keys, asked.row, list(asked.questions.values())).slot(one.id)
             for one in asked.organisations]  # fmt: skip
    close(place, asked)
    assert not keys.has(asked.row.id)
    loot = take(place)
    with Session(place.engine) as session:
        wanted = select(ConsultationAnswer.value).order_by(ConsultationAnswer.id)
        law = ConsultationAnswer.question_id == asked["law"].id
        published = list(session.scalars(wanted.where(law)))
    assert Counter(published) == Counter(place.truth.values())
    loot.votes.append(Source("published", tuple(published)))
    right, best, tried = best_guess(loot, place.truth)
    assert {"log"} <= {one.name for one in loot.voters}
    assert any(one.name.endswith("of consultation_answer") for one in loot.votes)
    assert {"bytes of the log"} <= {one.name for one in loot.votes}  # answers are found there
    prove("replies", {"replies": REPLIES, "linkers": tried, "best_linker": best,
                      "accuracy": round(right, 4), "bound": round(bound(place.truth), 4)},
          seed=3, part=place.engine.dialect.name)  # fmt: skip
    assert right <= bound(place.truth), best
    _no_answer_leads_to_another(place, asked)
    _no_slot_is_left(place, slots)
    _nothing_is_told_by_what_lies_there_afterwards(place, published)


def _nothing_is_told_by_what_lies_there_afterwards(place: Place, published: list[str]) -> None:
    """The same bytes once more, when the pages were rewritten and the log was carried over."""
    if not place.is_sqlite:
        return  # its checkpoint was made before the first look
    with place.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    loot = Loot([], [])
    loot.add("log", [((one,), None) for one in place.log], place.names, REPLIES)
    files = files_of_sqlite(place.file, place.folder)
    add_bytes(loot, files, list(place.truth))
    loot.votes.append(Source("published", tuple(published)))
    assert "bytes of the database" in {one.name for one in loot.votes}
    right, best, _tried = best_guess(loot, place.truth)
    assert right <= bound(place.truth), best


def _nothing_opens_with_the_keys_of_the_instance(place: Place, asked: Asked) -> None:
    """While it is open, all that lies in the database is sealed, and of one size."""
    with Session(place.engine) as session:
        boxes = [bytes(one) for one in session.scalars(select(ConsultationSlot.sealed))]
        assert len(boxes) == REPLIES
        assert session.scalars(select(ConsultationDraft.sealed)).all() == []
        assert {len(one) for one in boxes} == {len(boxes[0])}
        slots = session.scalars(select(ConsultationSlot.slot)).all()
        questions = session.scalars(
            select(Question).where(Question.consultation_id == asked.row.id)
        ).all()
    assert len(questions) == len(asked.questions)
    for slot, one in zip(slots, boxes, strict=True):
        for label in (LABEL, f"consultation.{asked.row.id}.{slot.hex()}"):
            with pytest.raises(InvalidTag):
                vault.ring.open(one, label)
    if place.is_sqlite:
        for file in (place.file, Path(f"{place.file}-wal")):
            assert SECRET.encode() not in file.read_bytes()


def _no_slot_is_left(place: Place, slots: list[bytes]) -> None:
    """After the rewriting no slot lies in the files of the database."""
    assert ticking.is_rewrite_due(place.engine)
    assert ticking.rewrite(place.engine)
    assert not ticking.is_rewrite_due(place.engine)
    if place.is_sqlite:
        for file in (place.file, Path(f"{place.file}-wal")):
            data = file.read_bytes() if file.exists() else b""
            assert not any(slot in data for slot in slots)


def test_the_same_linkers_name_every_reply_in_the_usual_design(place: Place) -> None:
    with writing(), place.engine.begin() as connection:
        connection.execute(text("create table handed_in (organisation_id text)"))
        connection.execute(text("create table reply (id text, answer text)"))
    for own, option in choices(3, [uuid.uuid4() for _ in range(REPLIES)]):
        place.truth[own.hex] = option
        place.log.append(own.hex)
        with writing(), place.engine.begin() as connection:
            given = {"own": own.hex, "id": uuid.uuid4().hex, "answer": option}
            connection.execute(text("insert into handed_in values (:own)"), given)
            connection.execute(text("insert into reply values (:id, :answer)"), given)
        place.back_up()
    loot = take(place)
    right = {n for n, guess in linkers.links(loot) if linkers.accuracy(guess, place.truth) == 1}
    assert "order: rows of handed_in × rows of reply" in right
    assert "order: log × rows of reply" in right
    assert "moment: log of handed_in × log of reply" in right
    assert "order: log × bytes of the log" in right
    assert "order: bytes of the log × bytes of the log" in right


def _no_answer_leads_to_another(place: Place, asked: Asked) -> None:
    """Beside the question, an answer has nothing that two answers of one reply have in common."""
    with Session(place.engine) as session:
        rows = session.scalars(select(ConsultationAnswer).order_by(ConsultationAnswer.id)).all()
        assert session.get_one(Consultation, asked.row.id).state is State.CLOSED
    assert len({(r.organisation_id, r.region, r.locale, r.closed_on) for r in rows}) == 1
    written = [place.truth[r.value["words"].split()[1]] for r in rows if _has_words(r)]
    laws = [r.value for r in rows if r.question_id == asked["law"].id]
    assert len(written) == len(laws) == REPLIES
    same = sum(a == b for a, b in zip(written, laws, strict=True)) / REPLIES
    assert same <= bound(place.truth)  # the n-th words and the n-th answer are of different replies


def _has_words(row: ConsultationAnswer) -> bool:
    return isinstance(row.value, dict) and "words" in row.value
