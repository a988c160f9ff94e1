"""What is done with letters to many."""

from __future__ import annotations

from nswp_gov.mailings.operations.bouncing import lift_hold, note_bounce
from nswp_gov.mailings.operations.choosing import (
    Choice,
    ask_subscription,
    choose,
    confirm_subscription,
    forget_closed,
    give_certificate,
    release,
    stop_letters,
)
from nswp_gov.mailings.operations.digests import arrange, assemble
from nswp_gov.mailings.operations.lists import begin_list, end_list, put_on, repoint, take_off
from nswp_gov.mailings.operations.sending import (
    LETTER,
    Sent,
    announce,
    send,
    send_doubted,
    send_test,
    stop,
    try_again,
)
from nswp_gov.mailings.operations.writing import (
    Link,
    Words,
    change,
    discard,
    prepare,
    translate,
)

__all__ = [
    "LETTER",
    "Choice",
    "Link",
    "Sent",
    "Words",
    "announce",
    "arrange",
    "ask_subscription",
    "assemble",
    "begin_list",
    "change",
    "choose",
    "confirm_subscription",
    "discard",
    "end_list",
    "forget_closed",
    "give_certificate",
    "lift_hold",
    "note_bounce",
    "prepare",
    "put_on",
    "release",
    "repoint",
    "send",
    "send_doubted",
    "send_test",
    "stop",
    "stop_letters",
    "take_off",
    "translate",
    "try_again",
]
