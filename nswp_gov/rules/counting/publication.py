"""What a record may show: all figures, or totals only."""

from __future__ import annotations

from dataclasses import replace

from nswp_gov.rules.counting.results import MeekResult, Result, StvResult, TallyResult


def totals_only(result: Result) -> Result:
    """`result` with its quota, and who was elected or excluded at which stage; no votes at all."""
    nothing = (None,) * len(result.contest.candidates)
    match result:
        case StvResult():
            return replace(
                result,
                stages=tuple(
                    replace(
                        stage,
                        votes=nothing,
                        transfers=nothing,
                        parcels=(),
                        exhausted_papers=None,
                        exhausted_value=None,
                        lost=None,
                    )
                    for stage in result.stages
                ),
            )
        case MeekResult():
            return replace(
                result,
                rounds=tuple(
                    replace(each, votes=nothing, keep_factors=(), surplus=None, exhausted=None)
                    for each in result.rounds
                ),
            )
        case TallyResult():
            return replace(result, totals=nothing)
    return result
