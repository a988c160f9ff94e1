"""Each kind of ballot from page to result, without script: marked, looked at, cast, counted."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.elections import operations, queries
from nswp_gov.elections.contests import contest_of, count_contest, read_counted
from nswp_gov.elections.marks import Marks, marks_of
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.counting import lot_of_own_order
from nswp_gov.rules.counting.motion import MotionResult
from nswp_gov.sealing import BallotKind, Contest, Level, Option, least_padding
from nswp_gov.sealing.papers import Paper, Roll
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import Page, visit
from tests.factories.elections import Chain, close_and_open, freeze, make_election, option_of

BUDGET = 14_336
SignIn = Callable[[Person], FlaskClient]
NAMES = ("Amara", "Binta", "Chidi")


@dataclass
class Polls:
    """An open election with one kind of ballot, and its voters' browsers."""

    chain: Chain
    voting: Work
    session: Session
    sign_in: SignIn

    @property
    def address(self) -> str:
        return f"/en/elections/{self.chain.election.slug}/ballot/{self.chain.post.id}"

    def browser(self, place: int) -> FlaskClient:
        voter = self.chain.voters[self.chain.organisations[place]]
        return self.sign_in(self.session.get_one(Person, voter.person_id))

    def option(self, name: str) -> str:
        return option_of(self.voting, self.chain, name)

    def cast(self, place: int, *marks: str) -> Page:
        paper = visit(self.browser(place), self.address)
        preview = paper.send("preview", press=("preview", "1"), mark=list(marks))
        assert preview.status == 200, preview.text
        return preview.send("cast", press=("cast", "1"))


@pytest.fixture
def polls_of(
    work: Work, app_keys: KeyFolder, session: Session, sign_in: SignIn, time: Clock
) -> Callable[..., Polls]:
    def make(kind: BallotKind, *names: str, level: Level = Level.SERVER) -> Polls:
        chain = make_election(work, app_keys)
        chain.post.ballot, chain.election.level = kind, level
        work.record("elections.ballot_chosen_for_a_test", chain.post)
        voting = freeze(work, chain, *names)
        session.commit()
        time.move(chain.election.opens_at)
        return Polls(chain, voting, session, sign_in)

    return make


def elected_of(polls: Polls) -> list[str]:
    """Close, open with one trustee absent, count, declare; who was elected."""
    closing = close_and_open(polls.voting, polls.chain)
    (result,) = operations.count(closing, polls.chain.election)
    operations.declare(closing, polls.chain.election)
    polls.session.commit()
    found = queries.nominations(polls.session, polls.chain.post.id)
    return [one.public_name or "" for one in found if one.option in result.elected]


def result_page(polls: Polls) -> str:
    """The count with its figures, as the returning officer sees it."""
    chief = polls.session.get_one(Person, polls.chain.election.officer_id)
    address = f"/en/elections/{polls.chain.election.slug}/observers/p01"
    return visit(polls.sign_in(chief), address).text


def test_approval_takes_several_marks_and_elects_the_most_marked(
    polls_of: Callable[..., Polls],
) -> None:
    polls = polls_of(BallotKind.APPROVAL, *NAMES)
    amara, binta, chidi = map(polls.option, NAMES)
    paper = visit(polls.browser(0), polls.address)
    assert 'type="checkbox" name="mark"' in paper.text
    assert "Re-open nominations" in paper.text
    for place, marks in enumerate([(amara, binta), (binta,), (binta, chidi), (chidi,), ()]):
        assert "vote is in the box" in polls.cast(place, *marks).text
    assert elected_of(polls) == ["Binta"]
    shown = result_page(polls)
    assert "approval vote" in shown
    assert "<b>Binta</b>" in shown


def test_plurality_takes_one_mark_and_a_crafted_second_is_refused(
    polls_of: Callable[..., Polls],
) -> None:
    polls = polls_of(BallotKind.PLURALITY, *NAMES)
    amara, binta, chidi = map(polls.option, NAMES)
    paper = visit(polls.browser(0), polls.address)
    assert 'type="radio" name="mark"' in paper.text
    for button in ("preview", "cast"):
        refused = paper.send("preview", press=(button, "1"), mark=[amara, binta])
        assert refused.status == 422
        assert "You can mark one name." in refused.text
        assert "is in the box." not in refused.text
    for place, mark in enumerate((chidi, chidi, amara)):
        polls.cast(place, mark)
    assert elected_of(polls) == ["Chidi"]
    assert "plurality vote" in result_page(polls)


def test_who_stands_alone_is_asked_about_by_yes_no_and_abstain(
    polls_of: Callable[..., Polls],
) -> None:
    polls = polls_of(BallotKind.RANKED, "Amara")
    paper = visit(polls.browser(0), polls.address)
    assert "Should Amara take this seat?" in paper.text
    assert "rank-" not in paper.text
    for place, mark in enumerate(("yes", "no", "yes", "abstain")):
        polls.cast(place, mark)
    assert (
        "A blank vote"
        in visit(polls.browser(4), polls.address).send("preview", press=("preview", "1")).text
    )
    polls.cast(4)
    assert elected_of(polls) == ["Amara"]
    shown = result_page(polls)
    assert "more say yes than no" in shown
    for figure in ('<td class="num" data-l="Votes">2</td>', ">1</td>"):
        assert figure in shown


def test_equal_yes_and_no_leave_the_seat_vacant(polls_of: Callable[..., Polls]) -> None:
    polls = polls_of(BallotKind.RANKED, "Amara")
    for place, mark in enumerate(("yes", "no", "abstain")):
        polls.cast(place, mark)
    assert elected_of(polls) == []
    slug = polls.chain.election.slug
    public = visit(polls.browser(0), f"/en/elections/{slug}/count/p01").text
    assert "the seat stays vacant" in public
    assert "Blank" not in public  # a small roll: no figures


@pytest.mark.parametrize("kind", [BallotKind.APPROVAL, BallotKind.PLURALITY])
def test_re_opening_nominations_wins_by_most_marks(
    polls_of: Callable[..., Polls], kind: BallotKind
) -> None:
    polls = polls_of(kind, "Amara", "Binta")
    for place in range(3):
        polls.cast(place, "reopen")
    polls.cast(3, polls.option("Amara"))
    assert elected_of(polls) == []


def test_voting_again_replaces_a_marked_vote_and_never_shows_it(
    polls_of: Callable[..., Polls],
) -> None:
    polls = polls_of(BallotKind.APPROVAL, "Amara", "Binta")
    for place in range(3):
        polls.cast(place, polls.option("Amara"))
    paper = visit(polls.browser(0), polls.address)
    assert "is in the box" in paper.text
    assert "checked" not in paper.text
    for place in range(2):
        again = polls.cast(place, polls.option("Binta"))
        assert "replaces the earlier vote" in again.text
    assert elected_of(polls) == ["Binta"]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (BallotKind.RANKED, ("Amara",)),
        (BallotKind.RANKED, NAMES),
    ],
)
def test_paper_preview_and_receipt_fit_the_first_packet_in_every_language(
    polls_of: Callable[..., Polls], kind: BallotKind, names: tuple[str, ...]
) -> None:
    polls = polls_of(kind, *names, level=Level.BROWSER)  # the script loads after the page
    browser = polls.browser(0)
    static = sum(
        len(gzip.compress((PACKAGE / "static" / name).read_bytes(), 9))
        for name in ("site.css", "site.js")
    )
    heavy = {}
    for lang in ("en", "fr", "es", "ru", "zh"):
        paper = visit(browser, polls.address.replace("/en/", f"/{lang}/"))
        preview = paper.send("preview", press=("preview", "1"))
        for page in (paper, preview, preview.send("cast", press=("cast", "1"))):
            assert page.status == 200
            heavy[len(gzip.compress(page.answer.data, 6)) + static] = lang
    assert max(heavy) <= BUDGET, heavy


def test_paper_and_preview_say_who_could_see_the_vote(polls_of: Callable[..., Polls]) -> None:
    polls = polls_of(BallotKind.PLURALITY, "Amara", "Binta")
    paper = visit(polls.browser(0), polls.address)
    for page in (paper, paper.send("preview", press=("preview", "1"))):
        assert "A person who secretly controls our server while you vote" in page.text
        assert "unless 2 of the 3 trustees" in page.text


def option(name: str, group: str | None = None) -> Option:
    return Option(name, {"en": name.title()}, group)


def contest(kind: BallotKind, *names: str, **over: Any) -> Contest:
    return contest_of("p01", {"en": "Seat"}, kind, [option(one) for one in names], **over)


def test_marks_read_what_the_paper_has_and_nothing_else() -> None:
    paper = contest(BallotKind.PLURALITY, "a", "b")
    assert marks_of(paper, {}, ["b", "z"]).choices() == ["b"]
    assert marks_of(paper, {}, ["b", "a"]).is_too_many
    assert Marks(paper, chosen=("a",)).hidden() == [("mark", "a")]
    ranked = marks_of(contest(BallotKind.RANKED, "a", "b"), {"rank-b": "1"}, ["a"])
    assert (ranked.choices(), ranked.cleared().choices()) == (["b"], [])
    assert marks_of(contest(BallotKind.RANKED, "a"), {}, ["yes"]).choices() == ["yes"]


def test_a_cap_keeps_two_of_one_country_from_both_being_elected() -> None:
    standing = [option("a", "KE"), option("b", "KE"), option("c", "FR")]
    papers = [("a", "b"), ("a", "b"), ("a", "b"), ("c",)]
    for most, winners in ((None, ["a", "b"]), (1, ["a", "c"])):
        made = contest_of(
            "p01", {"en": "Seats"}, BallotKind.APPROVAL, standing, seats=2, most_of_group=most
        )
        assert count_contest(made, papers, lot_of_own_order(4)).elected == winners


def test_a_yes_or_no_record_is_read_again_and_a_contest_of_many_is_none() -> None:
    alone = contest(BallotKind.APPROVAL, "a")
    counted = count_contest(alone, [("yes",), ("no",), ("yes",), ()], lot_of_own_order(3))
    read = read_counted(counted.record)
    assert isinstance(read, MotionResult)
    assert (read.yes, read.no, read.abstained, read.present) == (2, 1, 0, 4)
    assert (counted.rules, counted.elected) == ("majority", ["a"])
    assert contest(BallotKind.APPROVAL, "a", seats=2).kind is BallotKind.APPROVAL


@pytest.mark.parametrize("kind", [*BallotKind])
def test_every_ballot_of_a_kind_fits_the_fixed_length(kind: BallotKind) -> None:
    names = [f"c{number:02}" for number in range(1, 13)]
    made = contest(kind, *names[:1] if kind is BallotKind.YESNO else names)
    paper = Paper("p01", {"en": "Seat"}, Roll("0" * 64), (made,))
    assert least_padding([paper]) in range(64, 513, 64)
