"""A letter to many, before it goes: its words in each language, whom it is for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from nswp_gov.mailings import queries
from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.models import BODY, MAILING, SUBJECT, Mailing
from nswp_gov.mailings.policy import may_send
from nswp_gov.mailings.states import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    Frequency,
    Kind,
    State,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store import texts
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says in one language. `body` is Markdown; a letter carries its plain words."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Link:
    """The page that a letter is about, in whichever language it is read."""

    endpoint: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def prepare(
    work: Work,
    *,
    kind: Kind,
    words: Mapping[Locale, Words],
    source: Locale,
    audience: Audience,
    about: tuple[str, uuid.UUID] | None = None,
    link: Link | None = None,
    frequency: Frequency | None = None,
) -> Mailing:
    """Add a letter to many as a draft; nobody gets anything yet.

    `words` hold the languages that are ready, `source` among them. `frequency`: of a digest.

    Raises:
        Denied: the actor may not send.
        Unfit: words are missing or too long, or nobody is meant.

    """
    need(may_send(work.actor))
    _check_audience(audience)
    for locale in (source, *words):
        _check(words.get(locale))
    made = Mailing(
        kind=kind,
        state=State.DRAFT,
        frequency=frequency,
        about_type=about[0] if about else None,
        about_id=about[1] if about else None,
        link=_plain(link),
        audience=audience.to_json(),
        made_at=work.now,
        made_by=work.actor.person_id,
    )
    work.session.add(made)
    work.session.flush()
    for name in (SUBJECT, BODY):
        text = texts.new_text(
            work,
            subject_type=MAILING,
            subject_id=made.id,
            field=name,
            locale=source,
            words=getattr(words[source], name),
            is_sealed=True,
        )
        for locale, said in words.items():
            if locale is not source:
                texts.translate(work, text, locale=locale, words=getattr(said, name), made_from=1)
    work.record("mailings.prepared", made)
    return made


def change(
    work: Work,
    mailing: Mailing,
    *,
    words: Words,
    seen: Mapping[str, int],
    audience: Audience,
    kind: Kind,
) -> None:
    """Change the source words of a draft, its kind and whom it is for.

    `seen`: by field, the revision that the writer had before them.

    Raises:
        Denied, Unfit: as `prepare`.
        WrongState: it was sent.
        Conflict: somebody else wrote it in the meantime.

    """
    need(may_send(work.actor))
    need_draft(mailing, "change")
    _check(words)
    _check_audience(audience)
    for name, text in queries.words_of(work.session, mailing).items():
        before = texts.read(work.session, [text], text.source_locale).get(text.id)
        if before is None or before.words != getattr(words, name):
            texts.revise(work, text, words=getattr(words, name), seen=seen[name])
    mailing.kind = kind
    mailing.audience = audience.to_json()
    work.record("mailings.changed", mailing)


def translate(
    work: Work, mailing: Mailing, locale: Locale, words: Words, *, seen: Mapping[str, int]
) -> None:
    """Give a draft its words in another language.

    Raises:
        Denied, Unfit, WrongState, Conflict: as `change`.

    """
    need(may_send(work.actor))
    need_draft(mailing, "translate")
    _check(words)
    for name, text in queries.words_of(work.session, mailing).items():
        source = texts.read(work.session, [text], text.source_locale)[text.id]
        texts.translate(
            work,
            text,
            locale=locale,
            words=getattr(words, name),
            made_from=source.number,
            seen=seen.get(name, 0),
        )
    work.record("mailings.translated", mailing)


def discard(work: Work, mailing: Mailing) -> None:
    """Give a draft up: it says no more whom it was for, and can't be sent.

    Raises:
        Denied: the actor may not send.
        WrongState: it was sent.

    """
    need(may_send(work.actor))
    need_draft(mailing, "discard")
    mailing.state = State.STOPPED
    mailing.sent_at = work.now
    mailing.audience = mailing.items = None
    work.record("mailings.discarded", mailing)


def need_draft(mailing: Mailing, act: str) -> None:
    """Go on only with a draft.

    Raises:
        WrongState: it is none.

    """
    if mailing.state is not State.DRAFT:
        raise WrongState(state=mailing.state.value, act=act)


def _check(words: Words | None) -> None:
    if words is None or not words.subject.strip():
        raise Unfit("mailing_no_subject", field="subject")
    if not words.body.strip():
        raise Unfit("mailing_no_body", field="body")
    if len(words.subject) > LONGEST_SUBJECT or "\n" in words.subject.strip():
        raise Unfit("mailing_long_subject", field="subject", longest=LONGEST_SUBJECT)
    if len(words.body) > LONGEST_BODY:
        raise Unfit("mailing_long_body", field="body", longest=LONGEST_BODY)


def _check_audience(audience: Audience) -> None:
    if audience.is_nobody:
        raise Unfit("mailing_nobody", field="who")


def _plain(link: Link | None) -> dict[str, Any]:
    return {"endpoint": link.endpoint, "values": dict(link.values)} if link else {}
