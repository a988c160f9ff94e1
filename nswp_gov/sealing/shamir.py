"""Shamir's secret sharing over GF(256), one polynomial for each byte of the secret.

Field: polynomial x⁸+x⁴+x³+x+1, as in AES. A share is the values, one byte for each byte of the
secret, and then the place (1 to 255) where they were taken: the byte format of HashiCorp Vault
and of the packages that follow it. Shares are multiplied by table look-up on whole byte strings;
this is fast, and not constant in time, which the offline and in-memory uses here can bear.
Source: A. Shamir, How to share a secret, CACM 22 (1979); FIPS 197, section 4 (the field).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache

from .errors import Unreadable

MOST_SHARES = 255


def split(secret: bytes, *, count: int, needed: int) -> list[bytes]:
    """Return `count` shares at places 1, 2, … of which any `needed` give `secret` back.

    Fewer than `needed` shares tell nothing about the secret except its length.
    """
    if not (1 <= needed <= count <= MOST_SHARES and secret):
        raise ValueError("1 ≤ needed ≤ count ≤ 255, and a secret of at least one byte")
    # The constant term is the secret; random higher terms hide it.
    terms = [secret] + [secrets.token_bytes(len(secret)) for _ in range(needed - 1)]
    return [_value_at(terms, place) + bytes((place,)) for place in range(1, count + 1)]


def combine(shares: Sequence[bytes]) -> bytes:
    """Return the secret whose shares these are, if they are enough and belong together.

    Nothing in the shares says so: too few or foreign shares give random bytes, which the caller
    tells by a commitment. Raises `Unreadable` when the shares cannot be combined at all.
    """
    places = [share[-1] for share in shares if share]
    lengths = {len(share) for share in shares}
    if not places or len(lengths) != 1 or min(lengths) < 2 or 0 in places:  # noqa: PLR2004 - a value and a place
        raise Unreadable("share_malformed")
    if len(set(places)) != len(places):
        raise Unreadable("share_repeated")
    size = len(shares[0]) - 1
    secret = 0
    for share, weight in zip(shares, _weights(tuple(places)), strict=True):
        secret ^= int.from_bytes(share[:-1].translate(_times(weight)))
    return secret.to_bytes(size)


def _value_at(terms: Sequence[bytes], place: int) -> bytes:
    table = _times(place)
    size = len(terms[0])
    value = terms[-1]
    for term in reversed(terms[:-1]):
        raised = int.from_bytes(value.translate(table)) ^ int.from_bytes(term)
        value = raised.to_bytes(size)
    return value


@cache
def _weights(places: tuple[int, ...]) -> tuple[int, ...]:
    """Return what each share counts for when the polynomial is read at zero (Lagrange)."""
    weights = []
    for place in places:
        weight = 1
        for other in places:
            if other != place:
                weight = _product(weight, _product(other, _inverse(other ^ place)))
        weights.append(weight)
    return tuple(weights)


def _product(left: int, right: int) -> int:
    return _times(left)[right]


@cache
def _times(factor: int) -> bytes:
    """Return the 256 products of `factor`, as a table for `bytes.translate`."""
    products = []
    for right in range(256):
        product, shifted, bits = 0, factor, right
        while bits:
            if bits & 1:
                product ^= shifted
            shifted = shifted << 1 ^ (0x11B if shifted & 0x80 else 0)
            bits >>= 1
        products.append(product)
    return bytes(products)


@cache
def _inverse(value: int) -> int:
    return _times(value).index(1)
