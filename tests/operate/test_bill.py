"""The bill of materials names everything that is installed, with its hashes."""

from __future__ import annotations

import re
from importlib.metadata import distributions

import pytest

from nswp_gov.operate.bill import ROOT, bill

pytestmark = pytest.mark.database_free


def test_everything_installed_is_on_the_bill() -> None:
    parts = {(one["name"], one["version"]) for one in bill()["components"]}
    here = {
        (re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower(), one.version)
        for one in distributions()
    }
    own = {"nswp-gov", "nswp-trustee", "pip", "setuptools", "wheel"}  # ours, and the installers
    missing = {one for one in here if one not in parts and one[0] not in own}
    assert missing == set()


def test_every_pin_is_on_the_bill_with_its_hashes() -> None:
    made = bill()
    pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[.*\])?==", (ROOT / "requirements.lock").read_text(),
                      re.MULTILINE)  # fmt: skip
    required = [one for one in made["components"] if one["scope"] == "required"]
    assert len(required) == len(pins) > 30
    assert all(one["properties"] for one in required)
    node = [one for one in made["components"] if one["purl"].startswith("pkg:npm/")]
    assert node
    assert all(one["hashes"][0]["alg"] == "SHA-512" for one in node)
    assert len({one["purl"] for one in made["components"]}) == len(made["components"])
