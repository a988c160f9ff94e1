"""The command line: `nswp-gov`. Commands import what they need when they run, so all start fast."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nswp_gov import __version__

if TYPE_CHECKING:
    from nswp_gov.config import Settings


LOCKED = 2  # the status of an examination that found nothing and could not see the values
ELSEWHERE = {
    "bounces": "nswp_gov.mailings.cli:bounces",
    "count": "nswp_gov.count_cli:count_command",
    "sample": "nswp_gov.sample.cli:sample",
    "elections": "nswp_gov.elections.cli:elections",
    "fetch-backup": "nswp_gov.operate.cli:fetch_backup",
    "letter": "nswp_gov.operate.cli:letter",
    "words": "nswp_gov.operate.cli:words",
}


class Commands(click.Group):
    """The commands of this file, and those of other rooms, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, from its room if it is not here."""
        if (place := ELSEWHERE.get(cmd_name)) is None:
            return super().get_command(ctx, cmd_name)
        module, _, name = place.partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Carry a command out; an expected refusal ends it with one sentence and status 1."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            from nswp_gov.operate import refusals

            if (said := refusals.sentence(fault)) is None:
                raise
            raise click.ClickException(said) from fault


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="nswp-gov")
def main() -> None:
    """Membership and governance of the network."""
    os.umask(0o077)  # database, lock, backup and secrets are ours alone


def _settings() -> Settings:
    """Return the settings, with the vault open if the key is here."""
    from nswp_gov import config
    from nswp_gov.store.crypto import Keyring, vault

    settings = config.load()
    if settings.field_keys:
        vault.unlock(Keyring(settings.field_keys))
    return settings


def _models() -> None:
    """Have every model registered."""
    import nswp_gov.app  # noqa: F401 - imported for its effect


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages, with a worker beside."""
    from nswp_gov.operate import database
    from nswp_gov.operate import serve as serving

    settings = _settings()
    serving.must_be_free(host, port)
    database.bring_up(settings)
    ready = serving.ready_lines(host, port, settings.public_url)
    sys.exit(serving.run(host, port, environ={}, ready=ready))


@main.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
def worker(*, once: bool) -> None:
    """Deliver letters, seal the journal, carry out retention."""
    import signal

    from nswp_gov import create_app
    from nswp_gov.operate import worker as working

    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    app = create_app(_settings())
    if once:
        working.round_once(app, None)
    else:
        working.run(app, stop=stopped.is_set)


@main.command()
def upgrade() -> None:
    """Back up, then bring the database to this program's schema."""
    from nswp_gov.operate import backup as backups
    from nswp_gov.operate import database
    from nswp_gov.store import clock, migrate

    settings = _settings()
    if migrate.current(settings.database_url) is not None:
        _models()
        made = backups.back_up(settings, settings.instance / "backups", now=clock.now())
        click.echo(
            f"Backed up to {made.path}; go back with: nswp-gov restore {made.path} --replace"
        )
    database.bring_up(settings)
    click.echo(f"The database stands at {migrate.current(settings.database_url)}.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Write a backup of database and files (never of the key) into FOLDER."""
    from nswp_gov.operate import backup as backups
    from nswp_gov.store import clock

    settings = _settings()
    made = backups.back_up(settings, folder, now=clock.now())
    click.echo(f"{made.path}\nschema {made.schema}, {made.events} events, head {made.head}")
    if settings.elsewhere:
        from nswp_gov.operate import elsewhere
        from nswp_gov.store.crypto import vault

        click.echo(f"A sealed copy elsewhere: {elsewhere.send(settings, made.path, vault.ring)}")


@main.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in place of the data that are here.")
def restore(file: Path, *, replace: bool) -> None:
    """Put a backup in place, and forget again what has been erased since."""
    from nswp_gov.operate import backup as backups

    _models()
    back = backups.restore(_settings(), file, replace=replace)
    click.echo(f"Restored what was backed up at {back.made_at}: {back.events} events.")
    for told in backups.missing_votes(_settings(), back):
        click.echo(told)
    if replace:
        click.echo("What was here lies beside it (…-before-restore): remove it when all is well.")


@main.command("restore-drill")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--scratch-url", default="", help="A scratch database for a PostgreSQL backup.")
def restore_drill(file: Path, scratch_url: str) -> None:
    """Restore FILE somewhere else and verify it there; this instance is not touched."""
    from nswp_gov.operate import backup as backups
    from nswp_gov.operate import database
    from nswp_gov.store import clock
    from nswp_gov.store import settings as stored

    _models()
    settings, now = _settings(), clock.now()
    _say_report(backups.drill(settings, file, scratch_url, now=now))
    with database.unit(settings) as work:
        stored.put(work.session, stored.DRILLED, now.date().isoformat())


@main.command()
def purge() -> None:
    """Carry out the retention rules now."""
    from nswp_gov import create_app
    from nswp_gov.operate import worker as working
    from nswp_gov.store import clock

    for done in working.purge(create_app(_settings()), clock.now()):
        if done.rows:
            click.echo(f"{done.table}: {done.rows} rows, {done.ending} ({done.kind})")


@main.command()
@click.option("--backups", type=click.Path(path_type=Path), help="Where backups are written.")
@click.option("--proxy", type=click.Path(path_type=Path), help="Where nginx is configured.")
def doctor(backups: Path | None, proxy: Path | None) -> None:
    """Say what is wrong with this instance and how to mend it."""
    from nswp_gov.operate import doctor as examination
    from nswp_gov.operate import surroundings
    from nswp_gov.store import clock

    _models()
    failed = set()
    where = proxy or surroundings.PROXY
    found = examination.examine(_settings(), now=clock.now(), backups=backups, proxy=where)
    for check in found:
        mark = "ok  " if check.is_well else "warn" if check.is_warning else "FAIL"
        click.echo(f"{mark}  {check.name:<10}{check.seen}")
        if not check.is_well:
            click.echo(f"                → {check.mend}")
            failed |= set() if check.is_warning else {check.name}
    sys.exit(0 if not failed else LOCKED if failed == {"unlocked"} else 1)


@main.group()
def journal() -> None:
    """The record of every change."""


def _say_report(report: Any) -> None:
    click.echo(
        f"{report.events} events, {report.revisions} revisions ({report.erased} erased), "
        f"{report.published} published records, {report.rows} rows\nhead {report.head}"
    )
    for finding in report.findings:
        click.echo(f"FAIL  {finding.code}  {finding.subject}")
    if report.findings:
        click.echo("The journal was altered.")
        sys.exit(1)
    if report.is_locked:
        click.echo("The chain is whole. locked: values not checked (nswp-gov unlock)")
        sys.exit(LOCKED)
    click.echo("The journal is whole.")


@journal.command()
def verify() -> None:
    """Recompute the chain, every revision, every published record, every governed row."""
    from sqlalchemy.orm import Session

    from nswp_gov.operate import database
    from nswp_gov.store import clock, erasure, verifying

    settings = _settings()
    _models()
    with database.opened(settings) as engine, Session(engine) as session:
        _say_report(verifying.verify(session, now=clock.now(), models=erasure.governed()))


@journal.command()
def seal() -> None:
    """Number and chain what waits (the worker does it every five seconds)."""
    from nswp_gov.operate import database
    from nswp_gov.store import journal

    with database.unit(_settings()) as work:
        click.echo(f"{journal.seal(work.session)} events chained.")


@main.group()
def db() -> None:
    """The database schema."""


@db.command("upgrade")
@click.argument("target", default="head")
def db_upgrade(target: str) -> None:
    """Bring the schema to TARGET."""
    from nswp_gov.paths import resource
    from nswp_gov.store import migrate

    migrate.upgrade(resource("migrations"), _settings().database_url, target)


@db.command("downgrade")
@click.argument("target")
def db_downgrade(target: str) -> None:
    """Take the schema back to TARGET (data in what goes are lost)."""
    from nswp_gov.paths import resource
    from nswp_gov.store import migrate

    migrate.downgrade(resource("migrations"), _settings().database_url, target)


@db.command("check")
def db_check() -> None:
    """Fail if models and migrations differ."""
    from nswp_gov.paths import resource
    from nswp_gov.store import migrate

    migrate.check(resource("migrations"), _settings().database_url)


@db.command("prepare-postgres")
def db_prepare_postgres() -> None:
    """Print the SQL that the database's superuser has to run once (psql)."""
    from nswp_gov.operate import postgres

    for statement in postgres.preparation(_settings().database_url):
        click.echo(statement)


@main.group()
def erase() -> None:
    """Forget for good what is known of somebody."""


@erase.command()
@click.argument("person_id", type=click.UUID)
@click.confirmation_option(prompt="Nothing brings it back. Forget this person?")
def person(person_id: uuid.UUID) -> None:
    """Empty the personal fields of PERSON_ID and their history; the journal stays whole."""
    from nswp_gov.operate import backup as backups
    from nswp_gov.operate import database, erasing

    settings = _settings()
    _models()
    with database.unit(settings) as work:
        erased = erasing.erase_person(work, person_id)
    backups.list_erasures(settings)
    click.echo(f"{erased} rows forgotten. Backups still hold them until they expire.")


@main.command()
@click.option("--administrator", prompt="Name of the first administrator (a chosen name)")
@click.option(
    "--language",
    type=click.Choice(["en", "fr", "es", "ru", "zh_Hans"]),
    prompt="Their language",
    default="en",
)
@click.option("--zone", prompt="Time zone of the office", default="Europe/London")
@click.option("--public-url", prompt="Address under which people will reach it (https://…)")
@click.option("--sender", prompt="Sender of letters (neutral)", default="post@localhost")
@click.option("--smtp", prompt="Mail server (smtp://host:port, empty: later)", default="")
@click.option("--key-on-disk", is_flag=True, help="Leave the field key in secrets.env.")
def init(language: str, *, key_on_disk: bool, **answers: str) -> None:
    """Make a real, empty instance."""
    from nswp_gov.operate import founding
    from nswp_gov.rules.languages import Locale

    _models()
    given = founding.Answers(locale=Locale(language), **answers)
    made = founding.found(_settings(), given, keep_key_on_disk=key_on_disk)
    click.echo("\nThe first administrator's link (works once, for fourteen days):\n")
    click.echo(f"  {made.link}\n")
    click.echo("Write this key on paper, twice, and keep the papers apart. It is shown once;")
    click.echo("without it nobody can read what is kept here, and nobody can bring it back:\n")
    click.echo(f"  {made.written_key}\n")
    click.echo("Settings for the service, for /etc/nswp_gov.env (docs/operations.md):\n")
    for line in made.environment:
        click.echo(f"  {line}")
    click.echo(f"\nThe data lie in {made.instance}. The systemd unit names its own folder,")
    click.echo("/var/lib/nswp_gov, and its own NSWP_GOV_KEY_FILE; for any other start set")
    click.echo("NSWP_GOV_INSTANCE to this folder and NSWP_GOV_KEY_FILE to a place in memory.")


def _ask_key(number: int) -> bytes:
    from nswp_gov.operate import keys

    try:
        return keys.from_written(
            click.prompt(f"Key {number}, as written on paper", hide_input=True)
        )
    except ValueError as misread:
        raise click.ClickException(str(misread)) from misread


@main.command()
@click.option("--key-file", type=click.Path(path_type=Path), required=True)
@click.option("--number", "more", multiple=True, type=click.IntRange(1, 255), help="A newer key.")
def unlock(key_file: Path, more: tuple[int, ...]) -> None:
    """Supply the field keys after a start; KEY_FILE lies in memory (NSWP_GOV_KEY_FILE)."""
    from nswp_gov.operate import database, keys
    from nswp_gov.store.crypto import Keyring

    settings = _settings()
    with database.unit(settings) as work:
        needed = sorted({*keys.numbers(work), *more})
    ring = {number: _ask_key(number) for number in needed}
    with database.unit(settings) as work:
        if not keys.is_right(work, Keyring(ring)):
            raise click.ClickException("this is a key, but not the one of this instance")
    keys.supply(settings, key_file, ring)
    click.echo("Unlocked. The private part is open again.")


if __name__ == "__main__":
    main()
