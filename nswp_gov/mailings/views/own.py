"""Everybody's own pages: what was sent to them, and what they want."""

from __future__ import annotations

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts.models import Person
from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.forms import CertificateForm, PreferencesForm
from nswp_gov.mailings.models import Preference
from nswp_gov.mailings.states import REFUSABLE, Channel, Form, Frequency
from nswp_gov.mailings.views.frame import bp, page
from nswp_gov.mailings.views.letters import href_of, shown_items
from nswp_gov.store.certificates import Certificate, NoCertificate, look_at
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.markdown import render
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import actor, now, session, work


def own_id() -> uuid.UUID:
    """Return who is signed in."""
    person_id = actor().person_id
    if person_id is None:
        raise NotFound
    return person_id


def _own(w: Work) -> Person:
    person = accounts.person(w.session, own_id())
    if person is None:
        raise NotFound
    return person


@bp.get("/letters")
@door(Door.SIGNED_IN)
def letters() -> ResponseReturnValue:
    """Show what was sent to this person, by letter or on this page alone, newest first."""
    passed = max(request.args.get("after", 0, int), 0)
    rows, more = queries.received(session(), own_id(), passed=passed)
    rows = queries.without_withheld(session(), rows, locale())
    subjects = queries.subjects_of(session(), [row for _delivery, row in rows], locale())
    return page(
        "letters",
        rows=rows,
        subjects=subjects,
        newer=url_for(".letters", after=max(passed - queries.PAGE, 0)) if passed else None,
        older=url_for(".letters", after=passed + queries.PAGE) if more else None,
        hold=queries.hold_of(session(), own_id()),
    )


@bp.get("/letters/<uuid:mailing_id>")
@door(Door.SIGNED_IN)
def letter(mailing_id: uuid.UUID) -> ResponseReturnValue:
    """Show one letter to this person."""
    row = queries.received_one(session(), own_id(), mailing_id)
    said = queries.said(session(), row, locale())
    gone = queries.gone_since(session(), row.sent_at or row.made_at)
    if queries.is_withheld(said, row, gone):
        raise NotFound
    return page(
        "letter",
        row=row,
        said=said,
        body=html_of(said.body.words),
        items=shown_items(queries.items_without(row, gone), locale()),
        href=href_of(row.link),
    )


def html_of(words: str) -> Markup:
    """Return a letter's words as a page shows them."""
    return Markup(render(words, doc_id="letter", top_level=2).html)  # noqa: S704 - cleaned by store.markdown


@bp.route("/preferences", methods=["GET", "POST"])
@door(Door.SIGNED_IN)
def preferences() -> ResponseReturnValue:
    """Show what this person wants of letters; take changes."""
    known = queries.preference(session(), own_id())
    form = PreferencesForm(**_wanted(known))
    return attempt(form, lambda: _choose(form)) or page(
        "preferences",
        form=form,
        hold=queries.hold_of(session(), own_id()),
        has_address=bool(_email()),
        certificate=known is not None and known.certificate is not None,
        button=EmptyForm(formdata=None),
    )


def _email() -> str | None:
    person = accounts.person(session(), own_id())
    return person.email if person else None


def _wanted(known: Preference | None) -> dict[str, object]:
    if known is None:
        return {
            "wanted": [one.value for one in REFUSABLE],
            "channel": Channel.MAIL.value,
            "frequency": Frequency.AT_ONCE.value,
            "form": Form.POINTER.value,
        }
    return {
        "wanted": [one.value for one in REFUSABLE if one.value not in known.refused],
        "channel": known.channel.value,
        "frequency": known.frequency.value,
        "form": known.form.value,
    }


def _choose(form: PreferencesForm) -> ResponseReturnValue:
    with work() as w:
        operations.choose(w, _own(w), form.choice())
    flash(_("Saved."), "ok")
    return redirect(url_for(".preferences"))


@bp.route("/preferences/certificate", methods=["GET", "POST"])
@door(Door.SIGNED_IN, fresh=True)
def certificate() -> ResponseReturnValue:
    """Take the certificate that letters to this person are encrypted to."""
    known = queries.preference(session(), own_id())
    given = known.certificate if known else None
    form = CertificateForm()
    return attempt(form, lambda: _give(form.certificate.data)) or page(
        "certificate", form=form, given=_looked_at(given)
    )


def _looked_at(given: str | None) -> Certificate | None:
    try:
        return look_at(given, now=now()) if given else None
    except NoCertificate:
        return None


def _give(given: str) -> ResponseReturnValue:
    try:
        found = look_at(given, now=now())
    except NoCertificate as fault:
        raise Unfit(f"certificate_{fault}", field="certificate") from fault
    with work() as w:
        operations.give_certificate(w, _own(w), found)
    flash(_("Letters to you are encrypted from now on."), "ok")
    return redirect(url_for(".certificate"))


@bp.post("/preferences/certificate/removal")
@door(Door.SIGNED_IN, fresh=True)
def certificate_removal() -> ResponseReturnValue:
    """Forget the certificate."""
    with work() as w:
        operations.give_certificate(w, _own(w), None)
    flash(_("The certificate is forgotten. Letters to you are not encrypted any more."), "ok")
    return redirect(url_for(".certificate"))


@bp.post("/preferences/release")
@door(Door.SIGNED_IN)
def release() -> ResponseReturnValue:
    """Let letters go to this person's address again."""
    with work() as w:
        operations.release(w, _own(w))
    flash(_("Letters go to your address again."), "ok")
    return redirect(url_for(".preferences"))
