"""Why a file from outside is not taken."""

from __future__ import annotations

from nswp_gov.store.errors import Unfit


class UploadRefused(Unfit):
    """The file is not taken; `code` says why."""
