"""Results as JSON: the short record that recounts are compared by, and the whole one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nswp_gov.rules.counting.plain import canonical, from_plain, parse_json
from nswp_gov.rules.counting.refusals import CountRefused
from nswp_gov.rules.counting.results import (
    MeekResult,
    Result,
    Round,
    Stage,
    StvResult,
    TallyResult,
    Tie,
)


def figure(units: int, decimals: int) -> str:
    """`units` as a decimal number with exactly `decimals` places, e.g. 4100000 as `41.00000`."""
    if not decimals:
        return str(units)
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), 10**decimals)
    return f"{sign}{whole}.{part:0{decimals}d}"


def figures(votes: Sequence[int | None], decimals: int) -> list[str | None]:
    """Each of `votes` as a decimal number; None stays None."""
    return [None if units is None else figure(units, decimals) for units in votes]


def short_record(result: Result) -> dict[str, Any]:
    """Winners and figures as plain values, in the shape that recounts are compared by."""
    record: dict[str, Any] = {"winners": list(result.winners)}
    if isinstance(result, TallyResult):
        record["totals"] = list(result.totals)
    else:
        record["order_of_election"] = list(result.seating.order)
    if isinstance(result, StvResult):
        record["quota"] = result.quota
        record["stages"] = [_stage(stage) for stage in result.stages]
    if isinstance(result, MeekResult):
        record["rounds"] = [_round(each) for each in result.rounds]
    else:
        record["ties"] = [_tie(tie) for tie in result.ties]
    return record


MOST_BYTES = 1 << 28
_KINDS: tuple[type[StvResult | MeekResult | TallyResult], ...] = (
    StvResult,
    MeekResult,
    TallyResult,
)


def write_record(result: Result) -> bytes:
    """The whole result as canonical JSON: the same count gives the same bytes, anywhere."""
    return canonical({"kind": type(result).__name__, "result": result})


def read_record(data: bytes) -> Result:
    """The result that `write_record` wrote.

    Raises:
        CountRefused: `data` is too large, is no JSON, or is not the record of a count.

    """
    record = parse_json(data, MOST_BYTES)
    if not isinstance(record, dict) or set(record) != {"kind", "result"}:
        raise CountRefused("json_shape", where="/")
    for kind in _KINDS:
        if kind.__name__ == record["kind"]:
            return from_plain(kind, record["result"], "/result")
    raise CountRefused("json_shape", where="/kind")


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "n": stage.number,
        "action": stage.action.value,
        "candidate": stage.candidate,
        "votes": figures(stage.votes, 5),
        "nontransferable": figures([stage.nontransferable], 5)[0],
        "elected": list(stage.elected),
    }


def _round(each: Round) -> dict[str, Any]:
    decimals = 9
    record: dict[str, Any] = {
        "n": each.number,
        "status": each.status.value,
        "elected": list(each.elected),
        "excluded": each.excluded,
        "iterations": each.iterations,
        "quota": figure(each.quota, decimals),
        "votes": figures(_zero_for_withdrawn(each), decimals),
    }
    if each.tied:
        record["tied"] = list(each.tied)
    return record


def _zero_for_withdrawn(each: Round) -> list[int | None]:
    """The reference record shows 0 for the withdrawn; a record without figures shows none."""
    if each.exhausted is None:
        return list(each.votes)
    return [units or 0 for units in each.votes]


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "kind": tie.kind.value,
        "tied": list(tie.tied),
        "resolved_by": tie.resolved_by,
        "chosen": tie.chosen,
        "at_stage": tie.at_stage,
    }
