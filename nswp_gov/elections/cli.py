"""`nswp-gov elections`: the clock's acts, the slot key's return, the rewriting, rehearsals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from nswp_gov import config
from nswp_gov.elections import queries, recovery, rehearsal, ticking
from nswp_gov.elections.keys import folder_of
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.opening import box_of
from nswp_gov.elections.record import ESCROW
from nswp_gov.sealing import SealingError, TrusteeKey
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work, begin

RECOVERY = "recovery"


def _settings() -> config.Settings:
    settings = config.load()
    if settings.field_keys:
        vault.unlock(Keyring(settings.field_keys))
    return settings


@contextmanager
def _engine(settings: config.Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _work(settings: config.Settings) -> Iterator[Work]:
    """Give one unit of work; a refusal ends the command with its code."""
    try:
        with (
            _engine(settings) as engine,
            writing(),
            Session(engine) as session,
            begin(session, SYSTEM, clock.now(), settings.zone) as work,
        ):
            yield work
    except (DomainError, SealingError) as refusal:
        raise click.ClickException(f"refused: {refusal.code}") from refusal


@click.group("elections")
def elections() -> None:
    """Elections: what the clock does, and what is done at the console."""


@elections.command()
def tick() -> None:
    """Close nominations, open and close voting where it is time; rewrite the disk after a close."""
    settings = _settings()
    with _engine(settings) as engine:
        done = ticking.tick(engine, folder_of(settings), now=clock.now(), zone=settings.zone)
    for one in done:
        click.echo(f"{one.slug} {one.act}{f': refused ({one.refused})' if one.refused else ''}")


@elections.command()
def rewrite() -> None:
    """Rewrite the ballot table now, so that its free pages hold no order."""
    with _engine(_settings()) as engine:
        is_done = ticking.rewrite(engine)
    click.echo("Rewritten." if is_done else "Others read the database; try again.")
    if not is_done:
        raise SystemExit(1)


@elections.command()
@click.argument("election")
@click.option("--out", type=click.Path(path_type=Path), help="Only write the files, to bring them.")
def rehearse(election: str, out: Path | None) -> None:
    """Do the trustees' part of a closed rehearsal of the sample network."""
    settings = _settings()
    keys = rehearsal.panel(settings.instance / rehearsal.FOLDER)
    with _work(settings) as work:
        found = queries.by_slug(work.session, election)
        if out is not None:
            _write_ceremony(work, found, keys, out)
            return
        made = rehearsal.rehearse(work, found, keys)
    click.echo(f"{len(made.shares)} share files and {len(made.openings)} openings were brought.")


def _write_ceremony(work: Work, found: Election, keys: list[TrusteeKey], out: Path) -> None:
    made = rehearsal.hold(queries.manifest_of(found), box_of(work, found), keys)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place, share_file in made.shares.items():
        (out / f"shares-{place}.json").write_bytes(share_file)
    for place, opening in made.openings.items():
        (out / f"opening-{place}.json").write_bytes(opening.statement)
        (out / f"ballots-{place}.jsonl").write_bytes(opening.ballots)
    click.echo(f"{len(made.shares)} share files and {len(made.openings)} openings lie in {out}.")


@elections.command()
@click.argument("election")
@click.option(
    "--release",
    "releases",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A share that a trustee released; give as many as the manifest needs.",
)
def resume(election: str, releases: tuple[Path, ...]) -> None:
    """Bring the slot key of ELECTION back to a restored server.

    First without releases: makes a recovery key, and the files that trustees need.
    """
    settings = _settings()
    keys = folder_of(settings)
    folder = settings.instance / RECOVERY / election
    with _work(settings) as work:
        found = queries.by_slug(work.session, election)
        if keys.has(found.id):
            click.echo("The key is here; nothing has to be done.")
            return
        manifest = queries.manifest_of(found)
        kept = queries.file(work.session, found.id, ESCROW)
        escrow = kept.body if kept else b""
        if releases:
            data = [one.read_bytes() for one in releases]
            keys.create(found.id, recovery.recover(folder, manifest, escrow, data))
            click.echo("The key is back. Voting goes on.")
            return
    code = recovery.ask(folder)
    (folder / "manifest.json").write_bytes(manifest.to_bytes())
    (folder / ESCROW).write_bytes(escrow)
    click.echo(f"Send the trustees manifest.json, {ESCROW} and recovery.json from {folder}.")
    click.echo(f"Read them this code by telephone: {code}")
    click.echo(f"They use: nswp-trustee release-escrow; {manifest.needed} of them are needed.")
