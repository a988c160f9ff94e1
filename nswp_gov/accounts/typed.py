"""What was typed into a form whose session had ended: kept for thirty minutes, for its browser.

The body is encrypted under a random key that is only in that browser's cookie; what lies in the
database cannot be read by anybody else. Nothing is kept of ballots, sign-in, keys and trustees'
pages; those say so.
"""

from __future__ import annotations

import base64
import json
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app, request
from flask import session as cookie_session
from sqlalchemy import delete
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import TypedText
from nswp_gov.accounts.states import KEPT_TYPED
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, doors_of
from nswp_gov.web.unit import now

COOKIE = "typed"
NONCE = 12
NEVER = frozenset({Door.TRUSTEE, Door.DELEGATE})
SECRET = ("csrf", "pass", "code", "secret", "token", "key", "share", "ballot", "rank")

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: where to, and its fields in order."""

    person_id: uuid.UUID
    path: str
    fields: Sequence[tuple[str, str]]


def never_kept(view: View) -> View:
    """Mark a view whose forms are never kept."""
    view.__dict__["never_kept"] = True
    return view


def is_kept(endpoint: str) -> bool:
    """Tell whether what is typed into this endpoint's form may be kept at all."""
    view = current_app.view_functions[endpoint]
    doors = doors_of(current_app, endpoint)
    if not doors or Door.PUBLIC in doors or NEVER.intersection(doors):
        return False
    if endpoint.startswith("accounts.") or getattr(view, "fresh", False):
        return False
    return not getattr(view, "never_kept", False)


def keep(work: Work, person_id: uuid.UUID | None) -> bool | None:
    """Keep this request's form for its author; None where there is none, False if never kept.

    `person_id` is None where the session was ended by somebody (not by time): nothing is kept.
    """
    endpoint = request.endpoint
    if request.method != "POST" or endpoint is None:
        return None
    doors = doors_of(current_app, endpoint)
    if not doors or Door.PUBLIC in doors:
        return None
    if person_id is None or not is_kept(endpoint):
        return False
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name.casefold() for word in SECRET)
    ]
    body = json.dumps({"person": str(person_id), "path": request.path, "fields": fields}).encode()
    key, nonce = AESGCM.generate_key(256), os.urandom(NONCE)
    row = TypedText(
        body=nonce + AESGCM(key).encrypt(nonce, body, None), expires_at=work.now + KEPT_TYPED
    )
    work.session.add(row)
    cookie_session[COOKIE] = {"id": str(row.id), "key": base64.b64encode(key).decode()}
    return True


def kept(session: Session, person_id: uuid.UUID | None) -> Typed | None:
    """Return what this browser's cookie can open for this person, or None."""
    known = cookie_session.get(COOKIE)
    if known is None:
        return None
    row = session.get(TypedText, uuid.UUID(known["id"]))
    if row is None or row.expires_at <= now():
        return None
    try:
        opened = AESGCM(base64.b64decode(known["key"])).decrypt(
            row.body[:NONCE], row.body[NONCE:], None
        )
    except InvalidTag:
        return None
    found = json.loads(opened)
    if found["person"] != str(person_id):
        return None  # a shared browser: another person wrote it
    fields = [(name, value) for name, value in found["fields"]]
    return Typed(uuid.UUID(found["person"]), found["path"], fields)


def drop(work: Work) -> None:
    """Forget what was kept, here and in the cookie; and everything whose time is over."""
    known = cookie_session.pop(COOKIE, None)
    if known is not None:
        work.session.execute(delete(TypedText).where(TypedText.id == uuid.UUID(known["id"])))
    work.session.execute(delete(TypedText).where(TypedText.expires_at <= work.now))
