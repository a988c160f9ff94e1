"""What a trustee types: one command for each thing a trustee does.

The files that it writes are those of the sealing package; see docs/sealing.md. Every sentence
stands in the catalogues under `locale/`, which are read as they are.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from nswp_trustee.words import LANGUAGES, Words, check_name, language_of, refusal

if TYPE_CHECKING:
    from nswp_gov import sealing
else:
    try:
        from nswp_trustee import sealing
    except ImportError:  # a checkout: the package that the build would have copied
        sys.path.append(str(Path(__file__).resolve().parents[2]))
        from nswp_gov import sealing

SUITES = {"x-wing": sealing.Suite.XWING, "x25519": sealing.Suite.X25519}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SECRET_MODE = 0o600
PUBLIC_MODE = 0o644


def parser_for(_: Words) -> argparse.ArgumentParser:
    """Return the parser of all commands, speaking the catalogue's language."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            super().add_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)

    class Parser(argparse.ArgumentParser):
        def __init__(self, **given: Any) -> None:
            super().__init__(add_help=False, formatter_class=Formatter, **given)
            self.options = self.add_argument_group(_("Options"))
            self.take("-h", "--help", action="help", help=_("show this help"))
            self.take("--language", choices=LANGUAGES, help=_("language of this tool"))

        def take(self, *names: str, **given: Any) -> None:
            self.options.add_argument(*names, **given)

        def error(self, message: str) -> NoReturn:
            told = _("The command was not understood: %(detail)s", detail=message)
            self.exit(2, f"{self.format_usage()}{told}\n")

    parser = Parser(
        prog="nswp-trustee",
        description=_(
            "The trustees’ tool: keeps a key, hands over shares, opens the box."
            " It needs no network."
        ),
    )
    commands = parser.add_subparsers(
        title=_("Commands"), dest="command", required=True, metavar="COMMAND"
    )

    def command(name: str, says: str, *takes: str) -> None:
        added = commands.add_parser(name, help=says, description=says)
        for taken in takes:
            added.take(*_NAMES.get(taken, (f"--{taken}",)), **_argument(_, taken))

    secret = ("passphrase-file", "key", "manifest")
    command(
        "keygen",
        _("make a key, or bring one back from paper"),
        *("name", "suite", "paper", "from-paper", "passphrase-file", "out"),
    )
    command("fingerprint", _("show the code that fixes a public key"), "public")
    command("seed", _("make a sealed seed for drawing lots"), "manifest", "out")
    command("share", _("make the share file for a closed box"), *secret, "box", "box-root", "out")
    command(
        "open",
        _("put share files together and open the box"),
        *(*secret, "box", "box-root", "shares", "out"),
    )
    command("verify", _("check a published folder"), "folder", "manifest-hash", "seal")
    command(
        "recount-statement",
        _("sign that you counted the ballots again and came to this result"),
        *(*secret, "result", "out"),
    )
    command("lot-statement", _("sign the lot that was drawn"), *secret, "lot", "out")
    command("destroy-statement", _("sign that the key was destroyed"), *secret, "day", "out")
    command(
        "release-escrow",
        _("hand over your share of the slot key to a restored server"),
        *(*secret, "escrow", "recovery-key", "code", "out"),
    )
    return parser


_NAMES = {"public": ("public",), "folder": ("folder",)}


def _argument(_: Words, taken: str) -> dict[str, Any]:
    """Return how one argument is read and what its help says."""
    needed: dict[str, Any] = {"required": True, "metavar": "…"}
    path = {**needed, "type": Path}
    free: dict[str, Any] = {"metavar": "…"}
    return {
        "name": {**needed, "help": _("name to show beside the key")},
        "suite": {
            "choices": sorted(SUITES),
            "default": "x-wing",
            "help": _("kind of key; X-Wing also withstands quantum computers"),
        },
        "paper": {
            "nargs": 2,
            "type": int,
            "metavar": ("K", "N"),
            "help": _("paper backup: how many sheets bring the key back, and how many there are"),
        },
        "from-paper": {
            "action": "store_true",
            "help": _("read the words of the paper backup instead of making a new key"),
        },
        "passphrase-file": {
            **free,
            "type": Path,
            "help": _("file whose first line is the passphrase (otherwise it is asked for)"),
        },
        "out": {**path, "help": _("folder or file to write")},
        "public": {"type": Path, "help": _("public key file or manifest")},
        "key": {**path, "help": _("key file")},
        "manifest": {**path, "help": _("manifest of the election")},
        "box": {**path, "help": _("box file")},
        "box-root": {**free, "help": _("box root as announced; another box is refused")},
        "shares": {**path, "nargs": "+", "help": _("share files of different trustees")},
        "folder": {"type": Path, "help": _("folder with the published files")},
        "manifest-hash": {
            **free,
            "help": _("hash of the manifest as announced before the vote"),
        },
        "seal": {**free, "help": _("your seal, or its beginning")},
        "result": {**path, "help": _("result of the observers’ record: result.json")},
        "lot": {**path, "help": _("the lot as it was typed in: drawn-lot.json")},
        "day": {**needed, "help": _("day on which the key was destroyed, as YYYY-MM-DD")},
        "escrow": {**path, "help": _("escrow file")},
        "recovery-key": {**path, "help": _("recovery key file of the restored server")},
        "code": {
            **needed,
            "help": _("code of the recovery key, as the returning officer reads it to you"),
        },
    }[taken]


def say(text: str) -> None:
    """Write one line for the person at the computer."""
    sys.stdout.write(text + "\n")


def write_new(path: Path, data: bytes, mode: int = PUBLIC_MODE) -> Path:
    """Write a file that was not there before; `FileExistsError` when it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)
    return path


def passphrase(args: argparse.Namespace, _: Words, *, again: bool = False) -> str:
    """Return the passphrase from its file or from the keyboard, never from the command line."""
    if args.passphrase_file:
        lines = args.passphrase_file.read_text("utf-8").splitlines()
        return lines[0] if lines else ""
    typed = getpass.getpass(_("Passphrase: "))
    if again and getpass.getpass(_("Passphrase again: ")) != typed:
        raise sealing.KeyRefused("passphrases_differ")
    return typed


def keygen(args: argparse.Namespace, _: Words) -> int:
    """Write a new key, or the one that paper words give, with its public file."""
    suite = SUITES[args.suite]
    key = _from_paper(suite, _) if args.from_paper else sealing.TrusteeKey.generate(suite)
    locked = sealing.lock(key, passphrase(args, _, again=True))
    path = write_new(args.out / "secret.key", locked, SECRET_MODE)
    say(_("Key file: %(path)s", path=str(path)))
    path = write_new(args.out / "public.json", key.public_file(args.name))
    say(_("Public key, for the returning officer: %(path)s", path=str(path)))
    say(_("Fingerprint: %(code)s", code=sealing.fingerprint(suite, key.trustee(args.name))))
    say(_("Read it aloud to the returning officer. It must be the same there."))
    if args.paper:
        needed, count = args.paper
        sheets = generate_mnemonics(1, [(needed, count)], key.secret)[0]
        say(
            _(
                "Paper backup: any %(needed)d of %(count)d sheets bring the key back."
                " Write each on its own sheet and keep them apart.",
                needed=needed,
                count=count,
            )
        )
        for number, words in enumerate(sheets, start=1):
            say(_("Sheet %(number)d: %(words)s", number=number, words=words))
    return 0


def _from_paper(suite: sealing.Suite, _: Words) -> sealing.TrusteeKey:
    say(_("Words of the paper backup, one sheet a line; an empty line ends:"))
    sheets = [line.strip() for line in iter(_typed_line, "")]
    try:
        return sealing.TrusteeKey(suite, combine_mnemonics(sheets))
    except MnemonicError:
        raise sealing.KeyRefused("paper_words") from None


def _typed_line() -> str:
    return sys.stdin.readline().strip()


def fingerprint(args: argparse.Namespace, _: Words) -> int:
    """Show the code of a public key file, or of every trustee in a manifest."""
    data = args.public.read_bytes()
    if b"nswp-manifest-" not in data:
        say(_("Fingerprint: %(code)s", code=sealing.fingerprint(*sealing.read_public_file(data))))
        return 0
    manifest = sealing.Manifest.from_bytes(data)
    say(_("Manifest: %(hash)s", hash=sealing.manifest_hash(manifest)))
    for place, trustee in enumerate(manifest.trustees, start=1):
        say(_("Trustee %(place)d: %(name)s", place=place, name=trustee.name))
        say(_("Fingerprint: %(code)s", code=sealing.fingerprint(manifest.suite, trustee)))
    return 0


def _held(args: argparse.Namespace, _: Words) -> tuple[sealing.Manifest, sealing.TrusteeKey]:
    manifest = sealing.Manifest.from_bytes(args.manifest.read_bytes())
    say(_("Manifest: %(hash)s", hash=sealing.manifest_hash(manifest)))
    return manifest, sealing.unlock(args.key.read_bytes(), passphrase(args, _))


def _box(args: argparse.Namespace, _: Words) -> sealing.Box:
    box = sealing.Box.from_bytes(args.box.read_bytes())
    say(_("Box root: %(root)s", root=box.box_root))
    say(_("Sealed ballots in the box: %(count)d", count=box.count()))
    if args.box_root and args.box_root.lower() != box.box_root:
        raise sealing.BoxRefused("box_root")
    if box.duplicates:
        say(
            _(
                "Alarm: the box holds the same envelope more than once."
                " Tell the returning officer before you go on."
            )
        )
    return box


def seed(args: argparse.Namespace, _: Words) -> int:
    """Write a sealed seed and show its seal."""
    manifest = sealing.Manifest.from_bytes(args.manifest.read_bytes())
    envelope = sealing.seal_seed(manifest)
    say(_("Sealed seed: %(path)s", path=str(write_new(args.out, envelope))))
    say(
        _(
            "Seal of the seed: %(seal)s. Look for it in the published list after the close.",
            seal=sealing.seal_of(envelope),
        )
    )
    return 0


def share(args: argparse.Namespace, _: Words) -> int:
    """Write this trustee's share file."""
    manifest, key = _held(args, _)
    made = sealing.make_share_file(manifest, _box(args, _), key=key)
    say(_("Share file: %(path)s", path=str(write_new(args.out, made))))
    missing = json.loads(made)["says"]["missing"]
    say(_("Shares that could not be read: %(count)d", count=missing))
    return 0


def open_(args: argparse.Namespace, _: Words) -> int:
    """Write the opened ballots and the signed statement about them."""
    manifest, key = _held(args, _)
    files = [path.read_bytes() for path in args.shares]
    opening = sealing.open_box(manifest, _box(args, _), files, key=key)
    path = write_new(args.out / "ballots.jsonl", opening.ballots)
    say(_("Opened ballots: %(path)s", path=str(path)))
    says = json.loads(opening.statement)["says"]
    path = write_new(args.out / f"opening-{says['opener']}.json", opening.statement)
    say(_("Signed statement: %(path)s", path=str(path)))
    say(
        _(
            "Ballots: %(ballots)d; spoilt: %(spoilt)d; unreadable: %(unreadable)d",
            **{name: says[name] for name in ("ballots", "spoilt", "unreadable")},
        )
    )
    say(_("SHA-256 of the ballots: %(hash)s", hash=opening.sha256))
    say(_("Compare it with the other opener before you send anything."))
    return 0


def verify(args: argparse.Namespace, _: Words) -> int:
    """Show each check of a published folder and the verdict."""
    made = sealing.verify_folder(args.folder, manifest_hash=args.manifest_hash, seal=args.seal)
    for check in made.checks:
        result = _("holds") if check.held else _("FAILED")
        say(f"{result} · {check_name(_, check.code)}")
    if made.absent:
        names = ", ".join(made.absent)
        say(_("Not in this folder, and so not checked: %(names)s", names=names))
    say(
        _(
            "VERIFIED: hashes, signatures and counts. The votes were not recounted here;"
            " verify.py in the folder does that."
        )
        if made.held
        else _("FAILED: this folder is not an unaltered record of the election.")
    )
    return 0 if made.held else 1


def recount_statement(args: argparse.Namespace, _: Words) -> int:
    """Write the signed statement, a trustee's or a witness's, that the ballots gave this result."""
    manifest, key = _held(args, _)
    result = args.result.read_bytes()
    if key.is_witness_in(manifest):
        made = sealing.sign_observed(key, manifest, result=result)
    else:
        place = key.place_in(manifest)
        made = sealing.sign_recounted(key.signing_key, manifest, trustee=place, result=result)
    say(_("Signed statement: %(path)s", path=str(write_new(args.out, made))))
    say(_("You say with it that verify.py counted the ballots again with you and held."))
    return 0


def lot_statement(args: argparse.Namespace, _: Words) -> int:
    """Write the signed statement of somebody who was there that this lot was drawn."""
    manifest, key = _held(args, _)
    made = sealing.sign_lot(key, manifest, args.lot.read_bytes())
    say(_("Signed statement: %(path)s", path=str(write_new(args.out, made))))
    return 0


def destroy_statement(args: argparse.Namespace, _: Words) -> int:
    """Write the signed statement that the key was destroyed, made just before doing so."""
    manifest, key = _held(args, _)
    if not DAY.fullmatch(args.day):
        raise sealing.KeyRefused("day")
    place = key.place_in(manifest)
    made = sealing.sign_destroyed(key.signing_key, manifest, trustee=place, day=args.day)
    say(_("Signed statement: %(path)s", path=str(write_new(args.out, made))))
    say(_("Now destroy the key file and every sheet of the paper backup."))
    return 0


def release_escrow(args: argparse.Namespace, _: Words) -> int:
    """Write this trustee's share of the slot key, readable by the restored server alone."""
    suite, public = sealing.read_recovery_file(args.recovery_key.read_bytes())
    if args.code.strip().upper() != sealing.recovery_code(suite, public):
        raise sealing.KeyRefused("recovery_code")
    manifest, key = _held(args, _)
    made = sealing.release_escrow(
        manifest, args.escrow.read_bytes(), key=key, suite=suite, recovery_public=public
    )
    say(_("Released share: %(path)s", path=str(write_new(args.out, made))))
    return 0


COMMANDS = {
    "keygen": keygen,
    "fingerprint": fingerprint,
    "seed": seed,
    "share": share,
    "open": open_,
    "verify": verify,
    "recount-statement": recount_statement,
    "lot-statement": lot_statement,
    "destroy-statement": destroy_statement,
    "release-escrow": release_escrow,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Do one command: 0 when it was done, 1 when it was refused, 2 when it was not understood."""
    given = sys.argv[1:] if argv is None else argv
    words = Words(language_of(given))
    args = parser_for(words).parse_args(given)
    try:
        return COMMANDS[args.command](args, words)
    except sealing.SealingError as refused:
        told = refusal(words, refused.code, refused.values)
    except FileExistsError as found:
        told = words("%(path)s is there already; it was left as it is.", path=str(found.filename))
    except OSError as found:
        told = words("%(path)s cannot be read or written.", path=str(found.filename))
    sys.stderr.write(told + "\n")
    return 1
