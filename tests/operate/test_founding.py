"""A real instance: empty, locked until the key is supplied, with one way in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nswp_gov import config, create_app
from nswp_gov.config import Misconfigured, Settings
from nswp_gov.operate import founding, keys
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.web.extensions import db

ANSWERS = founding.Answers("Ada", Locale.FR, "Europe/Paris", "https://x.example", "a@x.example", "")


@pytest.fixture
def found(
    new_instance: Callable[[str], Settings], tmp_path: Path
) -> Iterator[tuple[Settings, founding.Founded]]:
    empty = new_instance("real")
    ring = vault.ring
    loaded = config.load(
        {"NSWP_GOV_INSTANCE": str(empty.instance), "DATABASE_URL": empty.database_url}
    )
    made = founding.found(loaded, ANSWERS)
    yield replace(loaded, is_testing=True, key_file=tmp_path / "run" / "key"), made
    vault.unlock(ring)


def test_the_key_is_on_paper_and_no_longer_on_the_disk(
    found: tuple[Settings, founding.Founded],
) -> None:
    settings, made = found
    assert keys.from_written(made.written_key) == settings.field_keys[1]
    secrets = (settings.instance / "secrets.env").read_text()
    assert "FIELD_KEY" not in secrets
    assert "SECRET_KEY" in secrets


def test_no_printed_setting_overrides_the_folder_of_the_unit(
    found: tuple[Settings, founding.Founded],
) -> None:
    settings, made = found
    unit = (PACKAGE.parent / "docs/operations/nswp_gov.service").read_text(encoding="utf-8")
    named = re.findall(r"^Environment=(\w+)=", unit, re.MULTILINE)
    assert "NSWP_GOV_INSTANCE" in named
    assert [line for line in made.environment if line.split("=")[0] in named] == []
    assert made.instance == settings.instance


def test_a_second_founding_is_refused(found: tuple[Settings, founding.Founded]) -> None:
    with pytest.raises(Misconfigured, match="data here already"):
        founding.found(found[0], ANSWERS)


def test_locked_it_serves_public_pages_only_and_opens_when_the_key_comes(
    found: tuple[Settings, founding.Founded],
) -> None:
    settings, made = found
    vault.lock()
    app = create_app(replace(settings, field_keys={}, public_url="http://localhost"))
    browser = app.test_client()
    path = made.link.removeprefix("https://x.example")
    assert browser.get("/fr/").status_code == 200
    assert browser.get("/fr/organisations").status_code == 200
    assert browser.get(path).status_code == 503
    assert settings.key_file is not None
    keys.supply(settings, settings.key_file, {1: keys.from_written(made.written_key)})
    assert browser.get(path).status_code == 200
    with app.app_context():
        db.engine.dispose()
