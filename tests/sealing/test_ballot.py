from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.sealing.ballot import (
    BallotState,
    checked_choices,
    least_padding,
    pad,
    read_ballot,
    write_ballot,
)
from nswp_gov.sealing.canonical import canonical
from nswp_gov.sealing.errors import BallotRefused
from nswp_gov.sealing.manifest import Level
from nswp_gov.sealing.papers import BallotKind, Contest

TRACKER = "ABCD-EFGH-IJKL-MN27"


@st.composite
def marks(draw: st.DrawFn, contest: Contest) -> list[str]:
    order = draw(st.permutations(contest.option_ids))
    least = 0 if contest.blank_allowed else 1
    return list(order[: draw(st.integers(least, contest.most_marks))])


@given(st.data())
def test_read_gives_what_was_written(election: Any, data: st.DataObject) -> None:
    paper = data.draw(st.sampled_from(election.manifest.papers))
    choices = {one.id: data.draw(marks(one)) for one in paper.contests}
    word = data.draw(st.sampled_from([None, "", "  lilac 7 ", "перо", "紫丁香", "e\u0301te"]))
    plaintext, tracker = write_ballot(paper, choices, level=Level.SERVER, word=word)
    ballot = read_ballot(paper, pad(plaintext, election.manifest.padded_length))
    assert ballot.state is BallotState.VALID
    assert (ballot.paper, ballot.tracker, ballot.level) == (paper.id, tracker, Level.SERVER)
    for one in paper.contests:
        chosen = ballot.choices[one.id]  # type: ignore[index]
        assert set(chosen) == set(choices[one.id])
        if one.kind is BallotKind.RANKED:
            assert list(chosen) == choices[one.id]
        else:
            assert list(chosen) == [each for each in one.option_ids if each in chosen]


@pytest.mark.parametrize(
    ("code", "choices"),
    [
        ("contests_differ", {}),
        ("contests_differ", {"president": ["bo"]}),
        ("contests_differ", {"president": [], "rules": ["yes"], "vice": []}),
        ("marks_form", {"president": "bo", "rules": ["yes"]}),
        ("marks_form", {"president": None, "rules": ["yes"]}),
        ("option_unknown", {"president": ["zoe"], "rules": ["yes"]}),
        ("option_unknown", {"president": [["bo"]], "rules": ["yes"]}),
        ("option_twice", {"president": ["bo", "bo"], "rules": ["yes"]}),
        ("too_many_marks", {"president": [], "rules": ["yes", "no"]}),
        ("blank_not_allowed", {"president": [], "rules": []}),
    ],
)
def test_choices_that_the_paper_does_not_allow_are_refused(
    election: Any, code: str, choices: dict[str, Any]
) -> None:
    with pytest.raises(BallotRefused) as refused:
        checked_choices(election.manifest.papers[0], choices)
    assert refused.value.code == code
    plain = {"choices": choices, "level": "1b", "tracker": TRACKER}
    ballot = read_ballot(election.manifest.papers[0], canonical(plain))
    assert (ballot.state, ballot.reason, ballot.tracker) == (BallotState.SPOILT, code, TRACKER)
    assert ballot.choices is None


def test_plurality_allows_as_many_marks_as_seats(election: Any) -> None:
    paper = election.manifest.papers[1]
    checked = checked_choices(paper, {"vice": ["ida", "gil"], "seat-africa": ["fay", "dia", "eno"]})
    assert checked == {"seat-africa": ("dia", "eno", "fay"), "vice": ("gil", "ida")}
    with pytest.raises(BallotRefused, match="too_many_marks"):
        checked_choices(paper, {"vice": ["ida", "gil", "hana"], "seat-africa": []})


@pytest.mark.parametrize(
    "change",
    [
        {"tracker": "short"},
        {"tracker": None},
        {"word": "w" * 25},
        {"word": '"'},
        {"word": 7},
        {"word": " x"},
        {"level": "2"},
        {"level": ["1"]},
        {"choices": []},
        {"surplus": 1},
    ],
)
def test_a_paper_sealed_in_another_form_is_spoilt(election: Any, change: dict[str, Any]) -> None:
    good = {
        "choices": {"president": ["bo"], "rules": ["yes"]},
        "level": "1b",
        "tracker": TRACKER,
    }
    paper = election.manifest.papers[0]
    assert read_ballot(paper, canonical(good)).state is BallotState.VALID
    assert read_ballot(paper, canonical({**good, **change})).state is BallotState.SPOILT


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_spoilt_paper_and_never_an_error(election: Any, data: bytes) -> None:
    ballot = read_ballot(election.manifest.papers[0], data)
    assert ballot.state is BallotState.SPOILT
    assert ballot.to_line() == canonical(
        {"paper": "all", "state": "spoilt", "reason": "not_a_ballot"}
    )


def test_deep_and_huge_json_is_a_spoilt_paper(election: Any) -> None:
    for data in (b"[" * 8000 + b"]" * 8000, b"9" * 9000, b'{"tracker":' * 900 + b"1" + b"}" * 900):
        assert read_ballot(election.manifest.papers[0], data).state is BallotState.SPOILT


def test_least_padding_fits_the_longest_ballot_exactly_to_its_step(election: Any) -> None:
    papers = election.manifest.papers
    length = least_padding(papers)
    choices = {"president": ["asha", "bo", "cleo", "reopen"], "rules": ["abstain"]}
    longest, _ = write_ballot(papers[0], choices, level=Level.SERVER, word="\U00020000" * 24)
    assert length % 64 == 0
    assert length - 64 < len(longest) <= length
    with pytest.raises(BallotRefused, match="ballot_too_long"):
        pad(longest, len(longest) - 1)


@pytest.mark.parametrize("word", ["w" * 25, 'quo"te', "back\\slash", "tab\x00", "<b>"])
def test_words_that_cannot_be_sealed_are_refused(election: Any, choices: Any, word: str) -> None:
    with pytest.raises(BallotRefused, match="word"):
        write_ballot(election.manifest.papers[0], choices, level=Level.SERVER, word=word)
