"""Which election a page is about, and who may know of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date

from flask_wtf import FlaskForm

from nswp_gov.directory.queries import names_of
from nswp_gov.elections import policy, queries
from nswp_gov.elections.keys import folder_of
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.states import State
from nswp_gov.rules.audience import Step, Viewer
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Denied, DomainError, NotFound
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.web.forms import AppForm
from nswp_gov.web.unit import actor, now, session, settings

UNPROCESSABLE = 422


def key_folder() -> KeyFolder:
    """Return where the secrets of running elections lie on this machine."""
    return folder_of(settings())


def today() -> date:
    """Return the network's day of this request."""
    return civil_day(now(), settings().zone)


def known(slug: str) -> Election:
    """Return an election that the reader may know of; a draft is there for those who run it.

    Raises:
        NotFound: there is none, or it is hidden: nobody can tell which.

    """
    found = queries.by_slug(session(), slug)
    if found.state is State.DRAFT and not policy.may_see_inside(actor(), found).allowed:
        raise NotFound
    return found


def inside(slug: str) -> Election:
    """Return an election to those who run it.

    Raises:
        Denied: the reader is not among them.

    """
    found = known(slug)
    verdict = policy.may_see_inside(actor(), found)
    if not verdict.allowed:
        raise Denied(verdict.reason)
    return found


def run(slug: str) -> Election:
    """Return an election to its returning officer.

    Raises:
        Denied: the reader is somebody else.

    """
    found = known(slug)
    verdict = policy.may_run(actor(), found)
    if not verdict.allowed:
        raise Denied(verdict.reason)
    return found


def post_in(found: Election, post_id: uuid.UUID) -> Post:
    """Return a post of this election.

    Raises:
        NotFound: it has none with this id.

    """
    post = queries.post(session(), post_id)
    if post.election_id != found.id:
        raise NotFound
    return post


def own_names(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of organisations to those who act for them or keep the roll."""
    return names_of(session(), ids, Viewer(step=Step.MEMBERS, organisations=frozenset(ids)))


def attempt(form: AppForm, act: Callable[[], object]) -> int:
    """Do what a sent form asks; 0 when it was done, else the status of the page to show again."""
    if not form.is_submitted():
        return 200
    if not form.validate():
        return UNPROCESSABLE
    try:
        act()
    except DomainError as refusal:
        form.refuse(refusal)
        return refusal.status
    return 0


def checked(form: FlaskForm) -> bool:
    """Tell whether a form without fields was sent from our own page."""
    return bool(form.validate_on_submit())
