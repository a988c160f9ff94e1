"""The opening of the box: the lot, the trustees' shares, what the openers found."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from nswp_gov.elections import operations, queries
from nswp_gov.elections.ending_forms import DrawnForm, SeedForm, StatementForm
from nswp_gov.elections.forms import OpeningForm, SharesForm
from nswp_gov.elections.models import Election
from nswp_gov.elections.operations.lots import BEFORE_THE_CLOSE, to_draw
from nswp_gov.elections.operations.opening import AFTER_THE_COUNT
from nswp_gov.elections.record import DESTROYED, OPENINGS, RECOUNTED, SEEDS, SHARES
from nswp_gov.elections.states import State
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, inside, run
from nswp_gov.sealing import Opening, Purpose, SealingError
from nswp_gov.sealing.signing import unchecked_statement
from nswp_gov.store.errors import Unfit
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import AppForm
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import session, work

MOST = 12 * 1024 * 1024
Bring = Callable[[Work, Election, bytes], object]


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
    return _page(inside(slug))


def _page(found: Election, *, status: int = 200, **sent: AppForm) -> ResponseReturnValue:
    """Return the page; `sent`: the form that was refused, under its name on the page."""
    names = [one.name for one in queries.files(session(), found.id)]
    return render_template(
        "elections/opening.html",
        election=found,
        title=queries.title_of(session(), found, locale()),
        manifest=queries.manifest_of(found),
        shares=sent.get("shares") or SharesForm(prefix="s", formdata=None),
        opened=sent.get("opened") or OpeningForm(prefix="o", formdata=None),
        seed=sent.get("seed") or SeedForm(prefix="d", formdata=None),
        statement=sent.get("statement") or StatementForm(prefix="t", formdata=None),
        signed=[one for one in names if one.startswith((RECOUNTED, DESTROYED))],
        seeds=sum(one.startswith(SEEDS) for one in names),
        files=[one for one in names if one.startswith(SHARES)],
        openings=[one for one in names if one.startswith(OPENINGS) and one.endswith(".json")],
        can_bring=found.state in (State.CLOSED, State.OPENING),
        takes_seeds=found.state in BEFORE_THE_CLOSE,
        is_counted=found.state in AFTER_THE_COUNT,
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
    return _page(found, shares=form, status=status)


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
    return _page(found, opened=form, status=status)


def _bring_opening(form: OpeningForm, slug: str) -> bool:
    made = Opening(form.ballots.data.read(), form.opening.data.read())
    with work() as w:
        return operations.bring_opening(
            w,
            queries.by_slug(w.session, slug),
            made,
            place=_place(Purpose.OPENING, made.statement, "opener", "opening"),
        )


@bp.post("/<slug>/seeds")
@door(Door.TRUSTEE, Door.OFFICER)
def seeds(slug: str) -> ResponseReturnValue:
    """Take a trustee's sealed seed for lots; it goes into the box at the close."""
    said = _("The sealed seed is here. Look for its seal in the list after the close.")
    return _take(slug, "seed", SeedForm(prefix="d"), operations.bring_seed, said)


@bp.post("/<slug>/statements")
@door(Door.TRUSTEE, Door.OFFICER)
def statements(slug: str) -> ResponseReturnValue:
    """Take what a trustee signed after the count: counted again, or key destroyed."""
    said = _("The statement is here. It is part of the record.")
    return _take(slug, "statement", StatementForm(prefix="t"), operations.bring_statement, said)


def _take(slug: str, name: str, form: AppForm, bring: Bring, said: str) -> ResponseReturnValue:
    """Take the one file of a form; field, form on the page and file have one name."""
    inside(slug)

    def act() -> None:
        data = form[name].data.read()
        with work() as w:
            bring(w, queries.by_slug(w.session, slug), data)

    status = attempt(form, act)
    if status == 0:
        flash(said, "ok")
        return redirect(url_for("elections.opening", slug=slug))
    return _page(inside(slug), status=status, **{name: form})


@bp.route("/<slug>/lot", methods=["GET", "POST"])
@door(Door.OFFICER, fresh=True)
def lot(slug: str) -> ResponseReturnValue:
    """Take the order drawn by lot, before the box is opened."""
    found = run(slug)
    form = DrawnForm()
    status = attempt(form, lambda: _record_lot(form, slug))
    if status == 0:
        flash(_("The lot is entered."), "ok")
        return redirect(url_for("elections.desk", slug=slug))
    found = run(slug)
    manifest = queries.manifest_of(found)
    names = {
        f"{paper.id}/{option}": name
        for paper in manifest.papers
        for option, name in queries.option_titles(paper, locale()).items()
    }
    rows = [(code, names[code]) for code in to_draw(manifest)]
    return render_template(
        "elections/lot.html",
        form=form,
        election=found,
        rows=rows,
        count=ngettext("one name", "%(num)d names", len(rows)),
    ), status


def _record_lot(form: DrawnForm, slug: str) -> None:
    with work() as w:
        order = (form.order.data or "").split()
        election = queries.by_slug(w.session, slug)
        operations.record_lot(w, election, order, minutes=form.minutes.data)
