"""A result as one table: candidates down, stages or rounds across; for sheet, page and chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nswp_gov.rules.counting.phrasing import Phrasing
from nswp_gov.rules.counting.results import (
    DECIMALS,
    Fate,
    MeekResult,
    Outcome,
    Result,
    StvResult,
    TallyResult,
)

Units = int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A stage: its number, what moved papers, whose, and who was elected; quota in units."""

    number: int
    action: str
    candidate: int | None
    elected: tuple[int, ...]
    votes: tuple[Units, ...]
    quota: Units
    exhausted: Units
    lost: Units


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate: number, name, votes at each stage, and what became of them.

    `from_stage` is the first stage at whose end the candidate is elected, 0 if never; `out` the
    stage in which the papers moved away after an exclusion, 0 if never.
    """

    number: int
    name: str
    cells: tuple[Units, ...]
    outcome: str
    elected: bool
    from_stage: int
    out: int


@dataclass(frozen=True, slots=True)
class Table:
    """All of it; quantities in units of 10 ** -`decimals` votes."""

    decimals: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    has_stages: bool


def table_of(result: Result, phrasing: Phrasing) -> Table:
    """The table of `result`, with outcomes in the words of `phrasing`."""
    decimals = DECIMALS[result.rules]
    columns = _columns(result)
    rows = tuple(_row(result, outcome, columns, phrasing) for outcome in result.seating.outcomes)
    total = result.valid * 10**decimals
    return Table(decimals, columns, rows, total, not isinstance(result, TallyResult))


def _columns(result: Result) -> tuple[Column, ...]:
    match result:
        case StvResult():
            quota = result.quota * 10 ** DECIMALS[result.rules]
            return tuple(
                Column(
                    stage.number,
                    stage.action.value,
                    stage.candidate,
                    stage.elected,
                    stage.votes,
                    quota,
                    stage.exhausted_value,
                    stage.lost,
                )
                for stage in result.stages
            )
        case MeekResult():
            return tuple(
                Column(
                    each.number,
                    each.status.value,
                    each.excluded,
                    each.elected,
                    each.votes,
                    each.quota,
                    each.exhausted,
                    None,
                )
                for each in result.rounds
            )
        case TallyResult():
            order = result.seating.order
            return (Column(1, "totals", None, order, result.totals, None, None, None),)
        case _:
            return ()


def _row(result: Result, outcome: Outcome, columns: Sequence[Column], phrasing: Phrasing) -> Row:
    number = outcome.candidate
    reopens = number == result.contest.reopen
    elected = outcome.fate is Fate.ELECTED
    out = outcome.stage if outcome.fate in (Fate.EXCLUDED, Fate.CAPPED) else 0
    if isinstance(result, MeekResult) and out:
        out += 1  # excluded at the end of a round: without votes from the next one on
    cells = tuple(column.votes[number - 1] for column in columns)
    return Row(
        number=number,
        name=result.contest.candidates[number - 1],
        cells=tuple(
            None if out and column.number >= out and not units else units
            for column, units in zip(columns, cells, strict=True)
        ),
        outcome=phrasing.outcome(outcome, result.rules, reopens=reopens),
        elected=elected and not reopens,
        from_stage=(outcome.stage or 1) if elected else 0,
        out=out,
    )
