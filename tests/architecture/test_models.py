"""Every table says how long its rows live, and which of its fields are personal."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from nswp_gov.store.base import Base
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.erasure import tables
from nswp_gov.store.retention import Retention

pytestmark = pytest.mark.database_free

OF_NO_PERSON = {
    "complaint_year.ended": "how many ended how; nobody is found in it",
    "category_fact.category": "an organisation's; the register keeps it as long as the membership",
    "count_result.record": "figures of a count, encrypted until they may be told",
    "country_risk.reason": "said of a country",
}


def ours() -> list[type[Base]]:
    found = [model for model in tables() if not model.__tablename__.endswith("_for_tests")]
    assert len(found) > 100
    return found


def test_every_model_declares_its_retention(whole_app: Flask) -> None:
    for model in ours():
        rule: Any = getattr(model, "__retention__", None)
        assert isinstance(rule, Retention), model.__name__
        assert set(rule.only or ()) <= set(model.__personal__), model.__name__
        if rule.since:
            *way, clock = rule.since.split(".")
            table: Any = model.__table__
            for step in way:
                (key,) = table.columns[step].foreign_keys
                table = key.column.table
            assert clock in table.columns, f"{model.__name__}.{rule.since}"


def test_declared_personal_fields_exist(whole_app: Flask) -> None:
    for model in ours():
        columns = model.__mapper__.columns
        assert set(model.__personal__) <= set(columns.keys()), model.__name__


def test_what_is_encrypted_is_personal_or_said_not_to_be(whole_app: Flask) -> None:
    undeclared = {
        column.type.label
        for model in ours()
        for name, column in model.__mapper__.columns.items()
        if isinstance(column.type, Encrypted | EncryptedJson) and name not in model.__personal__
    }
    assert undeclared == set(OF_NO_PERSON)


def test_every_encrypted_column_has_a_label_of_its_own(whole_app: Flask) -> None:
    labels: dict[str, str] = {}
    for model in ours():
        for name, column in model.__mapper__.columns.items():
            if isinstance(column.type, Encrypted | EncryptedJson):
                where = f"{model.__name__}.{name}"
                assert column.type.label not in labels, f"{where} and {labels[column.type.label]}"
                labels[column.type.label] = where


def test_no_table_has_a_column_for_addresses_or_devices(whole_app: Flask) -> None:
    forbidden = {"ip", "ip_address", "remote_addr", "user_agent", "agent"}
    for model in ours():
        assert not forbidden & set(model.__mapper__.columns.keys()), model.__name__
