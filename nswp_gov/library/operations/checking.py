"""Whether outside addresses are asked, and what they answered."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from nswp_gov.library.models import LinkWatch, Resource, ResourceLink
from nswp_gov.library.operations.listing import refresh, reword
from nswp_gov.library.policy import may_keep
from nswp_gov.library.states import LinkState, ResourceState
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import need
from nswp_gov.store.texts import Text
from nswp_gov.store.work import Work


def watch_links(work: Work, *, is_on: bool) -> LinkWatch:
    """Let the program ask outside addresses of resources from now on, or no longer.

    Raises:
        Denied: not the secretariat.

    """
    need(may_keep(work.actor))
    row = work.session.scalar(select(LinkWatch))
    if row is None:
        row = LinkWatch(is_on=is_on, changed_at=work.now)
        work.session.add(row)
    row.is_on, row.changed_at = is_on, work.now
    work.record("library.link_watch_on" if is_on else "library.link_watch_off", row)
    return row


def note_check(work: Work, link: ResourceLink, state: LinkState, status: int | None) -> None:
    """Keep what an address answered, and the day on which it did.

    Raises:
        Denied: neither the program nor the secretariat.

    """
    need(may_keep(work.actor))
    was = link.state
    link.state, link.status, link.checked_at = state, status, work.now
    work.record("resource.link_checked", link)
    row = work.session.get_one(Resource, link.resource_id)
    if row.state is ResourceState.PUBLISHED:
        (reword if was is state else refresh)(work, row)


def index_translation(work: Work, text: Text, locale: Locale) -> None:  # noqa: ARG001 - the desk names the language
    """Show the words of a published resource as they were just translated."""
    row = work.session.get(Resource, text.subject_id)
    if row is not None and row.state is ResourceState.PUBLISHED:
        refresh(work, row)


def index_series(work: Work, text: Text, locale: Locale) -> None:  # noqa: ARG001 - the desk names the language
    """Show the title of a series as it was just translated, with each of its resources."""
    _refresh_all(work, [text.subject_id])


def _refresh_all(work: Work, series_ids: Collection[uuid.UUID]) -> None:
    query = select(Resource).where(
        Resource.series_id.in_(series_ids), Resource.state == ResourceState.PUBLISHED
    )
    for row in work.session.scalars(query).all():
        refresh(work, row)
