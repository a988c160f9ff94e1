"""Around the instance: the proxy, copies elsewhere, rehearsals, test letters, words vouched for."""

from __future__ import annotations

import mailbox
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from nswp_gov.config import Settings
from nswp_gov.operate import catalogues, elsewhere, letter, reviewing, surroundings
from nswp_gov.operate.database import unit
from nswp_gov.rules.languages import Locale
from nswp_gov.store import clock, reviewed
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import Keyring, vault

HOST = "members.example.org"
QUIET = f"server {{\n server_name {HOST};\n access_log off;\n error_log /x crit;\n}}\n"


@pytest.fixture
def behind(settings: Settings) -> Settings:
    return replace(settings, public_url=f"https://{HOST}")


@pytest.mark.database_free
@pytest.mark.parametrize(
    ("text", "well"),
    [
        (QUIET, True),
        (QUIET.replace("access_log off", "access_log /var/log/nginx/a.log"), False),
        (QUIET.replace(" access_log off;\n", ""), False),
        (QUIET.replace(" crit", " warn"), False),
        (QUIET + QUIET.replace("access_log off", "access_log /a combined"), False),
        (QUIET.replace(HOST, "other.example"), False),
    ],
)
def test_a_proxy_that_writes_addresses_down_is_a_fault(
    behind: Settings, tmp_path: Path, text: str, well: bool
) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "one.conf").write_text(text)
    check = surroundings.proxy(behind, tmp_path)
    assert check.is_well is well
    assert well or check.mend
    assert check.is_warning is (HOST not in text)  # nobody knows what stands in front


@pytest.fixture
def outside(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, elsewhere=str(tmp_path / "outside"))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A backup of three pieces."""
    path = tmp_path / "nswp_gov-20261102T120000Z.tar"
    path.write_bytes(os.urandom(2 * elsewhere.PIECE + 5))
    return path


@pytest.mark.database_free
def test_a_copy_elsewhere_is_sealed_and_comes_back_whole(
    outside: Settings, large: Path, tmp_path: Path
) -> None:
    ring = Keyring({1: bytes(range(32))})
    now = clock.now()
    assert not surroundings.copy_elsewhere(outside, now).is_well
    name = elsewhere.send(outside, large, ring)
    lies = Path(outside.elsewhere) / name
    assert large.read_bytes()[:64] not in lies.read_bytes()
    back = elsewhere.fetch(outside, name, tmp_path / "back", ring)
    assert back.read_bytes() == large.read_bytes()
    assert surroundings.copy_elsewhere(outside, now).is_well
    assert not surroundings.copy_elsewhere(outside, now + timedelta(hours=27)).is_well


@pytest.mark.database_free
def test_an_altered_copy_is_refused(outside: Settings, large: Path, tmp_path: Path) -> None:
    ring = Keyring({1: bytes(range(32))})
    name = elsewhere.send(outside, large, ring)
    lies = Path(outside.elsewhere) / name
    whole = lies.read_bytes()
    piece = elsewhere.PIECE + 30 + 4  # version, key number, nonce, tag; the size before it
    damaged = {
        "cut short": whole[: 2 * piece],
        "swapped": whole[piece : 2 * piece] + whole[:piece] + whole[2 * piece :],
        "one byte": whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
    }
    for number, (what, body) in enumerate(damaged.items()):
        lies.write_bytes(body)
        with pytest.raises(InvalidTag):
            elsewhere.fetch(outside, name, tmp_path / f"back{number}", ring)
            pytest.fail(what)
    lies.write_bytes(whole)
    with pytest.raises(InvalidTag):
        elsewhere.fetch(outside, name, tmp_path / "other", Keyring({1: bytes(32)}))
    with pytest.raises(FileNotFoundError):
        elsewhere.fetch(outside, "../secrets.env", tmp_path / "out", ring)


def as_received(folder: Path, results: str) -> bytes:
    """The letter in the mailbox, with what the receiver's server says of it on top."""
    ((_, arrived),) = mailbox.Maildir(folder).items()
    below = b"Authentication-Results: forged.example; spf=pass; dkim=pass\r\n"
    return f"Authentication-Results: mx.example; {results}\r\n".encode() + below + bytes(arrived)


def test_a_letter_is_believed_when_its_receiver_says_so(
    instance_here: Settings, mail_server: tuple[str, Path]
) -> None:
    address, folder = mail_server
    served = replace(instance_here, smtp=address, sender="post@example.org")
    with unit(served) as work:
        letter.send(served, work.session, "me@example.org", now=work.now)
    with unit(served) as work:
        bad = as_received(folder, "spf=pass; dkim=fail")
        assert letter.read(work.session, bad, now=work.now) == ["dkim: fail"]
        assert len(letter.read(work.session, b"\r\nsomething else", now=work.now)) == 1
        assert not surroundings.letter(work.session, work.now).is_well
    with unit(served) as work:
        good = as_received(folder, "spf=pass smtp.mailfrom=example.org; dkim=pass")
        assert letter.read(work.session, good, now=work.now) == []
        assert surroundings.letter(work.session, work.now).is_well


def test_words_are_vouched_for_until_they_change(
    instance_here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = reviewing.critical(Locale.FR)
    assert len(words) > 40
    assert all(one.said for one in words)
    with unit(instance_here) as work:
        assert reviewed.unreviewed(work.session, Locale.FR)
        assert not reviewed.unreviewed(work.session, Locale.EN)
        for locale in catalogues.TRANSLATED:
            digest = reviewing.digest(reviewing.critical(locale))
            review = reviewed.Review("Clara", work.now.date(), digest)
            reviewed.vouch(work.session, locale, review)
        assert surroundings.words(work.session).is_well
        assert not reviewed.unreviewed(work.session, Locale.FR)
        other = [replace(one, said=one.said + "!") for one in words]
        monkeypatch.setattr(reviewing, "critical", lambda _locale: other)
        assert "changed since" in surroundings.words(work.session).seen


def test_a_rehearsal_grows_old(instance_here: Settings) -> None:
    with unit(instance_here) as work:
        assert not surroundings.rehearsed(work.session, work.now).is_well
        stored.put(work.session, stored.DRILLED, work.now.date().isoformat())
        assert surroundings.rehearsed(work.session, work.now).is_well
        assert not surroundings.rehearsed(work.session, work.now + timedelta(days=100)).is_well
    assert vault.is_open
