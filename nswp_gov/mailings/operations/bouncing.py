"""Letters that came back put their address on hold."""

from __future__ import annotations

from sqlalchemy import or_, select

from nswp_gov.mailings.bounces import Bounce
from nswp_gov.mailings.policy import may_keep_lists
from nswp_gov.store import holds
from nswp_gov.store.errors import need
from nswp_gov.store.holds import HoldReason
from nswp_gov.store.outbox import DOUBT, MailState, OutboxMessage, address_index
from nswp_gov.store.work import Work


def note_bounce(work: Work, bounce: Bounce) -> bool:
    """Note that a letter came back; tell whether its address is on hold from now on.

    It has to be a letter that we sent in the last two weeks: found by the mark in its Message-ID,
    which nobody can guess, else by the address that it was sent to. A fault for good holds at once,
    a passing one when it comes again.

    Raises:
        Denied: the actor does not keep the outbox.

    """
    need(may_keep_lists(work.actor))
    row = _sent(work, bounce)
    if row is None or row.recipient_index is None:
        return False
    if not bounce.is_final:
        return holds.note_fault(work.session, row.recipient_index, now=work.now)
    return holds.hold(work.session, row.recipient_index, HoldReason.BOUNCED, now=work.now)


def lift_hold(work: Work, address: str) -> bool:
    """Let an address get letters again; tell whether anything stood in the way.

    What its owner stopped stays stopped: only they take that back.

    Raises:
        Denied: the actor does not keep the outbox.

    """
    need(may_keep_lists(work.actor))
    row = holds.known(work.session, address_index(address))
    if row is None or row.held_at is None:
        return False
    row.held_at = row.reason = None
    row.faults = 0
    work.session.flush()
    return True


def _sent(work: Work, bounce: Bounce) -> OutboxMessage | None:
    sent = select(OutboxMessage).where(
        or_(OutboxMessage.state == MailState.SENT, OutboxMessage.fault == DOUBT)
    )
    if bounce.message_id is not None:
        return work.session.scalar(sent.where(OutboxMessage.message_id == bounce.message_id))
    if bounce.address is None:
        return None
    return work.session.scalar(
        sent.where(OutboxMessage.recipient_index == address_index(bounce.address))
        .order_by(OutboxMessage.queued_at.desc())
        .limit(1)
    )
