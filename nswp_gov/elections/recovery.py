"""The slot key on a restored server: asked of the trustees, put together from their releases."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from nswp_gov.elections.record import signing_key_of
from nswp_gov.sealing import (
    Manifest,
    SealKey,
    Suite,
    TrusteeKey,
    public_of,
    recover_slot_key,
    recovery_code,
    recovery_file,
)
from nswp_gov.store.errors import DomainError
from nswp_gov.store.slot_keys import ElectionKeys

SECRET, ASKED = "recovery.secret", "recovery.json"


class OtherKey(DomainError):
    """The escrow holds the key of another election."""

    code = "recovered_key_differs"


def ask(folder: Path) -> str:
    """Have a recovery key in `folder`; return the code that the returning officer reads aloud.

    `recovery.json` goes to the trustees; `recovery.secret` stays on this machine.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / SECRET).is_file():
        made = TrusteeKey.generate(Suite.XWING).secret
        handle = os.open(folder / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(made)
    key = _key(folder)
    (folder / ASKED).write_bytes(recovery_file(key))
    return recovery_code(key.suite, key.public)


def _key(folder: Path) -> SealKey:
    return SealKey(Suite.XWING, (folder / SECRET).read_bytes())


def recover(
    folder: Path, manifest: Manifest, escrow: bytes, releases: Iterable[bytes]
) -> ElectionKeys:
    """Return the keys of the election from enough releases, and forget the recovery key.

    Raises:
        SealingError: the releases are too few or do not fit.
        OtherKey: what they give is not the key of this election.

    """
    slot_key = recover_slot_key(manifest, escrow, releases, _key(folder))
    signing_key = signing_key_of(slot_key)
    if public_of(signing_key) != manifest.signing_key:
        raise OtherKey
    (folder / SECRET).unlink()
    return ElectionKeys(slot_key, signing_key)
