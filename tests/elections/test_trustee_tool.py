"""The trustees' tool as one HTML file: built from its source, of one mind with the console."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from shamir_mnemonic import combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from nswp_gov import sealing
from nswp_gov.elections.tool import NAME, sha256, source
from nswp_gov.sealing.canonical import canonical, un_b64
from tests.browsing import PHONE
from tests.elections.test_sealed_on_device import ROOT, need_npm
from tests.elections.tool_outside import SEAL, ask, b64, bundle
from tests.sealing.conftest import make_election as make_sealed
from tests.sealing.test_vectors import VECTORS

__all__ = ["bundle"]  # a fixture
PASSPHRASE = "quartz lantern under seven bridges"


def test_the_file_is_built_from_its_source(tmp_path: Path) -> None:
    need_npm()
    built = tmp_path / NAME
    subprocess.run(["node", SEAL / "build.mjs", built], check=True, capture_output=True)
    assert built.read_bytes() == source()


def test_the_file_holds_everything_and_asks_nobody(client: FlaskClient) -> None:
    page = source().decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r'(src|href)="|@import|url\(|https?://(?!www\.w3)', page)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon)\b", page)
    told = client.get("/fr/elections/tool")
    assert sha256() in told.text
    sent = client.get("/fr/elections/tool/nswp-trustee.html")
    assert sent.data == source()
    assert sent.headers["Content-Disposition"] == f"attachment; filename={NAME}"
    assert (SEAL / "words.txt").read_text().split() == WORDLIST


def test_its_own_sentences_are_in_every_language_and_used() -> None:
    page = (SEAL / "page.js").read_text("utf-8")
    texts: dict[str, dict[str, str]] = json.loads((SEAL / "texts.json").read_text("utf-8"))
    for english, said in texts.items():
        assert set(said) == {"fr", "es", "ru", "zh_Hans"}
        assert json.dumps(english, ensure_ascii=False) in page
        for one in said.values():
            assert re.findall(r"%\(\w+\)s", one) == re.findall(r"%\(\w+\)s", english)
    console = (ROOT / "trustee/nswp_trustee/locale/ru/LC_MESSAGES/nswp_trustee.po").read_text()
    known = console.replace('"\n"', "")
    for found in re.findall(r'_\((".*?")[,)]', page):
        assert json.loads(found) in texts or f"msgid {found}\n" in known, found


@pytest.mark.parametrize("vector", VECTORS, ids=[one["suite"] for one in VECTORS])
def test_both_tools_make_and_read_the_same_files(vector: dict[str, Any], bundle: Path) -> None:
    manifest = sealing.Manifest.from_bytes(vector["manifest"].encode())
    box = sealing.Box.from_bytes(un_b64(vector["box"]))
    secrets = [bytes.fromhex(one) for one in vector["trustee_secrets"]]
    keys = [sealing.TrusteeKey(manifest.suite, one) for one in secrets]
    shares = [sealing.make_share_file(manifest, box, key=key) for key in keys[1:]]
    result = canonical({"manifest_sha256": vector["manifest_hash"]})
    sheets = generate_mnemonics(1, [(2, 3)], secrets[1])[0]
    asked = {
        "manifest": b64(manifest.to_bytes()), "box": vector["box"], "result": b64(result),
        "secrets": [b64(one) for one in secrets], "shares": [b64(one) for one in shares],
        "sheets": sheets[1:],
    }  # fmt: skip
    made = ask(bundle, asked)
    for number, (key, told) in enumerate(zip(keys, made["keys"], strict=True), start=1):
        assert un_b64(told["public"]) == key.public_file(f"Trustee {number}")
    assert [one["fingerprint"] for one in made["keys"]] == vector["fingerprints"]
    assert made["root"] == vector["box_root"]
    files = [un_b64(one) for one in made["shares"]]
    ours = [sealing.open_box(manifest, box, files[:2], key=key) for key in keys[:2]]
    agreed = sealing.agree(ours, manifest=manifest, box=box)
    assert agreed.sha256 == vector["ballots_sha256"]
    here = sealing.open_box(manifest, box, shares, key=keys[0])
    assert (un_b64(made["ballots"]), un_b64(made["opening"])) == (here.ballots, here.statement)
    signing = keys[1].signing_key
    gone = sealing.sign_destroyed(signing, manifest, trustee=2, day="2027-05-01")
    counted = sealing.sign_recounted(signing, manifest, trustee=2, result=result)
    assert (un_b64(made["destroyed"]), un_b64(made["counted"])) == (gone, counted)
    assert made["refused"] == [
        "too_few_shares", "not_an_opener", "not_a_box", "day", "not_a_witness_here"
    ]  # fmt: skip
    assert combine_mnemonics(made["sheets"][:2]) == secrets[0]
    assert un_b64(made["combined"]) == secrets[1]


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The file, opened from the disk without a network, in a phone's width."""
    file = tmp_path_factory.mktemp("disk") / NAME
    file.write_bytes(source())
    context = chromium.new_context(viewport=PHONE, locale="fr", offline=True, accept_downloads=True)
    opened = context.new_page()
    opened.goto(file.as_uri())
    opened.wait_for_selector("html[data-ready]")
    yield opened
    context.close()


def save(page: Page, name: str, folder: Path) -> bytes:
    """Take a file that the page made."""
    with page.expect_download() as waiting:
        page.locator(f"a[download='{name}']").last.click()
    waiting.value.save_as(folder / name)
    return (folder / name).read_bytes()


def fill(page: Page, act: str, **given: Any) -> str:
    """Fill a form in and send it; what the page says."""
    form = page.locator(f"form#{act}")
    page.evaluate("act => document.getElementById(act).closest('details').open = true", act)
    for name, value in given.items():
        field = form.locator(f"[name={name}]")
        if isinstance(value, str):
            field.fill(value)
        else:
            field.set_input_files(value)
    form.locator("button").click()
    form.locator("button:enabled").wait_for()
    return form.locator("output").inner_text()


@pytest.mark.browser
def test_a_key_made_in_the_browser_opens_a_box_made_here(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    assert "Choisissez chaque fichier" in fill(page, "keygen", name="Ana")
    said = fill(page, "keygen", name="Ana", passphrase="short", again="short")
    assert "12 caractères" in said
    said = fill(page, "keygen", name="Ana", passphrase=PASSPHRASE, again=PASSPHRASE)
    locked, public = (save(page, one, tmp_path) for one in ("secret.key", "public.json"))
    key = sealing.unlock(locked, PASSPHRASE)
    assert sealing.read_public_file(public)[1] == key.trustee("Ana")
    assert sealing.fingerprint(key.suite, key.trustee("Ana")) in said
    sheets = re.findall(r"\d[^:]*: ([a-z ]{200,})", said)
    assert combine_mnemonics(sheets[:2]) == key.secret
    election = make_sealed(suite=sealing.Suite.XWING)
    manifest = replace(
        election.manifest, trustees=(key.trustee("Ana"), *election.manifest.trustees[1:])
    )
    keys = [key, *election.keys[1:]]
    choices = {"president": ["bo"], "rules": ["yes"]}
    box = sealing.close_box([sealing.seal_ballot(manifest, choices).envelope,
                             sealing.seal_seed(manifest)])  # fmt: skip
    files = {"manifest": manifest.to_bytes(), "box": box.to_bytes(), "key": locked}
    for number, mine in enumerate(keys[1:], start=2):
        files[f"shares-{number}"] = sealing.make_share_file(manifest, box, key=mine)
    paths = {name: tmp_path / name for name in files}
    for name, body in files.items():
        paths[name].write_bytes(body)
    shares = [paths["shares-2"], paths["shares-3"]]
    given = {one: paths[one] for one in ("manifest", "box", "key")}
    said = fill(page, "open", **given, shares=shares, root=box.box_root, passphrase=PASSPHRASE)
    ours = sealing.open_box(manifest, box, [one.read_bytes() for one in shares], key=keys[1])
    assert ours.sha256 in said
    theirs = sealing.Opening(
        save(page, "ballots.jsonl", tmp_path), save(page, "opening-1.json", tmp_path)
    )
    agreed = sealing.agree([theirs, ours], manifest=manifest, box=box)
    assert agreed.ballots[0].choices == choices
    assert asked == []
    page.locator("#language").select_option("zh_Hans")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("h1").inner_text() == "密钥保管人工具"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
