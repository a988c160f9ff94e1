"""XLIFF 2.0: one unit a text.

Source: OASIS XLIFF Version 2.0, sections 4.2 (elements) and 4.3 (attributes).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # it has no types

from nswp_gov.desk.exchange.piece import Piece, Unreadable
from nswp_gov.rules.languages import Locale

NS = "urn:oasis:names:tc:xliff:document:2.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ID = re.compile(r"t-([0-9a-f]{32})-(\d{1,9})")
# What no XML document may hold, and is written as <cp hex="…"/>. Source: XML 1.0, production 2.
_UNWRITABLE = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff])")
_UNSURE = {"initial"}
_HALVES = range(0xD800, 0xE000)  # of a pair: no sign by themselves


def write_xliff(pieces: Iterable[Piece], source: Locale, target: Locale) -> bytes:
    """Return the file that a translator's program opens; all pieces are from `source`."""
    root = etree.Element(f"{{{NS}}}xliff", nsmap={None: NS})
    root.set("version", "2.0")
    root.set("srcLang", source.tag)
    root.set("trgLang", target.tag)
    root.set(f"{_XML}space", "preserve")
    file = etree.SubElement(root, f"{{{NS}}}file", id="texts")
    for piece in pieces:
        unit = etree.SubElement(file, f"{{{NS}}}unit", id=f"t-{piece.text_id.hex}-{piece.revision}")
        if piece.note:
            notes = etree.SubElement(unit, f"{{{NS}}}notes")
            _write(etree.SubElement(notes, f"{{{NS}}}note"), piece.note)
        state = "initial" if piece.is_unsure or not piece.target else "translated"
        segment = etree.SubElement(unit, f"{{{NS}}}segment", state=state)
        _write(etree.SubElement(segment, f"{{{NS}}}source"), piece.source)
        _write(etree.SubElement(segment, f"{{{NS}}}target"), piece.target)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write(element: Any, words: str) -> None:
    plain, *rest = _UNWRITABLE.split(words)
    element.text = plain
    for sign, after in zip(rest[::2], rest[1::2], strict=True):
        cp = etree.SubElement(element, f"{{{NS}}}cp", hex=f"{ord(sign):04X}")
        cp.tail = after


def read_xliff(content: bytes, target: Locale) -> list[Piece]:
    """Return the pieces of a file that came back; units that are not ours are passed over.

    Raises:
        Unreadable: it is no XLIFF 2, brings a document type, or is in another language.

    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("file_not_xliff") from fault
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise Unreadable("file_with_doctype")
    if root.tag != f"{{{NS}}}xliff":
        raise Unreadable("file_not_xliff")
    if Locale.from_tag(root.get("trgLang") or "") is not target:
        raise Unreadable("file_other_language")
    return [piece for unit in root.iter(f"{{{NS}}}unit") if (piece := _piece(unit))]


def _piece(unit: Any) -> Piece | None:
    named = _ID.fullmatch(unit.get("id") or "")
    if named is None:
        return None
    parts = [*unit.iterchildren(f"{{{NS}}}segment", f"{{{NS}}}ignorable")]
    states = {part.get("state", "initial") for part in parts if part.tag == f"{{{NS}}}segment"}
    return Piece(
        text_id=uuid.UUID(named[1]),
        revision=int(named[2]),
        source="".join(_read(part.find(f"{{{NS}}}source")) for part in parts),
        target="".join(_target(part) for part in parts),
        is_unsure=bool(states & _UNSURE),
    )


def _target(part: Any) -> str:
    """Return the translation of a part; what is to be ignored may have none and stays as it is."""
    found = part.find(f"{{{NS}}}target")
    if found is None and part.tag == f"{{{NS}}}ignorable":
        found = part.find(f"{{{NS}}}source")
    return _read(found)


def _read(element: Any | None) -> str:
    """Return the words of an element; marks that a program put in vanish, their words stay."""
    if element is None:
        return ""
    said = [element.text or ""]
    for child in element:
        if child.tag == f"{{{NS}}}cp":
            said.append(_sign(child.get("hex") or ""))
        elif isinstance(child.tag, str):
            said.append(_read(child))
        said.append(child.tail or "")
    return "".join(said)


def _sign(code: str) -> str:
    try:
        number = int(code, 16)
        return "" if number in _HALVES else chr(number)
    except (ValueError, OverflowError):
        return ""
