"""What a refusal says, in the reader's language. One message for each code.

Features add theirs with `say`; a code without a message fails a test.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from nswp_gov.store.errors import Denied, DomainError

PHRASES: dict[str, Any] = {
    "refused": _l("This can’t be done now."),
    "denied": _l("You can’t do this here."),
    "not_found": _l("There is nothing here, or it isn’t open to you."),
    "conflict": _l(
        "Somebody else changed this while you were writing. "
        "Nothing is lost: both texts are shown below."
    ),
    "documents_many": _l("At most %(most)s files. Remove one first."),
    "words_needed": _l("Something has to stand here."),
    "wrong_state": _l("This step isn’t possible at this stage."),
    "locked": _l(
        "The private part is closed until the key is supplied after a restart. "
        "Public pages work. Try again later."
    ),
    "dated_overlap": _l("Another entry already covers these days (from %(from_on)s)."),
}

REASONS: dict[str, Any] = {
    "not_allowed": _l("Your role doesn’t include this."),
    "not_signed_in": _l("Sign in first."),
    "own_role": _l("Nobody can give a role to themselves."),
    "stale_sign_in": _l("Confirm that it is you, then try again."),
}


def say(codes: dict[str, Any]) -> None:
    """Add the messages of a feature's refusals."""
    PHRASES.update(codes)


def say_reasons(codes: dict[str, Any]) -> None:
    """Add the reasons that a feature's policies give."""
    REASONS.update(codes)


def phrase(refusal: DomainError) -> str:
    """Return the refusal's message, filled in."""
    if isinstance(refusal, Denied) and refusal.reason in REASONS:
        return str(REASONS[refusal.reason])
    message = str(PHRASES[refusal.code])
    return message % refusal.values if refusal.values else message


def reason(code: str) -> str:
    """Return why something may or may not be done."""
    return str(REASONS.get(code, PHRASES["denied"]))
