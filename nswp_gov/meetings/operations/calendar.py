"""A person's own secret calendar address: made, and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import CalendarAddress
from nswp_gov.meetings.states import EntryKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import ids
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def make_calendar_address(
    work: Work,
    *,
    kinds: Iterable[EntryKind],
    locale: Locale,
    region: str | None = None,
    is_full: bool = False,
) -> str:
    """Return the secret part of a new address of the actor's own calendar; it is told once.

    `region`: only elections of that region, and of all. `is_full`: entries say what they are.

    Raises:
        Denied: nobody is signed in.
        Unfit: nothing would stand in it.

    """
    need(policy.may_have_calendar(work.actor))
    wanted = sorted(set(kinds))
    if not wanted:
        raise Unfit("nothing_chosen", field="kinds")
    assert work.actor.person_id is not None
    raw = ids.token()
    row = CalendarAddress(
        person_id=work.actor.person_id,
        token_hash=ids.token_hash(raw),
        locale=locale,
        kinds=[kind.value for kind in wanted],
        region=region,
        is_full=is_full,
        made_at=work.now,
    )
    work.session.add(row)
    work.record("meetings.calendar_address_made", row)
    return raw


def revoke_calendar_address(work: Work, row: CalendarAddress) -> None:
    """Take an address back: from now on nothing is there.

    Raises:
        Denied: it is somebody else's.

    """
    need(policy.may_revoke_calendar(work.actor, row))
    work.session.delete(row)
    work.record("meetings.calendar_address_revoked", row)
