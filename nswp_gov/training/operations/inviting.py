"""Telling members of a call, by one letter each in their own language."""

from __future__ import annotations

from nswp_gov.mailings import operations as mailings
from nswp_gov.mailings import queries as sent
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.operations import Link, Sent, Words
from nswp_gov.mailings.states import Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import Call, Event
from nswp_gov.training.queries import is_open, titles

ABOUT = "training_call"


def meant(call: Call) -> Audience:
    """Return whom a call is for: those who act for members of the regions that have places."""
    return Audience(members=True, regions=frozenset(call.places))


def tell_members(work: Work, call: Call, event: Event) -> Sent:
    """Write to the members of the regions that have places; once for a call.

    The letter holds the languages in which both title and call are ready.

    Raises:
        Denied: only the secretariat.
        Unfit: the call is not open, or they were written to.

    """
    need(policy.may_keep(work.actor))
    if not is_open(call, work.now):
        raise Unfit("training_call_not_open")
    if sent.mailings_about(work.session, (ABOUT, call.id)):
        raise Unfit("training_told_already")
    ready: dict[Locale, Words] = {}
    for locale in Locale:
        title = titles(work.session, "training_event", [event.id], locale)[event.id]
        said = titles(work.session, "training_call", [call.id], locale, "summary")[call.id]
        if title.locale is said.locale:
            ready.setdefault(said.locale, Words(title.words, said.words))
    source = next(iter(ready))
    return mailings.announce(
        work,
        kind=Kind.TRAINING,
        words=ready,
        source=source,
        audience=meant(call),
        about=(ABOUT, call.id),
        link=Link("training.call", {"call_id": str(call.id)}),
    )
