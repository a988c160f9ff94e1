"""The command line as it is typed: a way out instead of a traceback, files that are ours alone."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.orm import Session

from nswp_gov import cli, config
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations import add_person
from nswp_gov.config import Settings
from nswp_gov.operate import backup, elsewhere, refusals
from nswp_gov.operate.database import bring_up, opened, unit
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, journal
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.journal import JournalEvent

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Settings], Run]]:
    """Return a maker of command lines on an instance, each as if typed in a fresh process."""
    ring, mask = vault.ring, os.umask(0o022)
    opened_here: set[Engine] = set()

    def note(connection: Connection) -> None:
        opened_here.add(connection.engine)

    event.listen(Engine, "engine_connect", note)

    def on(settings: Settings) -> Run:
        def typed(*words: str, answer: str | None = None) -> Result:
            vault.lock()
            monkeypatch.setattr(config, "load", lambda: settings)
            return CliRunner().invoke(cli.main, list(words), input=answer)

        return typed

    yield on
    event.remove(Engine, "engine_connect", note)
    for engine in opened_here:  # a command's process ends with its connections; this one goes on
        engine.dispose()
    vault.unlock(ring)
    os.umask(mask)


def locked(settings: Settings) -> Settings:
    return replace(settings, field_keys={})


def add(settings: Settings, name: str) -> uuid.UUID:
    vault.unlock(Keyring(settings.field_keys))
    with unit(settings) as work:
        made = add_person(work, name=name, sign_in_name=name, passphrase=None, locale=Locale.EN)
        work.session.flush()
        found = made.id
        journal.seal(work.session)
    return found


@pytest.mark.parametrize(
    "words", [("purge",), ("journal", "verify"), ("worker", "--once"), ("backup", "b")]
)
def test_without_a_database_each_command_says_the_way_out(
    run: Callable[[Settings], Run],
    new_instance: Callable[[str], Settings],
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    seen = run(new_instance("fresh"))(*words)
    assert (seen.exit_code, "nswp-gov init" in seen.output) == (1, True), seen.output
    assert seen.output.count("Error:") == 1


def test_a_schema_that_is_not_the_newest_is_said_by_db_check(
    run: Callable[[Settings], Run], new_instance: Callable[[str], Settings]
) -> None:
    seen = run(new_instance("fresh"))("db", "check")
    assert (seen.exit_code, "nswp-gov upgrade" in seen.output) == (1, True), seen.output


@pytest.mark.parametrize(
    "words", [("purge",), ("journal", "verify"), ("worker", "--once"), ("db", "check")]
)
def test_a_server_that_is_not_there_is_said(
    run: Callable[[Settings], Run], new_instance: Callable[[str], Settings], words: tuple[str, ...]
) -> None:
    away = replace(
        new_instance("away"), database_url="postgresql://nobody@127.0.0.1:9/none?connect_timeout=2"
    )
    seen = run(away)(*words)
    assert (seen.exit_code, refusals.UNREACHABLE in seen.output) == (1, True), seen.output


def test_a_locked_instance_says_unlock(
    run: Callable[[Settings], Run], instance_here: Settings
) -> None:
    person = add(instance_here, "Amina")
    on = run(locked(instance_here))
    for words in (("erase", "person", str(person), "--yes"), ("sample", "sign-in", "delegate")):
        seen = on(*words)
        assert (seen.exit_code, "nswp-gov unlock" in seen.output) == (1, True), seen.output


def test_locked_the_chain_is_checked_and_nothing_called_altered(
    run: Callable[[Settings], Run], instance_here: Settings, new_instance: Callable[[str], Settings]
) -> None:
    add(instance_here, "Amina")
    made = backup.back_up(instance_here, instance_here.instance / "b", now=clock.now())
    outside = replace(instance_here, elsewhere=str(instance_here.instance / "outside"))
    elsewhere.send(outside, made.path, vault.ring)
    with unit(instance_here) as work:
        stored.put(work.session, stored.DRILLED, clock.now().date().isoformat())
    on = run(locked(instance_here))
    is_sqlite = instance_here.database_url.startswith("sqlite")
    scratch = [] if is_sqlite else ["--scratch-url", new_instance("scratch").database_url]
    for words in (["journal", "verify"], ["restore-drill", str(made.path), *scratch]):
        seen = on(*words)
        assert (seen.exit_code, "locked: values not checked" in seen.output) == (2, True), (
            seen.output
        )
        assert "altered" not in seen.output
    served = replace(outside, public_url="https://x.example")
    doctor = run(locked(served))("doctor", "--backups", str(made.path.parent))
    assert doctor.exit_code == 2, doctor.output
    assert re.search(r"warn  journal .*locked: values not checked", doctor.output), doctor.output
    with unit(instance_here) as work:
        work.session.scalars(select(JournalEvent)).first().kind = "another"  # type: ignore[union-attr]
    assert on("journal", "verify").exit_code == 1


def test_a_person_is_forgotten_and_the_journal_stays_whole(
    run: Callable[[Settings], Run], instance_here: Settings
) -> None:
    person = add(instance_here, "Canary")
    on = run(instance_here)
    assert on("erase", "person", str(person), answer="n\n").exit_code == 1
    assert on("erase", "person", str(uuid.uuid4()), "--yes").exit_code == 1
    with opened(instance_here) as engine, Session(engine) as session:
        assert session.get_one(Person, person).name == "Canary"
    done = on("erase", "person", str(person), answer="y\n")
    assert done.exit_code == 0, done.output
    with opened(instance_here) as engine, Session(engine) as session:
        kept = session.get_one(Person, person)
        assert (kept.name, kept.sign_in_name, kept.is_closed) == ("", None, True)
        history = journal.history(session, "person", person)
    assert len(history) > 1
    assert all("Canary" not in str(revision.body) for revision, _ in history)
    assert str(person) in (instance_here.instance / "erasures.txt").read_text()
    assert on("journal", "seal").exit_code == 0
    assert on("journal", "verify").exit_code == 0


def test_a_rotated_ring_is_asked_for_and_supplied(
    run: Callable[[Settings], Run], new_instance: Callable[[str], Settings], tmp_path: Path
) -> None:
    from nswp_gov.operate import keys

    ring = {1: bytes(range(32)), 2: bytes(range(1, 33))}
    made = replace(new_instance("rotated"), field_keys=ring)
    vault.unlock(Keyring(ring))
    bring_up(made)
    with unit(made) as work:
        keys.note_ring(work, Keyring(ring))
    add(made, "Amina")
    one, two = (keys.as_written(ring[number]) for number in (1, 2))
    other, file = keys.as_written(bytes(32)), tmp_path / "run" / "key"
    on = run(locked(made))
    wrong = on("unlock", "--key-file", str(file), answer=f"{one}\n{other}\n")
    assert (wrong.exit_code, file.exists()) == (1, False), wrong.output
    right = on("unlock", "--key-file", str(file), answer=f"{one}\n{two}\n")
    assert right.exit_code == 0, right.output
    assert config.read_key_file(file) == ring


@pytest.mark.parametrize("program", ["cli", "wsgi"])
def test_what_the_program_writes_is_ours_alone(tmp_path: Path, program: str) -> None:
    commands = {
        "cli": [sys.executable, "-m", "nswp_gov.cli", "db", "upgrade"],
        "wsgi": [sys.executable, "-c", "import wsgi"],
    }
    env = {name: value for name, value in os.environ.items() if not name.startswith("NSWP_GOV_")}
    env.pop("DATABASE_URL", None)
    subprocess.run(
        commands[program],
        check=True,
        env={**env, "NSWP_GOV_INSTANCE": str(tmp_path / "own")},
        umask=0o022,
        timeout=100,
    )
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "own").iterdir()}
    assert {"nswp_gov.sqlite", "secrets.env"} <= modes.keys()
    assert [name for name, mode in modes.items() if mode & 0o077] == []
