"""What states, acts, refusals and reasons of this room are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from nswp_gov.elections.states import ClaimState, DelegateState, NominationState, State
from nswp_gov.rules.languages import Locale

STATES: Mapping[str, Any] = {
    State.DRAFT: _l("Draft"),
    State.NOMINATIONS: _l("Nominations are open"),
    State.RULING: _l("The returning officer rules on nominations"),
    State.FROZEN: _l("Candidates and roll are fixed"),
    State.REHEARSED: _l("Rehearsed"),
    State.OPEN: _l("Voting is open"),
    State.CLOSED: _l("Voting is closed"),
    State.OPENING: _l("The box is being opened"),
    State.COUNTED: _l("Counted, not yet declared"),
    State.DECLARED: _l("Declared; complaints are possible"),
    State.PUBLISHED: _l("Final"),
    State.VOID: _l("Given up; nothing of it counts"),
}
NOMINATIONS: Mapping[str, Any] = {
    NominationState.PROPOSED: _l("waits for an answer"),
    NominationState.ACCEPTED: _l("accepted, waits for a ruling"),
    NominationState.STANDS: _l("stands"),
    NominationState.REFUSED: _l("refused"),
    NominationState.DECLINED: _l("declined"),
    NominationState.WITHDRAWN: _l("withdrawn"),
}
ON_ROLL: Mapping[str, Any] = {
    "full active": _l("It was a full member in active standing on %(day)s."),
    "full grace": _l("It was a full member in its days of grace on %(day)s."),
    "claim": _l("The returning officer ruled so on its objection."),
}
NOT_ON_ROLL: Mapping[str, Any] = {
    "not_a_member": _l("It was no member on %(day)s."),
    "category_without_vote": _l("Its category had no vote on %(day)s."),
    "standing_without_vote": _l("Its standing gave no vote on %(day)s."),
    "region_undecided": _l("Its region was not decided on %(day)s."),
    "after_the_freeze": _l("The register was corrected after the roll had been fixed."),
    "claim": _l("The returning officer ruled so on its objection."),
}
CLAIMS: Mapping[str, Any] = {
    ClaimState.MADE: _l("waits for a ruling"),
    ClaimState.UPHELD: _l("upheld"),
    ClaimState.DISMISSED: _l("dismissed"),
}
DELEGATES: Mapping[str, Any] = {
    DelegateState.ASKED: _l("waits for an answer"),
    DelegateState.ADMITTED: _l("admitted"),
    DelegateState.REFUSED: _l("not admitted"),
}
BOOKLET_STATES = frozenset(State) - {State.DRAFT, State.NOMINATIONS, State.VOID}
FINDINGS: Mapping[str, Any] = {
    "proposer_votes": _l("The organisation that proposes votes for this post."),
    "proposer_votes_not": _l("The organisation that proposes doesn’t vote for this post."),
    "seconds": _l("Supported by other organisations: %(has)s; needed: %(needs)s."),
    "no_account": _l(
        "They answered without an account: offices, seats and terms can’t be looked up. Ask them."
    ),
    "runs_it": _l("They are returning officer or trustee of this election."),
    "runs_it_not": _l("They hold no office in this election."),
    "staff": _l("They work in the secretariat."),
    "staff_not": _l("They don’t work in the secretariat."),
    "two_posts": _l("They are proposed for another post of this election too."),
    "two_posts_not": _l("They are proposed for no other post of this election."),
    "other_seat": _l("They hold another seat of this body in that time."),
    "other_seat_not": _l("They hold no other seat of this body in that time."),
    "no_limit": _l("No rule limits terms. Terms in this body so far: %(served)s."),
    "within_limits": _l("Within the limit of terms. Terms in this body so far: %(served)s."),
    "limit_in_a_row": _l(
        "The rule allows no further term in a row. Terms in this body so far: %(served)s."
    ),
    "cap_kept": _l(
        "The rule allows %(most)s seats to people from one country; others hold %(held)s then."
    ),
    "cap_full": _l(
        "The rule allows %(most)s seats to people from one country, and others hold %(held)s then."
    ),
    "cap_unknown": _l("The rule limits the seats of one country; the country is not known here."),
    "limit_in_all": _l("The rule allows no further term. Terms in this body so far: %(served)s."),
}
RULES: Mapping[str, Any] = {
    "scottish-stv": _l("single transferable vote by the Scottish rules of 2007"),
    "approval": _l("approval vote: everybody marked on a ballot gets one vote from it"),
    "plurality": _l("plurality vote: most votes win"),
    "majority": _l("rule that more must say yes than no"),
}
FILES: Mapping[str, Any] = {
    "manifest.json": _l("Manifest: everything that was fixed before voting"),
    "box.json": _l("The server’s signed statement of what it closed"),
    "seals.txt": _l("The seal of every ballot in the box, sorted"),
    "box.bin": _l("The box: the sealed ballots"),
    "trackers.txt": _l("The tracker of every ballot, sorted"),
    "ballots.jsonl": _l("The opened ballots, sorted by tracker"),
    "result.json": _l("The result"),
    "escrow.bin": _l("The slot key in reserve, sealed to the trustees"),
}
BOARD_ELECTION: Mapping[Locale, str] = {  # a draft's title; the secretariat may write another
    Locale.EN: "Board election {year}",
    Locale.FR: "Élection au conseil d’administration {year}",
    Locale.ES: "Elección de la junta directiva {year}",
    Locale.RU: "Выборы в правление {year}",
    Locale.ZH_HANS: "{year}年理事会选举",
}
BY_ELECTION: Mapping[Locale, str] = {  # for seats that stand empty
    Locale.EN: "By-election {year}",
    Locale.FR: "Élection partielle {year}",
    Locale.ES: "Elección parcial {year}",
    Locale.RU: "Дополнительные выборы {year}",
    Locale.ZH_HANS: "{year}年补选",
}
CHECKS: Mapping[str, Any] = {
    "notice": _l("Days between the announcement and the vote"),
    "nominations_days": _l("Days for nominations"),
    "ruling_days": _l("Days for rulings before the vote"),
    "voting_days": _l("Days of voting"),
    "complaint_days": _l("Days for complaints"),
}
BALLOTS: Mapping[str, Any] = {
    "ranked": _l("Names are put in order (ranked)."),
    "approval": _l("Everybody acceptable is marked (approval)."),
    "plurality": _l("One name is chosen; most votes win."),
    "yesno": _l("Yes, no or abstain."),
}


@dataclass(frozen=True)
class Act:
    """An act that is confirmed on a page of its own: the question, what will happen, the button."""

    question: Any
    what: tuple[Any, ...]
    who: Any
    yes: Any
    done: Any


_OFFICER = _l("Only the returning officer does this.")
_CLOCK = _l("The returning officer does this; at its time the clock does it by itself.")
ACTS: Mapping[str, Act] = {
    "open-nominations": Act(
        _l("Open nominations?"),
        (
            _l("The election becomes public, with its posts and times."),
            _l("Organisations that vote can propose people until nominations close."),
            _l("Posts and times can’t be changed after this."),
        ),
        _l("The secretariat does this."),
        _l("Open nominations"),
        _l("Nominations are open."),
    ),
    "close-nominations": Act(
        _l("Close nominations?"),
        (_l("Nobody can be proposed or accept after this."), _l("You rule on each nomination.")),
        _CLOCK,
        _l("Close nominations"),
        _l("Nominations are closed."),
    ),
    "freeze": Act(
        _l("Fix everything?"),
        (
            _l("The rolls are taken from the register as at the record day."),
            _l("The order of the candidates is drawn, and its seed published."),
            _l("Candidates, trustees and times become one manifest with one hash."),
            _l("Nothing of it can be changed after this: a change is a new election."),
        ),
        _OFFICER,
        _l("Fix everything"),
        _l("Everything is fixed. Announce the hash of the manifest before voting opens."),
    ),
    "open-voting": Act(
        _l("Open voting?"),
        (_l("Delegates and alternates on the roll can vote until voting closes."),),
        _CLOCK,
        _l("Open voting"),
        _l("Voting is open."),
    ),
    "close-voting": Act(
        _l("Close the box?"),
        (
            _l("No vote can be cast or changed after this."),
            _l("The sealed ballots leave their slots, and the key of the slots is destroyed."),
            _l("Each organisation can see whether a vote of theirs was in the box."),
        ),
        _CLOCK,
        _l("Close the box"),
        _l("The box is closed. Its root is on this page: announce it to the trustees."),
    ),
    "count": Act(
        _l("Count the ballots?"),
        (_l("The ballots on which two openers agreed are counted. Nothing is published yet."),),
        _OFFICER,
        _l("Count"),
        _l("Counted. Look at the count before you declare it."),
    ),
    "declare": Act(
        _l("Declare the result?"),
        (
            _l("Who was elected is published for everybody."),
            _l("The winners are entered into their seats from the first day of their terms."),
            _l("Complaints are possible until the day in the timetable."),
        ),
        _OFFICER,
        _l("Declare"),
        _l("The result is declared."),
    ),
    "publish": Act(
        _l("Publish the final record?"),
        (_l("The record is kept for ever and never altered."),),
        _OFFICER,
        _l("Publish"),
        _l("The final record is published."),
    ),
    "void": Act(
        _l("Give this election up?"),
        (
            _l("Nothing of it counts. The seats stay as they are, and a new election is set up."),
            _l("This can’t be undone."),
        ),
        _OFFICER,
        _l("Give it up"),
        _l("The election is given up."),
    ),
}


def utc(value: datetime) -> str:
    """Return an instant as the manifest writes it, for whoever compares across zones."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


NEXT: Mapping[str, str] = {  # the act that belongs to a state
    State.DRAFT: "open-nominations",
    State.NOMINATIONS: "close-nominations",
    State.RULING: "freeze",
    State.FROZEN: "open-voting",
    State.REHEARSED: "open-voting",
    State.OPEN: "close-voting",
    State.OPENING: "count",
    State.COUNTED: "declare",
    State.DECLARED: "publish",
}
LABELS: dict[str, Any] = {
    "due.vote": _l("Vote for your organisation"),
    "due.nominate": _l("Propose somebody for a seat"),
    "due.set_up": _l("Set up an election for vacant seats"),
    "due.rule_claim": _l("Rule on objections to the roll"),
    "due.rule_delegate": _l("Answer delegates who came late"),
    "due.open_nominations": _l("Open nominations"),
    "due.rule": _l("Rule on nominations"),
    "due.freeze": _l("Fix roll and candidates"),
    "due.open_box": _l("Open the box"),
    "due.count": _l("Count the ballots"),
    "due.declare": _l("Declare the result"),
    "due.publish": _l("Publish the final record"),
}
REFUSALS: dict[str, Any] = {
    "no_seat_chosen": _l("Choose at least one seat."),
    "time_too_early": _l("This comes before the step that it follows."),
    "record_day_too_late": _l("The day of the register lies after nominations close."),
    "deviation_needs_reason": _l("A rule is not kept. Say why, or change the times."),
    "term_before_complaints_end": _l("The new terms begin before complaints are over."),
    "nominations_still_open": _l("The time for nominations is not over yet."),
    "nominations_over": _l("The time for nominations is over."),
    "name_missing": _l("A name is needed, of at most 120 characters."),
    "already_nominated": _l("Your organisation has proposed this person already."),
    "reasons_missing": _l("A refusal needs reasons."),
    "nomination_not_ruled": _l("Some nominations are not ruled on yet."),
    "seconds_missing": _l(
        "Too few other organisations support this nomination: %(has)s, needed %(needs)s."
    ),
    "supported_already": _l("Your organisation supports this nomination already."),
    "too_many_questions": _l("At most three questions."),
    "own_language": _l("They wrote in this language themselves."),
    "claims_over": _l("The time for objections to the roll is over."),
    "already_claimed": _l("Your organisation has objected already."),
    "claim_not_ruled": _l("Some objections to the roll are not ruled on yet."),
    "already_asked": _l("You have asked already, or can vote."),
    "no_candidate": _l("Nobody stands for one of the posts."),
    "roll_too_small": _l(
        "Fewer than %(least)s organisations vote for one of the posts: such a vote can’t be "
        "secret. Take an open consensus, or two tellers."
    ),
    "panel_too_small": _l("The panel of trustees is not complete, or fewer than two of them open."),
    "not_a_trustee_key": _l("This is no public key file of a trustee."),
    "other_suite": _l("This key is of another kind; make one with the tool’s default."),
    "trustee_repeated": _l("This key is on the panel already."),
    "trustee_unknown": _l("No trustee of this election has this place."),
    "voting_not_yet": _l("The time of voting has not come yet."),
    "voting_still_open": _l("The time of voting is not over yet."),
    "voting_closed": _l("Voting is not open: not yet, or no longer. Nothing was cast."),
    "rehearsals_only": _l(
        "This version runs rehearsals in the sample network only. No real election can open yet."
    ),
    "not_a_permutation": _l("The order has to name everybody on the ballots exactly once."),
    "ballot_unfit": _l("This ballot can’t be taken as it is. Nothing was cast."),
    "no_vote_in_box": _l("No vote of your organisation is in the box."),
    "slot_key_missing": _l(
        "Voting pauses: the election’s key is not on this machine. Nothing was cast; earlier "
        "votes are safe. The returning officer has it brought back."
    ),
    "vote_not_stored": _l(
        "The database failed at this moment. Open the ballot again: it says whether a vote of "
        "your organisation is in the box. It is safe to vote again: the last vote counts."
    ),
    "recovered_key_differs": _l("The trustees released the key of another election."),
    "box_alarm": _l(
        "Two ballots in the box are the same: somebody copied one. The box was not closed. "
        "Telephone the trustees."
    ),
    "shares_repeated": _l("The shares of this trustee are here already."),
    "shares_unfit": _l("No trustee signed this file for this box."),
    "opening_repeated": _l("The result of this opener is here already."),
    "opening_unfit": _l("This is not what an opener of this election signed for this box."),
    "openers_differ": _l(
        "The two openers found different ballots. Have them exchange all share files and open "
        "the box again."
    ),
    "openers_have_not_agreed": _l("Two openers have not agreed yet."),
    "complaints_still_open": _l("Complaints are still possible."),
}
REASONS: dict[str, Any] = {
    "secretariat_only": _l("The secretariat does this."),
    "officer_only": _l("Only the returning officer of this election does this."),
    "staff_not_officer": _l("Nobody of the secretariat can be returning officer."),
    "staff_not_trustee": _l("Nobody of the secretariat keeps a key."),
    "officer_not_trustee": _l("The returning officer keeps no key."),
    "not_your_organisation": _l("You don’t act for this organisation."),
    "not_the_delegate": _l("Only the delegate or alternate votes for an organisation."),
    "delegate_after_freeze": _l(
        "You became its delegate after the roll was fixed. The returning officer has to admit you."
    ),
    "not_on_the_roll": _l("Your organisation is not on the roll of this post."),
    "organisation_does_not_vote_here": _l("Your organisation doesn’t vote for this post."),
    "proposed_it": _l("Your organisation proposed this person; another one has to support it."),
    "not_the_translator": _l("You don’t translate this election into this language."),
    "translator": _l("You translate this election."),
    "runs_the_election": _l("Returning officer and trustees can’t stand."),
    "secretariat": _l("You work in the secretariat."),
    "clock": _l("The clock does this."),
    "officer": _l("You are the returning officer."),
    "runs_it": _l("You take part in running this election."),
    "trustee": _l("You keep a key of this election."),
    "delegate": _l("You vote for this organisation."),
    "nominee": _l("You were proposed yourself."),
    "acts_for_organisation": _l("You act for this organisation."),
}
