"""Passphrases: which are taken, and how they are kept.

A passphrase is compared in Unicode form NFKC, so that the same keys pressed on two devices are the
same passphrase in every script. Nothing here asks the network: the list of common passphrases is
zxcvbn's own, and a longer one may lie in the instance (`common-passphrases.txt`).
Source: OWASP ASVS 5.0, 6.2; RFC 9106 (Argon2id, second recommended option).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from nswp_gov.store.errors import Unfit

SHORTEST = 12  # characters
LONGEST = 200
SCORED = 72  # zxcvbn's time grows fast; what comes after only makes it stronger
WEAKEST = 3  # zxcvbn's score, 0 to 4: at least 10^8 guesses
OWN = 4  # different signs that are neither the network's words nor the person's
PART = 4  # letters from which a word counts as saying something
CONTEXT = (
    "nswp", "nswpgov", "sexwork", "sexworker", "sex worker", "network", "global network",
    "workspace", "organisation", "secretariat", "umbrella", "red umbrella",
    "travailleuse du sexe", "trabajo sexual", "секс-работа", "нсвп", "性工作",
)  # fmt: skip


class Hashing:
    """The cost at which this process hashes. Tests that are not about it choose the low one."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobody = ""
        self._listed: frozenset[str] = frozenset()

    def use_low_cost(self) -> None:
        """Hash fast and weakly from now on: for tests alone."""
        self._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self._nobody = ""

    def read_list(self, path: Path) -> None:
        """Refuse also the passphrases of a file, one a line, where there is such a file."""
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            self._listed = frozenset(normal(line).casefold() for line in lines)

    @property
    def hasher(self) -> PasswordHasher:
        """Return what hashes and verifies."""
        return self._hasher

    @property
    def nobody(self) -> str:
        """Return the hash that stands in where there is no account: verifying it costs the same."""
        if not self._nobody:
            self._nobody = self._hasher.hash("nobody has this passphrase")
        return self._nobody

    def is_listed(self, passphrase: str) -> bool:
        """Tell whether a passphrase is in a list of common ones."""
        folded = passphrase.casefold()
        return folded in _common() or folded in self._listed


hashing = Hashing()


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def normal(passphrase: str) -> str:
    """Return the form in which a passphrase is compared (NFKC; nothing is cut off)."""
    return unicodedata.normalize("NFKC", passphrase)


def check(passphrase: str, *, about: Iterable[str] = ()) -> None:
    """Take a passphrase that is long enough and hard to guess.

    `about`: words that say who the person is; a passphrase built from them is easy to guess.

    Raises:
        Unfit: `passphrase_short`, `passphrase_long`, `passphrase_common` or `passphrase_weak`.

    """
    chosen = normal(passphrase)
    if len(chosen) < SHORTEST:
        raise Unfit("passphrase_short", field="passphrase", shortest=SHORTEST)
    if len(chosen) > LONGEST:
        raise Unfit("passphrase_long", field="passphrase", longest=LONGEST)
    words = [word.casefold() for word in (*CONTEXT, *about) if word]
    bare = chosen.casefold()
    if hashing.is_listed(chosen) or bare in words:
        raise Unfit("passphrase_common", field="passphrase")
    if _own(bare, words) < OWN or _score(bare, words) < WEAKEST:
        raise Unfit("passphrase_weak", field="passphrase")


def _own(passphrase: str, words: list[str]) -> int:
    """Return how many different signs are left when all that says who the person is is gone."""
    parts = {part for word in words for part in word.split() if len(part) >= PART}
    for part in sorted(parts, key=len, reverse=True):
        passphrase = passphrase.replace(part, "")
    return len(set(passphrase))


def _score(passphrase: str, words: list[str]) -> int:
    score: int = zxcvbn(passphrase[:SCORED], user_inputs=words)["score"]
    return score


def digest(passphrase: str) -> str:
    """Return what is kept of a passphrase (Argon2id with its own salt)."""
    return hashing.hasher.hash(normal(passphrase))


def matches(known: str | None, passphrase: str) -> bool:
    """Tell whether a passphrase is the one that was kept.

    The same work is done where nothing was kept, so that time says nothing.
    """
    try:
        right = hashing.hasher.verify(known or hashing.nobody, normal(passphrase)[: LONGEST * 2])
    except (VerificationError, InvalidHashError):
        return False
    return right and known is not None


def is_outdated(known: str) -> bool:
    """Tell whether a passphrase was kept at another cost than today's."""
    return hashing.hasher.check_needs_rehash(known)
