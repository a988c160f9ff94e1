"""The glossary: for readers, and for those who keep it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from nswp_gov.desk import operations, policy, queries
from nswp_gov.desk.forms import ActForm, ChangeTermForm, NewTermForm
from nswp_gov.desk.models import GlossaryTerm
from nswp_gov.desk.views.blueprint import UNPROCESSABLE, bp, turned
from nswp_gov.rules.collation import sort_key
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import DomainError, NotFound, Unfit
from nswp_gov.web.access import Door, door
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, session, work

PAGE = 40
LONGEST_QUESTION = 120


@bp.get("/glossary")
@door(Door.PUBLIC)
def glossary() -> ResponseReturnValue:
    """The words of the network, in the reader's language beside English."""
    here, asked = locale(), request.args.get("q", "").strip()[:LONGEST_QUESTION]
    found = [one for one in queries.entries(session(), here) if not asked or one.holds(asked)]
    found.sort(key=lambda one: sort_key(one.name(here).words, here))
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "desk/glossary.html",
        terms=found[(page - 1) * PAGE : page * PAGE],
        total=len(found),
        asked=asked,
        here=here,
        newer=turned(page - 1) if page > 1 else None,
        older=turned(page + 1) if page < pages else None,
        page_number=page,
        pages=pages,
        may_edit=policy.may_edit_glossary(actor()).allowed,
        is_empty=not found and not asked,
    )


@bp.get("/glossary.json")
@door(Door.PUBLIC)
def glossary_file() -> ResponseReturnValue:
    """Every term with its names in all languages, as data."""
    return jsonify(
        [
            {
                "key": one.key,
                "names": {where.tag: name.words for where, name in one.names.items()},
                "meaning": one.meaning.words if one.meaning else "",
                "meaning_language": one.meaning.locale.tag if one.meaning else "",
            }
            for one in queries.entries(session(), locale())
        ]
    )


def _entry(key: str) -> queries.Entry:
    found = queries.entry(session(), key, locale())
    if found is None:
        raise NotFound
    return found


@bp.get("/glossary/<key>")
@door(Door.PUBLIC)
def term(key: str) -> ResponseReturnValue:
    """One term in every language."""
    return render_template(
        "desk/term.html",
        entry=_entry(key),
        here=locale(),
        may_edit=policy.may_edit_glossary(actor()).allowed,
        may_look=policy.may_look(actor()).allowed,
    )


@bp.post("/glossary")
@door(Door.STAFF)
def plant() -> ResponseReturnValue:
    """Take over the terms that ship with the program."""
    if ActForm().validate_on_submit():
        with work() as w:
            number = operations.plant(w)
        flash(_("Terms taken over: %(number)s.", number=number))
    return redirect(url_for("desk.glossary"))


@bp.route("/glossary/new", methods=["GET", "POST"])
@door(Door.STAFF)
def new_term() -> ResponseReturnValue:
    """Add a term."""
    form = NewTermForm()
    if form.validate_on_submit():
        try:
            avoid = _avoid(form.avoid.data or "")
            with work() as w:
                operations.add_term(w, avoid=avoid, **form.values("key", "name", "meaning", "note"))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("desk.term", key=form.key.data))
    page = render_template("desk/term_form.html", form=form, entry=None)
    return page, UNPROCESSABLE if form.errors else 200


@bp.route("/glossary/<key>/change", methods=["GET", "POST"])
@door(Door.STAFF)
def change_term(key: str) -> ResponseReturnValue:
    """Change a term in English; its renderings are translated at the desk."""
    entry = _entry(key)
    form = ChangeTermForm(data=_as_is(entry))
    if form.validate_on_submit():
        try:
            values = form.values("name", "meaning", "note", "is_retired", "is_substantive")
            avoid = _avoid(form.avoid.data or "")
            with work() as w:
                row = w.session.get_one(GlossaryTerm, entry.row.id)
                operations.change_term(w, row, avoid=avoid, **values)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("desk.term", key=key))
    page = render_template("desk/term_form.html", form=form, entry=entry)
    return page, UNPROCESSABLE if form.errors else 200


def _as_is(entry: queries.Entry) -> dict[str, Any]:
    english = queries.entry(session(), entry.key, Locale.EN) or entry
    return {
        "name": entry.name(Locale.EN).words,
        "meaning": english.meaning.words if english.meaning else "",
        "note": entry.row.note,
        "avoid": "\n".join(f"{code}: {', '.join(said)}" for code, said in entry.row.avoid.items()),
        "is_retired": entry.row.is_retired,
    }


def _avoid(lines: str) -> dict[Locale, Sequence[str]]:
    """Read one language a line.

    Raises:
        Unfit: a line has no language of ours.

    """
    found: dict[Locale, Sequence[str]] = {}
    for number, line in enumerate(lines.splitlines(), 1):
        code, colon, words = line.partition(":")
        where = Locale.from_tag(code)
        if line.strip() and (not colon or where is None):
            raise Unfit("avoid_form", field="avoid", line=number)
        if where is not None:
            found[where] = [word.strip() for word in words.split(",") if word.strip()]
    return found
