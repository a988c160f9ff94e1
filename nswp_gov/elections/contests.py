"""From a post and those who stand to the contest on its paper, and from papers to its count.

Ranked, approval and plurality ballots carry *Re-open nominations* beside the names. Where one
person stands for the one seat, the question is yes, no or abstain: no leaves the seat vacant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nswp_gov.rules.counting import (
    Cap,
    Lot,
    Result,
    Rules,
    election_of,
    read_record,
    write_record,
)
from nswp_gov.rules.counting import count as count_papers
from nswp_gov.rules.counting.motion import Choice, MotionResult, count_motion
from nswp_gov.rules.counting.plain import canonical, from_plain
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.majority import Majority
from nswp_gov.sealing import BallotKind, Contest, Option

REOPEN = "reopen"
REOPEN_TITLE: Mapping[str, str] = {
    "en": "Re-open nominations",
    "fr": "Rouvrir les candidatures",
    "es": "Reabrir las candidaturas",
    "ru": "Возобновить выдвижение",
    "zh_Hans": "重新开放提名",
}
ANSWERS: Mapping[Choice, Mapping[str, str]] = {
    Choice.YES: {"en": "Yes", "fr": "Oui", "es": "Sí", "ru": "За", "zh_Hans": "赞成"},
    Choice.NO: {"en": "No", "fr": "Non", "es": "No", "ru": "Против", "zh_Hans": "反对"},
    Choice.ABSTAIN: {
        "en": "Abstain",
        "fr": "Abstention",
        "es": "Abstención",
        "ru": "Воздержаться",
        "zh_Hans": "弃权",
    },
}
RULES: Mapping[BallotKind, str] = {
    BallotKind.RANKED: Rules.SCOTTISH.value,
    BallotKind.APPROVAL: Rules.APPROVAL.value,
    BallotKind.PLURALITY: Rules.PLURALITY.value,
}
MAJORITY = "majority"
MOTION = "motion"
CANDIDATE, NAME, MOST_OF_GROUP = "candidate", "name", "most-of-group"


@dataclass(frozen=True)
class Counted:
    """The count of one contest: its rule, its whole record, the options that were elected."""

    rules: str
    record: str
    elected: list[str]


def contest_of(
    contest_id: str,
    title: Mapping[str, str],
    ballot: BallotKind,
    standing: Sequence[Option],
    *,
    seats: int = 1,
    most_of_group: int | None = None,
) -> Contest:
    """Return the contest as it will stand in the manifest; `standing` in drawn order.

    `most_of_group`: how many of one group (a country) can be elected together, where there are
    several seats. Uncontested, one person for one seat, it is a yes/no question.
    """
    if len(standing) == seats == 1 or ballot is BallotKind.YESNO:
        return _yes_or_no(contest_id, title, standing[0])
    reopen = Option(REOPEN, REOPEN_TITLE, reopens=True)
    return Contest(
        id=contest_id,
        title=title,
        kind=ballot,
        options=(*standing, reopen),
        seats=seats,
        rule=RULES[ballot],
        parameters={MOST_OF_GROUP: most_of_group} if most_of_group else {},
    )


def asked(name: Mapping[str, str]) -> Option:
    """Return what a question asks about, under its short name: no person, and no seat."""
    return Option(MOTION, name)


def _yes_or_no(contest_id: str, title: Mapping[str, str], one: Option) -> Contest:
    return Contest(
        id=contest_id,
        title=title,
        kind=BallotKind.YESNO,
        options=tuple(Option(choice.value, ANSWERS[choice]) for choice in Choice),
        seats=1,
        rule=MAJORITY,
        parameters={
            CANDIDATE: one.id,
            NAME: next(iter(one.title.values())),
            MAJORITY: Majority.SIMPLE.value,
        },
    )


def count_contest(contest: Contest, marks: Iterable[Sequence[str]], lot: Lot) -> Counted:
    """Return the count of a contest from what each valid ballot marked in it."""
    if contest.kind is BallotKind.YESNO:
        return _count_answers(contest, list(marks))
    result = count_marks(contest, marks, lot)
    options = contest.option_ids
    return Counted(
        rules=result.rules.value,
        record=write_record(result).decode(),
        elected=[options[number - 1] for number in result.seating.order],
    )


def count_marks(contest: Contest, marks: Iterable[Sequence[str]], lot: Lot) -> Result:
    """Return the count of names; candidates are numbered in the manifest's order."""
    number = {option: place for place, option in enumerate(contest.option_ids, start=1)}
    papers = [tuple(number[option] for option in paper) for paper in marks]
    counted = election_of(
        papers,
        candidates=[one_title(option.title) for option in contest.options],
        seats=contest.seats,
        title=one_title(contest.title),
        reopen=next((number[one.id] for one in contest.options if one.reopens), None),
        caps=_caps(contest, number),
    )
    return count_papers(counted, Rules(contest.rule), lot)


def _caps(contest: Contest, number: Mapping[str, int]) -> list[Cap]:
    most = contest.parameters.get(MOST_OF_GROUP)
    if not isinstance(most, int):
        return []
    groups: dict[str, set[int]] = {}
    for option in contest.options:
        if option.group is not None:
            groups.setdefault(option.group, set()).add(number[option.id])
    return [
        Cap(group, frozenset(members), most)
        for group, members in sorted(groups.items())
        if len(members) > most
    ]


def one_title(title: Mapping[str, str]) -> str:
    """Return a title in English, or in the first language that it has."""
    return title.get(Locale.EN.value) or next(iter(title.values()))


def _count_answers(contest: Contest, marks: list[Sequence[str]]) -> Counted:
    """More yes than no elects; a tie does not. Who marked nothing was there and said nothing."""
    result = count_motion(
        [Choice(one) for paper in marks for one in paper],
        majority=Majority(str(contest.parameters[MAJORITY])),
        entitled=len(marks),
        present=len(marks),
    )
    return Counted(
        rules=MAJORITY,
        record=canonical({"kind": MotionResult.__name__, "result": result}).decode(),
        elected=[str(contest.parameters[CANDIDATE])] if result.carried else [],
    )


def read_counted(record: str) -> Result | MotionResult:
    """Return the count that a record holds.

    Raises:
        CountRefused: it is not the record of a count.

    """
    plain = json.loads(record)
    if isinstance(plain, dict) and plain.get("kind") == MotionResult.__name__:
        return from_plain(MotionResult, plain["result"], "/result")
    return read_record(record.encode())
