"""PDF: written anew without its metadata, scripts, attached files and forms."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pikepdf

from nswp_gov.store.uploads.refusals import UploadRefused

_MOST_PAGES = 1000
_FROM_ROOT = (
    "/Metadata", "/OpenAction", "/AA", "/AcroForm", "/AF", "/PieceInfo", "/Collection", "/URI",
    "/SpiderInfo", "/Threads", "/Legal", "/Perms", "/DSS", "/Requirements",
)  # fmt: skip
_FROM_NAMES = ("/JavaScript", "/EmbeddedFiles", "/URLS", "/Renditions", "/AlternatePresentations")
_ANYWHERE = ("/Metadata", "/PieceInfo", "/AA", "/AF", "/LastModified", "/OPI", "/ID", "/Thumb")
_FROM_LINKS = ("/T", "/Contents", "/M", "/NM", "/CreationDate", "/RC", "/Popup")
_LINK_ACTIONS = ("/URI", "/GoTo", "/Named")


def rebuild_pdf(content: bytes) -> bytes:
    """Return the document with pages, tags and language, and nothing about who made it or how.

    Raises:
        UploadRefused: `upload_damaged`, `upload_locked` (a password), `upload_too_large_inside`.

    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.is_encrypted:
                raise UploadRefused("upload_locked")
            if len(document.pages) > _MOST_PAGES:
                raise UploadRefused("upload_too_large_inside")
            _strip(document)
            out = io.BytesIO()
            document.remove_unreferenced_resources()
            document.save(
                out,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                fix_metadata_version=False,
            )
    except pikepdf.PasswordError as cause:
        raise UploadRefused("upload_locked") from cause
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as cause:
        raise UploadRefused("upload_damaged") from cause
    return out.getvalue()


def _strip(document: Any) -> None:
    _drop(document.trailer, ("/Info",))
    _drop(document.Root, _FROM_ROOT)
    names = document.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _drop(names, _FROM_NAMES)
    for page in document.pages:
        _keep_plain_links(page.obj)
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            _drop(one, _ANYWHERE)
            _drop_action(one)


def _drop(holder: Any, keys: Iterable[str]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _drop_action(one: Any) -> None:
    """Take away what a click would do, unless it leads to a place or an address."""
    action = one.get("/A")
    if not isinstance(action, pikepdf.Dictionary):
        return
    if str(action.get("/S")) not in _LINK_ACTIONS or "/Next" in action:
        _drop(action, list(action.keys()))
        del one["/A"]


def _is_link(one: Any) -> bool:
    """Whether it is a link; a damaged page may list nothing, or a number, in its place."""
    return isinstance(one, pikepdf.Dictionary) and str(one.get("/Subtype")) == "/Link"


def _keep_plain_links(page: Any) -> None:
    """Keep links; comments, form fields, attachments and films go with their writers' names."""
    annotations = page.get("/Annots")
    if annotations is None:
        return
    kept = list(annotations) if isinstance(annotations, pikepdf.Array) else []
    links = [one for one in kept if _is_link(one)]
    for one in links:
        _drop(one, _FROM_LINKS)
    if links:
        page.Annots = pikepdf.Array(links)
    else:
        del page["/Annots"]
