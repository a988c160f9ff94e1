"""Put a copy of the sealing package into the tool while building, so that it stands alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarrySealing(BuildHookInterface[Any]):
    """Hatchling calls this for the source archive and for the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the package beside us to be copied; a source archive has its copy already."""
        if version == "editable" or Path(self.root, "nswp_trustee/sealing").is_dir():
            return
        beside = Path(self.root).parent / "nswp_gov/sealing"
        if not beside.is_dir():
            raise FileNotFoundError(f"the sealing package is not at {beside}")
        for source in sorted(beside.glob("*.py")):
            build_data["force_include"][str(source)] = f"nswp_trustee/sealing/{source.name}"
