"""A Word file as Markdown: headings, paragraphs, lists, tables, bold, italics, links, footnotes.

The file passes the gate for uploads first, so that what reaches the parser holds no macro, no
outside part and no bomb. A picture leaves a mark, `![what it shows](picture-2)`, in the words of
the clause that it stood in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from nswp_gov.store import uploads
from nswp_gov.store.uploads.refusals import UploadRefused

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the heading it stood under, what was said of it, and its bytes if they are here.

    `name` tells its kind by its ending; both are empty where the file holds no picture of a kind
    that we know.
    """

    heading: str
    words: str
    name: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a Word file gave: its text as Markdown, and the pictures that its marks stand for."""

    markdown: str
    pictures: tuple[Picture, ...]


def read_word(content: bytes, name: str) -> Taken:
    """Return the text of a .docx file as Markdown, and its pictures in their order.

    Raises:
        UploadRefused: it is not a Word file, or holds what is not let in.

    """
    clean = uploads.clean(content, name)
    if clean.extension != uploads.Kind.DOCX:
        raise UploadRefused("upload_kind", accepted="docx, md")
    try:
        document = docx.Document(io.BytesIO(clean.content))
    except (OpcError, ValueError, KeyError) as broken:
        raise UploadRefused("upload_damaged") from broken
    notes = _footnotes(document)
    met: list[str] = []
    pictures: list[Picture] = []
    blocks = list(_blocks(document, notes, met, pictures))
    blocks += [f"[^{number}]: {notes[number]}" for number in met]
    return Taken("\n\n".join(_grouped(blocks)), tuple(pictures))


def _pictures(document: WordDocument, part: Table | Paragraph, heading: str) -> Iterator[Picture]:
    """Return each picture of a table or paragraph, by its alternative text or its name."""
    root = part._tbl if isinstance(part, Table) else part._p  # noqa: SLF001 - as below
    for drawing in root.iter(qn("w:drawing"), qn("w:pict")):
        said = next(drawing.iter(qn("wp:docPr")), None)
        words = (said.get("descr") or said.get("name") or "") if said is not None else ""
        shown = next(drawing.iter(qn("a:blip")), None)
        number = shown.get(qn("r:embed")) if shown is not None else None
        held = document.part.related_parts.get(number or "")
        name, content = (held.partname.filename, held.blob) if held is not None else ("", b"")
        yield Picture(heading, " ".join(words.split()), name, content)


def _blocks(
    document: WordDocument, notes: dict[str, str], met: list[str], pictures: list[Picture]
) -> Iterator[str]:
    heading = ""
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield _table(part)
        else:
            level = _level(part)
            if level and met:
                yield from (f"[^{number}]: {notes[number]}" for number in met)
                met.clear()
            title = part.text.strip()
            words = _words(part, notes, met).strip()
            if level and title:
                heading = title
            if words:
                yield f"{'#' * level} {title}" if level else _listed(part, words)
        for picture in _pictures(document, part, heading):
            pictures.append(picture)
            yield f"![{_escaped(picture.words)}](picture-{len(pictures)})"


def _level(paragraph: Paragraph) -> int:
    """Return the level of a heading, by its style or its outline level; 0 for other paragraphs."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name.casefold() == "title":
        return 1
    if match := _HEADING.match(name):
        return min(int(match[1]), _DEEPEST)
    outline = paragraph._p.find(f".//{qn('w:outlineLvl')}")  # noqa: SLF001 - python-docx gives no other way to it
    return min(int(outline.get(qn("w:val"))) + 1, _DEEPEST) if outline is not None else 0


def _listed(paragraph: Paragraph, words: str) -> str:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    numbered = paragraph._p.find(f".//{qn('w:numPr')}")  # noqa: SLF001 - as above
    if name.startswith("List Number"):
        return f"1. {words}"
    if name.startswith("List") or numbered is not None:
        return f"- {words}"
    return words


def _words(paragraph: Paragraph, notes: dict[str, str], met: list[str]) -> str:
    pieces = []
    for part in paragraph.iter_inner_content():
        if isinstance(part, Hyperlink):
            text = _escaped(part.text)
            pieces.append(f"[{text}]({part.address})" if part.address else text)
        else:
            pieces.append(_run(part, notes, met))
    return "".join(pieces).replace("****", "")


def _run(run: Run, notes: dict[str, str], met: list[str]) -> str:
    text = _escaped(run.text)
    mark = "**" if run.bold else "*" if run.italic else ""
    inner = text.strip()
    if mark and inner:
        text = text.replace(inner, f"{mark}{inner}{mark}")
    for reference in run._r.findall(qn("w:footnoteReference")):  # noqa: SLF001 - as above
        number = str(reference.get(qn("w:id")))
        if number in notes:
            met.append(number)
            text += f"[^{number}]"
    return text


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " ")


def _table(table: Table) -> str:
    rows = [[_escaped(" ".join(cell.text.split())) for cell in row.cells] for row in table.rows]
    if not rows:
        return ""
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _footnotes(document: WordDocument) -> dict[str, str]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            return {
                str(note.get(qn("w:id"))): _escaped(
                    " ".join("".join(part.text or "" for part in note.iter(qn("w:t"))).split())
                )
                for note in root.findall(qn("w:footnote"))
                if note.get(qn("w:type")) is None
            }
    return {}


def _grouped(blocks: list[str]) -> Iterator[str]:
    """Return the blocks, the items of one list under each other."""
    held: list[str] = []
    for block in blocks:
        if held and _kind(block) and _kind(block) == _kind(held[-1]):
            held.append(block)
            continue
        if held:
            yield "\n".join(held)
        held = [block]
    if held:
        yield "\n".join(held)


def _kind(block: str) -> str:
    return next((one for one in ("- ", "1. ") if block.startswith(one)), "")
