"""Static files under addresses that change with their content, packed once and kept for a year."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from flask import Flask, Response, abort, request, url_for

FOLDER = Path(__file__).resolve().parent.parent / "static"
PACKED = frozenset({".css", ".js", ".mjs", ".svg", ".json", ".txt", ".html"})
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: its bytes, the same packed by gzip where that is shorter, its address."""

    name: str
    mimetype: str
    plain: bytes = field(repr=False)
    packed: bytes | None = field(repr=False)
    mark: str

    @property
    def path(self) -> str:
        """The name with the mark of its content before the suffix: `site.0f3a…91.css`."""
        stem, dot, suffix = self.name.rpartition(".")
        return f"{stem}.{self.mark}{dot}{suffix}"


def read(path: Path, folder: Path = FOLDER) -> Asset:
    """Return the file at `path`, named by its place under `folder`."""
    plain = path.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0) if path.suffix in PACKED else None
    return Asset(
        name=path.relative_to(folder).as_posix(),
        mimetype=TYPES.get(path.suffix)
        or mimetypes.guess_type(path.name)[0]
        or "application/octet-stream",
        plain=plain,
        packed=packed if packed is not None and len(packed) < len(plain) else None,
        mark=hashlib.sha256(plain).hexdigest()[:10],
    )


def collect(folder: Path = FOLDER) -> MappingProxyType[str, Asset]:
    """Return every static file by name; notes (`.md`) and hidden files are no part of the site."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".md" and not path.name.startswith(".")
    )
    found = [read(path, folder) for path in files]
    return MappingProxyType({one.name: one for one in found})


def _answer(one: Asset, *, kept: bool) -> Response:
    packs = one.packed is not None and bool(request.accept_encodings["gzip"])
    answer = Response(one.packed if packs else one.plain, mimetype=one.mimetype)
    if packs:
        answer.headers["Content-Encoding"] = "gzip"
    if one.packed is not None:
        answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = FOR_EVER if kept else "no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.set_etag(f"{one.mark}-gz" if packs else one.mark)
    answer.make_conditional(request)
    return answer


def install(app: Flask, folder: Path = FOLDER) -> None:
    """Serve `folder` at `/static/` as endpoint `static`, and give templates `asset(name)`.

    A page from before an upgrade asks for an older mark: it gets today's file, not kept.
    """
    by_name = collect(folder)
    by_path = {one.path: one for one in by_name.values()}

    def serve(filename: str) -> Response:
        if one := by_path.get(filename):
            return _answer(one, kept=True)
        stem, _, suffix = filename.rpartition(".")
        one = by_name.get(f"{stem.rpartition('.')[0]}.{suffix}") or by_name.get(filename)
        if one is None:
            abort(404)
        return _answer(one, kept=False)

    def asset(name: str) -> str:
        return url_for("static", filename=by_name[name].path)

    if "static" not in app.view_functions:
        app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=serve)
    app.view_functions["static"] = serve
    app.jinja_env.globals["asset"] = asset
