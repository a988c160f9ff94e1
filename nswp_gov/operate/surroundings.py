"""What doctor looks at around the instance: proxy, copies elsewhere, rehearsals, letters, words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from nswp_gov.config import Settings
from nswp_gov.operate import elsewhere, reviewing
from nswp_gov.operate.catalogues import TRANSLATED
from nswp_gov.store import settings as stored

BACKUP_AGE = timedelta(hours=26)
DRILL_AGE = timedelta(days=92)
LETTER_AGE = timedelta(days=366)
PROXY = Path("/etc/nginx")
_SERVER = re.compile(r"^\s*server_name\s+([^;]+);", re.MULTILINE)
_ACCESS = re.compile(r"^\s*access_log\s+([^;]+);", re.MULTILINE)
_ERRORS = re.compile(r"^\s*error_log\s+\S+\s+(crit|alert|emerg)\s*;", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """One thing looked at: whether it is well, what was seen, and how to mend it."""

    name: str
    is_well: bool
    seen: str
    mend: str = ""
    is_warning: bool = False


def proxy(settings: Settings, folder: Path = PROXY) -> Check:
    """Look whether the proxy in front writes visitors' addresses down."""
    host = urlsplit(settings.public_url).hostname or ""
    ours = [path for path in _configurations(folder) if host in _names(path)]
    mend = (
        "as in docs/operations/nginx.conf: access_log off; error_log … crit; then delete old logs"
    )
    if not ours:
        seen = f"no configuration for {host} in {folder}: look yourself what your proxy writes"
        return Check("proxy", False, seen, mend, is_warning=True)
    loud = [path.name for path in ours if not _is_quiet(path)]
    seen = f"addresses are written by {', '.join(loud)}" if loud else "writes no addresses"
    return Check("proxy", not loud, seen, mend)


def _configurations(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _names(path: Path) -> set[str]:
    said = _SERVER.findall(_text(path))
    return {name for names in said for name in names.split()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_quiet(path: Path) -> bool:
    text = _text(path)
    written = [said.split()[0] for said in _ACCESS.findall(text)]
    return bool(written) and set(written) == {"off"} and bool(_ERRORS.search(text))


def copy_elsewhere(settings: Settings, now: datetime) -> Check:
    """Look whether a sealed copy of a young backup lies in another place."""
    mend = "set NSWP_GOV_ELSEWHERE (a mounted folder or s3://…); nswp-gov backup sends a copy there"
    if not settings.elsewhere:
        return Check("elsewhere", False, "backups lie on this machine alone", mend)
    try:
        found = elsewhere.newest(settings)
    except Exception as unreachable:  # noqa: BLE001 -- the stores' own faults have no common kind
        seen = f"the place can't be reached: {type(unreachable).__name__}"
        return Check("elsewhere", False, seen, mend)
    young = found is not None and now - found.written_at < BACKUP_AGE
    return Check("elsewhere", young, found.name if found else "no copy there yet", mend)


def rehearsed(session: Session, now: datetime) -> Check:
    """Look whether a backup has been restored for a trial, and not too long ago."""
    known = stored.get(session, stored.DRILLED)
    young = known is not None and now.date() - date.fromisoformat(known) < DRILL_AGE
    seen = f"last on {known}" if known else "no backup has ever been restored"
    return Check("rehearsal", young, seen, "nswp-gov restore-drill FILE")


def letter(session: Session, now: datetime) -> Check:
    """Look whether a letter of ours arrived as genuine (SPF and DKIM)."""
    known = stored.get(session, stored.LETTER_BELIEVED)
    young = known is not None and now.date() - date.fromisoformat(known) < LETTER_AGE
    return Check(
        "letter",
        young,
        f"believed on {known}" if known else "no test letter has come back yet",
        "nswp-gov letter send ADDRESS, save it as it arrived, then: nswp-gov letter read FILE",
        is_warning=True,
    )


def words(session: Session) -> Check:
    """Look whether somebody has read the words that people's safety hangs on."""
    missing = []
    for locale in TRANSLATED:
        review, same = reviewing.stands(session, locale)
        if not same:
            missing.append(f"{locale.value} ({'changed since' if review else 'nobody'})")
    return Check(
        "words",
        not missing,
        "read by the network: " + (f"not yet {', '.join(missing)}" if missing else "all languages"),
        "nswp-gov words show LANGUAGE, have them read, then: nswp-gov words vouch LANGUAGE",
        is_warning=True,
    )
