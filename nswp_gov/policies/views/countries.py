"""What country pages of the directory show of the tracker: the documents that apply there."""

from __future__ import annotations

from collections.abc import Hashable

from flask import url_for
from flask_babel import gettext as _

from nswp_gov.directory.views import lists
from nswp_gov.directory.views.lists import Beside, Block
from nswp_gov.policies import queries
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session

MOST = 5


def install() -> None:
    """Put the block into the country pages, once."""
    if BESIDE not in lists.BESIDE:
        lists.BESIDE.append(BESIDE)


def stamp(code: str) -> Hashable:
    """Return what the block of a country depends on."""
    return queries.stamp(session(), code)


def block(code: str) -> Block | None:
    """Return the newest documents that apply in a country by name or region; None: there is none.

    Those that apply in the whole world are behind the link: they are the same for all.
    """
    ids = [record for record, _written_at in queries.stamp(session(), code)]
    if not ids:
        return None
    newest = queries.applying(session(), ids[:MOST])
    said = queries.said(session(), [one["id"] for one, _by in newest], locale())
    links = [
        (said[one["id"]], url_for("policies.document", slug=one["slug"])) for one, _by in newest
    ]
    return Block(
        title=_("What international bodies say here"),
        rows=[(reading.words, reading.locale, href) for reading, href in links],
        more=(_("All that applies here"), url_for("policies.index", country=code)),
    )


BESIDE = Beside(stamp=stamp, block=block)
