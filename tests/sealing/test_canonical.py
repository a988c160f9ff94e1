from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.sealing.canonical import b64, canonical, parse, sha256, un_b64
from nswp_gov.sealing.errors import NotCanonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.text(st.characters(codec="ascii"), max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_parse_of_canonical_gives_the_value_in_nfc(value: object) -> None:
    data = canonical(value)
    assert canonical(parse(data)) == data
    assert parse(data) == json.loads(unicodedata.normalize("NFC", data.decode()))


@given(st.dictionaries(names, values, max_size=5), st.randoms())
def test_canonical_ignores_the_order_of_names(value: dict[str, object], rng: object) -> None:
    shuffled = list(value.items())
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert canonical(dict(shuffled)) == canonical(value)


def test_canonical_has_the_form_of_rfc_8785() -> None:
    value = {"b": [True, None, -7], "a": 'é"\\\n\u0001€', "A": {}}
    assert canonical(value) == '{"A":{},"a":"é\\"\\\\\\n\\u0001€","b":[true,null,-7]}'.encode()


def test_canonical_joins_unicode_forms() -> None:
    assert canonical("e\u0301") == canonical("é")


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, b"x", {"é": 1}, {1: 1}, {1, 2}, "\ud800", object()]
)
def test_canonical_refuses_what_has_no_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical([value])


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1}\n',
        b"1.0",
        b"1e3",
        b"NaN",
        b'"\\u00e9"',
        b'"e\xcc\x81"',
        b'"\xff"',
        b"-0",
        b'"\\ud800"',
        b"",
        b"[" * 5000 + b"]" * 5000,
        b"9" * 5000,
    ],
)
def test_parse_refuses_every_other_spelling(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(data)


def test_sha256_is_the_known_one() -> None:
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256(b"a", b"bc").hex() == known


@given(st.binary(max_size=40))
def test_base64_goes_there_and_back(data: bytes) -> None:
    assert un_b64(b64(data)) == data


@pytest.mark.parametrize("text", ["AA", "AB==", "AA==\n", "é", 7, None, "A-=="])
def test_base64_refuses_other_spellings(text: object) -> None:
    with pytest.raises(NotCanonical):
        un_b64(text)
