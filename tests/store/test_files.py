import hashlib
import logging
import socket
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.rules.audience import MEMBERS, PUBLIC
from nswp_gov.store.crypto import Keyring
from nswp_gov.store.files import (
    FileDamaged,
    FileMissing,
    FileStore,
    StoredFile,
    add,
    clean_name,
    content_of,
    remove,
    sweep,
)

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
CIPHER = Keyring({1: b"a key for tests only, 32 bytes.." * 2})
SECRET = b"the agenda of a meeting that nobody may know of " * 40


@pytest.fixture(scope="module")
def bucket():
    """The address of a bucket on a server in this process, and the keys to it."""
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ThreadedMotoServer("127.0.0.1", port=port, verbose=False)
    server.start()
    endpoint = f"http://127.0.0.1:{port}"
    keys = {"access_key_id": "test", "secret_access_key": "test"}
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(
        Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    yield f"s3://files/nswp?endpoint={endpoint}&region=eu-west-1", keys
    client.close()
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def files(request, tmp_path):
    if request.param == "folder":
        return FileStore.at(str(tmp_path / "files"))
    store = FileStore.at(*request.getfixturevalue("bucket"))
    for key in list(store.keys()):
        store.delete(key)
    return store


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def rows(empty_engine):
    StoredFile.__table__.create(empty_engine)
    with Session(empty_engine) as session:
        yield session
    StoredFile.__table__.drop(empty_engine)


def put(session, files, content=SECRET, *, audience=MEMBERS, name="agenda.pdf"):
    return add(
        session,
        files,
        content,
        media_type="application/pdf",
        name=name,
        audience=audience,
        cipher=CIPHER,
        now=NOW,
    )


@pytest.mark.parametrize("audience", [PUBLIC, MEMBERS])
def test_what_is_added_comes_back(rows, files, audience):
    row = put(rows, files, audience=audience)
    rows.commit()
    rows.expire_all()
    assert content_of(files, row, CIPHER) == SECRET
    assert (row.name(CIPHER), row.size, row.stored_at) == ("agenda.pdf", len(SECRET), NOW)
    assert row.is_public is (audience is PUBLIC)


def test_public_file_is_kept_once_and_goes_with_its_last_row(rows, files):
    first, second = (put(rows, files, audience=PUBLIC, name=name) for name in ("a.pdf", "b.pdf"))
    assert list(files.keys()) == [f"open/{first.digest[:2]}/{hashlib.sha256(SECRET).hexdigest()}"]
    remove(rows, files, first)
    assert content_of(files, second, CIPHER) == SECRET
    remove(rows, files, second)
    assert list(files.keys()) == []
    assert rows.scalars(select(StoredFile)).all() == []


def test_private_file_added_twice_shows_no_likeness(rows, files):
    first, second = put(rows, files), put(rows, files)
    assert first.digest != second.digest
    assert len(list(files.keys())) == 2
    assert hashlib.sha256(SECRET).hexdigest() not in " ".join(files.keys())


def test_disk_without_the_key_tells_neither_content_nor_name(rows, folder, tmp_path):
    put(rows, FileStore.at(str(folder)), name="raid in Testville.pdf")
    rows.commit()
    images = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert images
    for image in images:
        assert b"agenda of a meeting" not in image
        assert b"Testville" not in image


def test_content_of_another_row_does_not_open(rows, files):
    first, second = put(rows, files), put(rows, files, b"other")
    second.object_key, second.digest = first.object_key, first.digest
    with pytest.raises(InvalidTag):
        content_of(files, second, CIPHER)


def test_altered_and_missing_bytes_are_noticed(rows, files):
    row = put(rows, files)
    files.write(row.object_key, b"something else")
    with pytest.raises(FileDamaged):
        content_of(files, row, CIPHER)
    files.delete(row.object_key)
    files.delete(row.object_key)
    with pytest.raises(FileMissing):
        content_of(files, row, CIPHER)


def test_sweep_deletes_what_no_row_names(rows, files):
    kept = put(rows, files, audience=PUBLIC)
    rows.commit()
    put(rows, files, b"never committed", audience=PUBLIC)
    put(rows, files, b"never committed")
    rows.rollback()
    now = datetime.now(UTC)
    assert sweep(rows, files, before=now - timedelta(minutes=5)) == 0  # rows may be on their way
    assert sweep(rows, files, before=now + timedelta(minutes=5)) == 2
    assert sweep(rows, files, before=now + timedelta(minutes=5)) == 0
    assert content_of(files, kept, CIPHER) == SECRET


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "/etc/passwd", "open/aa/short", "x/aa/b"])
def test_key_that_is_not_ours_is_refused(folder, key):
    with pytest.raises(ValueError, match="key"):
        FileStore.at(str(folder)).read(key)


def test_address_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="s3"):
        FileStore.at("https://example.org/files")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../a.jpg", "a.jpg"),
        ("C:\\Documents\\minutes.docx", "minutes.docx"),
        ("会议纪要 протокол.pdf", "会议纪要 протокол.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_clean_name_is_a_plain_last_name(name, cleaned):
    assert clean_name(name) == cleaned


@given(st.text(max_size=200))
def test_clean_name_never_names_a_folder(name):
    cleaned = clean_name(name)
    assert cleaned
    assert len(cleaned) <= 120
    assert not set(cleaned) & set("/\\\0\n\r")
    assert clean_name(cleaned) == cleaned
