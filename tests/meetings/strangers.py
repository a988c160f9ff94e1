"""Somebody who has nothing to do with a meeting."""

from __future__ import annotations

import uuid
from dataclasses import replace

from nswp_gov.store.actor import Actor
from nswp_gov.store.work import Work

EVE = Actor(name="Eve", person_id=uuid.uuid4(), member_of=frozenset({uuid.uuid4()}))


def as_eve(work: Work) -> Work:
    return replace(work, actor=EVE)
