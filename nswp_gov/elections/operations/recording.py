"""What a count leaves in the record, in canonical form: a recount gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from nswp_gov.elections import queries
from nswp_gov.elections.contests import read_counted
from nswp_gov.elections.models import CountResult, Election
from nswp_gov.elections.operations.files import put_file
from nswp_gov.elections.operations.lots import Lots
from nswp_gov.elections.record import BALLOTS, COUNTS, LOTS, RESULT
from nswp_gov.rules.counting import short_record
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.sealing import Contest, Paper, Publication
from nswp_gov.sealing.canonical import canonical
from nswp_gov.store.work import Work

FORMAT = "nswp-result-1"


class Shown(StrEnum):
    """What of a count somebody may see."""

    WINNER = "winner"
    COURSE = "course"  # quota, and who was elected or excluded at which stage; no votes
    STAGES = "stages"


def shows(paper: Paper, *, is_observer: bool) -> Shown:
    """Return what of a paper's count is shown: to observers all, of a small roll the winner."""
    if is_observer or paper.publication is not Publication.TOTALS:
        return Shown.STAGES
    return Shown.WINNER if paper.roll.size is None else Shown.COURSE


def write_down(
    work: Work, election: Election, counted: Mapping[str, CountResult], lots: Lots
) -> None:
    """Keep result, figures and lot (`counted`: by contest); nothing is public before declaring."""
    manifest = queries.manifest_of(election)
    contests = {one.id: one for paper in manifest.papers for one in paper.contests}
    result = {
        "format": FORMAT,
        **about(work, election),
        "contests": {
            name: {"rule": contests[name].rule, "elected": made.elected}
            for name, made in counted.items()
        },
    }
    figures = {name: figures_of(contests[name], made) for name, made in counted.items()}
    told = {"source": lots.source, "order": lots.order}
    for name, plain in ((RESULT, result), (COUNTS, figures), (LOTS, told)):
        put_file(work, election, name, canonical(plain), is_public=False)


def about(work: Work, election: Election) -> dict[str, str | None]:
    """Return which manifest, box and ballots a result is of."""
    ballots = queries.file(work.session, election.id, BALLOTS)
    return {
        "manifest_sha256": election.manifest_sha256,
        "box_root": election.box_root,
        "ballots_sha256": ballots.sha256 if ballots else None,
    }


def figures_of(contest: Contest, made: CountResult) -> dict[str, Any]:
    """Return the figures of a count as `counts.json` has them; candidates are numbered from 1."""
    result = read_counted(made.record)
    told: dict[str, Any] = {"rule": contest.rule, "elected": made.elected, "papers": made.ballots}
    if isinstance(result, MotionResult):
        answers = {"yes": result.yes, "no": result.no, "abstain": result.abstained}
        return {**told, **answers, "blank": made.ballots - sum(answers.values())}
    short = short_record(result)
    names = {"quota", "stages", "totals"} & set(short)
    kept: dict[str, Any] = {name: short[name] for name in names}
    return {**told, **kept, "blank": result.contest.blank}


def turnout_of(sizes: Mapping[str, int], cast: Mapping[str, int]) -> bytes:
    """Return `participation.json`: by paper, the size of the roll and the votes."""
    told = {paper: {"roll": size, "cast": cast[paper]} for paper, size in sizes.items()}
    return canonical(told)
