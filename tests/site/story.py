"""What happens on one site, one step after the other: whoever acts, the time, what was found."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from nswp_gov.store import clock
from tests.site.stage import Clock, Site, serve
from tests.site.walker import Crowd


@dataclass
class Story:
    """What one step leaves for the next."""

    site: Site
    clock: Clock
    people: Crowd
    folder: Path
    said: io.StringIO  # everything that was logged
    told: dict[str, Any] = field(default_factory=dict)

    def after(self, *names: str) -> list[Any]:
        """What earlier steps found out; without them this one means nothing."""
        missing = [name for name in names if name not in self.told]
        assert not missing, f"a step before this one did not come to its end: {missing}"
        return [self.told[name] for name in names]


@contextmanager
def story_on(prepared: Path, chromium: Browser, folder: Path) -> Iterator[Story]:
    """A story on a copy of the sample network, which is served while the block runs."""
    hand, said = Clock(), io.StringIO()
    listening = logging.StreamHandler(said)
    logging.getLogger().addHandler(listening)
    with pytest.MonkeyPatch.context() as patch, serve(prepared, folder / "instance") as site:
        patch.setattr(clock, "now", hand)
        yield Story(site, hand, Crowd(site, chromium, hand), folder, said)
    logging.getLogger().removeHandler(listening)
