"""The e-mail address of an account: optional, and never taken without its owner's yes."""

from __future__ import annotations

from nswp_gov.accounts import queries
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.operations.people import set_email
from nswp_gov.accounts.operations.proofs import tell_changed
from nswp_gov.accounts.proving.wishes import Wish
from nswp_gov.accounts.states import EMAIL_LINK_LASTS
from nswp_gov.store import holds
from nswp_gov.store.outbox import address_index
from nswp_gov.store.work import Work


def ask_email(work: Work, person: Person, email: str) -> None:
    """Send a link to a new address; nothing changes until it is confirmed there.

    The link's token is the encrypted wish itself: nothing about it is kept here.
    """
    ends = int((work.now + EMAIL_LINK_LASTS).timestamp())
    wish = Wish(person_id=person.id, email=email, before=person.email_index, ends=ends)
    work.post(
        to=email,
        letter="accounts/address",
        locale=person.locale.value,
        values={"token": wish.seal()},
        person_id=person.id,
    )


def confirm_email(work: Work, token: str) -> None:
    """Set the address that a link names; the address before is told.

    The link arrived, so letters arrive there again, whatever came back before.

    Raises:
        NotFound: the link opens nothing (any more).

    """
    person, wish = queries.email_wish(work.session, token, work.now)
    tell_changed(work, person)
    set_email(work, person, wish.email)
    holds.arrived(work.session, address_index(wish.email))
    work.record("account.address_changed", person)


def remove_email(work: Work, person: Person) -> None:
    """Forget a person's address; it is told so."""
    tell_changed(work, person)
    set_email(work, person, None)
    work.record("account.address_removed", person)
