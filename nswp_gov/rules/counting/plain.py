"""Frozen results to plain JSON values and back, by their fields: nothing is left out."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from nswp_gov.rules.counting.refusals import CountRefused

Kind = TypeVar("Kind")


def canonical(value: object) -> bytes:
    """`value` as canonical JSON: sorted keys, no blanks, UTF-8; equal values give equal bytes."""
    text = json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def to_plain(value: object) -> Any:
    """Dataclasses as objects, tuples and sets as lists (sets sorted), enumerations as text."""
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(to_plain(each) for each in value)
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    return value


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)


def from_plain(kind: type[Kind], value: object, where: str = "") -> Kind:
    """The `kind` (a frozen dataclass) that `to_plain` gave `value` for.

    Raises:
        CountRefused: a field is missing, unknown or of another shape; `where` names it.

    """
    if not isinstance(value, dict):
        raise CountRefused("json_shape", where=where or "/")
    hints = _hints(cast("Hashable", kind))
    if set(value) != set(hints):
        odd = min(set(value) ^ set(hints))
        raise CountRefused("json_shape", where=f"{where}/{str(odd)[:40]}")
    filled = {name: _read(hints[name], value[name], f"{where}/{name}") for name in hints}
    return kind(**filled)


def _read(hint: Any, value: object, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        choices = get_args(hint)
        if value is None and NoneType in choices:
            return None
        return _read(next(each for each in choices if each is not NoneType), value, where)
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise CountRefused("json_shape", where=where)
        inner = get_args(hint)[0]
        return origin(_read(inner, each, f"{where}/{i}") for i, each in enumerate(value))
    if is_dataclass(hint):
        return from_plain(cast("type[Any]", hint), value, where)
    return _read_leaf(hint, value, where)


def _read_leaf(hint: Any, value: object, where: str) -> Any:
    if issubclass(hint, StrEnum):
        if value not in set(hint):
            raise CountRefused("json_shape", where=where)
        return hint(value)
    if type(value) is not hint:
        raise CountRefused("json_shape", where=where)
    return value


def parse_json(data: bytes, most_bytes: int) -> Any:
    """The JSON value in `data`.

    Raises:
        CountRefused: `data` is too large, nested too deeply, or no JSON of UTF-8 text.

    """
    if len(data) > most_bytes:
        raise CountRefused("json_too_large", most=most_bytes)
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise CountRefused("json_unreadable") from None
