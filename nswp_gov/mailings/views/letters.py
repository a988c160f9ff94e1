"""How a letter to many is filled when it goes out, and what its headers offer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from nswp_gov.mailings import queries
from nswp_gov.mailings.digests import Item, Only
from nswp_gov.mailings.plain import plain
from nswp_gov.mailings.states import Form
from nswp_gov.rules.languages import Locale, best_available
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.web.mailer import Extra, Withheld
from nswp_gov.web.unit import now

NETWORK = "NSWP"  # the sender's name, where its reader chose to see it


@dataclass(frozen=True, slots=True)
class Shown:
    """One item of a digest as a reader gets it; `tag` differs from theirs where it falls back."""

    title: str
    summary: str
    href: str
    locale: Locale


def extra(session: Session, message: OutboxMessage, cache: dict[Any, Any]) -> Extra:
    """Return what the template of a letter is filled with, and how to stop it by one click.

    Source: RFC 8058 (List-Unsubscribe-Post), RFC 2369 (List-Unsubscribe).
    """
    values: Mapping[str, Any] = message.values or {}
    locale = Locale(message.locale)
    form = _form(session, message, Form(values["form"]))
    stop = url_for("mailings.stop", token=values["stop"], _external=True)
    return Extra(
        values={
            **_words(session, message, locale, cache),
            "form": form.value,
            "stop_url": stop,
            "has_page": message.person_id is not None,
        },
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        sender_name=NETWORK if form is Form.NAMED else "",
    )


def certificate(session: Session, message: OutboxMessage) -> str | None:
    """Return the certificate that a letter is encrypted to, if its reader gave one."""
    return queries.certificate_for(session, message, now())


def _form(session: Session, message: OutboxMessage, form: Form) -> Form:
    """Return how much a letter may say; less if the certificate it relied on is gone by now."""
    if form is not Form.PLAIN or message.person_id is None:
        return form
    if queries.certificate_for(session, message, now()) is not None:
        return form
    chosen = queries.preference(session, message.person_id)
    return Form.POINTER if chosen is not None and chosen.form is Form.POINTER else form


def _words(
    session: Session, message: OutboxMessage, locale: Locale, cache: dict[Any, Any]
) -> dict[str, Any]:
    """Return a mailing's words in a language; read once a round, however many letters it fills.

    Whether somebody stopped being listed in the meantime is asked for every letter.

    Raises:
        Withheld: it names somebody who is not listed any more.

    """
    values: Mapping[str, Any] = message.values or {}
    mailing_id, only = uuid.UUID(values["mailing"]), Only.from_json(values.get("only", {}))
    like = (mailing_id, locale, only, queries.last_gone(session))
    known: dict[str, Any] | None = cache.get(like)
    if known is None:
        row = queries.mailing(session, mailing_id)
        gone = queries.gone_since(session, row.sent_at or row.made_at)
        said = queries.said(session, row, locale)
        if queries.is_withheld(said, row, gone):
            raise Withheld
        known = cache[like] = {
            "subject": said.subject.words,
            "body": plain(said.body.words),
            "written_in": said.body.locale,
            "is_fallback": said.is_fallback,
            "href": href_of(row.link),
            "items": shown_items(filter(only.takes, queries.items_without(row, gone)), locale),
        }
    return known


def href_of(link: Mapping[str, Any]) -> str:
    """Return the whole address of the page that a letter is about, or nothing."""
    if not link:
        return ""
    return url_for(link["endpoint"], _external=True, **link["values"])


def shown_items(items: Iterable[Item], locale: Locale) -> list[Shown]:
    """Return the items of a digest for readers of a language, each in the honest fallback."""
    found = []
    for one in items:
        best = best_available(locale, one.words.keys(), one.source)
        if best is not None:
            title, summary = one.words[best]
            href = url_for(one.endpoint, _external=True, **one.values)
            found.append(Shown(title, summary, href, best))
    return found
