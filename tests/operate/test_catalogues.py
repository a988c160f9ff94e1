"""The catalogues' command changes nothing before it has understood what is asked."""

from __future__ import annotations

import sys

import pytest

from nswp_gov.operate import catalogues


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), (["--all"], 2), (["de"], 2)])
def test_unknown_words_and_a_question_for_help_change_nothing(
    words: list[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[object] = []
    monkeypatch.setattr(catalogues, "gather", lambda: touched.append("gathered"))
    monkeypatch.setattr(catalogues, "write", lambda *given: touched.append(given))
    monkeypatch.setattr(sys, "argv", ["catalogues", *words])
    with pytest.raises(SystemExit) as ended:
        catalogues.main()
    assert (ended.value.code, touched) == (status, [])
