"""The organisation is told that its record changed; the letter says nothing else."""

from __future__ import annotations

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts.operations import write_to
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.queries import acting_people
from nswp_gov.directory.states import Capacity
from nswp_gov.store.base import Identified
from nswp_gov.store.work import Work

LETTER = "membership/changed"


def tell(work: Work, organisation: Organisation, act: Identified) -> int:
    """Queue a letter to each editor with an address; return how many.

    Whoever has none is telephoned by the office, as with every letter.
    """
    editors = acting_people(work.session, organisation.id, work.now)[Capacity.EDITOR]
    found = (accounts.person(work.session, one) for one in editors)
    return sum(
        write_to(work, one, LETTER, key=f"membership:{act.id}:{one.id}") for one in found if one
    )
