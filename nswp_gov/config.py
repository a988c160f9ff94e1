"""All settings, read once from the environment; secrets from the instance folder.

The environment wins. A name that starts with NSWP_GOV_ and is not known stops the program: a
misspelt setting must not be silently without effect.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nswp_gov.paths import PACKAGE, SHIPPED

KNOWN = frozenset(
    {
        "NSWP_GOV_INSTANCE", "NSWP_GOV_PUBLIC_URL", "NSWP_GOV_FILES", "NSWP_GOV_ELSEWHERE",
        "NSWP_GOV_SMTP", "NSWP_GOV_SENDER", "NSWP_GOV_ZONE", "NSWP_GOV_EXIT_URL", "NSWP_GOV_ONION",
        "NSWP_GOV_SECRET_KEY", "NSWP_GOV_FIELD_KEY_1", "NSWP_GOV_FIELD_KEY_2",
        "NSWP_GOV_KEY_FILE", "NSWP_GOV_REQUIRE_DATA", "NSWP_GOV_REQUIRE_BROWSER",
        "NSWP_GOV_REQUIRE_POSTGRESQL", "NSWP_GOV_SLOT_KEYS", "NSWP_GOV_DATA",
        "NSWP_GOV_PROXIES",
    }
)  # fmt: skip


class Misconfigured(SystemExit):
    """The program cannot start; the message says what to mend."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a deployment decides.

    `instance`: the folder of this deployment's data. `public_url`: scheme, host and port under
    which people reach it. `smtp`: smtp://[user:password@]host[:port] or smtps://…, empty: letters
    stay in the outbox. `files`: empty (a folder in the instance) or s3://bucket?endpoint=…
    `elsewhere`: where a sealed copy of each backup goes, a folder or s3://…; empty: nowhere.
    `zone`: the IANA zone of the network's civil days. `exit_url`: where 'leave this page' goes,
    empty: our own blank page. `proxies`: how many proxies of ours stand in front; only then is the
    address they forward believed (it is used for limits in memory, never kept). `field_keys`: by
    number; empty while the instance is locked.
    """

    instance: Path
    database_url: str
    secret_key: str
    field_keys: Mapping[int, bytes] = field(default_factory=dict)
    public_url: str = "http://localhost:8000"
    smtp: str = ""
    sender: str = "post@localhost"
    files: str = ""
    elsewhere: str = ""
    zone: str = "Europe/London"
    exit_url: str = ""
    onion: str = ""
    slot_keys: Path | None = None
    key_file: Path | None = None
    proxies: int = 0
    is_testing: bool = False

    @property
    def is_https(self) -> bool:
        """Tell whether people reach us over TLS."""
        return self.public_url.startswith("https://")


def environment() -> dict[str, str]:
    """Return the environment for a program that we start."""
    return dict(os.environ)


def instance_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return where this deployment's data lies: the checkout's `instance/`, or beside the venv."""
    chosen = (os.environ if environ is None else environ).get("NSWP_GOV_INSTANCE")
    if chosen:
        return Path(chosen).resolve()
    if SHIPPED.is_dir():
        return Path(sys.prefix) / "var" / "nswp_gov-instance"
    return PACKAGE.parent / "instance"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; create the secrets on the first run.

    Raises:
        Misconfigured: an unknown setting, or secrets that others can read.

    """
    values = dict(os.environ if environ is None else environ)
    unknown = sorted(name for name in values if name.startswith("NSWP_GOV_") and name not in KNOWN)
    if unknown:
        raise Misconfigured(f"unknown setting: {', '.join(unknown)} (see docs/operations.md)")
    instance = instance_folder(values)
    known = {**_secrets(instance), **values}
    return Settings(
        instance=instance,
        database_url=values.get("DATABASE_URL") or f"sqlite:///{instance / 'nswp_gov.sqlite'}",
        secret_key=known["NSWP_GOV_SECRET_KEY"],
        field_keys=_field_keys(known),
        public_url=values.get("NSWP_GOV_PUBLIC_URL", "http://localhost:8000").rstrip("/"),
        smtp=values.get("NSWP_GOV_SMTP", ""),
        sender=values.get("NSWP_GOV_SENDER", "post@localhost"),
        files=values.get("NSWP_GOV_FILES", ""),
        elsewhere=values.get("NSWP_GOV_ELSEWHERE", ""),
        zone=values.get("NSWP_GOV_ZONE", "Europe/London"),
        exit_url=values.get("NSWP_GOV_EXIT_URL", ""),
        onion=values.get("NSWP_GOV_ONION", ""),
        slot_keys=_path(values, "NSWP_GOV_SLOT_KEYS"),
        key_file=_path(values, "NSWP_GOV_KEY_FILE"),
        proxies=_number(values, "NSWP_GOV_PROXIES"),
    )


def _number(values: Mapping[str, str], name: str) -> int:
    given = values.get(name, "0")
    if not given.isdecimal():
        raise Misconfigured(f"{name} takes a number, not {given!r}")
    return int(given)


def _path(values: Mapping[str, str], name: str) -> Path | None:
    return Path(values[name]) if values.get(name) else None


def read_key_file(path: Path | None) -> dict[int, bytes]:
    """Return the field keys that `unlock` put there, or none yet."""
    return _field_keys(_read(path)) if path is not None and path.is_file() else {}


def take_key_off_disk(instance: Path) -> dict[int, bytes]:
    """Take the field keys out of the instance's secrets file; return them, to be written down."""
    path = instance / "secrets.env"
    known = _read(path)
    taken = _field_keys(known)
    kept = {name: value for name, value in known.items() if "FIELD_KEY" not in name}
    path.write_text("".join(f"{name}={value}\n" for name, value in kept.items()), encoding="utf-8")
    return taken


def _field_keys(known: Mapping[str, str]) -> dict[int, bytes]:
    prefix = "NSWP_GOV_FIELD_KEY_"
    if (path := known.get("NSWP_GOV_KEY_FILE")) and Path(path).is_file():
        known = {**known, **_read(Path(path))}
    return {
        int(name.removeprefix(prefix)): base64.urlsafe_b64decode(value)
        for name, value in known.items()
        if name.startswith(prefix) and value
    }


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.strip().split("=", 1) for line in lines if "=" in line)


def new_key() -> str:
    """Return a fresh 256-bit key in the form that the settings use."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _secrets(instance: Path) -> dict[str, str]:
    """Return the secrets of the instance, made exactly once (O_EXCL, readable by us alone)."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = instance / "secrets.env"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"NSWP_GOV_SECRET_KEY={new_key()}\nNSWP_GOV_FIELD_KEY_1={new_key()}\n")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Misconfigured(f"{path} can be read by others; mend it with: chmod 600 {path}")
    return _read(path)
