"""`nswp-gov bounces`: letters that came back put their addresses on hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.orm import Session

from nswp_gov import config
from nswp_gov.mailings import operations
from nswp_gov.mailings.bounces import read
from nswp_gov.store import clock
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.work import begin

LARGEST = 2_000_000  # bytes; a notification holds at most a copy of a letter


@click.command("bounces")
@click.argument("places", nargs=-1, type=click.Path(exists=True, allow_dash=True, path_type=Path))
def bounces(places: tuple[Path, ...]) -> None:
    """Read returned letters: files, maildirs (what is new there), or - for the standard input."""
    settings = config.load()
    if settings.field_keys:
        vault.unlock(Keyring(settings.field_keys))
    engine = open_engine(settings.database_url)
    looked = held = 0
    try:
        for content in _contents(places or (Path("-"),)):
            looked += 1
            with (
                writing(),
                Session(engine) as session,
                begin(session, SYSTEM, clock.now(), settings.zone) as work,
            ):
                held += sum(operations.note_bounce(work, one) for one in read(content))
    finally:
        engine.dispose()
    click.echo(f"{looked} letters read, {held} addresses put on hold.")


def _contents(places: tuple[Path, ...]) -> Iterator[bytes]:
    for place in places:
        if str(place) == "-":
            yield sys.stdin.buffer.read(LARGEST)
        elif place.is_dir():
            yield from _new_in(place)
        else:
            yield _start_of(place)


def _new_in(maildir: Path) -> Iterator[bytes]:
    """Yield what is new in a maildir; what was read is moved to `cur`, as seen."""
    (maildir / "cur").mkdir(exist_ok=True)
    for file in sorted((maildir / "new").glob("*")):
        yield _start_of(file)
        file.rename(maildir / "cur" / f"{file.name}:2,S")


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST)
