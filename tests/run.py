"""All checks, in one command: style, types, contracts, catalogues, tests on every database found.

Exit status 0 only when everything passed. What is required and absent fails; what is optional and
absent is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def have_postgresql() -> bool:
    """Whether a server can be started here, or one was named."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return bool(found or os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"))


def have_browser() -> bool:
    """Whether Chromium is here."""
    return bool(shutil.which("chromium") or shutil.which("chromium-browser"))


def required(name: str) -> bool:
    """Whether CI demands it."""
    return os.environ.get(f"NSWP_GOV_REQUIRE_{name}") == "1"


def tool(name: str, *arguments: str) -> list[str]:
    """The command of a tool of this environment."""
    return [str(BIN / name), *arguments]


def run(title: str, command: list[str], **environ: str) -> bool:
    """Run one step; say how long it took and whether it passed.

    What Python compiles is kept, whatever the machine says: to compile the tests again for each
    database, and the program for each command that a test starts, costs minutes.
    """
    print(f"── {title}", flush=True)
    began = time.monotonic()
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=ROOT, env={**own, **environ}, check=False)
    verdict = "passed" if done.returncode == 0 else "FAILED"
    print(f"── {title}: {verdict} in {time.monotonic() - began:.0f} s\n", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run all steps; report the failures at the end."""
    pytest = tool("pytest", "-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider")
    steps = [
        ("style", tool("ruff", "check", "."), {}),
        ("format", tool("ruff", "format", "--check", "."), {}),
        ("types", tool("mypy"), {}),
        ("contracts", tool("lint-imports"), {}),
        ("tests on SQLite", pytest, {"NSWP_TEST_DATABASE": "sqlite"}),
    ]
    missing = []
    if have_postgresql():
        only = [*pytest, "-m", "not browser and not database_free"]
        steps.append(("tests on PostgreSQL", only, {"NSWP_TEST_DATABASE": "postgresql"}))
    else:
        missing.append("POSTGRESQL")
        print("PostgreSQL is not here: the tests run on SQLite alone.")
    if not have_browser():
        missing.append("BROWSER")
        print("Chromium is not here: the browser tests are skipped.")
    failed = [name for name in missing if required(name)]
    failed += [title for title, command, environ in steps if not run(title, command, **environ)]
    print("All checks passed." if not failed else f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
