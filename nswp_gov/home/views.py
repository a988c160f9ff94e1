"""Pages that belong to no single feature."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from nswp_gov.accounts import session as accounts_session
from nswp_gov.announcements.views import desk as announcements_desk
from nswp_gov.applications.views import desk as applications_desk
from nswp_gov.bodies.views import desk as bodies_desk
from nswp_gov.complaints.views import desk as complaints_desk
from nswp_gov.consultations.views import desk as consultations_desk
from nswp_gov.desk.views import due as translation_due
from nswp_gov.directory.views import due as directory_due
from nswp_gov.directory.views import lists
from nswp_gov.directory.views.kept import kept
from nswp_gov.elections.views import desk as elections_desk
from nswp_gov.home import keeping, queries, regions
from nswp_gov.imports.views import desk as imports_desk
from nswp_gov.library.views import due as library_due
from nswp_gov.mailings.views import desk as mailings_desk
from nswp_gov.manual.views import desk as manual_desk
from nswp_gov.meetings.views import desk as meetings_desk
from nswp_gov.membership.views import desk as membership_desk
from nswp_gov.policies.views import due as policies_due
from nswp_gov.store.clock import civil_day
from nswp_gov.store.links import Registry
from nswp_gov.store.stamp import stamp
from nswp_gov.training.views import desk as training_desk
from nswp_gov.web.access import Door, door
from nswp_gov.web.extensions import csrf
from nswp_gov.web.locale import COOKIE, locale, preferred
from nswp_gov.web.unit import actor, now, session, settings, viewer

bp = Blueprint("home", __name__)
root = Blueprint("root", __name__)
CLEAR = '"cache", "cookies", "storage"'
YEAR = 365 * 86400
MOST_PASSED = 980


def registry() -> Registry:
    """Return how records of all features are shown."""
    known: Registry = current_app.extensions["nswp_gov.links"]
    return known


def install(app: Flask) -> None:
    """Mount what has no language in its address; gather what each feature has due."""
    app.register_blueprint(root)
    lists.SEATS[:] = [regions.board_of]
    directory_due.EVERYTHING[:] = [queries.due]
    queries.DUE_SOURCES[:] = [
        directory_due.rows,
        membership_desk.rows,
        imports_desk.rows,
        bodies_desk.rows,
        complaints_desk.rows,
        mailings_desk.rows,
        applications_desk.rows,
        elections_desk.rows,
        meetings_desk.rows,
        manual_desk.rows,
        library_due.rows,
        translation_due.rows,
        policies_due.rows,
        consultations_desk.rows,
        announcements_desk.rows,
        training_desk.rows,
    ]


@root.get("/")
@door(Door.PUBLIC)
def start() -> ResponseReturnValue:
    """Go to the reader's language."""
    answer = redirect(url_for("home.index", lang=preferred().code))
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


@root.get("/healthz")
@door(Door.PUBLIC)
def healthz() -> ResponseReturnValue:
    """Say that the process lives; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@root.get("/readyz")
@door(Door.PUBLIC)
def readyz() -> ResponseReturnValue:
    """Say whether requests can be served: the database answers at the right migration."""
    ready = queries.is_ready(session())
    return Response("ready\n" if ready else "not ready\n", 200 if ready else 503)


def _stamp(**_values: object) -> Hashable:
    """Return what the front page depends on: all that is recorded, and the day."""
    return stamp(session()), civil_day(now(), settings().zone)


@partial(kept, beside=_stamp)
def _front_page() -> ResponseReturnValue:
    return render_template("home/index.html", front=queries.front(session(), locale(), now()))


@bp.get("/")
@door(Door.PUBLIC)
def index() -> ResponseReturnValue:
    """The front page; a reader who picked a language here is remembered by a cookie."""
    answer = make_response(_front_page())
    if request.args.get("keep"):
        answer.set_cookie(
            COOKIE, locale().code, max_age=YEAR, httponly=True, samesite="Lax",
            secure=settings().is_https,
        )  # fmt: skip
    return answer


@bp.get("/search")
@door(Door.PUBLIC)
def search() -> ResponseReturnValue:
    """What this reader may see that holds these words."""
    words = request.args.get("q", "").strip()[:200]
    passed = min(request.args.get("after", 0, type=int), MOST_PASSED)
    found = queries.hits(session(), registry(), viewer(), locale(), words, passed=max(passed, 0))
    return render_template("home/search.html", words=words, found=found)


@bp.get("/work")
@door(Door.SIGNED_IN)
def work_page() -> ResponseReturnValue:
    """What is due for the signed-in person, over all features, soonest first."""
    rows = queries.due(session(), actor(), now())
    return render_template("home/work.html", rows=rows)


@bp.get("/safety")
@door(Door.PUBLIC)
def safety() -> ResponseReturnValue:
    """What is protected, against whom, and what is not."""
    return render_template("home/safety.html")


@bp.get("/accessibility")
@door(Door.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """How the pages can be used, and what we know to be lacking."""
    return render_template("home/accessibility.html")


@bp.get("/leave")
@door(Door.PUBLIC)
def left() -> ResponseReturnValue:
    """An empty page, or the outside page that the network chose."""
    if settings().exit_url:
        return redirect(settings().exit_url)
    return render_template("home/left.html")


@bp.post("/leave")
@door(Door.PUBLIC)
@csrf.exempt  # type: ignore[untyped-decorator]  # leaving must work with no cookie at all
def leave() -> ResponseReturnValue:
    """End the session, have the browser forget, and go where nothing is told."""
    accounts_session.end(now())
    answer = redirect(settings().exit_url or url_for("home.left"), 303)
    answer.headers["Clear-Site-Data"] = CLEAR
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


keeping.mount(bp)
WORK_NAV = [keeping.NAV]
