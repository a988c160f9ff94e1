"""From edited to read: waiting for translations, an instant, now; and taking it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from nswp_gov.announcements import policy
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations.mailing import send_letters, stop_letters
from nswp_gov.announcements.operations.showing import said_in, show
from nswp_gov.announcements.operations.texts import Words, put_into
from nswp_gov.announcements.operations.writing import step
from nswp_gov.announcements.states import LONGEST_WAIT, WAITING, State
from nswp_gov.mailings import queries as mailings
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.texts import Text
from nswp_gov.store.work import Work


def ask_for_translation(work: Work, row: Announcement, *, wait_until: datetime) -> Announcement:
    """Hand an announcement to translators; it goes out when all is there, at the latest then.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: it is not being edited.
        Unfit: the instant is past, or further away than a translation may be waited for.

    """
    need(policy.may_edit(work.actor))
    _ahead(work, wait_until, "wait_until")
    if wait_until > work.now + LONGEST_WAIT:
        raise Unfit("wait_too_long", field="wait_until", days=LONGEST_WAIT.days)
    step(row, "ask")
    row.publish_at = wait_until
    work.record("announcement.translation_asked", row)
    return row


def schedule(work: Work, row: Announcement, *, publish_at: datetime) -> Announcement:
    """Let the clock publish an announcement at an instant, in the languages there are by then.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: it can't be scheduled any more.
        Unfit: the instant is past.

    """
    need(policy.may_edit(work.actor))
    _ahead(work, publish_at, "publish_at")
    step(row, "schedule")
    row.publish_at = publish_at
    work.record("announcement.scheduled", row)
    return row


def hold(work: Work, row: Announcement) -> Announcement:
    """Stop the clock for an announcement: it is edited again and goes out by nobody but a person.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: no clock runs for it.

    """
    need(policy.may_edit(work.actor))
    step(row, "hold")
    row.publish_at = None
    work.record("announcement.held", row)
    return row


def publish(work: Work, row: Announcement) -> Announcement:
    """Let its audience read it now, in the languages there are; the others get the original.

    Whoever is to have a letter about it gets one, in their language.

    Raises:
        Denied: the actor is not of the secretariat.
        WrongState: nobody has edited it, or it is published or withdrawn.

    """
    need(policy.may_edit(work.actor))
    step(row, "publish")
    row.publish_at = None
    row.published_at, row.published_on = work.now, work.today
    work.record("announcement.published", row)
    show(work, row)
    send_letters(work, row)
    return row


def withdraw(work: Work, row: Announcement, *, why: str = "") -> Announcement:
    """Take an announcement back: pages, feeds, search, and letters that have not left yet.

    Raises:
        Denied: neither the secretariat nor, before it was taken up, whoever sent it.
        WrongState: it was withdrawn before.

    """
    need(policy.may_withdraw(work.actor, row))
    step(row, "withdraw")
    row.publish_at, row.withdrawn_at = None, work.now
    row.why = why.strip() or None
    work.record("announcement.withdrawn", row)
    show(work, row)
    stop_letters(work, row)
    return row


def translate(
    work: Work,
    row: Announcement,
    locale: Locale,
    words: Words,
    *,
    is_draft: bool = False,
    is_machine_assisted: bool = False,
) -> Announcement:
    """Give an announcement in another language, made from its newest words.

    Fields left empty stay untranslated. Words that a machine helped with are kept, and shown to no
    reader until a person has gone over them (by translating again without that mark).

    Raises:
        Denied: the actor may not translate it into this language.
        WrongState: it is a correspondent's draft still, or withdrawn.
        Unfit: it is the language of the original, or there are no words.

    """
    need(policy.may_translate(work.actor, row, locale))
    step(row, "translate")
    put_into(work, row, locale, words, is_draft=is_draft, is_machine_assisted=is_machine_assisted)
    work.record("announcement.translated", row)
    if row.state is State.PUBLISHED:
        show(work, row)
    return row


def text_released(work: Work, text: Text, _locale: Locale) -> None:
    """Show a translation that was released elsewhere, if the announcement is published."""
    row = work.session.get_one(Announcement, text.subject_id)
    if row.state is State.PUBLISHED:
        show(work, row)


def is_complete(session: Session, row: Announcement) -> bool:
    """Tell whether every language has all that the original has, and nothing is behind."""
    said = said_in(session, row)
    original = said[row.locale][0]
    filled = {field for field, words in original.items() if words}
    return len(said) == len(Locale) and all(
        not is_behind and filled <= {field for field, words in one.items() if words}
        for one, is_behind in said.values()
    )


def is_due(session: Session, row: Announcement, now: datetime) -> bool:
    """Tell whether the clock publishes it now.

    At its instant; and, while translations are waited for, as soon as all are there.
    """
    if row.state not in WAITING or row.publish_at is None:
        return False
    return row.publish_at <= now or (row.state is State.TRANSLATING and is_complete(session, row))


def pass_time(work: Work, row: Announcement) -> bool:
    """Publish an announcement whose time has come; tell whether it was.

    One that names an organisation which was hidden since it was written is held instead: the
    office edits it.

    Raises:
        Denied: only the clock and the secretariat.

    """
    need(policy.may_edit(work.actor))
    if not is_due(work.session, row, work.now):
        return False
    if _names_hidden(work, row):
        hold(work, row)
        return False
    publish(work, row)
    return True


def _names_hidden(work: Work, row: Announcement) -> bool:
    gone = mailings.gone_since(work.session, row.sent_at)
    said = said_in(work.session, row) if gone else {}
    words = (one for some, _is_behind in said.values() for one in some.values() if one)
    return mailings.names_gone(words, gone)


def _ahead(work: Work, instant: datetime, field: str) -> None:
    if instant <= work.now:
        raise Unfit("instant_is_past", field=field)
