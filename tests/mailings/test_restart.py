"""Ten thousand letters in five languages through a real mail server, the worker killed meanwhile.

None is lost, and two workers side by side double none. A letter that the server had taken when its
worker was killed, before that could be noted, goes out once more with the same Message-ID, by
which mailboxes know it for the same; there is at most one for each time that a worker is killed.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.models import Mailing, Subscription
from nswp_gov.mailings.operations import Words
from nswp_gov.mailings.states import Form, Frequency, Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, outbox
from nswp_gov.store.base import Base, new_id
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.outbox import MailState, OutboxMessage, address_index
from nswp_gov.store.work import begin
from tests.conftest import KEYS
from tests.factories.mailings import OFFICE, make_mailing, send
from tests.sizes import prove, size

pytestmark = pytest.mark.slow
KILLS = size(1, 3)
WORDS = {
    Locale.EN: Words("Rain", "It rains in English."),
    Locale.FR: Words("Pluie", "Il pleut en français."),
    Locale.ES: Words("Lluvia", "Llueve en español."),
    Locale.RU: Words("Дождь", "Дождь идёт по-русски."),
    Locale.ZH_HANS: Words("雨", "用中文下雨了。"),
}
WORKER = """
import sys
from datetime import timedelta
from nswp_gov import create_app
from nswp_gov.config import load
from nswp_gov.store import clock
from nswp_gov.web import mailer
app, ahead = create_app(load()), timedelta(seconds=int(sys.argv[1]))
while mailer.deliver(app, clock=lambda: clock.now() + ahead).sent:
    pass
"""


def rows_of(count: int) -> list[dict]:
    return [
        {
            "id": new_id(),
            "address": f"r{number}@example.org",
            "address_index": address_index(f"r{number}@example.org"),
            "locale": list(Locale)[number % 5],
            "kinds": [Kind.ALERT.value],
            "frequency": Frequency.AT_ONCE,
            "form": Form.NAMED,
            "confirmed_at": clock.now(),
        }
        for number in range(count)
    ]


def start(url: str, smtp: str, folder: Path, ahead: int) -> subprocess.Popen[bytes]:
    own = {name: value for name, value in os.environ.items() if "NSWP" not in name}
    environ = {
        **own,
        "NSWP_GOV_INSTANCE": str(folder),
        "DATABASE_URL": url,
        "NSWP_GOV_SMTP": smtp,
        "NSWP_GOV_SECRET_KEY": "for tests only",
        "NSWP_GOV_FIELD_KEY_1": base64.urlsafe_b64encode(KEYS[1]).decode(),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, str(ahead)], env=environ)


def wait_for(box: Path, count: int) -> None:
    ends = time.monotonic() + size(120, 900)
    while len(list((box / "new").glob("*"))) < count:
        assert time.monotonic() < ends, "the worker sends nothing"
        time.sleep(0.01)


def test_none_is_lost_and_none_doubled_though_the_worker_is_killed(
    whole_app: Flask,
    new_database: Callable[[str], str],
    mail_server: tuple[str, Path],
    tmp_path: Path,
) -> None:
    many, (smtp, box) = size(120, 10_000), mail_server
    url = new_database("sending")
    engine = open_engine(url)
    with writing(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
        Base.metadata.create_all(connection)
    began = time.monotonic()
    with writing(), Session(engine) as session, begin(session, OFFICE, clock.now()) as work:
        work.session.execute(insert(Subscription), rows_of(many))
        mailing = make_mailing(
            work, audience=Audience(subscribers=True), kind=Kind.ALERT, words=WORDS
        )
        sent = send(work, mailing)
    queued = time.monotonic() - began
    assert sent.letters == many
    for kill in range(KILLS):
        worker = start(url, smtp, tmp_path, kill * 61)
        wait_for(box, (kill + 1) * many // (KILLS + 1))
        worker.kill()
        worker.wait()
    workers = [start(url, smtp, tmp_path, KILLS * 61) for _ in range(2)]  # side by side
    assert [one.wait(timeout=size(120, 1200)) for one in workers] == [0, 0]
    took = time.monotonic() - began

    found = [message_from_bytes(f.read_bytes(), policy=default) for f in box.glob("new/*")]
    marks = Counter(str(one["Message-ID"]) for one in found)
    by_address = {str(one["To"]): one for one in found}
    assert by_address.keys() == {f"r{number}@example.org" for number in range(many)}, "lost"
    assert len(marks) == many, "one Message-ID a letter, also where it went out once more"
    assert len(found) - many <= KILLS, "doubled beyond what a kill leaves in doubt"
    for number in range(many):
        locale, letter = list(Locale)[number % 5], by_address[f"r{number}@example.org"]
        assert letter["Subject"] == WORDS[locale].subject
        assert WORDS[locale].body in letter.get_content()
    with Session(engine) as session:
        assert outbox.numbers(session) == {
            MailState.WAITING: 0, MailState.SENT: many, MailState.FAILED: 0,
        }  # fmt: skip
        assert session.scalars(select(Mailing)).one().state is State.SENT
        gone = session.scalars(select(OutboxMessage).limit(5)).all()
        assert all(row.recipient is None and row.values is None for row in gone)
    engine.dispose()
    prove(
        "sending",
        {
            "letters": many, "kills": KILLS, "once_more": len(found) - many,
            "queued_seconds": round(queued, 2), "all_seconds": round(took, 1),
        },
        part=url.partition(":")[0],
    )  # fmt: skip
