"""What goes out in XLIFF and PO comes back as it was, in every script."""

from __future__ import annotations

import random
import uuid

import pytest

from nswp_gov.desk.exchange import (
    Piece,
    Unreadable,
    read_po_file,
    read_xliff,
    write_po_file,
    write_xliff,
)
from nswp_gov.rules.languages import Locale
from tests.sizes import prove, size

pytestmark = pytest.mark.database_free

FILES = size(60, 3_000)
PARTS = [
    "Members vote.", "Les travailleurSEs du sexe : « l’égalité »", "¿Quién decide? ¡Todas!",
    "Секс-работники решают сами — всегда.", "性工作者主导组织，“决定”。", "العربية مع English 123",
    "\u202eright to left\u202c\u200f", "𠮷野家 👩🏽‍🦱 e\u0301", "हिन्दी ไทย",
    "<b>&amp; ]]> <cp hex='1'/>",
    "%(name)s {count} [[quorum-board]]", "https://example.org/a?b=c&d=%20#e", "\n", "\n\n", "\t",
    "\r\n", "\r", " ", "  two  spaces ", '"quoted" \\n \\ back\\slash \\u0041', "\u2028", "\u2029",
    "\x85", "\x0b\x0c", "\x00\x07\x1f", "\ufffe\uffff", "#, fuzzy", 'msgid "x"', "\u00a0\u202f!",
    "| pipe | table |", "<!DOCTYPE x>", "%", "%%s", "~", "#~ msgid",
]  # fmt: skip


def some_words(chance: random.Random) -> str:
    return "".join(chance.choices(PARTS, k=chance.randint(1, 8)))


def pieces(chance: random.Random) -> list[Piece]:
    return [
        Piece(
            text_id=uuid.UUID(int=chance.getrandbits(128)),
            revision=chance.randint(1, 999),
            source=some_words(chance) + "x",
            target=some_words(chance) + "x",
            note=some_words(chance),
            is_unsure=chance.random() < 0.3,
        )
        for _ in range(chance.randint(1, 8))
    ]


def bare(rows: list[Piece]) -> list[tuple[uuid.UUID, int, str, str, bool]]:
    """What has to come back; the note is for the reader outside alone."""
    found = [(one.text_id, one.revision, one.source, one.target, one.is_unsure) for one in rows]
    return sorted(found)


@pytest.mark.parametrize("target", [one for one in Locale if one is not Locale.EN])
def test_xliff_comes_back_as_it_went(target: Locale) -> None:
    chance = random.Random(21)
    for _ in range(FILES):
        sent = pieces(chance)
        assert bare(read_xliff(write_xliff(sent, Locale.EN, target), target)) == bare(sent)
    prove("exchange", {"files": FILES}, seed=21, part=f"xliff {target}")


@pytest.mark.parametrize("target", [one for one in Locale if one is not Locale.EN])
def test_po_comes_back_as_it_went(target: Locale) -> None:
    chance = random.Random(22)
    for _ in range(FILES):
        sent = pieces(chance)
        assert bare(read_po_file(write_po_file(sent, target), target)) == bare(sent)
    prove("exchange", {"files": FILES}, seed=22, part=f"po {target}")


def one_piece(target: str = "") -> Piece:
    return Piece(uuid.UUID(int=7), 3, "Members vote.", target)


def test_what_a_program_did_inside_a_unit_is_read_through() -> None:
    """Sentences apart, marks around words, notes and foreign units beside them."""
    file = f"""<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr-CA">
<file id="f"><group id="g"><unit id="t-{uuid.UUID(int=7).hex}-3">
<segment state="final"><source>Members vote.</source><target>Les membres <mrk id="m1"
type="term">votent</mrk>.</target></segment><ignorable><source> </source></ignorable>
<segment state="reviewed"><source>All of them.</source><target>Tous.</target></segment></unit>
</group><unit id="another"><segment><source>x</source><target>y</target></segment></unit>
</file></xliff>"""
    (found,) = read_xliff(file.encode(), Locale.FR)
    assert found.target == "Les membres votent. Tous."
    assert found.source == "Members vote. All of them."
    assert not found.is_unsure


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "file_not_xliff"),
        (b"no xml", "file_not_xliff"),
        (b"<xliff version='1.2'/>", "file_not_xliff"),
        (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "file_with_doctype"),
        (b"<!DOCTYPE x SYSTEM 'http://localhost/x'><x/>", "file_with_doctype"),
        (write_xliff([one_piece()], Locale.EN, Locale.ES), "file_other_language"),
    ],
)
def test_a_file_that_is_not_ours_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_xliff(content, Locale.FR)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "file_not_po"),
        (b"no catalogue at all", "file_not_po"),
        (write_po_file([one_piece("x")], Locale.ES), "file_other_language"),
        (b"", "file_other_language"),
    ],
)
def test_a_po_file_that_is_not_ours_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_po_file(content, Locale.FR)
    assert refused.value.why == why


@pytest.mark.parametrize("entities", [10, 1000])
def test_no_entity_is_ever_expanded(entities: int) -> None:
    """Neither a file of this computer nor a page of another, and nothing that grows."""
    declared = "".join(f"<!ENTITY e{n} '&e{n + 1};&e{n + 1};'>" for n in range(entities))
    with pytest.raises(Unreadable):
        read_xliff(f"<!DOCTYPE x [{declared}]><x>&e0;</x>".encode(), Locale.FR)


def test_files_say_in_which_language_they_are() -> None:
    pieces = [one_piece("x")]
    assert "Language: zh_Hans" in write_po_file(pieces, Locale.ZH_HANS).decode()
    assert '"zh-Hans"' in write_xliff(pieces, Locale.EN, Locale.ZH_HANS).decode()
