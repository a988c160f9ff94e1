"""Once a year: is the profile still right? Asked by letter, answered by a button or by phone."""

from __future__ import annotations

from nswp_gov.accounts.operations import write_to
from nswp_gov.directory.models import Asking, OfficeNote, Organisation
from nswp_gov.directory.operations.publication import republish
from nswp_gov.directory.policy import may_ask_to_confirm, may_edit_profile
from nswp_gov.directory.queries import (
    ConfirmationLink,
    asked_by_link,
    open_asking,
    reachable_people,
    to_be_asked,
)
from nswp_gov.directory.queries.freshness import NEVER
from nswp_gov.directory.states import ASK_LASTS, Answered
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.work import Work

AT_ONCE = 200  # organisations that one act asks


class NobodyToAsk(DomainError):
    """Nobody who edits the profile, and no contact, has an e-mail address."""

    code = "nobody_to_ask"


def confirm_profile(work: Work, organisation: Organisation, *, by_phone: str | None = None) -> None:
    """Note that the organisation read its profile today and that it is still right.

    `by_phone`: how the office heard it, where it is recorded on the organisation's behalf; the
    organisation reads it.

    Raises:
        Denied: the actor is neither its editor nor of the secretariat.
        Unfit: the office does not say how it heard it.

    """
    need(may_edit_profile(work.actor, organisation.id))
    is_own = organisation.id in work.actor.editor_of or work.actor.has("system")
    if is_own:
        _confirm(work, organisation, Answered.PAGE)
        return
    if not (by_phone or "").strip():
        raise Unfit("confirmation_by_phone_missing", field="by_phone")
    work.session.add(
        OfficeNote(
            organisation_id=organisation.id,
            act="organisation.profile_confirmed",
            reason=by_phone,
            done_at=work.now,
            done_by=work.actor.person_id,
        )
    )
    _confirm(work, organisation, Answered.PHONE)


def _confirm(work: Work, organisation: Organisation, how: Answered) -> None:
    organisation.confirmed_on = work.today
    asking = open_asking(work.session, organisation.id)
    if asking is not None:
        asking.answered_on, asking.answered = work.today, how
    republish(work, organisation)
    work.record("organisation.profile_confirmed", organisation)


def confirm_by_link(work: Work, token: str) -> None:
    """Note the same for whoever holds the link of a letter; a second time changes nothing.

    Raises:
        NotFound: not one of our links, too old, or its reader no longer acts there.

    """
    organisation, is_done = asked_by_link(work.session, token, work.now)
    if not is_done:
        _confirm(work, organisation, Answered.LINK)


def ask_to_confirm(work: Work, organisation: Organisation) -> Asking:
    """Write to everybody who edits the profile or is a contact, with a link of their own.

    Raises:
        Denied: the actor is not of the secretariat.
        NobodyToAsk: none of them has an e-mail address.

    """
    need(may_ask_to_confirm(work.actor))
    people = reachable_people(work.session, organisation.id, work.now)
    if not people:
        raise NobodyToAsk
    row = open_asking(work.session, organisation.id)
    if row is None:
        row = Asking(
            organisation_id=organisation.id, begun_on=work.today, asked_on=work.today, times=0
        )
        work.session.add(row)
    row.asked_on, row.times = work.today, row.times + 1
    for person in people:
        link = ConfirmationLink(
            organisation_id=organisation.id,
            person_id=person.id,
            before=(organisation.confirmed_on or NEVER).isoformat(),
            ends=int((work.now + ASK_LASTS).timestamp()),
        )
        write_to(
            work,
            person,
            "directory/confirm",
            values={"token": link.seal()},
            key=f"confirm/{row.id}/{row.times}/{person.id}",
        )
    work.record("organisation.asked_to_confirm", row)
    return row


def ask_all(work: Work, most: int = AT_ONCE) -> int:
    """Ask every organisation whose turn it is, the longest unconfirmed first; return how many.

    An organisation that does not answer is asked again after three weeks, three times in all.

    Raises:
        Denied: the actor is not of the secretariat.

    """
    need(may_ask_to_confirm(work.actor))
    due = to_be_asked(work.session, work.today, work.now, most)
    for organisation in due:
        ask_to_confirm(work, organisation)
    return len(due)
