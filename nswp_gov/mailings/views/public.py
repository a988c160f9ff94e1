"""For everybody: subscribing from outside, and stopping letters by one click."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from nswp_gov.mailings import operations, queries
from nswp_gov.mailings.forms import SubscribeForm
from nswp_gov.mailings.states import PUBLIC_KINDS, Form, Frequency, Kind
from nswp_gov.mailings.views.frame import bp, page
from nswp_gov.store.actor import VISITOR
from nswp_gov.store.work import begin
from nswp_gov.web.access import Door, door
from nswp_gov.web.extensions import csrf
from nswp_gov.web.forms import EmptyForm, attempt
from nswp_gov.web.limits import a_minute, an_hour, by_address, slow
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings

PER_ADDRESS = (a_minute(20), an_hour(120))


@bp.route("/subscribe", methods=["GET", "POST"])
@door(Door.PUBLIC)
def subscribe() -> ResponseReturnValue:
    """Take a wish for letters; whoever has the address confirms it there."""
    form = SubscribeForm(kinds=[one.value for one in PUBLIC_KINDS])
    return attempt(form, lambda: _ask(form)) or page("subscribe", form=form)


def _ask(form: SubscribeForm) -> ResponseReturnValue:
    slow(by_address("subscribe", *PER_ADDRESS))
    with begin(session(), VISITOR, now(), settings().zone) as w:
        operations.ask_subscription(
            w,
            address=form.address.data.strip(),
            locale=locale(),
            kinds=[Kind(one) for one in form.kinds.data or ()],
            regions=form.regions.data or (),
            frequency=Frequency(form.frequency.data),
            form=Form(form.form.data),
        )
    return render_template("mailings/subscribed.html", is_confirmed=False)


@bp.route("/subscribe/<token>", methods=["GET", "POST"])
@door(Door.PRIVATE_LINK)
def subscription(token: str) -> ResponseReturnValue:
    """Ask for a yes to a subscription; only the button changes something."""
    wish = queries.wish_link(token, now())
    form = EmptyForm()
    return attempt(form, lambda: _confirm(token)) or page("subscription", form=form, wish=wish)


def _confirm(token: str) -> ResponseReturnValue:
    with begin(session(), VISITOR, now(), settings().zone) as w:
        operations.confirm_subscription(w, token)
    return render_template("mailings/subscribed.html", is_confirmed=True)


@bp.get("/stop/<token>")
@door(Door.PRIVATE_LINK)
def stop(token: str) -> ResponseReturnValue:
    """Ask whether letters are to stop; a link that is only opened changes nothing."""
    queries.stop_link(token)
    return render_template("mailings/stop.html", token=token)


@bp.post("/stop/<token>")
@door(Door.PRIVATE_LINK)
@csrf.exempt  # type: ignore[untyped-decorator]  # a mail program posts here without a session
def stopped(token: str) -> ResponseReturnValue:
    """Stop letters at once. A mail program's one click gets a bare answer, a person a page.

    Source: RFC 8058, section 3.2: no cookie, no redirect, the token alone decides.
    """
    said = queries.stop_link(token)
    with begin(session(), VISITOR, now(), settings().zone) as w:
        operations.stop_letters(w, said)
    if request.form.get("List-Unsubscribe") == "One-Click":
        return Response("ok\n", mimetype="text/plain")
    return render_template("mailings/stopped.html", has_page=said.person_id is not None)
