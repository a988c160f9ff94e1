"""One byte string for one value: canonical JSON and its SHA-256.

The form is that of RFC 8785 over a smaller set of values: objects with ASCII names, arrays,
strings in Unicode form NFC, integers of at most 53 bits, true, false and null. There are no
fractions, so a browser, a phone and this program write the same bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from .errors import NotCanonical

LARGEST_INTEGER = 2**53 - 1


def canonical(value: object) -> bytes:
    """Return the canonical bytes of `value`: whatever the order of its keys.

    Strings are brought to NFC first. Raises `NotCanonical` for fractions, integers beyond
    53 bits, names that are not ASCII, unpaired surrogates and types that JSON does not have.
    Source: RFC 8785, sections 3.2.2 and 3.2.3.
    """
    text = json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NotCanonical("surrogate") from None


def parse(data: bytes) -> Any:
    """Return the value of which `data` is the canonical form; anything else is refused.

    Raises `NotCanonical` for bytes that are not UTF-8 or not JSON, for repeated names, and for
    bytes that differ in any way from `canonical` of what they say.
    """
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=_object,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )
        again = canonical(value)
    except (ValueError, RecursionError):
        raise NotCanonical("not_json") from None
    if again != data:
        raise NotCanonical("not_canonical_form")
    return value


def sha256(*parts: bytes) -> bytes:
    """Return the SHA-256 (32 bytes) of the parts joined; the caller keeps their borders clear."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def b64(data: bytes) -> str:
    """Return `data` as base64 (RFC 4648, section 4) for a place inside canonical JSON."""
    return base64.b64encode(data).decode("ascii")


def un_b64(text: object) -> bytes:
    """Return the bytes that `b64` wrote; `NotCanonical` for any other spelling."""
    if not isinstance(text, str):
        raise NotCanonical("not_base64")
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise NotCanonical("not_base64") from None
    if b64(data) != text:
        raise NotCanonical("not_base64")
    return data


def nfc(text: str) -> str:
    """Return `text` in Unicode form NFC."""
    return unicodedata.normalize("NFC", text)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return nfc(str(value))
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical("integer_too_large")
        return int(value)
    if isinstance(value, Mapping):
        return _plain_object(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_plain(item) for item in value]
    raise NotCanonical("type_has_no_canonical_form", type=type(value).__name__)


def _plain_object(value: Mapping[Any, object]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, item in value.items():
        if not isinstance(name, str) or not name.isascii():
            raise NotCanonical("name_not_ascii")
        plain[str(name)] = _plain(item)
    return plain


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("repeated name")
    return found


def _no_fraction(_text: str) -> NoReturn:
    raise ValueError("fraction")
