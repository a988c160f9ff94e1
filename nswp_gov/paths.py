"""Where the files that are not Python live, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SHIPPED = PACKAGE / "_shipped"  # present in a wheel only; written by the build


def resource(name: str) -> Path:
    """Return the folder `name` ('templates' or 'migrations').

    A checkout keeps it beside the package; a wheel carries it inside, under `_shipped`.

    Raises:
        FileNotFoundError: neither place has it (a broken build).

    """
    for parent in (SHIPPED, PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is neither in {SHIPPED} nor beside {PACKAGE}")
