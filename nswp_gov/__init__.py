"""NSWP governance: directory, meetings, elections, manual, library, consultations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from nswp_gov.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; `settings` default to what the environment says."""
    from nswp_gov.app import build_app  # noqa: PLC0415 -- the rules must load without Flask

    return build_app(settings)
