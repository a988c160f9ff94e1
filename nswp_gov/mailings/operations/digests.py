"""Digests: made from what the rooms offer, edited, then sent like any letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from nswp_gov.mailings import queries
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.digests import offered
from nswp_gov.mailings.models import Mailing
from nswp_gov.mailings.operations.writing import Words, need_draft, prepare
from nswp_gov.mailings.policy import may_send
from nswp_gov.mailings.states import MOST_ITEMS, SPANS, Frequency, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def assemble(
    work: Work,
    *,
    frequency: Frequency,
    words: Mapping[Locale, Words],
    source: Locale,
    audience: Audience,
    span: timedelta | None = None,
) -> Mailing:
    """Add a digest as a draft, with what was offered in its span until now, newest first.

    Raises:
        Denied, Unfit: as `prepare`; or nothing was offered, or it is no digest's frequency.

    """
    if frequency not in SPANS:
        raise Unfit("unfit", field="frequency")
    since = work.now - (span or SPANS[frequency])
    found = offered(work.session, since, work.now)[:MOST_ITEMS]
    if not found:
        raise Unfit("digest_empty")
    made = prepare(
        work, kind=Kind.DIGEST, words=words, source=source, audience=audience, frequency=frequency
    )
    made.items = [one.to_json() for one in found]
    work.record("mailings.assembled", made)
    return made


def arrange(work: Work, mailing: Mailing, keys: Sequence[str]) -> None:
    """Keep of a digest the items with these keys, in this order; the others go.

    Raises:
        Denied: the actor may not send.
        WrongState: it was sent.
        Unfit: nothing would be left, or a key is not among its items.

    """
    need(may_send(work.actor))
    need_draft(mailing, "arrange")
    known = {one.key: one for one in queries.items_of(mailing)}
    if not keys:
        raise Unfit("digest_empty")
    if set(keys) - known.keys() or len(set(keys)) != len(keys):
        raise Unfit("unfit")
    mailing.items = [known[key].to_json() for key in keys]
    work.record("mailings.arranged", mailing)
