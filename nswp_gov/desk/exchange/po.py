"""PO: one message a text; its context names the text and the source revision."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterable

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from nswp_gov.desk.exchange.piece import Piece, Unreadable
from nswp_gov.rules.languages import Locale

_CONTEXT = re.compile(r"([0-9a-f]{32})/(\d{1,9})")
# PO has escapes for these alone; every other sign that breaks a line is written as \uXXXX here.
_BREAKS = re.compile("[\\\\\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_WRITTEN = re.compile(r"\\(\\|u[0-9a-f]{4})")


def write_po_file(pieces: Iterable[Piece], target: Locale) -> bytes:
    """Return the file that a translator's program opens."""
    catalogue = Catalog(locale=target.value, project="texts", charset="utf-8")
    for piece in pieces:
        flags = {"fuzzy"} if piece.is_unsure and piece.target else set()
        catalogue.add(
            _packed(piece.source),
            _packed(piece.target),
            context=f"{piece.text_id.hex}/{piece.revision}",
            auto_comments=[line for line in [" ".join(piece.note.split())] if line],
            flags=flags,
        )
    held = io.BytesIO()
    write_po(held, catalogue, width=0, omit_header=False)
    return held.getvalue()


def read_po_file(content: bytes, target: Locale) -> list[Piece]:
    """Return the pieces of a file that came back; messages that are not ours are passed over.

    Raises:
        Unreadable: it is no PO file in UTF-8, or is in another language.

    """
    try:
        content.decode("utf-8-sig")
        catalogue = read_po(io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")), abort_invalid=True)
    except (UnicodeError, PoFileError, ValueError, LookupError, TypeError) as fault:
        raise Unreadable("file_not_po") from fault
    if Locale.from_tag(catalogue.locale_identifier or "") is not target:
        raise Unreadable("file_other_language")
    found = []
    for message in catalogue:
        named = _CONTEXT.fullmatch(message.context or "")
        if named is None or not isinstance(message.id, str) or not isinstance(message.string, str):
            continue
        found.append(
            Piece(
                text_id=uuid.UUID(named[1]),
                revision=int(named[2]),
                source=_unpacked(message.id),
                target=_unpacked(message.string),
                is_unsure=message.fuzzy,
            )
        )
    return found


def _packed(words: str) -> str:
    return _BREAKS.sub(lambda sign: "\\\\" if sign[0] == "\\" else f"\\u{ord(sign[0]):04x}", words)


def _unpacked(words: str) -> str:
    return _WRITTEN.sub(lambda sign: "\\" if sign[1] == "\\" else chr(int(sign[1][1:], 16)), words)
