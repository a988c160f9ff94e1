"""Identifiers that people see: random, short, hard to misread."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 l i


def slug(length: int = 8) -> str:
    """Return a random public name part; 8 characters hold 39 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def token() -> str:
    """Return an unguessable token for a private link (256 bits, safe in an address)."""
    return secrets.token_urlsafe(32)


def token_hash(raw: str) -> str:
    """Return what the database keeps of a token: it cannot be used to sign in."""
    return hashlib.sha256(raw.encode()).hexdigest()
