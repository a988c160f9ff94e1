"""What a letter to many costs: rendering and sending, against a bare SMTP conversation.

`python benchmarks/sending.py` writes `results/sending.md` and `.json`. The floor sends the same
number of ready letters of the same size by `smtplib` over one connection to the same server, and
keeps nothing. Ours queues them (the register is read, each letter encrypted), then sends them as
the worker does: leased, rendered in five languages, handed over, and the fate of each committed
before the next goes. Both talk to one `aiosmtpd` process that throws letters away, by turns. Times
are of the clock, of the whole way; the middle of several rounds.
"""

import argparse
import json
import os
import platform
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert, select  # noqa: E402 - the project is not installed
from sqlalchemy.orm import Session  # noqa: E402

from nswp_gov import create_app  # noqa: E402
from nswp_gov.config import Settings  # noqa: E402
from nswp_gov.mailings import operations, queries  # noqa: E402
from nswp_gov.mailings.audience import Audience  # noqa: E402
from nswp_gov.mailings.models import Subscription  # noqa: E402
from nswp_gov.mailings.operations import Words  # noqa: E402
from nswp_gov.mailings.states import Form, Frequency, Kind  # noqa: E402
from nswp_gov.rules.languages import Locale  # noqa: E402
from nswp_gov.store import clock  # noqa: E402
from nswp_gov.store.actor import SYSTEM  # noqa: E402
from nswp_gov.store.base import Base, new_id  # noqa: E402
from nswp_gov.store.crypto import Keyring, vault  # noqa: E402
from nswp_gov.store.engine import open_engine, writing  # noqa: E402
from nswp_gov.store.outbox import OutboxMessage, address_index  # noqa: E402
from nswp_gov.store.work import begin  # noqa: E402
from nswp_gov.web import mailer  # noqa: E402

KEYS = {1: b"a key for measuring only, 32 b.." * 2}
BODY = "A sentence that tells what happened, where, and what can be done about it now. " * 12
GOALS = {"render": 4, "send": 20, "queue": 1}


class Server:
    """An SMTP server in a process of its own that throws letters away."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen([*command, "-c", "aiosmtpd.handlers.Sink"])
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise SystemExit("the mail server does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def bare(port, count):
    """Send ready letters over one connection; return milliseconds a letter."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Rain", "post@localhost", "r@example.org"
    letter.set_content(BODY)
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(count):
            server.send_message(letter)
    return 1000 * (time.perf_counter() - began) / count


class Ours:
    """An instance with as many subscribers, in five languages."""

    def __init__(self, folder, port, count):
        self.settings = Settings(
            instance=folder,
            database_url=f"sqlite:///{folder / 'sending.sqlite'}",
            secret_key="for measuring only",
            field_keys=KEYS,
            public_url="http://localhost",
            smtp=f"smtp://127.0.0.1:{port}",
            is_testing=True,
        )
        vault.unlock(Keyring(KEYS))
        self.app = create_app(self.settings)
        self.engine = open_engine(self.settings.database_url)
        with writing(), self.engine.begin() as connection:
            Base.metadata.create_all(connection)
        rows = [
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
        with writing(), Session(self.engine) as session, begin(session, SYSTEM, clock.now()):
            session.execute(insert(Subscription), rows)
        self.count = count

    def queue(self):
        """Prepare and send one mailing; return milliseconds a letter."""
        began = time.perf_counter()
        with (
            writing(),
            Session(self.engine) as session,
            begin(session, SYSTEM, clock.now()) as work,
        ):
            sent = operations.announce(
                work,
                kind=Kind.ALERT,
                words={locale: Words("Rain", BODY) for locale in Locale},
                source=Locale.EN,
                audience=Audience(subscribers=True),
            )
        assert sent.letters == self.count
        return 1000 * (time.perf_counter() - began) / self.count

    def render(self):
        """Compose every waiting letter, without sending; return milliseconds a letter."""
        cache = {}
        with self.app.test_request_context(base_url=self.settings.public_url):
            rows = mailer.db.session.scalars(
                select(OutboxMessage).where(OutboxMessage.recipient.is_not(None))
            ).all()
            began = time.perf_counter()
            for row in rows:
                letter = mailer.compose(self.settings, row, now=clock.now(), cache=cache)
                letter.as_bytes()
            took = time.perf_counter() - began
            mailer.db.session.remove()
        return 1000 * took / len(rows)

    def send(self):
        """Send everything as the worker does; return milliseconds a letter."""
        began = time.perf_counter()
        gone = 0
        while done := mailer.deliver(self.app, clock=clock.now).sent:
            gone += done
        assert gone == self.count
        return 1000 * (time.perf_counter() - began) / gone

    def preview(self):
        """Work out whom it reaches; return milliseconds in all."""
        began = time.perf_counter()
        with Session(self.engine) as session:
            found = queries.reached(
                session, Audience(subscribers=True), clock.now(), kind=Kind.ALERT
            )
        assert found.by_mail == self.count
        return 1000 * (time.perf_counter() - began)


def measure(count, rounds):
    taken = {name: [] for name in ("bare", "queue", "render", "send", "preview")}
    with tempfile.TemporaryDirectory() as kept, Server() as server:
        ours = Ours(Path(kept), server.port, count)
        bare(server.port, min(count, 50))
        for _ in range(rounds):
            taken["bare"].append(bare(server.port, count))
            taken["preview"].append(ours.preview())
            taken["queue"].append(ours.queue())
            taken["render"].append(ours.render())
            taken["send"].append(ours.send())
        ours.engine.dispose()
    return {name: round(statistics.median(found), 3) for name, found in taken.items()}


def table(found, told, options, machine):
    lines = ["# A letter to many: rendering and sending", "", machine, ""]
    lines.append(f"{options.letters} letters in five languages, {options.rounds} rounds.")
    lines += [
        "",
        "| step | ms a letter | ratio to bare SMTP | goal, at most |",
        "|---|---|---|---|",
    ]
    lines.append(f"| bare SMTP, one ready letter | {found['bare']} | 1 | |")
    for name in ("queue", "render", "send"):
        lines.append(f"| {name} | {found[name]} | {told[name]} | {GOALS[name]} |")
    lines += ["", f"Working out whom it reaches: {found['preview']} ms in all."]
    lines.append(
        "`send` holds rendering, the handing over and one commit to disk a letter; "
        "the floor keeps nothing."
    )
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    found = measure(options.letters, options.rounds)
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite; load {load:.1f} at the start."
    )
    told = {name: round(found[name] / found["bare"], 2) for name in ("queue", "render", "send")}
    options.results.mkdir(exist_ok=True)
    record = {"machine": machine, "milliseconds": found, "ratios": told}
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    (options.results / "sending.json").write_text(text, encoding="utf-8")
    said = table(found, told, options, machine)
    (options.results / "sending.md").write_text(said, encoding="utf-8")
    print(said)


if __name__ == "__main__":
    main()
