"""A wish for another address, carried by its own link: encrypted, nothing of it is kept here."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from nswp_gov.store.crypto import vault

LABEL = "link.email"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Whose address is to become which; `before`: the index of the one until now.

    `ends`: seconds of the epoch.
    """

    person_id: uuid.UUID
    email: str
    before: str | None
    ends: int

    def seal(self) -> str:
        """Return the token of the link."""
        said = {"p": str(self.person_id), "e": self.email, "b": self.before, "t": self.ends}
        sealed = vault.ring.seal(json.dumps(said).encode(), LABEL)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_wish(token: str) -> Wish | None:
    """Return the wish of a link's token, or None where it is none of ours."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        said = json.loads(vault.ring.open(sealed, LABEL))
    except (ValueError, IndexError, KeyError, InvalidTag):
        return None
    return Wish(person_id=uuid.UUID(said["p"]), email=said["e"], before=said["b"], ends=said["t"])
