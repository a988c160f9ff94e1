"""The files of a backup: taken from the instance's folder or its bucket, and put back there."""

from __future__ import annotations

import io
import shutil
import tarfile
from pathlib import Path

from obstore.exceptions import BaseError

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.store.files import FileStore

FOLDER = "files"
SET_ASIDE = "-before-restore"
FAILED = (
    "the bucket that NSWP_GOV_FILES names can't be used: {kind}. Are the address and the keys "
    "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) right, and is it up?"
)


def put_into(archive: tarfile.TarFile, settings: Settings, name: str) -> None:
    """Add every file of the instance to an archive, below `name`.

    Raises:
        Misconfigured: the bucket can't be used.

    """
    if not settings.files:
        if (settings.instance / FOLDER).is_dir():
            archive.add(settings.instance / FOLDER, name)
        return
    try:
        store = FileStore.at(settings.files)
        for key in store.keys():  # noqa: SIM118 - a store is no mapping
            content = store.read(key)
            entry = tarfile.TarInfo(f"{name}/{key}")
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    except (BaseError, ValueError) as fault:
        raise Misconfigured(FAILED.format(kind=type(fault).__name__)) from fault


def put_back(settings: Settings, backed_up: Path) -> None:
    """Have the instance hold the files of a backup and no others; its folder's old ones stay aside.

    Raises:
        Misconfigured: the bucket can't be used.

    """
    if settings.files:
        try:
            _into_bucket(FileStore.at(settings.files), backed_up)
        except (BaseError, ValueError) as fault:
            raise Misconfigured(FAILED.format(kind=type(fault).__name__)) from fault
        return
    here, fresh = settings.instance / FOLDER, settings.instance / f"{FOLDER}-restoring"
    aside = settings.instance / f"{FOLDER}{SET_ASIDE}"
    shutil.rmtree(fresh, ignore_errors=True)
    if backed_up.is_dir():
        shutil.copytree(backed_up, fresh)
    if here.is_dir():
        shutil.rmtree(aside, ignore_errors=True)
        here.replace(aside)
    if fresh.is_dir():
        fresh.replace(here)


def _into_bucket(store: FileStore, backed_up: Path) -> None:
    kept = {
        str(path.relative_to(backed_up)): path for path in backed_up.rglob("*") if path.is_file()
    }
    for key, path in kept.items():
        store.write(key, path.read_bytes())
    for key in [one for one in store.keys() if one not in kept]:  # noqa: SIM118 - no mapping
        store.delete(key)
