"""What the tool says: the catalogue of a language, and the sentences for refusals and checks."""

from __future__ import annotations

import argparse
import ast
import locale
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ru", "zh_Hans")
LOCALE = Path(__file__).with_name("locale")
ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"\n)+)', re.MULTILINE)


class Words:
    """The catalogue of one language; calling it gives the sentence, filled with its values."""

    def __init__(self, language: str) -> None:
        path = LOCALE / language / "LC_MESSAGES" / "nswp_trustee.po"
        self.texts = dict(read_po(path.read_text("utf-8")))

    def __call__(self, text: str, **values: str | int) -> str:
        """Return the sentence in this language; English where the catalogue has none."""
        return (self.texts.get(text) or text) % values


def read_po(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a .po file without plural forms, its header aside."""
    joined = [
        ["".join(ast.literal_eval(line) for line in part.splitlines()) for part in found]
        for found in ENTRY.findall(text + "\n")
    ]
    return [(source, target) for source, target in joined if source]


def language_of(argv: Sequence[str]) -> str:
    """Return the language that was asked for, else the computer's, else English."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language", choices=LANGUAGES)
    try:
        asked = early.parse_known_args(argv)[0].language
    except argparse.ArgumentError:
        asked = None
    if asked:
        return str(asked)
    here = (locale.getlocale()[0] or "en").split("_")[0]
    return next((language for language in LANGUAGES if language.split("_")[0] == here), "en")


def refusal(_: Words, code: str, values: Mapping[str, str | int]) -> str:
    """Return the sentence for a refusal of the sealing package."""
    sentences = {
        "passphrase_short": _(
            "The passphrase needs at least %(least)d characters.", least=values.get("least", 0)
        ),
        "passphrase_or_file": _("The passphrase is another one, or the key file was altered."),
        "not_a_key_file": _("This is not a key file."),
        "not_a_trustee_here": _("The manifest of this election does not name your key."),
        "not_a_witness_here": _("The manifest does not name your key as one that signs lots."),
        "not_a_lot": _("This is not the file of a drawn lot."),
        "not_an_opener": _("The manifest does not name your key as an opener’s."),
        "too_few_shares": _("There are too few share files of different trustees."),
        "share_file_repeated": _("Two of the share files are of the same trustee."),
        "share_of_another_box": _("A share file belongs to another box or election."),
        "share_for_others": _("A share file was not made for you."),
        "signature": _("A signature does not fit: the file was altered, or somebody else made it."),
        "not_a_box": _("This is not a box file, or it is not complete."),
        "box_root": _("This box is not the one that was announced."),
        "recovery_code": _("The code does not fit the recovery key. Do not release anything."),
        "paper_words": _("These words do not bring a key back. Check each word and the sheets."),
        "passphrases_differ": _("The two passphrases differ."),
        "day": _("Write the day as YYYY-MM-DD."),
        "not_a_result": _("This is not the result file of an election."),
        "another_election": _("This belongs to another election."),
    }
    return sentences.get(code) or _("Refused: %(code)s.", code=code)


def check_name(_: Words, code: str) -> str:
    """Return what a check of a published folder looks at."""
    return {
        "manifest": _("the manifest is complete and in its canonical form"),
        "manifest_announced": _("the manifest is the one announced before the vote"),
        "seals": _("the list of seals is sorted and names none twice"),
        "box_signed": _("the server signed what it closed"),
        "box_election": _("the box belongs to this election"),
        "box_root": _("the list of seals gives the box root"),
        "box_count": _("there are as many seals as envelopes"),
        "my_seal": _("your seal is in the list"),
        "box_file": _("the box file holds the envelopes of the list"),
        "ballots": _("every opened ballot is valid or flagged, and no tracker occurs twice"),
        "trackers": _("the list of trackers is sorted and names none twice"),
        "trackers_of_ballots": _("the trackers are those of the opened ballots"),
        "unreadable_in_box": _("the unreadable ballots are in the list of seals"),
        "paper_count": _("each paper has as many opened ballots as envelopes"),
        "opening_signed": _("an opener signed the opening"),
        "two_openers": _("at least two openers signed"),
        "openers_agree": _("the openers found the same ballots"),
        "openings_of_box": _("the openers opened this box, all of it"),
        "openings_of_trackers": _("the openers signed this list of trackers"),
        "openings_of_ballots": _("the openers signed this file of ballots"),
        "ballots_count": _("there are as many opened ballots as sealed ones"),
        "destroyed_signed": _("a trustee signed that the key was destroyed"),
        "witness_signed": _("the returning officer or an agent signed what they saw"),
        "recounted_signed": _("a trustee signed this result after counting again"),
    }[code]
