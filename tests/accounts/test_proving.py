"""Passphrases, codes, steps, challenges: apart from any database."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import extract_parameters
from webauthn.helpers import bytes_to_base64url

from nswp_gov.accounts.proving import codes, passkeys, passphrases, phone
from nswp_gov.accounts.proving.wishes import open_wish
from nswp_gov.store.errors import Unfit

pytestmark = pytest.mark.database_free
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "passphrase",
    [
        "quartz lantern under seven bridges",
        "лампа кварц семь мостов дождь",
        "石英灯笼七座桥下的雨声很轻柔",
        "quetzal-Mañana-río-7-puentes",
    ],
)
def test_a_good_passphrase_is_taken_in_every_script(passphrase):
    passphrases.check(passphrase, about=("Amina", "amina"))


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [
        ("", "passphrase_short"),
        ("elevenchars", "passphrase_short"),
        ("x" * 201, "passphrase_long"),
        ("aaaaaaaaaaaaaaaa", "passphrase_weak"),
        ("abababababababab", "passphrase_weak"),
        ("123456789012345", "passphrase_weak"),
        ("qwertyuiopasdfgh", "passphrase_weak"),
        ("unbelievable", "passphrase_weak"),
        ("qwerty123456", "passphrase_common"),
        ("sexworker2026", "passphrase_weak"),
        ("nswpnetwork1", "passphrase_weak"),
        ("red umbrella", "passphrase_common"),
        ("Amina Odhiambo", "passphrase_common"),
        ("aminaodhiambo1", "passphrase_weak"),
    ],
)
def test_a_passphrase_that_is_tried_first_is_refused(passphrase, code):
    with pytest.raises(Unfit) as refused:
        passphrases.check(passphrase, about=("Amina Odhiambo", "amina", "odhiambo"))
    assert (refused.value.code, refused.value.field) == (code, "passphrase")


def test_a_long_passphrase_is_checked_fast():
    import time

    begun = time.process_time()
    passphrases.check("".join(chr(0x4E00 + 7 * n) for n in range(200)))
    assert time.process_time() - begun < 2


def test_the_operators_own_list_is_refused_too(tmp_path, monkeypatch):
    hashing = passphrases.Hashing()
    monkeypatch.setattr(passphrases, "hashing", hashing)
    hashing.read_list(tmp_path / "absent.txt")
    passphrases.check("quartz lantern under seven bridges")
    (tmp_path / "list.txt").write_text("Quartz lantern under seven bridges\n", encoding="utf-8")
    hashing.read_list(tmp_path / "list.txt")
    with pytest.raises(Unfit) as refused:
        passphrases.check("quartz lantern under seven BRIDGES")
    assert refused.value.code == "passphrase_common"


def test_a_passphrase_is_the_same_in_every_unicode_form():
    kept = passphrases.digest("Mañana café río azul")
    assert passphrases.matches(kept, unicodedata.normalize("NFD", "Mañana café río azul"))
    assert passphrases.matches(kept, "Mañana café río azul")
    assert not passphrases.matches(kept, "Manana cafe rio azul")
    assert not passphrases.matches(kept, "Mañana café río azul ")


def test_the_whole_passphrase_counts():
    kept = passphrases.digest("a" * 300)
    assert not passphrases.matches(kept, "a" * 299)
    assert not passphrases.matches("not a hash", "a")


def test_the_real_cost_is_the_recommended_one():
    hashing = passphrases.Hashing()
    kept = extract_parameters(hashing.hasher.hash("x"))
    assert (kept.type.name, kept.memory_cost, kept.time_cost, kept.parallelism) == (
        "ID", 65536, 3, 4,
    )  # fmt: skip
    assert extract_parameters(hashing.nobody) == kept


def test_an_invitation_code_has_three_writings_of_80_bits():
    for _ in range(200):
        token = codes.new_token()
        words, figures = codes.words_of(token), codes.figures_of(token)
        assert len(words) == 8
        assert "".join(figures).isdigit()
        for written in (
            token,
            token.upper(),
            " ".join(words),
            "-".join(word[:4].upper() for word in words),
            "  ".join(figures),
            "".join(figures),
        ):
            assert codes.read(written) == token


@pytest.mark.parametrize(
    "typed",
    ["", "one two", "x" * 16 + "!", "9" * 25, "²" * 25, "zzzz " * 8, "academic " * 7, "é" * 16],
)
def test_what_is_no_code_is_none(typed):
    assert codes.read(typed) is None


def test_letters_that_look_like_figures_are_read_as_such():
    assert codes.read("oil0000000000000") == "0110000000000000"


def test_words_differ_in_their_first_four_letters():
    assert len(codes._BY_START) == 1024


def test_paper_codes_are_random_and_easy_to_read():
    made = [one for _ in range(20) for one in codes.new_paper_codes()]
    assert len(set(made)) == 200
    assert not any(sign in "".join(made) for sign in "01oil")
    assert codes.paper_hash(made[0].upper().replace("-", "  ")) == codes.paper_hash(made[0])
    assert codes.paper_hash(made[0]) != codes.paper_hash(made[1])


RFC_6238 = [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"),
    (1234567890, "89005924"), (2000000000, "69279037"), (20000000000, "65353130"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "eight"), RFC_6238)
def test_codes_equal_the_published_ones(seconds, eight):
    import base64

    secret = base64.b32encode(b"12345678901234567890").decode()
    assert phone.code_at(secret, seconds) == eight[2:]
    assert phone.step_of(secret, eight[2:], seconds) == seconds // 30


def test_a_phone_may_be_half_a_minute_off_and_no_more():
    secret, at = phone.new_secret(), int(NOW.timestamp())
    for off, found in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        code = phone.code_at(secret, at + off)
        assert (phone.step_of(secret, code, at) is not None) is found
    code = phone.code_at(secret, at)
    assert phone.step_of(secret, f" {code[:3]} {code[3:]} ", at) == at // 30
    assert phone.step_of(secret, "", at) is None
    assert phone.step_of(secret, "٣٣٣٣٣٣", at) is None


def test_the_phones_list_shows_no_name():
    address = phone.address_of(phone.new_secret()).casefold()
    assert address.startswith("otpauth://totp/workspace")
    assert "nswp" not in address


SITE = passkeys.Site("https://workspace.example:8443", "a secret")


def _answer(challenge):
    client = json.dumps({"challenge": bytes_to_base64url(challenge)}).encode()
    return json.dumps({"response": {"clientDataJSON": bytes_to_base64url(client)}})


def test_a_challenge_is_for_one_purpose_one_browser_and_five_minutes():
    challenge = passkeys.new_challenge(SITE, "show", "browser", NOW)
    answer = _answer(challenge)
    read = passkeys.read_challenge(SITE, "show", "browser", NOW, answer)
    assert read.raw == challenge
    other = passkeys.Site(SITE.origin, "another secret")
    for site, purpose, binding in [
        (SITE, "add", "browser"),
        (SITE, "show", "other browser"),
        (other, "show", "browser"),
    ]:
        with pytest.raises(Unfit):
            passkeys.read_challenge(site, purpose, binding, NOW, answer)
    with pytest.raises(Unfit) as late:
        passkeys.read_challenge(
            SITE, "show", "browser", NOW + timedelta(minutes=5, seconds=1), answer
        )
    assert late.value.code == "passkey_late"


@pytest.mark.parametrize("answer", ["", "{}", "[]", "nonsense", '{"response": 1}', "null"])
def test_an_answer_that_is_none_is_refused(answer):
    with pytest.raises(Unfit):
        passkeys.read_challenge(SITE, "show", "b", NOW, answer)


def test_any_kind_of_key_is_welcome_and_its_owner_is_verified():
    import uuid

    options = json.loads(passkeys.registration_options(SITE, uuid.uuid4(), [b"known"], b"c" * 40))
    selection = options["authenticatorSelection"]
    assert "authenticatorAttachment" not in selection
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    assert options["attestation"] == "none"
    assert options["rp"] == {"name": "Workspace", "id": "workspace.example"}
    assert options["user"]["name"] == "Workspace"
    assert len(options["excludeCredentials"]) == 1
    shown = json.loads(passkeys.sign_in_options(SITE, b"c" * 40))
    assert (shown["userVerification"], shown["allowCredentials"]) == ("required", [])


@pytest.mark.parametrize("token", ["", "x", "AAAA", "AQE", "AQ" * 40, "AQH" + "A" * 60])
def test_a_made_up_wish_is_none(token, whole_app):
    assert open_wish(token) is None
