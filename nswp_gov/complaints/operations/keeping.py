"""What every act shares: the step it leaves, who is told of it, how long it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations.letters import write_to
from nswp_gov.complaints import queries
from nswp_gov.complaints.models import Complaint, ComplaintYear, Message, Step
from nswp_gov.complaints.states import DRAFT_LASTS, KEPT, PATH, Act, By, Outcome
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import DomainError, Unfit, following, need_words
from nswp_gov.store.work import Work

# Letters of a room that says nothing: on the list of letters sent, these are like many others.
LINK = "bodies/link"
NEWS = "bodies/news"
WAITING = "bodies/waiting"


class TooLate(DomainError):
    """The time for an appeal is over."""

    code = "complaint_appeal_late"


def move(row: Complaint, verb: str) -> None:
    """Bring a complaint to the state that follows.

    Raises:
        WrongState: the verb is not possible now.

    """
    row.state = following(PATH, row.state, verb)


def take_step(
    work: Work,
    row: Complaint,
    act: Act,
    by: By,
    *,
    about: uuid.UUID | None = None,
    why: str | None = None,
) -> Step:
    """Note a step: what, when, who, why. The caller records it with its act.

    Acts on one complaint follow each other from here on.
    """
    queries.DOSSIER.hold(work.session, row)
    made = Step(
        complaint_id=row.id,
        number=len(queries.steps(work.session, row.id)) + 1,
        act=act,
        at=work.now,
        by=by,
        person_id=work.actor.person_id if by is By.CIRCLE else None,
        about=str(about) if about else None,
        why=why or None,
        forget_from=row.forget_from,
    )
    work.session.add(made)
    work.session.flush()
    return made


def add_message(
    work: Work, row: Complaint, words: str, by: By, field: str | None = "words"
) -> Message:
    """Keep what one side writes to the other; the caller records it with its act."""
    made = Message(
        complaint_id=row.id,
        number=len(queries.messages(work.session, row.id)) + 1,
        person_id=work.actor.person_id if by is By.CIRCLE else None,
        words=need_words(words, field or "words"),
        written_at=work.now,
        forget_from=row.forget_from,
    )
    work.session.add(made)
    take_step(work, row, Act.ANSWERED if by is By.CIRCLE else Act.WROTE, by)
    return made


def end(work: Work, row: Complaint, *, kept: bool = True) -> None:
    """Note that a complaint is over, and count how it ended; it stays for three years, or 60 days.

    What is counted is a number of the year, in which nobody finds a complaint again.
    """
    row.closed_at, row.due_at = work.now, None
    since = work.now + KEPT - DRAFT_LASTS if kept else work.now
    queries.DOSSIER.forget_from(work.session, row, since)
    held = select(ComplaintYear).where(ComplaintYear.year == work.today.year)
    year = work.session.scalar(held.with_for_update())
    if year is None:
        year = ComplaintYear(year=work.today.year, ended={})
        work.session.add(year)
    how = Outcome(row.outcome or Outcome.WITHDRAWN).value
    year.ended = {**year.ended, how: year.ended.get(how, 0) + 1}


def need_reasons(row: Complaint, words: Mapping[Locale, str]) -> dict[Locale, str]:
    """Return reasons as they were given, without the space around them and empty languages.

    Raises:
        Unfit: none in the language of whoever raised it.

    """
    said = {locale: kept for locale, text in words.items() if (kept := text.strip())}
    if row.locale not in said:
        raise Unfit("complaint_reasons_language", field="words")
    return said


def say_reasons(work: Work, row: Complaint, field: str, said: Mapping[Locale, str]) -> None:
    """Keep the reasons of an outcome, sealed; the first language is the one they were written in.

    The others are translations of it. The caller records it with its act.
    """
    source = next(iter(said))
    text = texts.new_text(
        work,
        subject_type=queries.KIND,
        subject_id=row.id,
        field=field,
        locale=source,
        words=said[source],
        is_sealed=True,
    )
    for locale in list(said)[1:]:
        texts.translate(work, text, locale=locale, words=said[locale], made_from=1)


def tell_complainant(work: Work, row: Complaint) -> None:
    """Write to whoever raised it, where there is an address, that there is something to read."""
    if row.email:
        work.post(to=row.email, letter=NEWS, locale=row.locale.value, values={})


def tell(work: Work, people: Iterable[uuid.UUID]) -> None:
    """Write to people that something waits on their own page; nobody else, and not what."""
    for person_id in people:
        write_to(work, work.session.get(Person, person_id), WAITING)


def tell_circle(work: Work, row: Complaint) -> None:
    """Write to the circle that something waits for it."""
    tell(work, sorted(queries.case_of(work.session, row, work.now).circle))
