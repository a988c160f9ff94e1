"""What voters find in front of them: papers, the contests on a paper, and their options.

A voter casts one sealed ballot for each paper that its electorate gives it. All contests of one
paper have the same roll, so that the choices of a small electorate are never tied to the same
voter's choices in a large one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .errors import ManifestRefused

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?")
SHA256_HEX = re.compile(r"[0-9a-f]{64}")
YES_NO = frozenset({"yes", "no", "abstain"})
LEAST_PUBLIC_ROLL = 30


class BallotKind(StrEnum):
    """How a voter marks a contest."""

    RANKED = "ranked"
    APPROVAL = "approval"
    YESNO = "yesno"
    PLURALITY = "plurality"


class Publication(StrEnum):
    """What of a paper's ballots is published; small electorates: totals alone."""

    LIST = "list"
    LIST_MEMBERS = "list-members"
    TOTALS = "totals"


@dataclass(frozen=True)
class Option:
    """Something that can be marked; `id` is stable, `title` has one text for each language.

    `group` is what a cap counts (for instance a country); `reopens` marks *Re-open nominations*.
    """

    id: str
    title: Mapping[str, str]
    group: str | None = None
    reopens: bool = False

    def __post_init__(self) -> None:
        check(bool(IDENTIFIER.fullmatch(self.id)), "option_id")
        check_title(self.title)
        check(self.group is None or isinstance(self.group, str), "option_group")
        check(isinstance(self.reopens, bool), "option_reopens")


@dataclass(frozen=True)
class Contest:
    """One question of a paper. `rule` names the counting rule, `parameters` its settings."""

    id: str
    title: Mapping[str, str]
    kind: BallotKind
    options: tuple[Option, ...]
    seats: int
    rule: str
    blank_allowed: bool = True
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check(bool(IDENTIFIER.fullmatch(self.id)), "contest_id")
        check(bool(IDENTIFIER.fullmatch(self.rule)), "rule")
        check_title(self.title)
        check(isinstance(self.blank_allowed, bool), "blank_allowed")
        check(all(isinstance(one, str | int) for one in self.parameters.values()), "parameters")
        self._check_options()

    def _check_options(self) -> None:
        ids = self.option_ids
        check(len(set(ids)) == len(ids), "option_repeated")
        check(bool(ids), "no_options")
        check(1 <= self.seats <= len(ids), "seats")
        check(sum(option.reopens for option in self.options) <= 1, "reopens_repeated")
        if self.kind is BallotKind.YESNO:
            check({"yes", "no"} <= set(ids) <= YES_NO, "yesno_options")
            check(self.seats == 1, "seats")

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The options' ids in the manifest's order."""
        return tuple(option.id for option in self.options)

    @property
    def most_marks(self) -> int:
        """How many options one ballot may mark."""
        if self.kind is BallotKind.YESNO:
            return 1
        return self.seats if self.kind is BallotKind.PLURALITY else len(self.options)


@dataclass(frozen=True)
class Roll:
    """A frozen roll as the manifest may show it: its commitment, and its size if that is public.

    A roll of fewer than 30 never shows its size; the observers' record does.
    """

    commitment: str
    size: int | None = None

    def __post_init__(self) -> None:
        check(bool(SHA256_HEX.fullmatch(self.commitment)), "roll_commitment")
        check(self.size is None or self.size >= LEAST_PUBLIC_ROLL, "roll_size_not_public")


@dataclass(frozen=True)
class Paper:
    """The contests that one roll votes on together, sealed as one ballot."""

    id: str
    title: Mapping[str, str]
    roll: Roll
    contests: tuple[Contest, ...]
    publication: Publication = Publication.TOTALS

    def __post_init__(self) -> None:
        check(bool(IDENTIFIER.fullmatch(self.id)), "paper_id")
        check_title(self.title)
        check(bool(self.contests), "no_contests")
        public = self.publication is Publication.TOTALS or self.roll.size is not None
        check(public, "small_roll_totals_only")


def check(condition: bool, code: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise `ManifestRefused(code)` unless the condition holds."""
    if not condition:
        raise ManifestRefused(code)


def check_title(title: Mapping[str, str]) -> None:
    """Refuse a title without a text, with an empty one, or with a language code we don't use."""
    check(bool(title), "no_title")
    for language, text in title.items():
        check(bool(LANGUAGE.fullmatch(language)), "title_language")
        check(isinstance(text, str) and bool(text.strip()), "no_title")


def paper_to_plain(paper: Paper) -> dict[str, Any]:
    """Return the paper as values of canonical JSON."""
    return {
        "id": paper.id,
        "title": dict(paper.title),
        "roll": {"commitment": paper.roll.commitment, "size": paper.roll.size},
        "publication": paper.publication,
        "contests": [_contest_to_plain(contest) for contest in paper.contests],
    }


def paper_from_plain(plain: Mapping[str, Any]) -> Paper:
    """Return the paper that `paper_to_plain` wrote; surplus or missing names are refused."""
    exactly(plain, "id title roll publication contests")
    exactly(plain["roll"], "commitment size")
    return Paper(
        id=plain["id"],
        title=plain["title"],
        roll=Roll(**plain["roll"]),
        contests=tuple(_contest_from_plain(contest) for contest in plain["contests"]),
        publication=Publication(plain["publication"]),
    )


def exactly(plain: Mapping[str, Any], names: str) -> None:
    """Refuse an object that has other names than these (separated by spaces)."""
    check(isinstance(plain, Mapping) and set(plain) == set(names.split()), "names_differ")


def _contest_to_plain(contest: Contest) -> dict[str, Any]:
    return {
        "id": contest.id,
        "title": dict(contest.title),
        "kind": contest.kind,
        "options": [
            {
                "id": option.id,
                "title": dict(option.title),
                "group": option.group,
                "reopens": option.reopens,
            }
            for option in contest.options
        ],
        "seats": contest.seats,
        "rule": contest.rule,
        "blank_allowed": contest.blank_allowed,
        "parameters": dict(contest.parameters),
    }


def _contest_from_plain(plain: Mapping[str, Any]) -> Contest:
    exactly(plain, "id title kind options seats rule blank_allowed parameters")
    for option in plain["options"]:
        exactly(option, "id title group reopens")
    return Contest(
        id=plain["id"],
        title=plain["title"],
        kind=BallotKind(plain["kind"]),
        options=tuple(Option(**option) for option in plain["options"]),
        seats=plain["seats"],
        rule=plain["rule"],
        blank_allowed=plain["blank_allowed"],
        parameters=plain["parameters"],
    )
