"""The words of letters to many: kinds, states, channels, how often, how much a letter says."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from nswp_gov.rules.lifecycle import Lifecycle, transition

WISH_LASTS = timedelta(days=3)  # how long the link of a subscription works
KEPT = 90  # days for which somebody can read again what was sent to them
LONGEST_SUBJECT = 200
LONGEST_BODY = 40_000
LONGEST_CERTIFICATE = 60_000
MOST_ITEMS = 60  # of one digest


class Kind(StrEnum):
    """What a letter is about."""

    NEWS = "news"
    ALERT = "alert"
    CALL = "call"
    STATEMENT = "statement"
    DIGEST = "digest"
    CONSULTATION = "consultation"
    TRAINING = "training"
    POLICY = "policy"
    RESOURCE = "resource"
    GOVERNANCE = "governance"


# Nobody can refuse these: rights hang on them. On the page alone is possible for them too.
ALWAYS = frozenset({Kind.GOVERNANCE})
# These wait for the digest of somebody who wants letters less often; the others do not wait.
GATHERED = frozenset(
    {Kind.NEWS, Kind.STATEMENT, Kind.TRAINING, Kind.POLICY, Kind.RESOURCE, Kind.CONSULTATION}
)
REFUSABLE = tuple(one for one in Kind if one not in ALWAYS)
# What somebody from outside can subscribe to.
PUBLIC_KINDS = (
    Kind.NEWS,
    Kind.ALERT,
    Kind.CALL,
    Kind.STATEMENT,
    Kind.RESOURCE,
    Kind.POLICY,
    Kind.DIGEST,
)


class State(StrEnum):
    """Where a letter to many is."""

    DRAFT = "draft"
    SENT = "sent"  # its letters are queued, or gone
    STOPPED = "stopped"  # what had not gone yet was taken back


PATH: Lifecycle[State] = Lifecycle(
    (
        transition("send", State.DRAFT, to=State.SENT),
        transition("stop", State.SENT, to=State.STOPPED),
    )
)


class Channel(StrEnum):
    """How somebody gets what is sent to them."""

    MAIL = "mail"
    PAGE = "page"  # on their own page alone
    LATER = "later"  # on their page now, by letter with the next digest


class Frequency(StrEnum):
    """How often somebody wants letters; also which digest a digest is."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


DIGESTS = (Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY)
SPANS = {
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.MONTHLY: timedelta(days=31),
    Frequency.QUARTERLY: timedelta(days=92),
}
# Whoever gets everything at once gets the quarterly round-up too; the other two repeat it.
GETS_DIGEST = {
    Frequency.WEEKLY: frozenset({Frequency.WEEKLY}),
    Frequency.MONTHLY: frozenset({Frequency.MONTHLY}),
    Frequency.QUARTERLY: frozenset({Frequency.QUARTERLY, Frequency.AT_ONCE}),
}


class Form(StrEnum):
    """How much a letter says to whoever sees it arrive."""

    POINTER = "pointer"  # nothing but where to read it: names neither network nor matter
    PLAIN = "plain"  # its words, under a neutral sender and subject
    NAMED = "named"  # its words, its subject, the network's name


class Role(StrEnum):
    """People who are meant for what they do in the network, not for an organisation."""

    SECRETARIAT = "secretariat"
    ADMINISTRATOR = "administrator"
    RETURNING_OFFICER = "returning_officer"
    TRANSLATOR = "translator"
    BOARD = "board"
