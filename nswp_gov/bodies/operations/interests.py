"""The register of interests: declared by each person for themself, every year."""

from __future__ import annotations

from nswp_gov.bodies import policy
from nswp_gov.bodies.models import Interest
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work


def declare_interests(work: Work, words: str) -> Interest:
    """Note what the actor declares today; an empty text declares that there is nothing.

    Raises:
        Denied: the actor sits in no body.

    """
    need(policy.may_declare(work.actor))
    assert work.actor.person_id is not None
    row = Interest(
        person_id=work.actor.person_id, declared_on=work.today, words=words.strip() or None
    )
    work.session.add(row)
    work.record("bodies.interests_declared", row)
    return row
