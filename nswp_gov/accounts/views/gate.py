"""The way in: what is counted, what is compared, what a cookie gets.

Every way says the same, in the same statements, whether or not there is such an account.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from nswp_gov.accounts import operations, policy, queries, typed
from nswp_gov.accounts.proving import passkeys, passphrases
from nswp_gov.accounts.session import SID, actor_of, renew, start
from nswp_gov.accounts.states import HALF_OPEN
from nswp_gov.store.engine import writing
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.ids import ALPHABET
from nswp_gov.web import limits
from nswp_gov.web.limits import Try, a_minute, an_hour
from nswp_gov.web.unit import actor, now, session, settings, work

HALF = "half"
PAPER = "paper"  # signed in by paper code: the passphrase may be replaced without the old one
PAPER_SIGNS = 12

# One account from one address; one account from everywhere; one person's second proof.
PAIR = (a_minute(5), an_hour(30))
ACCOUNT = (a_minute(20), an_hour(200))
SECOND = (a_minute(5), an_hour(30))


def page(template: str, **values: Any) -> ResponseReturnValue:
    """Return a page: 200, or the status of what was refused on it."""
    status = g.get("refused", 422 if request.method == "POST" else 200)
    return render_template(f"accounts/{template}.html", **values), status


def done(template: str, **values: Any) -> ResponseReturnValue:
    """Return the page that answers a form which was taken."""
    return render_template(f"accounts/{template}.html", **values)


def own_path(path: str | None) -> str | None:
    """Return a path if it leads to a page of ours, else None: no redirect leads out."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return None
    return path if path.isprintable() else None


def site() -> passkeys.Site:
    """Return the address for which passkeys are made."""
    known = settings()
    return passkeys.Site(known.public_url, known.secret_key)


def passkey_options(known: tuple[bytes, ...] = ()) -> str:
    """Return what a browser asks a passkey for signing in or confirming."""
    challenge = passkeys.new_challenge(site(), "show", binding(), now())
    return passkeys.sign_in_options(site(), challenge, known)


def binding() -> str:
    """Return what ties a challenge to this browser."""
    generate_csrf()
    return str(cookie_session["csrf_token"])


def taken_challenge(purpose: str, answer: str) -> passkeys.Challenge:
    """Return the challenge of an answer, used now for the first and last time.

    Raises:
        Unfit: not ours, too old, or used before.

    """
    challenge = passkeys.read_challenge(site(), purpose, binding(), now(), answer)
    if not limits.once("challenge", challenge.mark, 2 * passkeys.LASTS):
        raise Unfit("passkey_wrong")
    return challenge


def by_passphrase(sign_in_name: str, passphrase: str) -> ResponseReturnValue:
    """Sign in by name and passphrase, or go on to the second proof.

    Raises:
        SlowDown: too many tries on this name, or from this address.
        Unfit: they do not belong together.

    """
    folded = queries.sign_in_index(sign_in_name)
    pair = Try("pair", limits.account_mark(folded, limits.address_mark()), PAIR)
    account = Try("account", limits.account_mark(folded), ACCOUNT)
    limits.slow(limits.by_address("sign-in"), account, pair)
    with writing(on=False):
        key = queries.sign_in_key(session(), folded)
        session().rollback()  # nobody's write waits while the passphrase is compared
    right = passphrases.matches(key.password_hash if key else None, passphrase)
    if key is None or not right:
        raise Unfit("sign_in_wrong")
    limits.forget(pair)
    with work() as w:
        operations.rehash(w, key.person_id, passphrase)
    return _second(key.person_id) if _needs_second(key.person_id) else finish(key.person_id)


def by_paper(sign_in_name: str, code: str) -> ResponseReturnValue:
    """Sign in by name and paper code in place of the passphrase; no account's limit holds it up.

    Raises:
        SlowDown: far too many tries from this address.
        Unfit: they do not belong together.

    """
    limits.slow(limits.by_address("sign-in"))
    with work() as w:
        key = queries.sign_in_key(w.session, queries.sign_in_index(sign_in_name))
        if not operations.use_paper_code(w, key.person_id if key else None, code) or key is None:
            raise Unfit("paper_wrong")
    if queries.proofs(session(), key.person_id).has_totp:
        return _second(key.person_id, by_paper=True)
    return finish(key.person_id, by_paper=True)


def _needs_second(person_id: uuid.UUID) -> bool:
    known = queries.proofs(session(), person_id)
    if known.has_totp or not known.passkeys:
        return known.has_totp
    roles = queries.roles_at(session(), person_id, now())
    return policy.is_officer(actor_of(session(), person_id, roles, now(), name=""))


def _second(person_id: uuid.UUID, *, by_paper: bool = False) -> ResponseReturnValue:
    cookie_session[HALF] = [str(person_id), int(now().timestamp()), by_paper]
    return redirect(url_for("accounts.second", next=own_path(request.args.get("next"))))


def half_open() -> tuple[uuid.UUID, bool] | None:
    """Return who has shown one proof in this browser, and whether it was a paper code."""
    known = cookie_session.get(HALF)
    if known is None:
        return None
    if now() - datetime.fromtimestamp(known[1], UTC) > HALF_OPEN:
        cookie_session.pop(HALF)
        return None
    return uuid.UUID(known[0]), known[2]


def by_second(person_id: uuid.UUID, code: str, *, by_paper: bool) -> ResponseReturnValue:
    """Finish signing in by the second proof.

    Raises:
        SlowDown: too many tries.
        Unfit: the code is wrong or was used.

    """
    use_code(person_id, code, paper_counts=not by_paper)
    return finish(person_id, by_paper=by_paper)


def use_code(person_id: uuid.UUID, code: str, *, paper_counts: bool = True) -> None:
    """Take a code from a phone or from paper; a paper code is not held up by the account's limit.

    Raises:
        SlowDown: too many tries.
        Unfit: the code is wrong or was used.

    """
    is_paper = sum(sign in ALPHABET for sign in code.casefold()) >= PAPER_SIGNS
    own = Try("second", limits.account_mark(str(person_id)), SECOND)
    limits.slow(limits.by_address("second"), *(() if is_paper else (own,)))
    with work() as w:
        if is_paper:
            right = paper_counts and operations.use_paper_code(w, person_id, code)
        else:
            right = operations.use_totp(w, person_id, code)
        if not right:
            raise Unfit("code_wrong", field="code")
    if not is_paper:
        limits.forget(own)


def by_passkey(answer: str) -> ResponseReturnValue:
    """Sign in, or confirm who it is, by a passkey.

    Raises:
        SlowDown: far too many tries from this address.
        Unfit: the answer does not verify, or the key is another person's.

    """
    limits.slow(limits.by_address("sign-in"))
    challenge = taken_challenge("show", answer)
    with work() as w:
        person_id = operations.use_passkey(
            w, site=site(), challenge=challenge, answer=answer, owner=actor().person_id
        )
    return confirmed() if actor().person_id else finish(person_id)


def by_passphrase_again(person_id: uuid.UUID, passphrase: str) -> ResponseReturnValue:
    """Confirm who it is by the passphrase.

    Raises:
        SlowDown: too many tries.
        Unfit: it is not theirs.

    """
    need_passphrase(person_id, passphrase, field="passphrase")
    return confirmed()


def need_passphrase(person_id: uuid.UUID, passphrase: str, *, field: str) -> None:
    """Go on only with the person's passphrase.

    Raises:
        SlowDown: too many tries.
        Unfit: it is not theirs.

    """
    own = Try("again", limits.account_mark(str(person_id)), SECOND)
    limits.slow(own)
    with writing(on=False):
        known = queries.password_hash(session(), person_id)
        session().rollback()
    if not passphrases.matches(known, passphrase):
        raise Unfit("passphrase_wrong", field=field)
    limits.forget(own)


def finish(person_id: uuid.UUID, *, by_paper: bool = False) -> ResponseReturnValue:
    """Open a session and go to where the person wanted to be.

    Raises:
        NotFound: the account was closed in the meantime.

    """
    with work() as w:
        person = queries.person(w.session, person_id)
        if person is None:
            raise NotFound
        if older := cookie_session.get(SID):
            operations.end_session(w, older)
        token = operations.open_session(w, person, label="")
        code = person.locale.code
    start(cookie_session, token, now=now())
    if by_paper:
        cookie_session[PAPER] = int(now().timestamp())
    return redirect(_goal(code))


def _goal(code: str) -> str:
    if typed.COOKIE in cookie_session:
        return url_for("accounts.typed_text")
    return own_path(request.args.get("next")) or url_for("home.work_page", lang=code)


def confirmed() -> ResponseReturnValue:
    """Give the session a new token and the mark of a fresh proof; go on."""
    with work() as w:
        token = operations.renew_session(w, cookie_session[SID])
    renew(cookie_session, token, now=now())
    return redirect(own_path(request.args.get("next")) or url_for("accounts.own"))


def may_replace_passphrase() -> bool:
    """Tell whether the person came in by a paper code just now."""
    since = cookie_session.get(PAPER)
    return since is not None and now() - datetime.fromtimestamp(since, UTC) <= HALF_OPEN
