"""Recount a ballot file with Python alone, in English: `python -m nswp_gov.rules.counting FILE`.

Also the entry of the stand-alone `nswp-count.pyz`.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from nswp_gov.rules.counting.choices import Rules, Unclear
from nswp_gov.rules.counting.order import Order, format_of, read_ballots
from nswp_gov.rules.counting.refusals import CountRefused

if TYPE_CHECKING:
    from nswp_gov.rules.counting.results import Result


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts of the files named; 0 only if every one was counted."""
    asked = _parser().parse_args(arguments)
    order = Order(
        rules=Rules(asked.rules),
        seats=asked.seats,
        seed=asked.lot,
        lot_order=asked.lot_order,
        unclear=Unclear(asked.unclear),
        reopen=asked.reopen,
        caps=tuple(asked.cap),
    )
    gc.disable()  # a count makes no cycles, and millions of papers are slow to look through
    failed = False
    for index, name in enumerate(asked.files):
        try:
            result = _count(name, order)
            text = _text(result, name, asked, is_first=index == 0)
        except (CountRefused, OSError) as error:
            failed = True
            sys.stderr.write(f"{name}: {_reason(error)}\n")
        else:
            sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
            sys.stdout.buffer.flush()
    return int(failed)


def _count(name: str, order: Order) -> Result:
    if name == "-":
        election = read_ballots(sys.stdin.buffer, format_of(name), order)
    else:
        with open(name, "rb") as source:  # noqa: PTH123 -- pathlib is slow to load
            election = read_ballots(source, format_of(name), order, _load)
    from nswp_gov.rules.counting.recount import count_as_ordered  # noqa: PLC0415 -- see `halves`

    return count_as_ordered(election, order)


def _load() -> None:
    """What comes after reading is loaded."""
    import nswp_gov.rules.counting.recount  # noqa: F401, PLC0415 -- see `halves`


def _reason(error: CountRefused | OSError) -> str | None:
    if isinstance(error, OSError):
        return error.strerror
    from nswp_gov.rules.counting.phrasing import ENGLISH  # noqa: PLC0415 -- after a refusal

    return ENGLISH.refusal(error)


def _text(result: Result, name: str, asked: argparse.Namespace, *, is_first: bool) -> str:
    if asked.format == "json":
        from nswp_gov.rules.counting.recount import json_line  # noqa: PLC0415 -- see `halves`

        return json_line(result, name, explain=asked.explain) + "\n"
    if asked.format == "csv":
        from nswp_gov.rules.counting.figures_csv import write_csv  # noqa: PLC0415 -- when asked for

        return write_csv(result, name, head=is_first)
    import shutil  # noqa: PLC0415 -- when a sheet is asked for

    from nswp_gov.rules.counting.phrasing import ENGLISH  # noqa: PLC0415
    from nswp_gov.rules.counting.sheet import sheet  # noqa: PLC0415

    width = shutil.get_terminal_size().columns
    head = "" if is_first else "\n"
    return head + sheet(result, ENGLISH, width=width, explain=asked.explain)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nswp-count", description="Count ballot files.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="BLT or .csv; - is standard input")
    parser.add_argument("--rules", default=Rules.SCOTTISH.value, choices=[r.value for r in Rules])
    parser.add_argument("--seats", type=int, help="the seats to fill, instead of the file's")
    lot = parser.add_mutually_exclusive_group()
    lot.add_argument("--lot", metavar="SEED", help="order of the lot from this published seed")
    lot.add_argument("--lot-order", metavar="3,1,2", help="order of the lot as drawn, or ascending")
    parser.add_argument("--unclear", default="refuse", choices=[u.value for u in Unclear])
    parser.add_argument(
        "--reopen", type=int, metavar="N", help="candidate N is re-open nominations"
    )
    parser.add_argument(
        "--cap", action="append", default=[], metavar="2:1,4,5", help="at most 2 of 1, 4 and 5"
    )
    parser.add_argument("--format", default="text", choices=["text", "json", "csv"])
    parser.add_argument("--explain", action="store_true", help="say what happened at each stage")
    return parser


def run() -> NoReturn:
    """Do what `main` does and end the program with its status.

    It ends at once: to give back the memory of a million papers bit by bit takes its time.
    """
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    run()
