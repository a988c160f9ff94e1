"""Appointments that the office asked for, and who has to do what about them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import JointAppointment
from nswp_gov.directory.states import JOINT_LASTS, OPEN_JOINT, JointState
from nswp_gov.store.errors import NotFound


def joint_appointment(session: Session, joint_id: uuid.UUID) -> JointAppointment:
    """Return what the office asked for.

    Raises:
        NotFound: there is no such thing.

    """
    found = session.get(JointAppointment, joint_id)
    if found is None:
        raise NotFound
    return found


def joint_appointments(
    session: Session, organisation_ids: Collection[uuid.UUID]
) -> list[JointAppointment]:
    """Return what is asked for or waits for some organisations, oldest first."""
    if not organisation_ids:
        return []
    return list(
        session.scalars(
            select(JointAppointment)
            .where(
                JointAppointment.organisation_id.in_(organisation_ids),
                JointAppointment.state.in_(OPEN_JOINT),
            )
            .order_by(JointAppointment.asked_at, JointAppointment.id)
        )
    )


def joint_to_agree(
    session: Session, regions: Collection[str], person_id: uuid.UUID | None, now: datetime
) -> list[JointAppointment]:
    """Return what a representative of some regions is asked to agree to, oldest first."""
    if not regions or person_id is None:
        return []
    return list(
        session.scalars(
            select(JointAppointment)
            .where(
                JointAppointment.region.in_(regions),
                JointAppointment.state == JointState.ASKED,
                JointAppointment.asked_at > now - JOINT_LASTS,
                JointAppointment.asked_by != person_id,
                JointAppointment.person_id != person_id,
            )
            .order_by(JointAppointment.asked_at, JointAppointment.id)
        )
    )
