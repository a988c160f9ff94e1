"""A voter's choices: checked against the paper, written for sealing, read again at the opening."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .canonical import canonical, parse
from .errors import BallotRefused, NotCanonical
from .manifest import Level, Manifest
from .papers import BallotKind, Contest, Paper
from .trackers import LONGEST_WORD, TRACKER, clean_word, new_tracker

PADDING_STEP = 64
LONGEST_LETTER = "\U0001f000"  # four bytes in UTF-8; stands for any letter when sizes are taken


class BallotState(StrEnum):
    """What became of a sealed ballot at the opening."""

    VALID = "valid"
    SPOILT = "spoilt"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Ballot:
    """An opened ballot. `choices`: the marked option ids of each contest, in order of preference.

    A spoilt ballot has a `reason` and no choices; an unreadable one has the `seal` of its
    envelope and nothing else.
    """

    paper: str
    state: BallotState
    tracker: str | None = None
    level: Level | None = None
    choices: Mapping[str, Sequence[str]] | None = None
    word: str | None = None
    reason: str | None = None
    seal: str | None = None

    def to_line(self) -> bytes:
        """Return the ballot as one line of `ballots.jsonl`, without its line end."""
        shown = {name: value for name, value in vars(self).items() if value is not None}
        return canonical(shown)


def checked_choices(
    paper: Paper, choices: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the choices in the form that is sealed, one entry for each contest of the paper.

    Ranked: the order of preference, nothing twice. Approval and plurality: the marked options
    in the manifest's order. Yes/no: one of its options. An empty list is a blank vote where the
    contest allows it. Raises `BallotRefused` for everything else.
    """
    if set(choices) != {contest.id for contest in paper.contests}:
        raise BallotRefused("contests_differ")
    return {contest.id: _checked(contest, choices[contest.id]) for contest in paper.contests}


def _checked(contest: Contest, marks: Sequence[str]) -> tuple[str, ...]:
    if isinstance(marks, str) or not isinstance(marks, Sequence):
        raise BallotRefused("marks_form", contest=contest.id)
    if not all(isinstance(mark, str) and mark in contest.option_ids for mark in marks):
        raise BallotRefused("option_unknown", contest=contest.id)
    if len(set(marks)) != len(marks):
        raise BallotRefused("option_twice", contest=contest.id)
    if len(marks) > contest.most_marks:
        raise BallotRefused("too_many_marks", contest=contest.id, most=contest.most_marks)
    if not marks and not contest.blank_allowed:
        raise BallotRefused("blank_not_allowed", contest=contest.id)
    if contest.kind is BallotKind.RANKED:
        return tuple(marks)
    return tuple(option for option in contest.option_ids if option in marks)


def write_ballot(
    paper: Paper, choices: Mapping[str, Sequence[str]], *, level: Level, word: str | None
) -> tuple[bytes, str]:
    """Return the plaintext of a valid ballot, not yet padded, and its new tracker.

    Raises `BallotRefused` when the choices or the word cannot be taken.
    """
    tracker = new_tracker()
    plain: dict[str, object] = {
        "choices": checked_choices(paper, choices),
        "level": level,
        "tracker": tracker,
    }
    kept = clean_word(word)
    if kept is not None:
        plain["word"] = kept
    return canonical(plain), tracker


def read_ballot(paper: Paper, plaintext: bytes) -> Ballot:
    """Return the ballot inside an opened envelope; what cannot be counted comes back spoilt.

    The content of a spoilt ballot is not repeated, only the reason and a well-formed tracker.
    """
    try:
        plain = parse(plaintext.rstrip(b" "))
    except NotCanonical:
        return Ballot(paper.id, BallotState.SPOILT, reason="not_a_ballot")
    tracker = _tracker(plain)
    if tracker is None or not {"choices", "level", "tracker"} <= set(plain) <= {
        "choices",
        "level",
        "tracker",
        "word",
    }:
        return Ballot(paper.id, BallotState.SPOILT, tracker=tracker, reason="not_a_ballot")
    try:
        return _valid(paper, plain, tracker)
    except BallotRefused as refusal:
        return Ballot(paper.id, BallotState.SPOILT, tracker=tracker, reason=refusal.code)


def _tracker(plain: object) -> str | None:
    tracker = plain.get("tracker") if isinstance(plain, Mapping) else None
    return tracker if isinstance(tracker, str) and TRACKER.fullmatch(tracker) else None


def _valid(paper: Paper, plain: Mapping[str, Any], tracker: str) -> Ballot:
    choices, word, level = plain["choices"], plain.get("word"), plain["level"]
    if not isinstance(choices, Mapping):
        raise BallotRefused("contests_differ")
    if "word" in plain and (not isinstance(word, str) or clean_word(word) != word):
        raise BallotRefused("word_signs")
    if not isinstance(level, str) or level not in set(Level):
        raise BallotRefused("level_unknown")
    return Ballot(
        paper.id,
        BallotState.VALID,
        tracker=tracker,
        level=Level(level),
        choices=checked_choices(paper, choices),
        word=word,
    )


def pad(plaintext: bytes, length: int) -> bytes:
    """Return the plaintext followed by spaces up to `length`; refused when it is longer."""
    if len(plaintext) > length:
        raise BallotRefused("ballot_too_long", most=length)
    return plaintext.ljust(length)


def least_padding(papers: Sequence[Paper]) -> int:
    """Return the least padded length, a multiple of 64, that every ballot on these papers fits."""
    longest = max(len(_longest(paper)) for paper in papers)
    return -(-longest // PADDING_STEP) * PADDING_STEP


def _longest(paper: Paper) -> bytes:
    choices = {
        contest.id: sorted(contest.option_ids, key=len)[-contest.most_marks :]
        for contest in paper.contests
    }
    return canonical(
        {
            "choices": choices,
            "level": Level.BROWSER,
            "tracker": new_tracker(),
            "word": LONGEST_LETTER * LONGEST_WORD,
        }
    )


def paper_of(manifest: Manifest, paper_id: str) -> Paper | None:
    """Return the manifest's paper of this id, or None."""
    return next((paper for paper in manifest.papers if paper.id == paper_id), None)
