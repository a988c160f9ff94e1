"""What can be refused while ballots are sealed, boxed and opened.

Every refusal carries a `code` for the catalogue and the values its sentence needs; no message
ever holds a choice, a tracker, a key or the name of an organisation.
"""

from __future__ import annotations


class SealingError(Exception):
    """A refusal with a stable `code` and the `values` that its sentence needs."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code, *(f"{name}={value}" for name, value in values.items()))
        self.code = code
        self.values = values


class NotCanonical(SealingError):
    """A value or a text that has no canonical form, or is not in it."""


class ManifestRefused(SealingError):
    """An election's description that could not be held as written."""


class BallotRefused(SealingError):
    """Choices that the paper does not allow; nothing was sealed."""


class Unreadable(SealingError):
    """Sealed bytes that the keys at hand cannot open, or that were altered."""


class BoxRefused(SealingError):
    """A box, or the file of one, that is not what its election says."""


class SignatureRefused(SealingError):
    """A statement that its alleged author did not sign in this form."""


class CeremonyRefused(SealingError):
    """A share file or an opening that does not belong to this box, or openers who differ."""


class KeyRefused(SealingError):
    """A key file, a passphrase or paper words that do not give the key back."""
