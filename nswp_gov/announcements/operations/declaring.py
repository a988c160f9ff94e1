"""The news that an election was declared, in every language at once.

It is made of the program's own sentences and of names as the election's page shows them, so it
says in each language what that page says: nothing of it is a translation that somebody brought
(docs/decisions/0011-unreviewed-words.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from babel.lists import format_list

from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations.companions import accompany
from nswp_gov.announcements.operations.mailing import mail_to
from nswp_gov.announcements.operations.publishing import publish, translate
from nswp_gov.announcements.operations.texts import Words
from nswp_gov.announcements.operations.writing import About, write
from nswp_gov.announcements.states import Companion
from nswp_gov.count_phrases import language
from nswp_gov.elections import queries as elections
from nswp_gov.elections.models import Election
from nswp_gov.elections.queries import PostShown
from nswp_gov.elections.states import Kind
from nswp_gov.mailings.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import settings as stored
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.work import Work

TOLD = Audience(members=True, subscribers=True)
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+.!|~-])")


def announce_result(work: Work, election: Election) -> Announcement | None:
    """Publish who was elected, in all languages, beside the election, with letters about it.

    It says what the declared election's own page says: winners under the names they consented to,
    no figures. None where nobody was to be elected: a rehearsal outside the sample network, a
    question of a meeting, which takes the result by its own rules.
    """
    is_sample = stored.get(work.session, stored.SAMPLE) is not None
    if election.kind is Kind.REHEARSAL and not is_sample:
        return None
    posts = elections.posts(work.session, election.id)
    if not any(post.seat_id for post in posts):
        return None
    office = replace(work, actor=SYSTEM)
    said = {locale: _words(work, election, locale) for locale in Locale}
    regions = {post.region for post in posts}
    concerned = [] if None in regions else sorted(one for one in regions if one)
    row = write(office, locale=Locale.EN, words=said[Locale.EN], about=About(regions=concerned))
    for locale, words in said.items():
        if locale is not row.locale:
            translate(office, row, locale, words)
    accompany(office, row, Companion.ELECTION, election.id)
    mail_to(office, row, TOLD)
    return publish(office, row)


def _words(work: Work, election: Election, locale: Locale) -> Words:
    _ = language(locale).translate
    title = elections.title_of(work.session, election, locale).words
    shown = elections.posts_shown(work.session, election, locale)
    seats = [f"**{_plain(one.title.words)}**\n\n{_result(_, one, locale)}" for one in shown]
    return Words(
        _("The result is declared: %(election)s") % {"election": title},
        _(
            "Who was elected. Organisations can complain until the day that stands on the page of"
            " the election; those elected take their seats after it."
        ),
        "\n\n".join(seats),
    )


def _result(_: Callable[[str], str], shown: PostShown, locale: Locale) -> str:
    if not shown.elected:
        return _("Nominations are re-opened: the seat stays vacant until a new election.")
    names = format_list([_plain(one.name) for one in shown.elected], locale=locale.value)
    return _("Elected: %(names)s") % {"names": names}


def _plain(words: str) -> str:
    """Return words on one line that mean no markup: a name brings no link into the news."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))
