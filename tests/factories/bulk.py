"""Organisations written in bulk, as the large sample network has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from nswp_gov.directory.states import Risk
from nswp_gov.sample.bulk.writing import being_made, write_all
from nswp_gov.sample.plan import OrganisationPlan
from tests.conftest import KEYS


def write_in_bulk(
    session: Session, plans: Sequence[OrganisationPlan], risks: Mapping[str, Risk]
) -> int:
    """Write the organisations of the plans; return how many."""
    with being_made(session.get_bind().dialect.name, plans, risks, KEYS) as packets:
        return write_all(session, packets)
