"""Taking over an existing text: headings become clauses, nothing is lost unseen."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.manual import operations, queries
from nswp_gov.manual.operations.outlines import outline_of
from nswp_gov.manual.operations.word_files import markdown_of_word
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit
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
    made = markdown_of_word(content, "manual.docx")
    assert made.split("\n\n") == [
        "# Quorum", r"At least \*six\* members.", "Plain **weighs** and *leaning*",
        "- one\n- two", "1. first", "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |",
        "## Proxies", "None.",
    ]  # fmt: skip


def test_a_file_with_something_active_in_it_is_refused():
    out = io.BytesIO(word_file(("Normal", "x")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(UploadRefused):
        markdown_of_word(out.getvalue(), "manual.docx")
    for name, content in (("x.docx", b"no such thing"), ("x.xlsx", b"PK"), ("x.pdf", b"%PDF")):
        with pytest.raises(UploadRefused):
            markdown_of_word(content, name)


def test_a_preview_changes_nothing_and_the_import_all_of_it(work):
    draft = make_draft(work, make_document(work), 1)
    outline = operations.read_outline(work, draft, TEXT.encode(), "old.md")
    before = queries.fingerprint(work.session, draft)
    assert queries.fingerprint(work.session, draft) == before
    done = operations.import_outline(work, draft, outline.markdown)
    assert (done.added, done.changed, done.same) == (4, 0, 0)
    book = queries.book_of_draft(work.session, draft, Locale.EN)
    assert [(one.number, one.key) for one in book.entries] == [
        ("1", "chapter"), ("1.1", "c1"), ("2", "membership"), ("2.1", "eligibilite"),
        ("2.2", "fees"), ("3", "clause-4"),
    ]  # fmt: skip
    again = operations.import_outline(work, draft, outline.markdown.replace("Ten", "Twelve"))
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
def test_what_cannot_be_taken_over_says_why(work, content, code):
    draft = make_draft(work, make_document(work), 1)
    with pytest.raises(Unfit, match=code):
        operations.read_outline(work, draft, content, "old.md")


def test_one_key_for_two_clauses_is_refused(work):
    draft = make_draft(work, make_document(work), 1)
    with pytest.raises(Unfit, match="import_key_twice"):
        operations.import_outline(work, draft, "{#c-x}\n# A\n\n{#c-x}\n# B")
