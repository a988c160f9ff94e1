"""Ten thousand letters in five languages through a real mail server, the worker killed meanwhile.

None is doubled, and none is lost that is not listed: the worker is killed (SIGKILL) at the exact
instants that nobody can see through afterwards, right after the server's "250" and right before the
letter is given, and two workers go on side by side. What was in the server's hands stands on the
list of what may have arrived, and goes out once more when somebody asks for it.
"""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from nswp_gov.mailings import operations
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.models import Mailing, Subscription
from nswp_gov.mailings.operations import Words
from nswp_gov.mailings.states import Form, Frequency, Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, outbox
from nswp_gov.store.base import new_id
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.outbox import DOUBT, MailState, OutboxMessage, address_index
from nswp_gov.store.work import begin
from tests.conftest import KEYS
from tests.factories.mailings import OFFICE, make_mailing, send
from tests.sizes import prove, size
from tests.tables import make_tables

pytestmark = pytest.mark.slow
KILLS = size(1, 4)  # by turns after and before the letter was given
SENDS_AGAIN = bool(size(0, 1))  # what may have arrived, at the end
WORDS = {
    Locale.EN: Words("Rain", "It rains in English."),
    Locale.FR: Words("Pluie", "Il pleut en français."),
    Locale.ES: Words("Lluvia", "Llueve en español."),
    Locale.RU: Words("Дождь", "Дождь идёт по-русски."),
    Locale.ZH_HANS: Words("雨", "用中文下雨了。"),
}
WORKER = """
import os
import signal
import sys
from datetime import timedelta
from nswp_gov import create_app
from nswp_gov.config import load
from nswp_gov.store import clock
from nswp_gov.web import mailer
app, ahead = create_app(load()), timedelta(seconds=int(sys.argv[1]))
given, last, instant = 0, int(sys.argv[2]), sys.argv[3]
hand_over = mailer._hand_over
def die_at(*letter, **known):
    global given
    given += 1
    if given == last and instant == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = hand_over(*letter, **known)
    if given == last and instant == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
mailer._hand_over = die_at
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


def start(
    url: str, smtp: str, folder: Path, ahead: int, *, last: int = 0, instant: str = "never"
) -> subprocess.Popen[bytes]:
    """A worker that kills itself at its letter number `last`, at this instant."""
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
    told = [str(ahead), str(last), instant]
    return subprocess.Popen([sys.executable, "-c", WORKER, *told], env=environ)


def letters_in(box: Path) -> list[Message]:
    return [message_from_bytes(f.read_bytes(), policy=default) for f in box.glob("new/*")]


def test_none_is_lost_and_none_doubled_though_the_worker_is_killed(
    whole_app: Flask,
    new_database: Callable[[str], str],
    mail_server: tuple[str, Path],
    tmp_path: Path,
) -> None:
    many, (smtp, box) = size(120, 10_000), mail_server
    url = new_database("sending")
    engine = open_engine(url)
    make_tables(engine)
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
        instant, last = ("after", "before")[kill % 2], many // (KILLS + 1)
        worker = start(url, smtp, tmp_path, kill * 61, last=last, instant=instant)
        assert worker.wait(timeout=size(120, 1200)) == -signal.SIGKILL
    workers = [start(url, smtp, tmp_path, KILLS * 61) for _ in range(2)]  # side by side
    assert [one.wait(timeout=size(120, 1200)) for one in workers] == [0, 0]
    took = time.monotonic() - began

    found = letters_in(box)
    by_address = Counter(str(one["To"]) for one in found)
    everybody = {f"r{number}@example.org" for number in range(many)}
    missing = everybody - by_address.keys()
    doubled = len(found) - len(by_address)
    with Session(engine) as session:
        listed = list(session.scalars(select(OutboxMessage).where(OutboxMessage.fault == DOUBT)))
        doubted = {str(row.recipient): row.id for row in listed}
    assert not doubled
    assert len(doubted) == KILLS, "one letter of each worker that was killed is on the list"
    assert missing <= doubted.keys(), "lost, and nobody is told"
    assert len(missing) == KILLS // 2, "those that were never given"

    with writing(), Session(engine) as session, begin(session, OFFICE, clock.now()) as work:
        assert operations.send_doubted(work) == KILLS
    if SENDS_AGAIN:
        again = start(url, smtp, tmp_path, (KILLS + 1) * 61)
        assert again.wait(timeout=120) == 0
    waiting = 0 if SENDS_AGAIN else KILLS
    found = {str(one["To"]): one for one in letters_in(box)}
    assert found.keys() == everybody
    assert len({str(one["Message-ID"]) for one in found.values()}) == len(found)
    for number in range(many):
        locale, letter = list(Locale)[number % 5], found[f"r{number}@example.org"]
        assert letter["Subject"] == WORDS[locale].subject
        assert WORDS[locale].body in letter.get_content()
    with Session(engine) as session:
        assert outbox.numbers(session) == {
            MailState.WAITING: waiting, MailState.SENT: many - waiting, MailState.FAILED: 0,
        }  # fmt: skip
        assert session.scalars(select(Mailing)).one().state is State.SENT
        is_sent = OutboxMessage.state == MailState.SENT
        gone = session.scalars(select(OutboxMessage).where(is_sent).limit(5)).all()
        assert all(row.recipient is None and row.values is None for row in gone)
    engine.dispose()
    prove(
        "sending",
        {
            "letters": many, "kills": KILLS, "doubled": doubled,
            "lost": len(missing - doubted.keys()), "in_doubt": len(doubted),
            "queued_seconds": round(queued, 2), "all_seconds": round(took, 1),
        },
        part=url.partition(":")[0],
    )  # fmt: skip
