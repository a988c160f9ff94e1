"""The keepers of keys of the sample: throw-away keys in a folder, made for the same tool."""

from __future__ import annotations

import os
from pathlib import Path

from nswp_gov.config import Settings
from nswp_gov.sample.people import Account, accounts
from nswp_gov.sample.plan import dice
from nswp_gov.sealing import Suite, TrusteeKey, lock

FOLDER = "rehearsal"
SECRET_BYTES = 32
SECRET, PUBLIC, PASSPHRASE = "secret.key", "public.json", "passphrase.txt"


def keepers(seed: int) -> list[Account]:
    """Return the three accounts that keep a key, in order of their places."""
    return [one for one in accounts(seed) if one.role.startswith("trustee-")]


def key_of(seed: int, role: str) -> TrusteeKey:
    """Return the key of a trustee. It follows from the seed: nothing real may rest on it."""
    return TrusteeKey(Suite.XWING, dice(seed, "trustee", role).randbytes(SECRET_BYTES))


def write_folder(settings: Settings, seed: int) -> Path:
    """Lay out for each trustee what the trustees' tool reads: key, passphrase, public file."""
    folder = settings.instance / FOLDER
    for one in keepers(seed):
        key = key_of(seed, one.role)
        own = folder / one.role
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(own / SECRET, lock(key, one.passphrase))
        _write(own / PASSPHRASE, one.passphrase.encode())
        _write(own / PUBLIC, key.public_file(one.name))
    return folder


def _write(path: Path, body: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
