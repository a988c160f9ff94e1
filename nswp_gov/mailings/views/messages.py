"""What is said of states, and why something is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.forms import CAPACITIES, DIGEST_NAMES, FORMS, KINDS, WHO
from nswp_gov.mailings.states import Channel, State
from nswp_gov.membership.forms import CATEGORIES
from nswp_gov.rules.languages import Freshness
from nswp_gov.web.formats import country, listed, own_name, region
from nswp_gov.web.phrases import say

STATES: Mapping[State, Any] = {
    State.DRAFT: _lp("letter to many", "draft"),
    State.SENT: _lp("letter to many", "sent"),
    State.STOPPED: _lp("letter to many", "taken back"),
}
CHANNELS: Mapping[Channel, Any] = {
    Channel.MAIL: _l("by e-mail"),
    Channel.PAGE: _l("on the page alone"),
    Channel.LATER: _l("with the next digest"),
}
FRESHNESS: Mapping[Freshness, Any] = {
    Freshness.CURRENT: _lp("translation", "ready"),
    Freshness.BEHIND: _lp("translation", "behind the text"),
    Freshness.MISSING: _lp("translation", "not there: the original goes out, and says so"),
    Freshness.DRAFT: _lp("translation", "a draft: the original goes out, and says so"),
    Freshness.MACHINE_ASSISTED: _lp("translation", "made with a machine"),
}
WORDS = {
    "kinds": KINDS,
    "states": STATES,
    "channels": CHANNELS,
    "forms": FORMS,
    "digests": DIGEST_NAMES,
    "freshness": FRESHNESS,
}


def audience_words(audience: Audience, lists: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return whom an audience means, as pairs of heading and words. `lists`: names by slug."""
    who = [str(WHO[one]) for one in WHO if one in _named(audience)]
    found = [
        (_("For whom"), listed(who)),
        (_("Regions"), listed(region(one) for one in sorted(audience.regions))),
        (_("Countries or territories"), listed(country(one) for one in sorted(audience.countries))),
        (_("Categories"), listed(str(CATEGORIES[one]) for one in sorted(audience.categories))),
        (_("Of their people, only"), _of(audience.capacities, CAPACITIES)),
        (_("Lists"), listed(lists.get(one, one) for one in sorted(audience.lists))),
        (_("Readers of"), listed(own_name(one) for one in sorted(audience.languages))),
        (_("Single people"), str(len(audience.people) or "")),
        (_("Single organisations"), str(len(audience.organisations) or "")),
    ]
    return [(head, words) for head, words in found if words]


def _of(values: frozenset[str], words: Mapping[Any, Any]) -> str:
    return listed(str(words[one]) for one in sorted(values))


def _named(audience: Audience) -> set[str]:
    found = set(audience.roles)
    found |= {"members"} if audience.members else set()
    return found | ({"subscribers"} if audience.subscribers else set())


def tell() -> None:
    """Say what each refusal means."""
    say(
        {
            "mailing_no_subject": _l("A letter needs a subject."),
            "mailing_no_body": _l("A letter needs a text."),
            "mailing_long_subject": _l(
                "The subject is one line of at most %(longest)s characters."
            ),
            "mailing_long_body": _l("Too long: at most %(longest)s characters."),
            "mailing_nobody": _l("Say for whom it is: tick at least one, or a list."),
            "mailing_reaches_nobody": _l("Nobody fits this now, so nothing was sent."),
            "mailing_no_own_address": _l(
                "Your account has no e-mail address, so there is nowhere to send a trial to."
            ),
            "digest_empty": _l("There is nothing to gather: no item was kept or offered."),
            "subscription_no_kind": _l("Tick at least one kind of letter."),
            "list_entry_unknown": _l("Nobody here has this name, and no organisation."),
            "certificate_long": _l("This is larger than a certificate for letters needs to be."),
            "certificate_unreadable": _l("This can’t be read as an OpenPGP certificate."),
            "certificate_secret": _l(
                "This holds your secret key. It was not kept. Give your public certificate, and "
                "if anybody else may have seen the secret key, make a new one."
            ),
            "certificate_expired": _l("This certificate has ended. Give one that still holds."),
            "certificate_revoked": _l("This certificate was revoked by its owner."),
            "certificate_no_key": _l("Nothing can be encrypted to this certificate."),
        }
    )
