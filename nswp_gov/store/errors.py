"""Refusals with a meaning for the person who acted. Phrased in their language by `web`."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from nswp_gov.rules.lifecycle import Lifecycle
from nswp_gov.rules.verdict import Verdict

S = TypeVar("S", bound=StrEnum)


class DomainError(Exception):
    """A refusal that can be explained: `code` names the message, `values` fill it.

    `field` names the form field that it stands beside, where there is one.
    """

    code = "refused"
    status = 409

    def __init__(self, *, field: str | None = None, **values: str | int) -> None:
        super().__init__(self.code, values)
        self.values = values
        self.field = field


class Denied(DomainError):
    """The actor may not do this; `reason` is the code of the policy's verdict."""

    code = "denied"
    status = 403

    def __init__(self, reason: str = "not_allowed") -> None:
        super().__init__(reason=reason)
        self.reason = reason


class NotFound(DomainError):
    """There is no such thing, or it is hidden from the actor: nobody can tell which."""

    code = "not_found"
    status = 404


class Conflict(DomainError):
    """Somebody else changed it in the meantime; nothing was overwritten."""

    code = "conflict"


class WrongState(DomainError):
    """The record is not in a state that allows this act."""

    code = "wrong_state"

    def __init__(self, *, state: str, act: str) -> None:
        super().__init__(state=state, act=act)


class Unfit(DomainError):
    """A value that cannot be taken; `code` says why, `field` where."""

    code = "unfit"
    status = 422

    def __init__(self, code: str, *, field: str | None = None, **values: str | int) -> None:
        self.code = code
        super().__init__(field=field, **values)


class Locked(DomainError):
    """The key of this instance has not been supplied since the start: only public pages work."""

    code = "locked"
    status = 503


def need(verdict: Verdict) -> None:
    """Go on only if the policy allows it.

    Raises:
        Denied: it does not; the policy's reason goes along.

    """
    if not verdict.allowed:
        raise Denied(verdict.reason)


def need_words(words: str | None, field: str) -> str:
    """Return what was written, without the space around it.

    Raises:
        Unfit: nothing was.

    """
    kept = (words or "").strip()
    if not kept:
        raise Unfit("words_needed", field=field)
    return kept


def following(path: Lifecycle[S], state: S, verb: str) -> S:
    """Return the state that follows when `verb` is done in `state`.

    Raises:
        WrongState: the table does not have that verb in that state.

    """
    if not path.allowed(state, verb):
        raise WrongState(state=state.value, act=verb)
    return path.after(state, verb)
