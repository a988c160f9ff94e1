"""What the applicant does: begin, save, hand in, answer, withdraw, appeal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from nswp_gov.accounts.proving.links import new_link
from nswp_gov.applications import policy, queries
from nswp_gov.applications.answers import gaps
from nswp_gov.applications.models import Application, Document, Inquiry, Verification
from nswp_gov.applications.operations.keeping import end, move, office, take_step, tell
from nswp_gov.applications.queries import DOSSIER
from nswp_gov.applications.states import (
    APPEAL_WITHIN,
    MOST_DOCUMENTS,
    STATEMENTS_TEXT,
    VERIFIER_LASTS,
    Act,
    By,
    Part,
    State,
    Statement,
    VerifierState,
)
from nswp_gov.directory.operations.organisations import name_index
from nswp_gov.directory.queries.inside import default_region
from nswp_gov.directory.states import CONSENT_TEXT
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound, Unfit, need, need_words
from nswp_gov.store.files import FileStore
from nswp_gov.store.ids import token, token_hash
from nswp_gov.store.work import Work

LINK = "applications/link"
QUESTION = "applications/question"


class Incomplete(DomainError):
    """Something that is needed is missing."""

    code = "application_incomplete"


class TooLate(DomainError):
    """The time for an appeal is over."""

    code = "appeal_too_late"


def begin(
    work: Work, *, locale: Locale, phrase: str, email: str | None = None
) -> tuple[Application, str]:
    """Open an empty application; return it with the token of its private link, kept nowhere else.

    Link and phrase together open it again. With an address the link goes there too, in a letter
    that says nothing of what it leads to.

    Raises:
        Unfit: the phrase is too weak.

    """
    link = new_link(phrase)
    row = Application(
        token_hash=link.token_hash,
        phrase_hash=link.phrase_hash,
        locale=locale,
        state=State.DRAFT,
        answers={},
        email=email or None,
        saved_at=work.now,
        forget_from=work.now,
    )
    work.session.add(row)
    work.record("application.begun", row)
    if email:
        work.post(to=email, letter=LINK, locale=locale.value, values={"token": link.token})
    return row, link.token


def save_part(
    work: Work,
    application: Application,
    part: Part,
    values: Mapping[str, Any],
    *,
    locale: Locale | None = None,
) -> None:
    """Keep what one page of the form says; an unfinished page is kept as it is.

    `locale`: in which language it is written; the letters to the applicant follow it.

    Raises:
        Denied: it has been handed in. Unfit: an unknown value.

    """
    need(policy.may_write(application.state))
    held: dict[str, Any] = {**application.answers}
    if part is Part.VALUES:
        chosen = [Statement(one) for one in values["endorsed"]]
        held["endorsed"] = {one.value: STATEMENTS_TEXT for one in chosen}
    elif part is Part.CONSENT:
        held["consent"] = {
            "readers": dict(values["readers"]),
            "version": CONSENT_TEXT,
            "shown_in": values["shown_in"],
            "at": work.now.isoformat(),
        }
    else:
        said = dict(values)
        if "email" in said:
            application.email = said.pop("email") or None
        held |= {name: _plain(value) for name, value in said.items()}
    application.answers = held
    application.saved_at = work.now
    application.locale = locale or application.locale
    if application.state is State.DRAFT:
        DOSSIER.forget_from(work.session, application, work.now)
    work.record("application.saved", application)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines()) or None
    return value or None


def add_document(
    work: Work, application: Application, store: FileStore, content: bytes, name: str
) -> Document:
    """Keep a rewritten copy of a file, without anything hidden in it, encrypted.

    Raises:
        Denied: it has been handed in. UploadRefused: the file is not taken.
        Unfit: there are as many as may be.

    """
    need(policy.may_write(application.state))
    made: Document = DOSSIER.add_file(work, application, store, (content, name), MOST_DOCUMENTS)
    work.record("application.document_added", application)
    return made


def remove_document(
    work: Work, application: Application, store: FileStore, document_id: uuid.UUID
) -> None:
    """Delete a file, its bytes included.

    Raises:
        Denied: it has been handed in. NotFound: there is no such file here.

    """
    need(policy.may_write(application.state))
    DOSSIER.remove_file(work, application, store, document_id)


def hand_in(work: Work, application: Application) -> None:
    """Give the application to the secretariat.

    Raises:
        Incomplete: an answer, an endorsement or the choice of readers is missing.
        WrongState: it was handed in before.

    """
    if gaps(application.answers):
        raise Incomplete
    move(application, "hand_in")
    application.name_index = name_index(application.answers["name"])
    if application.region_reason is None:  # the board has not said otherwise
        application.region = default_region(application.answers.get("country"))
    application.handed_in_at = application.handed_in_at or work.now
    application.waits_since, application.told = work.now, None
    DOSSIER.forget_from(work.session, application, None)
    take_step(work, application, Act.HANDED_IN, By.APPLICANT)
    tell(work, office(work))
    work.record("application.handed_in", application)


def answer(work: Work, inquiry: Inquiry, words: str) -> None:
    """Answer a question that somebody who examines asked.

    Raises:
        Unfit: no words. WrongState: it was answered, or nothing is examined any more.

    """
    application = queries.application(work.session, inquiry.application_id)
    need(policy.may_withdraw(application.state))
    if inquiry.answered_at is not None:
        raise Unfit("answered_before", field="words")
    inquiry.answer, inquiry.answered_at = need_words(words, "words"), work.now
    _go_on(work, application)
    take_step(work, application, Act.ANSWERED, By.APPLICANT, about=inquiry.asked_by)
    tell(work, [inquiry.asked_by] if inquiry.asked_by else office(work))
    work.record("application.answered", application)


def _go_on(work: Work, application: Application) -> None:
    """Count the silence of the reviewers anew: there is something new to read."""
    if application.state is State.REVIEW:
        application.waits_since = work.now


def agree_to_verifier(work: Work, verification: Verification) -> None:
    """Let this person be asked: they see the name, the country and our questions, nothing else.

    Raises:
        NotFound: nobody waits for this answer.

    """
    application = _proposed(work, verification)
    verification.state = VerifierState.AGREED
    verification.expires_at = work.now + VERIFIER_LASTS
    if verification.email:
        raw = token()
        verification.token_hash = token_hash(raw)
        work.post(
            to=verification.email,
            letter=QUESTION,
            locale=verification.locale.value,
            values={"token": raw},
        )
    take_step(work, application, Act.VERIFIER_AGREED, By.APPLICANT)
    tell(work, [verification.named_by] if verification.named_by else office(work))
    work.record("application.verifier_agreed", application)


def decline_verifier(work: Work, verification: Verification) -> None:
    """Let this person not be asked; they never learn of it, and it says nothing against anybody.

    Raises:
        NotFound: nobody waits for this answer.

    """
    application = _proposed(work, verification)
    verification.state = VerifierState.DECLINED
    _go_on(work, application)
    take_step(work, application, Act.VERIFIER_DECLINED, By.APPLICANT)
    tell(work, [verification.named_by] if verification.named_by else office(work))
    work.record("application.verifier_declined", application)


def _proposed(work: Work, verification: Verification) -> Application:
    application = queries.application(work.session, verification.application_id)
    need(policy.may_withdraw(application.state))
    if verification.state is not VerifierState.PROPOSED:
        raise NotFound
    return application


def withdraw(work: Work, application: Application, why: str = "") -> None:
    """Take an application back: nobody examines it any more, and it is wiped after 60 days.

    Raises:
        Denied: it is decided, or was never handed in.

    """
    need(policy.may_withdraw(application.state))
    move(application, "withdraw")
    end(work, application)
    DOSSIER.forget_from(work.session, application, work.now)
    take_step(work, application, Act.WITHDRAWN, By.APPLICANT, why=why)
    work.record("application.withdrawn", application)


def discard(work: Work, application: Application, store: FileStore) -> None:
    """Wipe a draft at once.

    Raises:
        Denied: it has been handed in.

    """
    need(policy.may_write(application.state))
    if application.state is not State.DRAFT:
        raise Unfit("handed_in_already")
    DOSSIER.wipe(work, application, store)


def appeal(work: Work, application: Application, words: str) -> None:
    """Ask the board to hear a refused application again, without those who decided.

    Raises:
        TooLate: 30 days have passed. Unfit: no words. WrongState: it is not refused.

    """
    kept = need_words(words, "words")
    ended_at = application.decided_at
    if application.state is State.REFUSED and ended_at and work.now > ended_at + APPEAL_WITHIN:
        raise TooLate
    move(application, "appeal")
    application.appeal, application.waits_since = kept, work.now
    DOSSIER.forget_from(work.session, application, None)
    take_step(work, application, Act.APPEALED, By.APPLICANT)
    case = queries.case_of(work.session, application, work.now)
    board = queries.board_people(work.session, work.now)
    tell(work, (board - case.deciders - case.theirs - case.aside) | set(office(work)))
    work.record("application.appealed", application)
