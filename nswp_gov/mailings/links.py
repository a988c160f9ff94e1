"""What the links in letters say: sealed, so that nothing about them is kept and none is guessed."""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag

from nswp_gov.mailings.states import Form, Frequency, Kind
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault

STOP_LABEL = "link.mailing_stop"
WISH_LABEL = "link.mailing_wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """To stop letters: by which address they came, and whose account it was, if anybody's."""

    address_index: str
    person_id: uuid.UUID | None

    def seal(self) -> str:
        """Return the token of the link."""
        return _seal({"a": self.address_index, "p": str(self.person_id or "")}, STOP_LABEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A subscription from outside that its owner has not confirmed. `ends`: of the epoch."""

    address: str
    locale: Locale
    kinds: tuple[Kind, ...]
    regions: tuple[str, ...] = ()
    frequency: Frequency
    form: Form
    ends: int

    def seal(self) -> str:
        """Return the token of the link."""
        said = {
            "a": self.address,
            "l": self.locale.value,
            "k": [one.value for one in self.kinds],
            "r": list(self.regions),
            "f": self.frequency.value,
            "o": self.form.value,
            "t": self.ends,
        }
        return _seal(said, WISH_LABEL)


def open_stop(token: str) -> Stop | None:
    """Return what a stop link says, or None where it is none of ours."""
    said = _open(token, STOP_LABEL)
    if said is None:
        return None
    return Stop(address_index=said["a"], person_id=uuid.UUID(said["p"]) if said["p"] else None)


def open_wish(token: str) -> Wish | None:
    """Return what the link of a subscription says, or None where it is none of ours."""
    said = _open(token, WISH_LABEL)
    if said is None:
        return None
    return Wish(
        address=said["a"],
        locale=Locale(said["l"]),
        kinds=tuple(Kind(one) for one in said["k"]),
        regions=tuple(said.get("r", ())),
        frequency=Frequency(said["f"]),
        form=Form(said["o"]),
        ends=said["t"],
    )


def _seal(said: dict[str, Any], label: str) -> str:
    sealed = vault.ring.seal(json.dumps(said, separators=(",", ":")).encode(), label)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _open(token: str, label: str) -> dict[str, Any] | None:
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        found: dict[str, Any] = json.loads(vault.ring.open(sealed, label))
    except (ValueError, IndexError, KeyError, InvalidTag):
        return None
    return found
