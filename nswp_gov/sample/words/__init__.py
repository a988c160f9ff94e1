"""The words of the sample network: names, people, texts. All of it is invented."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from nswp_gov.rules.languages import Locale

FOLDER = Path(__file__).resolve().parent


@cache
def file(name: str) -> dict[str, Any]:
    """Return one of the files beside this one; nobody changes what it holds."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def in_five(name: str, key: str) -> dict[Locale, str]:
    """Return a phrase of the file `name` in the five languages, English first."""
    phrase = file(name)[key]
    return {locale: phrase[locale.value] for locale in Locale}
