"""The catalogues: complete, in step with the code, and said when asked for."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "trustee" / "nswp_trustee"
LANGUAGES = ("en", "fr", "es", "ru", "zh_Hans")


@pytest.fixture(scope="module", autouse=True)
def importable() -> object:
    sys.path.insert(0, str(ROOT / "trustee"))
    yield
    sys.path.remove(str(ROOT / "trustee"))


def sentences() -> set[str]:
    found = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "words"}:
                text = ast.literal_eval(node.args[0])
                assert isinstance(text, str)
                found.add(text)
    return found


def catalogue(language: str) -> dict[str, str]:
    from nswp_trustee.words import Words

    return Words(language).texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_every_sentence_and_no_other(language: str) -> None:
    texts = catalogue(language)
    assert len(texts) > 90
    assert set(texts) == sentences()
    assert all(texts.values())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_translations_keep_the_placeholders_and_differ_from_english(language: str) -> None:
    texts = catalogue(language)
    for source, target in texts.items():
        assert sorted(re.findall(r"%\(\w+\)[sd]", source)) == sorted(
            re.findall(r"%\(\w+\)[sd]", target)
        ), source
    same = {source for source, target in texts.items() if source == target}
    assert same <= {"Options"}


def test_english_catalogue_repeats_the_code() -> None:
    known = catalogue("en")
    assert known
    assert all(source == target for source, target in known.items())


def test_every_refusal_and_check_of_the_package_can_be_said() -> None:
    from nswp_trustee.words import Words, check_name, refusal

    source = (ROOT / "nswp_gov" / "sealing" / "record.py").read_text("utf-8")
    codes = set(re.findall(r'(?:made\.run|made\.hold)\(\s*"(\w+)"', source))
    assert len(codes) > 18
    for language in LANGUAGES:
        words = Words(language)
        assert len({check_name(words, code) for code in codes}) == len(codes)
        assert "code_nobody_knows" in refusal(words, "code_nobody_knows", {})
        assert "12" in refusal(words, "passphrase_short", {"least": 12})


def test_language_is_the_one_asked_for() -> None:
    from nswp_trustee.words import language_of

    assert language_of(["share", "--language", "ru", "--box", "x"]) == "ru"
    assert language_of(["--language", "zh_Hans"]) == "zh_Hans"
    assert language_of(["share", "--language", "tlh"]) in LANGUAGES
    assert language_of([]) in LANGUAGES
