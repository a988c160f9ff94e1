"""Word and Excel files: each part checked and written anew, without people and history.

Source: ECMA-376, part 2 (open packaging conventions).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from nswp_gov.store.uploads.pictures import reencode_picture
from nswp_gov.store.uploads.refusals import UploadRefused

_MOST_PARTS = 2000
_LARGEST_UNPACKED = 50 * 2**20
_LARGEST_RATIO = 200
_SMALL = 100_000  # a part below this may be packed as tightly as it likes
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_BLANK = {
    "docprops/core.xml": _HEAD + b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": _HEAD + b"<Properties xmlns="
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}
_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|embeddings/|oleobject|customui|externallinks|attachedtoolbars"
    r"|macrosheets|dialogsheets|webextensions|\.(?:bin|exe|js|vbs|html?|svg|emf|wmf)$"
)
_PERSONAL = re.compile(
    r"^docprops/(?:custom\.xml|thumbnail\.)|^customxml/|(?:^|/)people\.xml$|commentsids|"
    r"commentsextensible|(?:^|/)persons/|revisions/|printersettings|^_xmlsignatures/|docmetadata/"
)
_PICTURES = re.compile(r"\.(jpe?g|png)$")
_KNOWN = re.compile(r"\.(?:xml|rels|jpe?g|png)$")
_OUTSIDE_PART = re.compile(
    rb"relationships/(?:attachedTemplate|oleObject|frame|subDocument|image|externalLink|package)\b"
)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*?/?>(?:</(?:\w+:)?Relationship>)?")
_OVERRIDE = re.compile(rb"<(?:\w+:)?Override\s[^>]*?/?>")
_NAMES_IN_XML = (
    (
        re.compile(rb'\b(\w+:(?:author|initials|userId|providerId)|lastModifiedBy)="[^"]*"'),
        rb'\1=""',
    ),
    (re.compile(rb'\s\w+:rsid\w*="[0-9A-Fa-f]*"'), b""),
    (re.compile(rb"<w:rsids>.*?</w:rsids>", re.DOTALL), b""),
    (re.compile(rb'\s\w+:(?:date|dateUtc)="[^"]*"'), b""),
    (re.compile(rb"<((?:\w+:)?author)>[^<]*</((?:\w+:)?author)>"), rb"<\1></\2>"),
    (re.compile(rb"<(?:\w+:)?absPath\b[^>]*/>"), b""),
    (re.compile(rb"<(?:\w+:)?fileSharing\b[^>]*/>"), b""),
)


def scrub_office(content: bytes, main_part: str) -> bytes:
    """Return the package with text and pictures, and without authors, dates, ids and history.

    Raises:
        UploadRefused: `upload_damaged`, `upload_active`, `upload_too_large_inside`,
            `upload_mismatch` (no `main_part`).

    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _parts(package)
            names = {part.filename for part in parts}
            if main_part not in names or "[Content_Types].xml" not in names:
                raise UploadRefused("upload_mismatch")
            dropped = {one.filename for one in parts if _PERSONAL.search(one.filename.lower())}
            kept = [one for one in parts if one.filename not in dropped and not one.is_dir()]
            rewritten = [(one.filename, _rewritten(package, one, dropped)) for one in kept]
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as cause:
        raise UploadRefused("upload_damaged") from cause
    return _packed(rewritten)


def _parts(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the parts, after checking their names and sizes."""
    parts = package.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        raise UploadRefused("upload_too_large_inside")
    if len(set(names)) != len(names):
        raise UploadRefused("upload_damaged")
    for part, name in zip(parts, names, strict=True):
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise UploadRefused("upload_damaged")
        if part.file_size > _LARGEST_RATIO * max(part.compress_size, 1) + _SMALL:
            raise UploadRefused("upload_too_large_inside")
        if _ACTIVE.search(name) and not _PERSONAL.search(name):
            raise UploadRefused("upload_active")
        if not (part.is_dir() or _KNOWN.search(name) or _PERSONAL.search(name)):
            raise UploadRefused("upload_active")
    return parts


def _rewritten(package: zipfile.ZipFile, part: zipfile.ZipInfo, dropped: set[str]) -> bytes:
    name = part.filename.lower()
    if name in _BLANK:
        return _BLANK[name]
    with package.open(part) as opened:
        data = opened.read(part.file_size + 1)
    if len(data) > part.file_size:
        raise UploadRefused("upload_too_large_inside")
    picture = _PICTURES.search(name)
    if picture:
        return reencode_picture(data, written_as="PNG" if picture[1] == "png" else "JPEG")
    return _clean_xml(name, data, dropped)


def _clean_xml(name: str, data: bytes, dropped: set[str]) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise UploadRefused("upload_damaged")  # another encoding would pass the patterns unseen
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UploadRefused("upload_active")
    if b"macroEnabled" in data and name == "[content_types].xml":
        raise UploadRefused("upload_active")
    last_names = {one.rsplit("/", 1)[-1].encode() for one in dropped}
    if name.endswith(".rels"):
        data = _RELATIONSHIP.sub(lambda match: _relationship(match[0], last_names), data)
    if name == "[content_types].xml":
        data = _OVERRIDE.sub(lambda match: _unless_dropped(match[0], last_names), data)
    for pattern, replacement in _NAMES_IN_XML:
        data = pattern.sub(replacement, data)
    return data


def _relationship(element: bytes, last_names: set[bytes]) -> bytes:
    is_outside = b'TargetMode="External"' in element or b"TargetMode='External'" in element
    if is_outside and _OUTSIDE_PART.search(element):
        raise UploadRefused("upload_active")
    return _unless_dropped(element, last_names)


def _unless_dropped(element: bytes, last_names: set[bytes]) -> bytes:
    named = re.search(rb'(?:Target|PartName)="([^"]*)"', element)
    is_dropped = named is not None and named[1].rsplit(b"/", 1)[-1] in last_names
    return b"" if is_dropped else element


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return out.getvalue()
