"""`nswp-gov count`: count ballot files at the command line, without the website."""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nswp_gov.rules.counting.choices import Rules, Unclear
from nswp_gov.rules.counting.figures_csv import write_csv
from nswp_gov.rules.counting.lots import LotSource
from nswp_gov.rules.counting.order import Order, format_of, read_ballots
from nswp_gov.rules.counting.phrases import N_
from nswp_gov.rules.counting.phrasing import ENGLISH, Phrasing
from nswp_gov.rules.counting.recount import count_as_ordered, json_line
from nswp_gov.rules.counting.refusals import CountRefused
from nswp_gov.rules.counting.results import Result
from nswp_gov.rules.counting.sheet import sheet
from nswp_gov.rules.languages import Locale

if TYPE_CHECKING:
    from nswp_gov.count_phrases import Language

LANGUAGES = [locale.code for locale in Locale]
_NO_LOT = N_(
    "A lot decided here, and none was drawn: the order on the ballot stood in for it. "
    "Draw one and give it with --lot-order, or a published seed with --lot."
)
_NO_CATALOGUE = N_("There is no catalogue for this language here: the sheet is in English.")


@dataclass
class _Printer:
    """Where counts go: each at once, or all together on one page at the end."""

    form: str
    explain: bool
    language: str
    waits: bool
    phrasing: Phrasing = ENGLISH
    results: list[Result] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    is_first: bool = True

    def __post_init__(self) -> None:
        if self.language != Locale.EN.code:
            spoken = _language(self.language)
            self.phrasing = spoken.phrasing
            if not spoken.found:
                _complain(_NO_CATALOGUE)

    def add(self, result: Result, name: str) -> None:
        """Print `result`, or keep it for the page."""
        if self.form == "html":
            self.results.append(result)
            return
        text = self._text(result, name)
        self.is_first = False
        if self.waits:
            self.waiting.append(text)
        else:
            _write(text)

    def _text(self, result: Result, name: str) -> str:
        if self.form == "json":
            return json_line(result, name, explain=self.explain) + "\n"
        if self.form == "csv":
            return write_csv(result, name, head=self.is_first)
        width = shutil.get_terminal_size().columns
        text = sheet(result, self.phrasing, width=width, explain=self.explain)
        return text if self.is_first else "\n" + text

    def finish(self) -> None:
        """Print what was kept."""
        if self.form == "html" and self.results:
            _write(_page(self.results, self.language))
        _write("".join(self.waiting))


def _write(text: str) -> None:
    """Standard output in UTF-8, whatever the terminal says of itself."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _language(code: str) -> Language:
    from nswp_gov.count_phrases import language  # noqa: PLC0415 -- Babel is slow to load

    return language(next(locale for locale in Locale if locale.code == code))


def _page(results: Sequence[Result], code: str) -> str:
    from nswp_gov.count_page import render_counts  # noqa: PLC0415 -- Jinja is slow to load

    return render_counts(results, _language(code))


def _complain(message: str) -> None:
    click.echo(message, err=True)


def _count(name: str, order: Order) -> Result:
    if name == "-":
        election = read_ballots(sys.stdin.buffer, format_of(name), order)
    else:
        with Path(name).open("rb") as source:
            election = read_ballots(source, format_of(name), order)
    return count_as_ordered(election, order)


def _count_all(files: Sequence[str], order: Order, printer: _Printer) -> bool:
    """Count and print each file; whether all were counted."""
    every = True
    for name in _watched(files):
        try:
            result = _count(name, order)
        except CountRefused as refused:
            _complain(f"{name}: {printer.phrasing.refusal(refused)}")
            every = False
        except OSError as error:
            unreadable = CountRefused("file_unreadable", reason=error.strerror or str(error))
            _complain(f"{name}: {printer.phrasing.refusal(unreadable)}")
            every = False
        else:
            printer.add(result, name)
            if _lot_is_missing(result, order):
                _complain(f"{name}: {printer.phrasing.say(_NO_LOT)}")
    return every


def _lot_is_missing(result: Result, order: Order) -> bool:
    """Whether a lot decided although none was given: the sheet says so, and so does this."""
    own_order = result.contest.lot.source is LotSource.OWN_ORDER
    return own_order and order.lot_order is None and bool(result.lots_used)


def _watched(files: Sequence[str]) -> Iterator[str]:
    """The files; several are watched by a bar on standard error, where that is a terminal."""
    if len(files) == 1 or not sys.stderr.isatty():
        yield from files
        return
    with click.progressbar(files, file=sys.stderr, show_pos=True) as watched:
        yield from watched


@click.command("count")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--rules",
    type=click.Choice([rules.value for rules in Rules]),
    default=Rules.SCOTTISH.value,
    show_default=True,
    help="The rules to count by.",
)
@click.option("--seats", type=int, help="Seats to fill, instead of the file's own number.")
@click.option("--lot", "seed", metavar="SEED", help="Order of the lot from this published seed.")
@click.option(
    "--lot-order",
    metavar="3,1,2",
    help="Order of the lot as drawn: all candidate numbers, or: ascending, descending.",
)
@click.option(
    "--unclear",
    type=click.Choice([choice.value for choice in Unclear]),
    default=Unclear.REFUSE.value,
    show_default=True,
    help="What a gap, two candidates ranked equally or one named twice do to a ballot.",
)
@click.option("--reopen", type=int, metavar="N", help="Candidate N is “re-open nominations”.")
@click.option(
    "--cap",
    "caps",
    multiple=True,
    metavar="2:1,4,5",
    help="At most 2 of candidates 1, 4 and 5 are elected; can be given several times.",
)
@click.option(
    "--last-transfer/--no-last-transfer",
    default=True,
    show_default=True,
    help="Move the ballots of the last candidate excluded, as counting machines do.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "html"]),
    default="text",
    show_default=True,
    help="A sheet, one JSON line a file, a spreadsheet, or a page.",
)
@click.option("--explain", is_flag=True, help="Say in words what happened at each stage.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=Locale.EN.code,
    show_default=True,
    help="The language of sheet and page.",
)
@click.pass_context
def count_command(
    context: click.Context,
    *,
    files: tuple[str, ...],
    rules: str,
    seats: int | None,
    seed: str | None,
    lot_order: str | None,
    unclear: str,
    reopen: int | None,
    caps: tuple[str, ...],
    last_transfer: bool,
    form: str,
    explain: bool,
    language: str,
) -> None:
    """Count ballot files: BLT, or cast-vote records in files that end in .csv; - is the input.

    The exit status is 0 only if every file was counted.
    """
    if seed is not None and lot_order is not None:
        raise click.UsageError("--lot and --lot-order exclude each other.")
    order = Order(
        rules=Rules(rules),
        seats=seats,
        seed=seed,
        lot_order=lot_order,
        unclear=Unclear(unclear),
        reopen=reopen,
        caps=caps,
        move_last=last_transfer,
    )
    bar_and_sheet_share_a_screen = len(files) > 1 and sys.stderr.isatty() and sys.stdout.isatty()
    printer = _Printer(form, explain, language, waits=bar_and_sheet_share_a_screen)
    gc.disable()  # a count makes no cycles, and millions of papers are slow to look through
    try:
        every = _count_all(files, order, printer)
    finally:
        gc.enable()
    printer.finish()
    if not every:
        context.exit(1)


if __name__ == "__main__":
    count_command()
