"""What the secretariat and the two reviewers do: check, ask, verify, recommend, step aside."""

from __future__ import annotations

from nswp_gov.applications import policy, queries
from nswp_gov.applications.models import (
    Application,
    Inquiry,
    Recommendation,
    Recusal,
    Verification,
)
from nswp_gov.applications.operations.deciding import to_board, weigh
from nswp_gov.applications.operations.keeping import (
    move,
    office,
    take_step,
    tell,
    tell_applicant,
)
from nswp_gov.applications.policy import Case, panel
from nswp_gov.applications.states import (
    REVIEWERS,
    VERIFIER_LASTS,
    Act,
    Answer,
    By,
    Capacity,
    Knows,
    State,
    VerifierState,
)
from nswp_gov.membership.states import Category
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound, WrongState, need, need_words
from nswp_gov.store.ids import token, token_hash
from nswp_gov.store.work import Work


def _by(work: Work) -> By:
    return By.SECRETARIAT if work.actor.has("secretariat") else By.REVIEWER


def give_back(work: Work, application: Application, why: str) -> None:
    """Return an application that is not complete; the applicant reads why and hands it in again.

    Raises:
        Denied: not of the secretariat, or of the organisation itself. Unfit: no reason.
        WrongState: it is not being checked.

    """
    need(policy.may_check(work.actor, queries.case_of(work.session, application, work.now)))
    words = need_words(why, "why")
    move(application, "give_back")
    application.told, application.waits_since = words, None
    application.saved_at = work.now
    take_step(work, application, Act.GIVEN_BACK, By.SECRETARIAT, why=words)
    tell_applicant(work, application)
    work.record("application.given_back", application)


def pass_on(work: Work, application: Application, category: Category, why: str = "") -> None:
    """Note that an application is complete, and give it to those who examine it.

    They are the two representatives of its region; where one is missing somebody stands in, where
    it has no region the President and the secretariat. Fewer than two: the board decides.

    Raises:
        Denied: not of the secretariat, or of the organisation itself.
        WrongState: it is not being checked.

    """
    need(policy.may_check(work.actor, queries.case_of(work.session, application, work.now)))
    if application.state is not State.RECEIVED:
        raise WrongState(state=application.state.value, act="pass_on")
    application.category, application.told = category.value, None
    case = queries.case_of(work.session, application, work.now)
    take_step(work, application, Act.PASSED_ON, By.SECRETARIAT, why=why)
    if len(panel(case)) < REVIEWERS:
        to_board(work, application, By.SECRETARIAT, "no_reviewers")
    else:
        move(application, "pass_on")
        invite_reviewers(work, application)
    tell_applicant(work, application)
    work.record("application.passed_on", application)


def invite_reviewers(work: Work, application: Application) -> int:
    """Tell whoever examines it now and has not been told; the caller records it. Return how many.

    A place that nobody of the region can take is said to be taken by a stand-in, and why.
    """
    case = queries.case_of(work.session, application, work.now)
    told = {
        row.about for row in queries.steps(work.session, application.id) if row.act is Act.INVITED
    }
    fresh = [
        place
        for place in panel(case)
        if place.person_id not in told and place.person_id not in case.deciders
    ]
    for place in fresh:
        why = place.stands_in.value if place.stands_in else None
        take_step(work, application, Act.INVITED, By.CLOCK, about=place.person_id, why=why)
        tell(work, [place.person_id] if place.person_id else office(work))
    if fresh:
        application.waits_since = work.now  # whoever comes later has as long as the others had
    return len(fresh)


def ask(work: Work, application: Application, words: str) -> Inquiry:
    """Ask the applicant something; the silence of reviewers doesn't count until it is answered.

    Raises:
        Denied: the actor doesn't examine it now. Unfit: no words.

    """
    need(policy.may_ask(work.actor, queries.case_of(work.session, application, work.now)))
    row = Inquiry(
        application_id=application.id,
        words=need_words(words, "words"),
        asked_at=work.now,
        asked_by=work.actor.person_id,
    )
    work.session.add(row)
    take_step(work, application, Act.ASKED, _by(work))
    tell_applicant(work, application)
    work.record("application.asked", application)
    return row


def name_verifier(
    work: Work,
    application: Application,
    *,
    name: str,
    questions: str,
    locale: Locale,
    email: str | None = None,
) -> Verification:
    """Name somebody who may know the organisation; they are asked once the applicant agrees.

    Raises:
        Denied: the actor doesn't examine it now. Unfit: no name or no questions.

    """
    need(policy.may_ask(work.actor, queries.case_of(work.session, application, work.now)))
    row = Verification(
        application_id=application.id,
        named_by=work.actor.person_id,
        named_at=work.now,
        name=need_words(name, "name"),
        email=email or None,
        locale=locale,
        questions=need_words(questions, "questions"),
        state=VerifierState.PROPOSED,
    )
    work.session.add(row)
    take_step(work, application, Act.VERIFIER_NAMED, _by(work))
    tell_applicant(work, application)
    work.record("application.verifier_named", application)
    return row


def new_verifier_link(work: Work, verification: Verification) -> str:
    """Return the token of a new link for a verifier who is reached otherwise than by letter.

    The link before no longer works.

    Raises:
        Denied: the actor doesn't examine the application now.
        WrongState: the applicant has not agreed, or it was answered.

    """
    application = queries.application(work.session, verification.application_id)
    need(policy.may_ask(work.actor, queries.case_of(work.session, application, work.now)))
    if verification.state is not VerifierState.AGREED:
        raise WrongState(state=verification.state.value, act="new_verifier_link")
    raw = token()
    verification.token_hash = token_hash(raw)
    verification.expires_at = work.now + VERIFIER_LASTS
    work.record("application.verifier_link_made", verification)
    return raw


def answer_as_verifier(work: Work, verification: Verification, knows: Knows, words: str) -> None:
    """Note what a verifier says; their link opens nothing any more.

    Raises:
        Unfit: no words. NotFound: it is not being asked.

    """
    if verification.state is not VerifierState.AGREED:
        raise NotFound
    application = queries.application(work.session, verification.application_id)
    verification.answer = need_words(words, "words")
    verification.knows, verification.answered_at = knows, work.now
    verification.state, verification.token_hash = VerifierState.ANSWERED, None
    if application.state is State.REVIEW:
        application.waits_since = work.now
    take_step(work, application, Act.VERIFIER_ANSWERED, By.VERIFIER)
    case = queries.case_of(work.session, application, work.now)
    reviewers = {place.person_id for place in panel(case) if place.person_id}
    tell(work, reviewers | ({verification.named_by} if verification.named_by else set()))
    work.record("application.verifier_answered", application)


def step_aside(work: Work, application: Application, reason: str) -> None:
    """Leave the review; somebody else takes the place, and this person reads it no more.

    Raises:
        Denied: not one of the reviewers by name, or recommended already. Unfit: no reason.
        WrongState: it is not being reviewed.

    """
    _reviewed(application, "step_aside")
    case = queries.case_of(work.session, application, work.now)
    need(policy.may_step_aside(work.actor, case))
    assert work.actor.person_id is not None
    words = need_words(reason, "reason")
    work.session.add(
        Recusal(
            application_id=application.id,
            person_id=work.actor.person_id,
            reason=words,
            at=work.now,
        )
    )
    take_step(work, application, Act.STEPPED_ASIDE, By.REVIEWER, why=words)
    work.session.flush()
    if len(panel(queries.case_of(work.session, application, work.now))) < REVIEWERS:
        to_board(work, application, By.CLOCK, "no_reviewers")
    else:
        invite_reviewers(work, application)
    work.record("application.stepped_aside", application)


def _reviewed(application: Application, act: str) -> None:
    if application.state is not State.REVIEW:
        raise WrongState(state=application.state.value, act=act)


def recommend(
    work: Work,
    application: Application,
    answer: Answer,
    *,
    reason: str,
    how: str,
    told: str = "",
) -> Recommendation:
    """Recommend yes or no, with the reason and how it was verified.

    Two yeses admit, two noes refuse, one of each goes to the board. `told`: what the applicant may
    be told of a no, in the name of the board.

    Raises:
        Denied: not one of the two, of the organisation itself, stepped aside, or recommended.
        Unfit: a reason, the way of verifying, or what is told of a no is missing.
        WrongState: it is not being reviewed.

    """
    _reviewed(application, "recommend")
    case = queries.case_of(work.session, application, work.now)
    need(policy.may_recommend(work.actor, case))
    row = Recommendation(
        application_id=application.id,
        person_id=work.actor.person_id,
        capacity=_capacity(work, case),
        answer=answer,
        reason=need_words(reason, "reason"),
        how=need_words(how, "how"),
        told=need_words(told, "told") if answer is Answer.NO else None,
        given_at=work.now,
    )
    work.session.add(row)
    take_step(work, application, Act.RECOMMENDED, By.REVIEWER)
    work.record("application.recommended", application)
    weigh(work, application)
    return row


def _capacity(work: Work, case: Case) -> Capacity:
    place = policy.place_of(work.actor, case)
    assert place is not None  # the policy has looked
    return place.capacity


def is_waiting_for_others(work: Work, application: Application) -> bool:
    """Tell whether a question or a verifier is out, so that silence means nothing yet."""
    if queries.open_inquiries(work.session, application.id):
        return True
    open_states = {VerifierState.PROPOSED, VerifierState.AGREED}
    return any(
        row.state in open_states and work.now < (row.expires_at or row.named_at + VERIFIER_LASTS)
        for row in queries.verifications(work.session, application.id)
    )
