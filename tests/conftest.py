"""Fixtures for every test: one schema a run, one outer transaction a test, rolled back after it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.operate import catalogues
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import normal_url, open_engine, writing
from nswp_gov.store.work import Work, begin
from tests.browsing import FLAGS, chromium_program, needed
from tests.tables import make_tables

if TYPE_CHECKING:
    from nswp_gov.accounts.models import Person

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
KEYS = {1: b"a key for tests only, 32 bytes.." * 2}


def _postgres_bin() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return found[0] if found else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what never touches a database: it says the same on every one and runs once.

    The files with slow tests come first: no process ends long before the others.
    """
    for item in items:
        if "new_database" not in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database_free)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@contextmanager
def temporary_cluster(*, writes_all: bool = False) -> Iterator[str]:
    """Start a throw-away PostgreSQL cluster; give its address.

    `writes_all`: it leaves on the disk what a server as it is installed leaves there, for those
    who look for traces; otherwise it is spared what only a crash or a long life asks for.
    """
    programs = _postgres_bin()
    if programs is None:
        pytest.fail("PostgreSQL is asked for and its programs are not here")
    folder = Path(tempfile.mkdtemp(prefix="nswp-pg-"))
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if run:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    command = [*run, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres"]
    subprocess.run([*command, "--no-sync", "-E", "UTF8"], check=True, capture_output=True)
    spared = () if writes_all else ("full_page_writes=off", "autovacuum=off", "jit=off")
    settings = " ".join(f"-c {one}" for one in ("listen_addresses=''", "fsync=off", *spared))
    options = f"-k {folder} {settings}"
    control = [*run, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        [*control, "-l", str(folder / "log"), "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[URL | None]:
    """A PostgreSQL server where NSWP_TEST_DATABASE asks for one; None: SQLite.

    TEST_DATABASE_URL names a server that is there already: any database of it, which is only
    connected to in order to make and drop our own. Without it a cluster is started for the run.
    """
    if os.environ.get("NSWP_TEST_DATABASE") != "postgresql":
        yield None
    elif (given := os.environ.get("TEST_DATABASE_URL", "")).startswith("postgres"):
        yield make_url(normal_url(given))
    else:
        with temporary_cluster() as url:
            yield make_url(url)


@pytest.fixture(scope="session")
def new_database(
    server: URL | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., str]]:
    """`new_database(name)` is the address of a new, empty database; it is dropped after the run.

    `new_database(name, like=url)` is a copy of one that nobody has open.
    """
    if server is None:

        def lay(name: str, like: str = "") -> str:
            file = tmp_path_factory.mktemp(name) / f"{name}.sqlite"
            if like:
                shutil.copyfile(like.removeprefix("sqlite:///"), file)
            return f"sqlite:///{file}"

        yield lay
        return
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make(name: str, like: str = "") -> str:
        database = f"{name}_{uuid.uuid4().hex}"
        template = f" template {make_url(like).database}" if like else ""
        with admin.connect() as connection:
            connection.execute(text(f"create database {database}{template}"))
        made.append(database)
        return server.set(database=database).render_as_string(hide_password=False)

    yield make
    with admin.connect() as connection:
        for database in made:
            connection.execute(text(f"drop database {database} with (force)"))
    admin.dispose()


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """The database that the tests of this run share."""
    return new_database("test")


@pytest.fixture
def empty_engine(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """An engine without any table: a file of its own, or a schema of its own on PostgreSQL."""
    if database_url.startswith("sqlite"):
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
        return
    engine = open_engine(database_url)
    schema = f"empty_{uuid.uuid4().hex}"

    @event.listens_for(engine, "connect")
    def _own_schema(dbapi: Any, _record: Any) -> None:
        dbapi.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        dbapi.execute(f"SET search_path TO {schema}")
        dbapi.commit()

    yield engine
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def settings(database_url: str, instance: Path) -> Settings:
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key="a secret for tests only",
        field_keys=KEYS,
        public_url="http://localhost",
        is_testing=True,
    )


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Iterator[Flask]:
    """The application; every model is registered by building it."""
    from nswp_gov import create_app
    from nswp_gov.web.extensions import db

    vault.unlock(Keyring(KEYS))
    app = create_app(settings)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def engine(whole_app: Flask, database_url: str) -> Iterator[Engine]:
    """One engine a run, with the whole schema."""
    engine = open_engine(database_url)
    make_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one that steers every browser of this process; there can be no second."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Chromium, one a run; absent it is said, and where it is required it fails."""
    needed(program := chromium_program(), "Chromium")
    playwright: Playwright = request.getfixturevalue("playwright")
    opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose one outer transaction is rolled back after the test."""
    with writing(), engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session whose commits land in a savepoint."""
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def make_work(session: Session) -> Callable[..., Any]:
    """`with make_work(actor, now) as w:` is one unit of work."""

    def make(actor: Actor = SYSTEM, now: datetime = NOW) -> Any:
        return begin(session, actor, now)

    return make


@pytest.fixture
def work(session: Session) -> Work:
    """One open unit of work of the system, for arranging a test; it is never committed."""
    session.info["touched"] = {}
    return Work(session, SYSTEM, NOW)


@pytest.fixture
def app(whole_app: Flask, connection: Connection) -> Iterator[Flask]:
    """The application on this test's connection: pages and test see the same rows."""
    from nswp_gov.web.extensions import db

    with whole_app.app_context():
        engines = db.engines
    kept, engines[None] = engines[None], connection  # type: ignore[index]
    yield whole_app
    engines[None] = kept  # type: ignore[index]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask, session: Session) -> Callable[[Person], FlaskClient]:
    """Return a browser in which the person is signed in, with a fresh step-up."""

    def sign_in(person: Person) -> FlaskClient:
        from nswp_gov.accounts import session as accounts_session
        from nswp_gov.accounts.operations import open_session
        from nswp_gov.store import clock

        browser = app.test_client()
        with begin(session, SYSTEM, NOW) as opened:
            token = open_session(opened, person, label="")
        with browser.session_transaction() as cookie:
            accounts_session.start(cookie, token, now=clock.now())
        return browser

    return sign_in


@pytest.fixture
def count_queries(connection: Connection) -> Callable[[], Any]:
    """`with count_queries() as seen:` collects the statements sent to the database."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                seen.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(connection, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def gathered() -> Catalog:
    """Every message that code and templates say; to read them all takes seconds."""
    return catalogues.gather()


@pytest.fixture(scope="module")
def mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """An SMTP server in a process of its own, with a maildir."""
    folder = tmp_path_factory.mktemp("mail") / "box"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "-c", "aiosmtpd.handlers.Mailbox", str(folder)])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"smtp://127.0.0.1:{port}", folder
    server.terminate()
    server.wait()
