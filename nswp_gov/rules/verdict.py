"""An answer that carries its reason.

A reason is a code in `snake_case`; the words for it, in the reader's language, are chosen above.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed, and the code of the reason; true in a condition if allowed."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def yes(reason: str) -> Verdict:
    """Allow, because of `reason`."""
    return Verdict(allowed=True, reason=reason)


def no(reason: str) -> Verdict:
    """Refuse, because of `reason`."""
    return Verdict(allowed=False, reason=reason)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """Return the first refusal among `verdicts`; the last verdict if all allow.

    Raises:
        ValueError: no verdict was given.

    """
    if not verdicts:
        raise ValueError("no verdict to combine")
    return next((verdict for verdict in verdicts if not verdict), verdicts[-1])


def first_consent(*verdicts: Verdict) -> Verdict:
    """Return the first verdict that allows; the last refusal if none does.

    Raises:
        ValueError: no verdict was given.

    """
    if not verdicts:
        raise ValueError("no verdict to combine")
    return next((verdict for verdict in verdicts if verdict), verdicts[-1])
