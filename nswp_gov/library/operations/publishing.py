"""From a draft to the shelf, and from the shelf: sent, declined, published, withdrawn."""

from __future__ import annotations

from nswp_gov.library.models import OfferAnswer, Resource
from nswp_gov.library.operations.filing import settle_files
from nswp_gov.library.operations.listing import audience_of, conceal, refresh
from nswp_gov.library.policy import may_edit, may_keep
from nswp_gov.library.queries import source_of
from nswp_gov.library.states import LONGEST_SUMMARY, RESOURCES, ResourceState
from nswp_gov.rules.audience import SECRETARIAT
from nswp_gov.store.errors import Unfit, following, need
from nswp_gov.store.files import FileStore
from nswp_gov.store.work import Work


def _step(row: Resource, act: str) -> None:
    row.state = following(RESOURCES, row.state, act)


def send(work: Work, row: Resource) -> None:
    """Lay an offer before the office.

    Raises:
        Denied: the actor may not edit it.
        WrongState: it is no draft.
        Unfit: it says nothing about itself yet.

    """
    need(may_edit(work.actor, row.organisation_id, row.state))
    _need_words(work, row)
    _step(row, "send")
    row.sent_at = work.now
    work.record("resource.sent", row)


def _need_words(work: Work, row: Resource) -> None:
    if "summary" not in source_of(work.session, row.id):
        raise Unfit("resource_without_summary", field="summary")


def decline(work: Work, row: Resource, words: str) -> OfferAnswer:
    """Give an offer back with words; its organisation may mend it and send it again.

    Raises:
        Denied: not the secretariat.
        WrongState: it was not sent.
        Unfit: no words.

    """
    need(may_keep(work.actor))
    if not words.strip() or len(words) > LONGEST_SUMMARY:
        raise Unfit("answer_without_words", field="words")
    _step(row, "decline")
    made = OfferAnswer(
        resource_id=row.id, is_accepted=False, words=words.strip(), answered_at=work.now
    )
    work.session.add(made)
    work.record("resource.declined", row)
    return made


def publish(work: Work, row: Resource, store: FileStore, *, words: str = "") -> None:
    """Show a resource to its readers; `words` go to the organisation that offered it.

    Raises:
        Denied: not the secretariat.
        WrongState: it is published already.
        Unfit: it has no summary.

    """
    need(may_keep(work.actor))
    _need_words(work, row)
    was_sent = row.state is ResourceState.REVIEW
    _step(row, "publish")
    row.published_at = row.published_at or work.now
    row.withdrawn_at = None
    if was_sent:
        said = words.strip() or None
        answer = OfferAnswer(resource_id=row.id, is_accepted=True, words=said, answered_at=work.now)
        work.session.add(answer)
    settle_files(work, row, store, audience_of(work, row))
    work.record("resource.published", row)
    refresh(work, row)


def withdraw(work: Work, row: Resource, store: FileStore) -> None:
    """Show a resource to nobody any more; harvesters are told that it is gone, and nothing else.

    Raises:
        Denied: not the secretariat.
        WrongState: it is not published.

    """
    need(may_keep(work.actor))
    _step(row, "withdraw")
    row.withdrawn_at = work.now
    settle_files(work, row, store, SECRETARIAT)
    work.record("resource.withdrawn", row)
    conceal(work, row)
