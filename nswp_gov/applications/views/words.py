"""What the states, steps, refusals and rows of applications are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.applications.states import (
    Act,
    By,
    Capacity,
    Part,
    StandsIn,
    State,
    VerifierState,
)

PARTS: dict[str, Any] = {
    Part.ORGANISATION: _l("Your organisation"),
    Part.LEADERSHIP: _l("Who decides"),
    Part.WORK: _l("Your work"),
    Part.CONTACT: _l("Questions to you"),
    Part.VALUES: _l("What members stand for"),
    Part.CONSENT: _l("Who may see what"),
}
HELP: dict[str, Any] = {
    Part.ORGANISATION: _l(
        "Any name that you use is right. The country decides which region examines it; without one "
        "the board assigns a region."
    ),
    Part.LEADERSHIP: _l(
        "From this follows whether your organisation would vote. Those who examine it read it; it "
        "is never published."
    ),
    Part.WORK: _l("So that those who examine it see what you do. Write in your own language."),
    Part.CONTACT: _l(
        "So that a question reaches somebody. Those who examine it want to ask nobody who could "
        "harm you."
    ),
    Part.VALUES: _l(
        "Members differ in much and share this. If the words change one day, members are asked "
        "again."
    ),
    Part.CONSENT: _l(
        "You can leave everything as it is: then only the secretariat and the representatives of "
        "your region know you."
    ),
}
STATES: dict[str, Any] = {
    State.DRAFT: _lp("application", "Being written"),
    State.RECEIVED: _lp("application", "Handed in: the secretariat checks whether it is complete"),
    State.RETURNED: _lp("application", "Given back: something is missing"),
    State.REVIEW: _lp("application", "Being examined by two people of the network"),
    State.AGREED: _lp("application", "Agreed to: the board assigns a region first"),
    State.BOARD: _lp("application", "Before the board"),
    State.ADMITTED: _lp("application", "Admitted"),
    State.REFUSED: _lp("application", "Not admitted"),
    State.APPEALED: _lp("application", "Being heard again by the board"),
    State.UPHELD: _lp("application", "Not admitted, after it was heard again"),
    State.WITHDRAWN: _lp("application", "Taken back"),
}
ACTS: dict[str, Any] = {
    Act.HANDED_IN: _lp("application", "Handed in"),
    Act.GIVEN_BACK: _lp("application", "Given back to be completed"),
    Act.PASSED_ON: _lp("application", "Complete: given to those who examine it"),
    Act.INVITED: _lp("application", "Asked to examine it"),
    Act.STEPPED_ASIDE: _lp("application", "Stepped aside"),
    Act.ASKED: _lp("application", "A question was asked"),
    Act.ANSWERED: _lp("application", "A question was answered"),
    Act.VERIFIER_NAMED: _lp("application", "Somebody was named who may know the organisation"),
    Act.VERIFIER_AGREED: _lp("application", "Agreed to: this person may be asked"),
    Act.VERIFIER_DECLINED: _lp("application", "Not agreed to: this person is not asked"),
    Act.VERIFIER_ANSWERED: _lp("application", "The person who was asked answered"),
    Act.RECOMMENDED: _lp("application", "A recommendation was given"),
    Act.REGION_ASSIGNED: _lp("application", "The board assigned a region"),
    Act.AGREED: _lp("application", "Agreed to; the region is still open"),
    Act.TO_BOARD: _lp("application", "Passed to the board"),
    Act.ADMITTED: _lp("application", "Admitted"),
    Act.REFUSED: _lp("application", "Not admitted"),
    Act.APPEALED: _lp("application", "Appealed"),
    Act.UPHELD: _lp("application", "Heard again: not admitted"),
    Act.WITHDRAWN: _lp("application", "Taken back"),
    Act.CLOSED: _lp("application", "Closed: no answer for 60 days"),
    Act.REMINDED: _lp("application", "A reminder was sent"),
    Act.RECOGNISED: _lp("application", "Recognised as an organisation of the register"),
    Act.FOUND_NEW: _lp("application", "Taken back: it is no organisation of the register"),
}
BYS: dict[str, Any] = {
    By.APPLICANT: _l("the applicant"),
    By.SECRETARIAT: _l("the secretariat"),
    By.REVIEWER: _l("a reviewer"),
    By.BOARD: _l("the board"),
    By.VERIFIER: _l("the person who was asked"),
    By.CLOCK: _l("the program, by the rules"),
}
CAPACITIES: dict[str, Any] = {
    Capacity.REPRESENTATIVE: _l("representative of the region"),
    Capacity.PRESIDENT: _l("President"),
    Capacity.SECRETARIAT: _l("secretariat"),
}
STANDS_IN: dict[str, Any] = {
    StandsIn.NO_REGION: _l("stands in: the organisation has no region yet"),
    StandsIn.SEAT_VACANT: _l("stands in: a seat of the region is vacant"),
    StandsIn.STEPPED_ASIDE: _l("stands in: a representative stepped aside"),
    StandsIn.OWN_ORGANISATION: _l("stands in: a representative belongs to this organisation"),
}
VERIFIERS: dict[str, Any] = {
    VerifierState.PROPOSED: _l("waits for the applicant to agree"),
    VerifierState.AGREED: _l("agreed to; waits for the answer"),
    VerifierState.DECLINED: _l("the applicant did not agree"),
    VerifierState.ANSWERED: _l("answered"),
}
# Reasons that the program gives for a step; anything else in `why` somebody wrote.
WHYS: dict[str, Any] = {
    "split": _l("One yes and one no."),
    "silence": _l("Nobody else answered for 21 days."),
    "no_reviewers": _l("Fewer than two people can examine it."),
    **STANDS_IN,
}
TITLES: dict[str, Any] = {
    "completeness": _l("Complete: give it to the reviewers"),
    "return": _l("Not complete: give it back"),
    "question": _l("Ask the applicant"),
    "verifier": _l("Name somebody who may know them"),
    "recommendation": _l("Recommend"),
    "recusal": _l("Step aside"),
    "recognition": _l("Say whether it was a member before"),
    "region": _l("Enter the region that the board assigned"),
    "decision": _l("Enter what the board decided"),
}
LABELS: dict[str, Any] = {
    "due.application_check": _l("An application to check"),
    "due.application_review": _l("An application to examine"),
    "due.application_region": _l("An application that needs a region from the board"),
    "due.application_board": _l("An application that the board decides"),
    "due.application_appeal": _l("An application that the board hears again"),
}
REFUSALS: dict[str, Any] = {
    "phrase_wrong": _l("This link and this phrase don’t belong together."),
    "application_incomplete": _l("Something is missing: see what is marked below."),
    "appeal_too_late": _l("The time for an appeal is over."),
    "answered_before": _l("This was answered already."),
    "handed_in_already": _l("It has been handed in already."),
    "application_region_first": _l("The board has to assign a region first."),
    "decision_before": _l("This is the decision that is appealed against. Enter the new one."),
    "choice_unknown": _l("Choose from the list."),
    "upload_empty": _l("This file is empty."),
    "upload_too_big": _l("This file is too big: at most %(megabytes)s MB."),
    "upload_kind": _l("This kind of file is not taken. Taken are: %(accepted)s."),
    "upload_mismatch": _l("What is in this file is not what its name says (%(extension)s)."),
    "upload_damaged": _l("This file is damaged."),
    "upload_too_large_inside": _l("This file is far bigger inside than outside."),
    "upload_locked": _l("This file is locked by a password. Save it without one."),
    "upload_active": _l("This file holds a program or parts from elsewhere. Save it without them."),
    "file_missing": _l("This file is not here any more."),
    "file_damaged": _l("This file is damaged."),
}
REASONS: dict[str, Any] = {
    "secretariat_only": _l("The secretariat does this."),
    "not_in_the_circle": _l("This is not open to you."),
    "not_handed_in": _l("This is not open to you."),
    "own_organisation_applies": _l("You belong to this organisation: others examine it."),
    "stepped_aside": _l("You stepped aside."),
    "decided_before": _l("You decided on it before: others hear the appeal."),
    "recommended_before": _l("You have given your recommendation."),
    "not_a_reviewer": _l("Others examine this application."),
    "not_examined_now": _l("Nothing is asked at this stage."),
    "handed_in_already": _l("It has been handed in already."),
    "decided_already": _l("It is decided, or was not handed in."),
}
