"""Files: bytes in a local folder or an S3 bucket, by one setting, and a row for each.

A public file lies under the digest of its content and is kept once however often it is added. Any
other file is encrypted before it leaves the process and lies under the digest of what was written,
so that a disk without the key tells neither what it is nor whether a known file is among them; its
name is encrypted too. Nothing is served straight from the store: the application reads it for whom
it has let in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, ObjectStore, S3Store
from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.config import Settings
from nswp_gov.rules.audience import Audience
from nswp_gov.store.base import Base, Identified
from nswp_gov.store.errors import DomainError
from nswp_gov.store.retention import keep

if TYPE_CHECKING:
    from obstore.store import S3Config  # known to type checkers only

_LABEL = "stored_file.content"
_NAME_LABEL = "stored_file.name"
_LONGEST_NAME = 120
_KEY = re.compile(r"(?:open|sealed)/[0-9a-f]{2}/[0-9a-f]{64}")


class Cipher(Protocol):
    """What encrypts; the instance's key ring is one."""

    def seal(self, plain: bytes, label: str) -> bytes:
        """Encrypt for `label`."""
        ...

    def open(self, sealed: bytes, label: str) -> bytes:
        """Decrypt what was encrypted for `label`."""
        ...


class FileMissing(DomainError):
    """The row is there and the bytes are not."""

    code = "file_missing"
    status = 404


class FileDamaged(DomainError):
    """The bytes are not those that were written."""

    code = "file_damaged"
    status = 500


class StoredFile(Identified, Base):
    """One file; `audience` says who may have it, `stored_size` and `digest` what is written."""

    __tablename__ = "stored_file"
    __retention__ = keep("files")  # goes with the record that it belongs to
    __personal__ = ("sealed_name",)

    object_key: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    audience: Mapped[str]
    open_name: Mapped[str | None]
    sealed_name: Mapped[bytes | None]
    stored_at: Mapped[datetime]

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it."""
        return Audience.parse(self.audience).is_public

    def name(self, cipher: Cipher) -> str:
        """Return the cleaned name it was added under."""
        if self.sealed_name is None:
            return self.open_name or ""
        return cipher.open(self.sealed_name, f"{_NAME_LABEL}.{self.id}").decode()


class FileStore:
    """Where the bytes are."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, address: str, secrets: Mapping[str, str] | None = None) -> FileStore:
        """Return the store at `address`: a folder, or `s3://bucket/prefix?endpoint=…&region=…`.

        `secrets` for S3: `access_key_id` and `secret_access_key`.

        Raises:
            ValueError: the address is of another kind.

        """
        if address.startswith("s3://"):
            return cls(bucket(address, secrets or {}))
        if "://" in address:
            raise ValueError("files lie in a folder or at an s3:// address")
        return cls(LocalStore(prefix=Path(address).absolute(), mkdir=True))

    @classmethod
    def of(cls, settings: Settings) -> FileStore:
        """Return the store of an instance: its folder, or the bucket that the settings name."""
        return cls.at(settings.files or str(settings.instance / "files"))

    def write(self, key: str, content: bytes) -> None:
        """Write `content` under `key`; the same key always holds the same bytes."""
        obstore.put(self._store, _checked(key), content)

    def read(self, key: str) -> bytes:
        """Return the bytes under `key`.

        Raises:
            FileMissing: there are none.

        """
        try:
            return bytes(obstore.get(self._store, _checked(key)).bytes())
        except (NotFoundError, FileNotFoundError) as cause:
            raise FileMissing from cause

    def delete(self, key: str) -> None:
        """Let nothing lie under `key`."""
        try:
            obstore.delete(self._store, _checked(key))
        except (NotFoundError, FileNotFoundError):
            return

    def keys(self, *, before: datetime | None = None) -> Iterator[str]:
        """Return every key there is, or those written before an instant."""
        for page in obstore.list(self._store):
            yield from (
                str(one["path"]) for one in page if before is None or one["last_modified"] < before
            )


def bucket(address: str, secrets: Mapping[str, str] | None = None) -> S3Store:
    """Return the bucket at `s3://bucket/prefix?endpoint=…&region=…`."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    endpoint = options.get("endpoint")
    config: S3Config = {
        "virtual_hosted_style_request": endpoint is None,
        "region": options.get("region", "us-east-1"),
    }
    if endpoint:
        config["endpoint"] = endpoint
    if secrets:
        config["access_key_id"] = secrets["access_key_id"]
        config["secret_access_key"] = secrets["secret_access_key"]
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=config,
        client_options={"allow_http": bool(endpoint and endpoint.startswith("http://"))},
    )


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("no key of ours")
    return key


def clean_name(name: str) -> str:
    """Return `name` without folders, control and direction characters, and of bounded length."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    words = " ".join(kept.split()).strip(". ")
    stem, dot, extension = words.rpartition(".")
    if not dot:
        return words[:_LONGEST_NAME] or "file"
    return f"{stem[: _LONGEST_NAME - len(extension) - 1]}.{extension}"[:_LONGEST_NAME]


def add(
    session: Session,
    files: FileStore,
    content: bytes,
    *,
    media_type: str,
    name: str,
    audience: Audience,
    cipher: Cipher,
    now: datetime,
) -> StoredFile:
    """Write `content` and add its row; bytes without a row after a failure are swept later.

    `content` is what the first gate let through; the cipher is not asked for a public file.
    """
    row = StoredFile(
        media_type=media_type, size=len(content), audience=audience.code, stored_at=now
    )
    if audience.is_public:
        row.open_name, written, folder = clean_name(name), content, "open"
    else:
        row.sealed_name = cipher.seal(clean_name(name).encode(), f"{_NAME_LABEL}.{row.id}")
        written, folder = cipher.seal(content, f"{_LABEL}.{row.id}"), "sealed"
    row.digest = hashlib.sha256(written).hexdigest()
    row.object_key = f"{folder}/{row.digest[:2]}/{row.digest}"
    files.write(row.object_key, written)
    session.add(row)
    session.flush()
    return row


def content_of(files: FileStore, row: StoredFile, cipher: Cipher) -> bytes:
    """Return the bytes that were added.

    Raises:
        FileMissing: they are gone.
        FileDamaged: they are not what was written.

    """
    written = files.read(row.object_key)
    if hashlib.sha256(written).hexdigest() != row.digest:
        raise FileDamaged
    return written if row.is_public else cipher.open(written, f"{_LABEL}.{row.id}")


def remove(session: Session, files: FileStore, row: StoredFile) -> None:
    """Delete the row, and the bytes unless another row has the same."""
    key = row.object_key
    session.delete(row)
    session.flush()
    if session.scalar(select(StoredFile.id).where(StoredFile.object_key == key).limit(1)) is None:
        files.delete(key)


def sweep(session: Session, files: FileStore, *, before: datetime) -> int:
    """Delete bytes that no row names, written before an instant; return how many there were.

    A file being added has bytes before its row: let the instant be some hours ago.
    """
    old = list(files.keys(before=before))
    named = set(session.scalars(select(StoredFile.object_key)))
    orphans = [key for key in old if key not in named]
    for key in orphans:
        files.delete(key)
    return len(orphans)
