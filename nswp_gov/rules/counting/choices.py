"""What can be asked of a count, and the largest that it takes; apart, because it loads at once."""

from __future__ import annotations

from enum import StrEnum

MOST_CANDIDATES = 1000
MOST_WEIGHT_DIGITS = 1000


class Rules(StrEnum):
    """The rules that can count a file of papers; the value is the command line's word."""

    SCOTTISH = "scottish-stv"
    MEEK = "meek"
    IRV = "irv"
    APPROVAL = "approval"
    PLURALITY = "plurality"


class Unclear(StrEnum):
    """What to do with a paper that ranks two candidates equally, leaves a gap or repeats one.

    REFUSE the file; or let the paper STOP counting before that preference, as the Scottish
    machines do; or CLOSE_UP: go on after a gap or a repeated candidate (two equals still stop it).
    """

    REFUSE = "refuse"
    STOP = "stop"
    CLOSE_UP = "close-up"
