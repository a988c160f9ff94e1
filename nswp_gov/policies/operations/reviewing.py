"""The second person: publishing what another entered, giving it back; and taking entries out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from nswp_gov.policies import policy
from nswp_gov.policies.models import Institution, Instrument, Position, PositionCheck
from nswp_gov.policies.operations.entering import need_older
from nswp_gov.policies.operations.facts import Words, check_reason, need_address, place_text
from nswp_gov.policies.operations.finding import find_by, find_no_more
from nswp_gov.policies.states import LONGEST_LINE, LONGEST_TITLE, PATH, Found, State
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.work import Work


def publish(work: Work, position: Position) -> Position:
    """Publish a position that somebody else entered, and its document with it.

    The older position that it supersedes is no longer in force from the day this one was taken;
    its words stay. Those who asked for it are told by the daily round (`tell_subscribers`).

    Raises:
        Denied: the actor wrote any of it, or may not review.
        WrongState: it does not wait for a second person.
        Unfit: it lies before its document, or the older one changed meanwhile.

    """
    instrument = work.session.get_one(Instrument, position.instrument_id)
    institution = work.session.get_one(Institution, instrument.institution_id)
    need(policy.may_review(work.actor, writers_of(position, instrument)))
    _need_state(position, "publish")
    if position.taken_on < instrument.issued_on:
        raise Unfit("policy_before_document", field="taken_on")
    older = need_older(work, instrument, position)
    position.state = PATH.after(position.state, "publish")
    position.reviewer_id = work.actor.person_id
    position.published_at = work.now
    position.remark = None
    for above in (instrument, institution):
        above.published_at = above.published_at or work.now
    if older is not None:
        older.ended_on, older.ended_at = position.taken_on, work.now
    work.record("policies.position_published", position)
    find_by(work, position)
    return position


def note_check(
    work: Work, position: Position, *, address: str, found: Found, on: date | None = None
) -> PositionCheck:
    """Note that a source was read: whether it says what the entry says; readers see it.

    `on`: the day, today if none is given. The words of the entry stay as they are.

    Raises:
        Denied: only the secretariat.
        WrongState: the entry is withdrawn.
        Unfit: no whole address, or a day ahead.

    """
    need(policy.may_enter(work.actor))
    if position.state is State.WITHDRAWN:
        raise WrongState(state=position.state.value, act="check")
    if len(address) > LONGEST_TITLE:
        raise Unfit("policy_address_unfit", field="address")
    need_address(address)
    day = on or work.today
    if day > work.today:
        raise Unfit("policy_day_ahead", field="checked_on")
    made = PositionCheck(
        position_id=position.id, checked_on=day, noted_at=work.now, address=address, found=found
    )
    work.session.add(made)
    work.record("policies.source_checked", made)
    return made


def give_back(work: Work, position: Position, remark: str) -> Position:
    """Give a position back to whoever entered it, saying what is to be mended.

    Raises:
        Denied: the actor wrote any of it, or may not review.
        WrongState: it does not wait for a second person.
        Unfit: nothing was said.

    """
    instrument = work.session.get_one(Instrument, position.instrument_id)
    need(policy.may_review(work.actor, writers_of(position, instrument)))
    _need_state(position, "give_back")
    if not remark.strip() or len(remark) > LONGEST_LINE * 5:
        raise Unfit("policy_words_missing", field="remark")
    position.state = PATH.after(position.state, "give_back")
    position.remark = remark.strip()
    work.record("policies.position_given_back", position)
    return position


def withdraw(work: Work, position: Position, reason: Words) -> Position:
    """Take a position out of the tracker; its address tells the reason from then on.

    What it had superseded is in force again. The last one of a document takes the document along,
    which can be amended then.

    Raises:
        Denied: only the secretariat.
        WrongState: it is withdrawn already.
        Unfit: no reason was given.

    """
    need(policy.may_withdraw(work.actor))
    _need_state(position, "withdraw")
    check_reason(reason)
    position.state = PATH.after(position.state, "withdraw")
    position.withdrawn_at = work.now
    place_text(work, ("position", position.id), "withdrawal", reason)
    if position.published_at is not None:
        _restore_older(work, position)
        _close_document(work, position)
    work.record("policies.position_withdrawn", position)
    find_no_more(work, position)
    return position


def writers_of(position: Position, instrument: Instrument) -> frozenset[str]:
    """Return who wrote any of what a review of this position publishes."""
    of_document = () if instrument.published_at is not None else instrument.writers
    return frozenset({*position.writers, *of_document})


def _need_state(position: Position, verb: str) -> None:
    following(PATH, position.state, verb)


def _restore_older(work: Work, position: Position) -> None:
    older = work.session.get(Position, position.supersedes_id) if position.supersedes_id else None
    if older is not None and older.ended_on == position.taken_on:
        older.ended_on = older.ended_at = None


def _close_document(work: Work, position: Position) -> None:
    others = select(Position.id).where(
        Position.instrument_id == position.instrument_id,
        Position.state == State.PUBLIC,
        Position.id != position.id,
    )
    if work.session.scalar(others.limit(1)) is None:
        work.session.get_one(Instrument, position.instrument_id).published_at = None
