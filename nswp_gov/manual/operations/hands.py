"""Name editors of a document and translators of its drafts; all else stays closed to them."""

from __future__ import annotations

import uuid
from datetime import timedelta

from nswp_gov.accounts.models import Person
from nswp_gov.manual import policy
from nswp_gov.manual.models import Document, Hand
from nswp_gov.manual.queries.hands import hands_of, is_editor
from nswp_gov.manual.states import HandTask
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import NotFound, Unfit, need
from nswp_gov.store.work import Work

TRANSLATORS_TIME = timedelta(days=60)  # what was given to a translator is taken back by itself


def name_hand(
    work: Work, document: Document, person_id: uuid.UUID, *, locale: Locale | None = None
) -> Hand:
    """Ask a person to write the document's drafts, or to translate them into `locale` for 60 days.

    Raises:
        Denied: the actor is not of the secretariat.
        NotFound: there is no such person.
        Unfit: they hold this task already, or the language is the document's own.

    """
    need(policy.may_edit(work.actor))
    person = work.session.get(Person, person_id)
    if person is None or person.is_closed:
        raise NotFound
    if locale is document.authoritative_locale:
        raise Unfit("translation_of_source", field="locale")
    held = hands_of(work.session, document.id, work.now)
    if any((one.person_id, one.locale) == (person_id, locale) for one in held):
        raise Unfit("hand_named_already", field="person_id")
    made = Hand(
        document_id=document.id,
        person_id=person_id,
        task=HandTask.TRANSLATOR if locale else HandTask.EDITOR,
        locale=locale,
        from_at=work.now,
        until_at=work.now + TRANSLATORS_TIME if locale else None,
    )
    work.session.add(made)
    work.record("document.hand_named", made)
    return made


def end_hand(work: Work, hand: Hand) -> Hand:
    """Take a task back from now on.

    Raises:
        Denied: the actor is not of the secretariat.

    """
    need(policy.may_edit(work.actor))
    if hand.until_at is None or hand.until_at > work.now:
        hand.until_at = work.now
        work.record("document.hand_ended", hand)
    return hand


def need_writer(work: Work, document_id: uuid.UUID) -> None:
    """Go on only if the actor may write drafts of this document.

    Raises:
        Denied: they are neither of the secretariat nor a named editor.

    """
    named = is_editor(work.session, work.actor, document_id, work.now)
    need(policy.may_write(work.actor, is_named=named))
