"""Taking over an existing text: headings become clauses, nothing is lost unseen."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from nswp_gov.manual import operations, queries
from nswp_gov.manual.models import Attachment
from nswp_gov.manual.operations.outlines import outline_of
from nswp_gov.manual.operations.word_files import read_word
from nswp_gov.rules.languages import Locale
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import Unfit
from nswp_gov.store.files import StoredFile, content_of, sweep
from nswp_gov.store.uploads import UploadRefused
from tests.factories.manual import make_document, make_draft

PARTS = st.tuples(st.integers(1, 6), st.text("abc é会#*", min_size=1, max_size=9))
TEXT = """A word before.

# 1. Membership

Who may join: see [the fees](#c-fees).

## 1.1 Éligibilité

| a | b |
|---|---|
| 1 | 2 |

{#c-fees}
## Fees

Ten[^1].

[^1]: A year.

# 会员资格

文本。
"""


def word_file(*parts) -> bytes:
    made = docx.Document()
    for style, text in parts:
        if style == "table":
            table = made.add_table(rows=len(text), cols=len(text[0]))
            for row, cells in zip(table.rows, text, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
        elif style == "bold":
            paragraph = made.add_paragraph("Plain ")
            paragraph.add_run(text).bold = True
            paragraph.add_run(" and ")
            run = paragraph.add_run("leaning")
            run.italic, run.font.size = True, Pt(11)
        else:
            made.add_paragraph(text, style=style)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_headings_become_clauses_with_keys_and_without_numbers():
    outline = outline_of(TEXT, {"membership"})
    assert [(one.level, one.key, one.heading) for one in outline.pieces] == [
        (1, "membership-2", "Membership"),
        (2, "eligibilite", "Éligibilité"),
        (2, "fees", "Fees"),
        (1, "clause-4", "会员资格"),
    ]
    assert outline.left_out == "A word before."
    assert outline.pieces[0].body == "Who may join: see [[fees|the fees]]."
    assert "| 1 | 2 |" in outline.pieces[1].body
    assert outline.pieces[2].body == "Ten[^1].\n\n[^1]: A year."


def test_the_outline_as_markdown_gives_the_same_outline():
    outline = outline_of(TEXT)
    again = outline_of(outline.markdown)
    assert again.pieces == outline.pieces
    assert again.left_out == ""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.text("abc é会#*", min_size=1, max_size=9)), max_size=6)
)
def test_any_outline_comes_back_as_it_was(parts):
    source = "\n\n".join(
        f"{'#' * level} {words}\n\nBody {at}" for at, (level, words) in enumerate(parts)
    )
    outline = outline_of(source)
    assert outline_of(outline.markdown).pieces == outline.pieces
    levels = [one.level for one in outline.pieces]
    assert all(b <= a + 1 for a, b in zip([0, *levels], levels, strict=False))
    assert len({one.key for one in outline.pieces}) == len(levels)


def test_a_word_file_becomes_markdown():
    content = word_file(
        ("Heading 1", "Quorum"), ("Normal", "At least *six* members."), ("bold", "weighs"),
        ("List Bullet", "one"), ("List Bullet", "two"), ("List Number", "first"),
        ("table", [["a", "b"], ["1", "2|3"]]), ("Heading 2", "Proxies"), ("Normal", "None."),
    )  # fmt: skip
    made = read_word(content, "manual.docx").markdown
    assert made.split("\n\n") == [
        "# Quorum", r"At least \*six\* members.", "Plain **weighs** and *leaning*",
        "- one\n- two", "1. first", "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |",
        "## Proxies", "None.",
    ]  # fmt: skip


FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t xml:space="preserve">A year, </w:t></w:r>
<w:r><w:t>not a month.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>第二条*</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def with_footnotes(content: bytes) -> bytes:
    """The file with two footnotes, where its text says [2] and [3]."""
    changes = {
        "[Content_Types].xml": (
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{KIND}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{RELATION}" Target="footnotes.xml"/></Relationships>',
        ),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as write:
        for name in read.namelist():
            text = read.read(name)
            if name in changes:
                text = text.decode().replace(*changes[name]).encode()
            if name == "word/document.xml":
                for number in ("2", "3"):
                    mark = f'</w:t><w:footnoteReference w:id="{number}"/><w:t>'
                    text = text.decode().replace(f"[{number}]", mark).encode()
            write.writestr(name, text)
        write.writestr("word/footnotes.xml", FOOTNOTES)
    return out.getvalue()


def test_the_footnotes_of_a_word_file_stand_below_their_own_clause(work, store):
    content = with_footnotes(
        word_file(
            ("Heading 1", "Fees"), ("Normal", "Ten[2]."), ("Normal", "More."),
            ("Heading 1", "会员资格"), ("Normal", "文本[3]。"),
        )
    )  # fmt: skip
    made = read_word(content, "manual.docx").markdown
    assert made.split("\n\n") == [
        "# Fees", "Ten.[^2]", "More.", "[^2]: A year, not a month.",
        "# 会员资格", "文本。[^3]", r"[^3]: 第二条\*",
    ]  # fmt: skip
    draft = make_draft(work, make_document(work))
    outline = operations.read_outline(work, draft, content, "m.docx", store)
    operations.import_outline(work, draft, outline.markdown, store)
    book = queries.book_of_draft(work.session, draft, Locale.EN).by_key()
    assert book["fees"].body.original.endswith("[^2]: A year, not a month.")


PLACE = b"36.82 E, on somebody's telephone"


def picture(colour: str = "white") -> bytes:
    out, said = io.BytesIO(), PngInfo()
    said.add_text("Place", PLACE.decode())
    Image.new("RGB", (4, 4), colour).save(out, "PNG", pnginfo=said)
    return out.getvalue()


def attached(work, draft) -> list[Attachment]:
    number = queries.next_number(work.session, draft)
    rows = queries.attachments_of(work.session, draft.document_id, number)
    return [one for each in rows.values() for one in each]


def test_pictures_of_a_word_file_become_files_of_their_clauses(work, store):
    made = docx.Document()
    made.add_picture(io.BytesIO(picture()))
    made.add_paragraph("Structure", style="Heading 1")
    made.add_paragraph("Who answers to whom.")
    made.add_picture(io.BytesIO(picture()))
    drawn = made.element.body.findall(f".//{qn('wp:docPr')}")
    drawn[1].set("descr", "The board [and] its committees")
    cell = made.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture("red")))
    out = io.BytesIO()
    made.save(out)
    draft = make_draft(work, make_document(work))
    outline = operations.read_outline(work, draft, out.getvalue(), "manual.docx", store)
    assert [heading for heading, _words in outline.left_behind] == [""]
    assert outline.pictures[0] == ("Structure", "The board [and] its committees")
    assert [heading for heading, _words in outline.pictures] == ["Structure", "Structure"]
    assert not attached(work, draft)  # nothing has changed yet
    assert PLACE not in b"".join(store.read(key) for key in store.keys())  # noqa: SIM118
    done = operations.import_outline(work, draft, outline.markdown, store)
    assert (done.added, done.pictures) == (1, 2)
    body = queries.book_of_draft(work.session, draft, Locale.EN).by_key()["structure"].body
    assert "picture" not in body.original
    first = next(one for one in attached(work, draft) if one.title.startswith("The board"))
    assert (first.title, first.name) == ("The board [and] its committees", "structure.webp")
    kept = work.session.get_one(StoredFile, first.file_id)
    cleaned = content_of(store, kept, vault.ring)
    assert Image.open(io.BytesIO(cleaned)).size == (4, 4)
    assert PLACE not in cleaned
    again = operations.import_outline(work, draft, outline.markdown, store)
    assert (again.same, again.pictures) == (1, 0)
    assert len(attached(work, draft)) == 2


def test_a_picture_that_is_gone_or_of_another_draft_is_not_taken(work, store):
    made = docx.Document()
    made.add_paragraph("Structure", style="Heading 1")
    made.add_picture(io.BytesIO(picture()))
    out = io.BytesIO()
    made.save(out)
    draft = make_draft(work, make_document(work))
    source = operations.read_outline(work, draft, out.getvalue(), "m.docx", store).markdown
    other = make_draft(work, make_document(work, slug="another"))
    with pytest.raises(Unfit, match="import_picture_gone"):
        operations.import_outline(work, other, source, store)
    sweep(work.session, store, before=datetime.now(UTC) + timedelta(minutes=5))
    with pytest.raises(Unfit, match="import_picture_gone"):
        operations.import_outline(work, draft, source, store)


def test_pictures_of_a_markdown_file_stay_behind_and_each_is_named(work, store):
    draft = make_draft(work, make_document(work))
    plain = b"# One\n\n![The map](map.png) and ![](x.png)"
    outline = operations.read_outline(work, draft, plain, "m.md", store)
    assert outline.left_behind == (("One", "The map"), ("One", ""))
    assert outline.pictures == ()


def test_a_file_with_something_active_in_it_is_refused():
    out = io.BytesIO(word_file(("Normal", "x")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(UploadRefused):
        read_word(out.getvalue(), "manual.docx")
    for name, content in (("x.docx", b"no such thing"), ("x.xlsx", b"PK"), ("x.pdf", b"%PDF")):
        with pytest.raises(UploadRefused):
            read_word(content, name)


def test_a_preview_changes_nothing_and_the_import_all_of_it(work, store):
    draft = make_draft(work, make_document(work), 1)
    before = queries.fingerprint(work.session, draft)
    outline = operations.read_outline(work, draft, TEXT.encode(), "old.md", store)
    assert queries.fingerprint(work.session, draft) == before
    done = operations.import_outline(work, draft, outline.markdown, store)
    assert (done.added, done.changed, done.same) == (4, 0, 0)
    book = queries.book_of_draft(work.session, draft, Locale.EN)
    assert [(one.number, one.key) for one in book.entries] == [
        ("1", "chapter"), ("1.1", "c1"), ("2", "membership"), ("2.1", "eligibilite"),
        ("2.2", "fees"), ("3", "clause-4"),
    ]  # fmt: skip
    source = outline.markdown.replace("Ten", "Twelve")
    again = operations.import_outline(work, draft, source, store)
    assert (again.added, again.changed, again.same) == (0, 1, 3)
    assert queries.dead_references(work.session, draft) == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"No heading here.", "import_without_heading"),
        (b"\xff\xfe\x00", "import_not_text"),
        (b"# x\n" + b"a" * 1_000_001, "import_too_long"),
    ],
)
def test_what_cannot_be_taken_over_says_why(work, store, content, code):
    draft = make_draft(work, make_document(work), 1)
    with pytest.raises(Unfit, match=code):
        operations.read_outline(work, draft, content, "old.md", store)


def test_one_key_for_two_clauses_is_refused(work, store):
    draft = make_draft(work, make_document(work), 1)
    with pytest.raises(Unfit, match="import_key_twice"):
        operations.import_outline(work, draft, "{#c-x}\n# A\n\n{#c-x}\n# B", store)
