"""One door to all the rules that count a file of papers."""

from __future__ import annotations

from nswp_gov.rules.counting.choices import Rules
from nswp_gov.rules.counting.election import Election
from nswp_gov.rules.counting.lots import Lot
from nswp_gov.rules.counting.refusals import CountRefused
from nswp_gov.rules.counting.results import Result
from nswp_gov.rules.counting.scottish import count_scottish
from nswp_gov.rules.counting.tally import count_approval, count_plurality


def count(election: Election, rules: Rules, lot: Lot, *, move_last: bool = True) -> Result:
    """The finished count of `election` by `rules`.

    `move_last`: see `count_scottish`; it changes no winner, and means nothing to the other rules.

    Raises:
        CountRefused: IRV for more than one seat.

    """
    match rules:
        case Rules.SCOTTISH:
            return count_scottish(election, lot, move_last=move_last)
        case Rules.IRV:
            if election.seats != 1:
                raise CountRefused("irv_one_seat", seats=election.seats)
            return count_scottish(election, lot, move_last=move_last, rules=Rules.IRV)
        case Rules.MEEK:
            from nswp_gov.rules.counting.meek import count_meek  # noqa: PLC0415 -- when asked for

            return count_meek(election, lot)
        case Rules.APPROVAL:
            return count_approval(election, lot)
        case Rules.PLURALITY:
            return count_plurality(election, lot)
