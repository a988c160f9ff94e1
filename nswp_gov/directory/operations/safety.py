"""Hiding at once: by somebody signed in, or by a paper code that needs no sign-in."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import select

from nswp_gov.accounts.operations.sessions import end_other_sessions
from nswp_gov.directory.models import HideCode, Organisation, Unlisting
from nswp_gov.directory.operations.consent import end_in_emergency
from nswp_gov.directory.policy import may_issue_code, may_unlist
from nswp_gov.directory.queries import acting_people, ids_in_scope, region_of
from nswp_gov.directory.states import Scope
from nswp_gov.rules.regions import Region, placements
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.ids import ALPHABET, slug, token_hash
from nswp_gov.store.work import Work

CODE_LENGTH: Final = 16  # 79 bits: guessing is hopeless, so its hash needs no slow function


def unlist(work: Work, scope: Scope, key: str, reason: str) -> Unlisting:
    """Take an organisation, a country or a region out of the public's and the members' view.

    In one transaction: projection, counts, search entries. The inner records stay. Only each
    organisation's own new consent shows it again.

    `key`: the organisation's id, the country's code, the region's code.

    Raises:
        Denied: the actor may not hide these.
        Unfit: there is no such organisation, country or region, or no reason is given.

    """
    organisation_id = _organisation_in(scope, key)
    region = _region_in(work, scope, key, organisation_id)
    need(may_unlist(work.actor, scope, key, region, organisation_id))
    if not reason.strip():
        raise Unfit("reason_missing", field="reason")
    return _unlist(work, scope, key, reason, ids_in_scope(work.session, scope, key, work.today))


def _organisation_in(scope: Scope, key: str) -> uuid.UUID | None:
    if scope is not Scope.ORGANISATION:
        return None
    try:
        return uuid.UUID(key)
    except ValueError:
        raise Unfit("organisation_unknown", field="key") from None


def _region_in(work: Work, scope: Scope, key: str, organisation_id: uuid.UUID | None) -> str | None:
    if organisation_id is not None:
        return region_of(work.session, organisation_id, work.today)
    if scope is Scope.REGION:
        if key not in set(Region):
            raise Unfit("region_unknown", field="key")
        return key
    if key not in placements():
        raise Unfit("country_unknown", field="key")
    return placements()[key].region


def _unlist(work: Work, scope: Scope, key: str, reason: str, ids: list[uuid.UUID]) -> Unlisting:
    reached = 0
    for row in work.session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all():
        reached += end_in_emergency(work, row)
    act = Unlisting(
        scope=scope,
        key=key,
        reason=reason,
        reached=reached,
        done_at=work.now,
        done_by=work.actor.person_id,
    )
    work.session.add(act)
    work.record("directory.unlisted", act)
    return act


def issue_code(work: Work, organisation: Organisation) -> str:
    """Return a new hide-us code to be written on paper; the one before no longer works.

    Four groups of four characters. Only its hash is kept.

    Raises:
        Denied: the actor is neither an editor of the organisation nor of the secretariat.

    """
    need(may_issue_code(work.actor, organisation.id))
    _retire(work, organisation.id)
    raw = slug(CODE_LENGTH)
    work.session.add(
        HideCode(organisation_id=organisation.id, code_hash=token_hash(raw), issued_at=work.now)
    )
    work.record("organisation.hide_code_issued", organisation)
    return "-".join(raw[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def _retire(work: Work, organisation_id: uuid.UUID) -> None:
    for row in work.session.scalars(
        select(HideCode).where(
            HideCode.organisation_id == organisation_id, HideCode.replaced_at.is_(None)
        )
    ):
        row.replaced_at, row.code_hash = work.now, None


def hide_by_code(work: Work, typed: str) -> None:
    """If the code is right: hide the organisation and end its people's sessions.

    The code stays good, so that it can be used twice by mistake. Nothing tells whether it was
    right: neither the answer nor an error.
    """
    kept = "".join(one for one in typed.lower() if one in ALPHABET)
    row = work.session.scalar(select(HideCode).where(HideCode.code_hash == token_hash(kept)))
    if row is None:
        return
    key = str(row.organisation_id)
    people = acting_people(work.session, row.organisation_id, work.now)
    for person_id in {one for some in people.values() for one in some}:
        end_other_sessions(work, person_id, but=None)
    _unlist(work, Scope.ORGANISATION, key, "hide-us code", [row.organisation_id])
