"""Where the secrets of running elections lie on this machine."""

from __future__ import annotations

from nswp_gov.config import Settings
from nswp_gov.store.slot_keys import KeyFolder


def folder_of(settings: Settings) -> KeyFolder:
    """Return the folder that the settings name, or the instance's own."""
    return KeyFolder(settings.slot_keys or settings.instance / "slot-keys")
