"""The trustees' tool to fetch: one HTML file that works offline, with its hash."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from nswp_gov.elections.tool import NAME, sha256, source
from nswp_gov.elections.views import bp
from nswp_gov.web.access import Door, door
from nswp_gov.web.files import attached


@bp.get("/tool")
@door(Door.PUBLIC)
def tool() -> ResponseReturnValue:
    """Say what the trustees' tool is, where it comes from and how to check it."""
    return render_template("elections/tool.html", name=NAME, digest=sha256())


@bp.get("/tool/nswp-trustee.html")
@door(Door.PUBLIC)
def tool_file() -> ResponseReturnValue:
    """Give the tool as a file to keep: it is opened from the disk, never from here."""
    return attached(source(), NAME, "application/octet-stream")
