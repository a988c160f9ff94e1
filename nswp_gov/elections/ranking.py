"""Places on a ranked ballot as they are typed, moved by buttons, and checked. Pure.

Places are texts, as typed: what cannot be read comes back unchanged with its error beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

Places = dict[str, str]  # option → what stands in its box; "" for no place


class Fault(StrEnum):
    """Why a place cannot be taken."""

    NOT_A_NUMBER = "not_a_number"
    TWICE = "twice"
    GAP = "gap"


def typed(values: Mapping[str, str], options: Sequence[str]) -> Places:
    """Return what stands in the box of each option."""
    return {one: values.get(f"rank-{one}", "").strip()[:8] for one in options}


def faults(places: Places) -> dict[str, Fault]:
    """Return what is wrong, by option: the places have to be 1, 2, 3 … each once."""
    found = {
        one: Fault.NOT_A_NUMBER
        for one, place in places.items()
        if place and not (place.isdecimal() and int(place) >= 1)
    }
    numbers = {one: int(place) for one, place in places.items() if place and one not in found}
    taken = list(numbers.values())
    for one, number in numbers.items():
        if taken.count(number) > 1:
            found[one] = Fault.TWICE
        elif any(before not in taken for before in range(1, min(number, len(places) + 1))):
            found[one] = Fault.GAP
    return found


def order_of(places: Places) -> list[str]:
    """Return the options that have a place, best first; the paper's order where places are equal.

    What is no number counts as no place.
    """
    numbered = [(int(place), one) for one, place in places.items() if place.isdecimal()]
    return [one for number, one in sorted(numbered, key=lambda pair: pair[0]) if number >= 1]


def placed(order: Sequence[str], options: Sequence[str]) -> Places:
    """Return the places that an order gives."""
    ranks = {one: str(number) for number, one in enumerate(order, start=1)}
    return {one: ranks.get(one, "") for one in options}


def moved(places: Places, *, up: str | None = None, down: str | None = None) -> Places:
    """Return the places after one press of a button.

    `up` gives an option without a place the next free one, and else swaps it with the one before
    it; `down` swaps it with the one after it, and takes the place from the last one.
    """
    order = order_of(places)
    one = up or down
    if one not in places:
        return placed(order, list(places))
    if one not in order:
        order = [*order, one] if up else order
    elif up:
        at = order.index(one)
        order[max(at - 1, 0) : at + 1] = reversed(order[max(at - 1, 0) : at + 1])
    elif order[-1] == one:
        order.pop()
    else:
        at = order.index(one)
        order[at : at + 2] = reversed(order[at : at + 2])
    return placed(order, list(places))
