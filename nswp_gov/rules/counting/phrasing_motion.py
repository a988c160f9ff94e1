"""The result of a motion in words of one language."""

from __future__ import annotations

from nswp_gov.rules.counting import phrases
from nswp_gov.rules.counting.motion import DecidedBy, MotionResult
from nswp_gov.rules.counting.phrasing import Phrasing


def phrase_motion(result: MotionResult, phrasing: Phrasing) -> list[str]:
    """How a motion ended: figures, rule, answer."""
    message = phrases.MOTIONS
    match result.decided_by:
        case DecidedBy.NO_QUORUM:
            ending = phrasing.say(
                message["no_quorum"],
                present=result.present,
                entitled=result.entitled,
                quorum=result.quorum,
            )
        case DecidedBy.CHAIR:
            ending = phrasing.say(message["chair_yes" if result.carried else "chair_no"])
        case DecidedBy.TIE:
            ending = phrasing.say(message["tie"])
        case _:
            ending = phrasing.say(message["carried" if result.carried else "lost"])
    figures = phrasing.say(
        message["votes"],
        yes=result.yes,
        no=result.no,
        abstained=result.abstained,
        needed=result.needed,
        base=result.base,
    )
    return [figures, phrasing.say(message[result.majority.value]), ending]
