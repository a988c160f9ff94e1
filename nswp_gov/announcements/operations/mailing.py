"""Letters about an announcement: to whom, and when it is published, in each reader's language."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from nswp_gov.announcements import policy
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations.showing import said_in
from nswp_gov.announcements.operations.texts import SUBJECT
from nswp_gov.announcements.states import AT_WORK
from nswp_gov.mailings import operations as mailings
from nswp_gov.mailings import queries as mailings_sent
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.states import Kind as MailingKind
from nswp_gov.rules.audience import Step
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work

INSIDE_ROLES = frozenset({"secretariat", "board"})


def mail_to(work: Work, row: Announcement, audience: Audience | None) -> Announcement:
    """Say who is to have a letter when the announcement is published; None: nobody.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: it was published or withdrawn.
        Unfit: letters would reach people who may not read it.

    """
    need(policy.may_edit(work.actor))
    if row.state not in AT_WORK:
        raise WrongState(state=row.state.value, act="mail_to")
    if audience is not None and audience.is_nobody:
        audience = None
    if audience is not None and not is_within(row, audience):
        raise Unfit("letters_beyond_readers")
    row.mail_to = audience.to_json() if audience is not None else None
    work.record("announcement.letters_set", row)
    return row


def is_within(row: Announcement, audience: Audience) -> bool:
    """Tell whether everybody in the audience may read the announcement."""
    if row.readers.is_public:
        return True
    if row.readers.step is not Step.MEMBERS:
        return False
    is_outward = audience.subscribers or audience.lists or audience.people
    return not is_outward and audience.roles <= INSIDE_ROLES


def audience_of(row: Announcement) -> Audience:
    """Return who is to have a letter; subscribers who chose regions only what concerns one."""
    return replace(Audience.from_json(row.mail_to or {}), about=frozenset(row.regions))


def send_letters(work: Work, row: Announcement) -> int:
    """Queue the letters about an announcement that was just published; return how many.

    Raises:
        Unfit: who reads it was narrowed since, and letters would go further.

    """
    if row.mail_to is None:
        return 0
    audience = audience_of(row)
    if not is_within(row, audience):
        raise Unfit("letters_beyond_readers")
    kind = MailingKind(row.kind.value)
    if not mailings_sent.reached(work.session, audience, work.now, kind=kind).total:
        return 0  # publishing does not wait for readers
    sent = mailings.announce(
        replace(work, actor=SYSTEM),  # the office asked for it; the clock may carry it out
        kind=kind,
        words=letters_in(work.session, row),
        source=row.locale,
        audience=audience,
        about=(SUBJECT, row.id),
        link=mailings.Link("announcements.one", {"announcement_id": str(row.id)}),
    )
    return sent.letters


def letters_in(session: Session, row: Announcement) -> dict[Locale, mailings.Words]:
    """Return the words of a letter in each language in which the announcement is ready.

    It is ready where the text is there, or the summary of one that has no text; readers of another
    language get the original, and are told so.
    """
    said = {locale: words for locale, (words, _is_behind) in said_in(session, row).items()}
    main = next((one for one in ("body", "summary") if said[row.locale][one]), "title")
    return {
        locale: mailings.Words(words["title"], words[main])
        for locale, words in said.items()
        if words[main]
    }


def stop_letters(work: Work, row: Announcement) -> int:
    """Take back the letters about an announcement that have not left yet; return how many."""
    office = replace(work, actor=SYSTEM)
    about = mailings_sent.mailings_about(work.session, (SUBJECT, row.id))
    return sum(mailings.stop(office, one) for one in about)
