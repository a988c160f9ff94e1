"""The command `nswp-gov sample`: make the invented network, serve it, tell how to get in."""

from __future__ import annotations

import sys

import click

from nswp_gov import config
from nswp_gov.operate import database, serve
from nswp_gov.sample import making
from nswp_gov.store import clock
from nswp_gov.store.crypto import Keyring, vault

HOST = "127.0.0.1"


def _settings() -> config.Settings:
    settings = config.load()
    if settings.field_keys:
        vault.unlock(Keyring(settings.field_keys))
    return settings


@click.group(invoke_without_command=True)
@click.option("--size", default=making.SIZE, show_default=True, help="How many organisations.")
@click.option("--seed", default=making.SEED, show_default=True, help="Another seed, other content.")
@click.option("--serve", "serves", is_flag=True, help="Serve it on this machine alone.")
@click.option("--port", default=8000, show_default=True)
@click.pass_context
def sample(context: click.Context, *, size: int, seed: int, serves: bool, port: int) -> None:
    """Make the sample network where there is none; with --serve, serve it."""
    if context.invoked_subcommand is not None:
        return
    if serves:
        serve.must_be_free(HOST, port)
    settings = _settings()
    database.bring_up(settings)
    try:
        made = making.make(settings, size=size, seed=seed, now=clock.now())
    except ValueError as refused:
        raise click.BadParameter(str(refused), param_hint="--size") from refused
    if made.is_new:
        click.echo(f"The sample network: {made.organisations} organisations, {made.people} people.")
    ready = f"\nhttp://localhost:{port}\n\n{table(making.cards(settings))}"
    if not serves:
        click.echo(ready)
        return
    environ = {"NSWP_GOV_PUBLIC_URL": f"http://localhost:{port}"}
    sys.exit(serve.run(HOST, port, environ=environ, ready=ready))


@sample.command("sign-in")
@click.argument("role")
def sign_in(role: str) -> None:
    """Print the code that the phone of ROLE shows now."""
    click.echo(making.sign_in_code(_settings(), role, clock.now()))


def table(cards: list[making.Card]) -> str:
    """Return the sign-ins as lines of text: part, page, name, passphrase."""
    rows = [("who", "page", "name", "passphrase")]
    rows += [
        (f"{one.role}{' *' if one.needs_code else ''}", one.address, one.sign_in_name,
         one.passphrase)
        for one in cards
    ]  # fmt: skip
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    lines = [
        "  ".join([*(cell.ljust(w) for cell, w in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    lines.append("\n* asks for a code as well: nswp-gov sample sign-in WHO")
    return "\n".join(lines)
