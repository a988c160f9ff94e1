"""What somebody does who complains: begin, save, hand in, write, withdraw, appeal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from nswp_gov.accounts.proving.links import new_link
from nswp_gov.complaints import policy, queries
from nswp_gov.complaints.models import Complaint, Document, Message
from nswp_gov.complaints.operations.circle import hand_over, name_readers
from nswp_gov.complaints.operations.keeping import (
    LINK,
    TooLate,
    add_message,
    end,
    move,
    take_step,
    tell_circle,
)
from nswp_gov.complaints.queries import DOSSIER
from nswp_gov.complaints.states import MOST_DOCUMENTS, Act, By, Outcome, State
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import need, need_words
from nswp_gov.store.files import FileStore
from nswp_gov.store.work import Work

SAID = ("words", "wish", "who", "organisation", "own")


def begin(
    work: Work, *, locale: Locale, phrase: str, email: str | None = None
) -> tuple[Complaint, str]:
    """Open an empty complaint; return it with the token of its private link, kept nowhere else.

    Link and phrase together open it again. With an address the link goes there too, in a letter
    that says nothing of what it leads to.

    Raises:
        Unfit: the phrase is too weak.

    """
    link = new_link(phrase)
    row = Complaint(
        token_hash=link.token_hash,
        phrase_hash=link.phrase_hash,
        locale=locale,
        state=State.DRAFT,
        said={},
        barred={},
        email=email or None,
        saved_at=work.now,
        forget_from=work.now,
    )
    work.session.add(row)
    work.record("complaint.begun", row)
    if email:
        work.post(to=email, letter=LINK, locale=locale.value, values={"token": link.token})
    return row, link.token


def save(work: Work, row: Complaint, said: Mapping[str, Any], *, locale: Locale) -> None:
    """Keep what was written so far. `said`: `SAID`, and `people` who must not read it.

    `locale`: in which language it is written; answers and letters follow it.

    Raises:
        Denied: it has been handed in.

    """
    need(policy.may_write(row.state))
    kept: dict[str, Any] = {name: (said.get(name) or "").strip() for name in SAID}
    kept["people"] = [str(uuid.UUID(str(one))) for one in said.get("people") or ()]
    row.said, row.saved_at, row.locale = kept, work.now, locale
    DOSSIER.forget_from(work.session, row, work.now)
    work.record("complaint.saved", row)


def hand_in(work: Work, row: Complaint) -> None:
    """Give the complaint to those who may read it by the rule of today.

    Raises:
        Unfit: it says nothing. WrongState: it was handed in before.

    """
    need_words(row.said.get("words"), "words")
    move(row, "hand_in")
    rule = queries.rule_on(work.session, work.today)
    row.handed_in_at = work.now
    row.due_at = work.now + timedelta(days=rule.acknowledge_days)
    row.outcome_due_at = work.now + timedelta(days=rule.outcome_days)
    DOSSIER.forget_from(work.session, row, None)
    take_step(work, row, Act.HANDED_IN, By.COMPLAINANT)
    name_readers(work, row)
    work.record("complaint.handed_in", row)


def add_document(
    work: Work, row: Complaint, store: FileStore, content: bytes, name: str
) -> Document:
    """Keep a rewritten copy of a file, without anything hidden in it, encrypted.

    Raises:
        Denied: it is over. UploadRefused: the file is not taken.
        Unfit: there are as many as may be.

    """
    need(policy.may_add(row.state))
    made: Document = DOSSIER.add_file(work, row, store, (content, name), MOST_DOCUMENTS)
    if row.state is not State.DRAFT:
        take_step(work, row, Act.WROTE, By.COMPLAINANT)
        tell_circle(work, row)
    work.record("complaint.document_added", row)
    return made


def remove_document(work: Work, row: Complaint, store: FileStore, document_id: uuid.UUID) -> None:
    """Delete a file, its bytes included.

    Raises:
        Denied: it has been handed in. NotFound: there is no such file here.

    """
    need(policy.may_write(row.state))
    DOSSIER.remove_file(work, row, store, document_id)


def write(work: Work, row: Complaint, words: str) -> Message:
    """Write to the circle.

    Raises:
        Denied: it is over. Unfit: no words.

    """
    need(policy.may_add(row.state))
    made = add_message(work, row, words, By.COMPLAINANT)
    tell_circle(work, row)
    work.record("complaint.written", row)
    return made


def withdraw(work: Work, row: Complaint) -> None:
    """Take a complaint back: nobody looks into it any more, and it is wiped after 60 days.

    Raises:
        Denied: it is decided, or was never handed in.

    """
    need(policy.may_withdraw(row.state))
    move(row, "withdraw")
    row.outcome = Outcome.WITHDRAWN.value
    take_step(work, row, Act.WITHDRAWN, By.COMPLAINANT)
    tell_circle(work, row)
    end(work, row, kept=False)
    work.record("complaint.withdrawn", row)


def appeal(work: Work, row: Complaint, words: str) -> None:
    """Ask that others than those who decided hear it again.

    Raises:
        TooLate: the time for it is over. Unfit: no words. WrongState: nothing is decided.

    """
    kept = need_words(words, "words")
    if row.state is State.DECIDED and row.due_at is not None and work.now > row.due_at:
        raise TooLate
    move(row, "appeal")
    rule = queries.rule_on(work.session, work.today)
    row.appeal, row.due_at = kept, work.now + timedelta(days=rule.outcome_days)
    take_step(work, row, Act.APPEALED, By.COMPLAINANT)
    hand_over(work, row)
    work.record("complaint.appealed", row)


def discard(work: Work, row: Complaint, store: FileStore) -> None:
    """Wipe a draft at once.

    Raises:
        Denied: it has been handed in.

    """
    need(policy.may_write(row.state))
    DOSSIER.wipe(work, row, store)
