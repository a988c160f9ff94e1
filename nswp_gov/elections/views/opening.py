"""The opening of the box: the lot, the trustees' shares, what the openers found."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.elections import operations, queries
from nswp_gov.elections.forms import LotForm, OpeningForm, SharesForm
from nswp_gov.elections.models import Election
from nswp_gov.elections.record import OPENINGS, SHARES
from nswp_gov.elections.states import State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, inside, run
from nswp_gov.sealing import Opening, Purpose, SealingError
from nswp_gov.sealing.signing import unchecked_statement
from nswp_gov.store.errors import Unfit
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

MOST = 12 * 1024 * 1024


def _place(purpose: Purpose, data: bytes, name: str, field: str) -> int:
    """Return the place that a trustee's statement claims; the operation checks the signature."""
    try:
        place = unchecked_statement(purpose, data).get(name)
    except SealingError as refused:
        raise Unfit(
            f"{field}_unfit" if field == "opening" else "shares_unfit", field=field
        ) from refused
    return place if isinstance(place, int) else 0


@bp.get("/<slug>/opening")
@door(Door.TRUSTEE, Door.OFFICER)
def opening(slug: str) -> ResponseReturnValue:
    """Show what the trustees fetch and bring, and how far the opening is."""
    return _page(inside(slug), SharesForm(prefix="s"), OpeningForm(prefix="o"))


def _page(
    found: Election, shares: SharesForm, opened: OpeningForm, status: int = 200
) -> ResponseReturnValue:
    names = [one.name for one in queries.files(session(), found.id)]
    return render_template(
        "elections/opening.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        manifest=queries.manifest_of(found),
        shares=shares,
        opened=opened,
        files=[one for one in names if one.startswith(SHARES)],
        openings=[one for one in names if one.startswith(OPENINGS) and one.endswith(".json")],
        can_bring=found.state in (State.CLOSED, State.OPENING),
    ), status


@bp.post("/<slug>/shares")
@door(Door.TRUSTEE, Door.OFFICER, limit=MOST)
def shares(slug: str) -> ResponseReturnValue:
    """Take a trustee's share file; the openers fetch it."""
    found = inside(slug)
    form = SharesForm(prefix="s")
    status = attempt(form, lambda: _bring_shares(form, slug))
    if status == 0:
        flash(_("The share file is here. The openers can fetch it."), "ok")
        return redirect(url_for("elections.opening", slug=slug))
    found = inside(slug)
    return _page(found, form, OpeningForm(prefix="o", formdata=None), status)


def _bring_shares(form: SharesForm, slug: str) -> None:
    data = form.share_file.data.read()
    with work() as w:
        operations.bring_shares(
            w,
            queries.by_slug(w.session, slug),
            data,
            place=_place(Purpose.SHARE, data, "trustee", "share_file"),
        )


@bp.post("/<slug>/openings")
@door(Door.TRUSTEE, Door.OFFICER, limit=MOST)
def openings(slug: str) -> ResponseReturnValue:
    """Take what an opener found; the ballots are imported when two agree."""
    found = inside(slug)
    form = OpeningForm(prefix="o")
    agreed: list[bool] = []
    status = attempt(form, lambda: agreed.append(_bring_opening(form, slug)))
    if status == 0:
        said = _("Two openers agree: the ballots can be counted.")
        flash(said if agreed[0] else _("Taken. A second opener has to find the same."), "ok")
        return redirect(url_for("elections.opening", slug=slug))
    found = inside(slug)
    return _page(found, SharesForm(prefix="s", formdata=None), form, status)


def _bring_opening(form: OpeningForm, slug: str) -> bool:
    made = Opening(form.ballots.data.read(), form.opening.data.read())
    with work() as w:
        return operations.bring_opening(
            w,
            queries.by_slug(w.session, slug),
            made,
            place=_place(Purpose.OPENING, made.statement, "opener", "opening"),
        )


@bp.route("/<slug>/lot", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def lot(slug: str) -> ResponseReturnValue:
    """Take the order drawn by lot, before the box is opened."""
    found = run(slug)
    form = LotForm()
    status = attempt(form, lambda: _record_lot(form, slug))
    if status == 0:
        flash(_("The lot is entered."), "ok")
        return redirect(url_for("elections.desk", slug=slug))
    found = run(slug)
    papers = queries.manifest_of(found).papers
    rows = [
        (f"{paper.id}/{option}", name)
        for paper in papers
        for option, name in queries.option_titles(paper, locale()).items()
    ]
    return render_template(
        "elections/lot.html",
        form=form,
        election=found,
        rows=rows,
        count=ngettext("one name", "%(num)d names", len(rows)),
    ), status


def _record_lot(form: LotForm, slug: str) -> None:
    with work() as w:
        operations.record_lot(w, queries.by_slug(w.session, slug), (form.order.data or "").split())
