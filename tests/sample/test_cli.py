"""What the command prints, and what it refuses."""

from __future__ import annotations

import socket

import pytest
from click.testing import CliRunner

from nswp_gov.sample import cli
from nswp_gov.sample.making import Card

pytestmark = pytest.mark.database_free


def test_the_table_has_a_line_for_each_part_and_marks_those_with_a_code():
    cards = [
        Card("secretariat", "/en/account/sign-in", "carla", "five plain words", needs_code=True),
        Card("editor", "/en/account/sign-in", "wanjiru", "other plain words", needs_code=False),
    ]
    lines = cli.table(cards).splitlines()
    assert lines[1].split() == [
        "secretariat", "*", "/en/account/sign-in", "carla", "five", "plain", "words",
    ]  # fmt: skip
    assert "*" not in lines[2]
    assert len({line.index("/en/") for line in lines[1:3]}) == 1


def test_a_taken_port_is_said_before_anything_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("NSWP_GOV_INSTANCE", str(tmp_path / "instance"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(cli.sample, ["--serve", "--port", str(port)])
    assert f"port {port} is taken" in str(answer.exception) + answer.output
    assert not (tmp_path / "instance").exists()
