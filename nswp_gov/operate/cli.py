"""Commands for whoever keeps an instance: copies elsewhere, test letters, the words vouched for."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from cryptography.exceptions import InvalidTag

import nswp_gov.app  # noqa: F401 - every model is registered
from nswp_gov import config
from nswp_gov.operate import database, elsewhere, reviewing
from nswp_gov.operate import letter as letters
from nswp_gov.operate.catalogues import TRANSLATED
from nswp_gov.operate.wording import wording
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, reviewed
from nswp_gov.store.crypto import Keyring, vault

LANGUAGE = click.Choice([locale.value for locale in TRANSLATED])


def _settings() -> config.Settings:
    settings = config.load()
    if settings.field_keys:
        vault.unlock(Keyring(settings.field_keys))
    return settings


@click.command("fetch-backup")
@click.argument("name")
@click.argument("folder", type=click.Path(path_type=Path))
def fetch_backup(name: str, folder: Path) -> None:
    """Bring the sealed copy NAME back into FOLDER and open it; then: nswp-gov restore."""
    settings = _settings()
    try:
        click.echo(elsewhere.fetch(settings, name, folder, vault.ring))
    except FileNotFoundError as missing:
        raise click.ClickException(f"there is no copy of this name: {name}") from missing
    except InvalidTag as altered:
        raise click.ClickException(
            "this copy was altered or cut short, or was sealed with another key: take an older one"
        ) from altered


@click.group()
def letter() -> None:
    """Send a test letter, and read whether it was believed where it arrived."""


@letter.command()
@click.argument("address")
def send(address: str) -> None:
    """Send a neutral letter with a code to ADDRESS."""
    settings = _settings()
    with database.unit(settings) as work:
        letters.send(settings, work.session, address, now=work.now)
    click.echo("Sent. Save it as it arrived, with all its headers, then: nswp-gov letter read FILE")


@letter.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read(file: Path) -> None:
    """Say whether the letter received in FILE passed SPF and DKIM."""
    with database.unit(_settings()) as work:
        wrong = letters.read(work.session, file.read_bytes(), now=work.now)
    for one in wrong:
        click.echo(f"FAIL  {one}")
    if not wrong:
        click.echo("The letter was believed: SPF and DKIM passed.")
    sys.exit(1 if wrong else 0)


@click.group()
def words() -> None:
    """The words that people's safety hangs on: show them, vouch for them."""


@words.command()
@click.argument("language", type=LANGUAGE)
def show(language: str) -> None:
    """Print each message in English and in LANGUAGE, page by page."""
    place = ""
    for one in reviewing.critical(Locale(language)):
        if one.place != place:
            place = one.place
            click.echo(f"\n{place}")
        click.echo(f"  {one.english}\n  → {one.said}")


@words.command()
@click.argument("language", type=LANGUAGE)
@click.option("--by", prompt="Who of the network has read them (a chosen name)")
def vouch(language: str, by: str) -> None:
    """Note that somebody of the network has read the words of LANGUAGE and stands for them."""
    locale = Locale(language)
    with database.unit(_settings()) as work:
        digest = reviewing.digest(reviewing.critical(locale))
        review = reviewed.Review(by.strip(), clock.civil_day(work.now, work.zone), digest)
        reviewed.vouch(work.session, locale, review)
    click.echo(f"{language}: read by {by.strip()}.")


@words.command()
@click.argument("language", type=LANGUAGE)
def glossary(language: str) -> None:
    """List the messages of LANGUAGE that render a term in another way than the glossary."""
    found = wording(Locale(language))
    for one in found.missed:
        click.echo(f"{one.term} → {one.wanted}\n  {one.message}\n  → {one.said}")
    click.echo(f"{found.asked} terms in messages, {len(found.missed)} not found as in the glossary")
