"""What can be done with bodies: set up, rule, seat, end."""

from nswp_gov.bodies.operations.founding import (
    BoardExists,
    NewSeat,
    add_body,
    add_seat,
    found_board,
)
from nswp_gov.bodies.operations.interests import declare_interests
from nswp_gov.bodies.operations.rules import (
    BadRule,
    Basis,
    correct_rule,
    end_rule,
    set_rule,
)
from nswp_gov.bodies.operations.seats import (
    AlreadySeated,
    CooptionNotAllowed,
    SeatTaken,
    TermOver,
    TermTooLong,
    co_opt,
    correct_term,
    end_term,
    resign,
    seat_person,
    vacate_seats_of,
)

__all__ = [
    "AlreadySeated",
    "BadRule",
    "Basis",
    "BoardExists",
    "CooptionNotAllowed",
    "NewSeat",
    "SeatTaken",
    "TermOver",
    "TermTooLong",
    "add_body",
    "add_seat",
    "co_opt",
    "correct_rule",
    "correct_term",
    "declare_interests",
    "end_rule",
    "end_term",
    "found_board",
    "resign",
    "seat_person",
    "set_rule",
    "vacate_seats_of",
]
