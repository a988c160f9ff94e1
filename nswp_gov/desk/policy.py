"""Who may do what at the translation desk."""

from __future__ import annotations

import uuid

from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict, first_consent, no, yes
from nswp_gov.store.actor import Actor


def is_office(actor: Actor) -> bool:
    """Tell whether the actor works in the secretariat, or is the program itself."""
    return actor.has("secretariat") or actor.has("system")


def may_look(actor: Actor) -> Verdict:
    """The desk is for the secretariat and for translators."""
    if is_office(actor):
        return yes("secretariat")
    return yes("translator") if actor.translates else no("only_translators")


def may_translate(
    actor: Actor, locale: Locale, *, is_readable: bool, is_public: bool, is_given: bool
) -> Verdict:
    """A translator renders what all may read, or what was given to them; the office what it reads.

    Being a translator opens no text by itself.
    """
    office = yes("secretariat") if is_office(actor) and is_readable else no("only_translator")
    own = is_public and locale.value in actor.translates
    given = yes("given") if is_given else no("only_translator")
    return first_consent(office, yes("translator") if own else no("only_translator"), given)


def may_assign(actor: Actor) -> Verdict:
    """The secretariat gives texts to translators."""
    return yes("secretariat") if is_office(actor) else no("only_staff")


def may_review(actor: Actor, writer_id: uuid.UUID | None) -> Verdict:
    """A second person reads a translation: never the one who wrote it."""
    is_second = actor.person_id is not None and actor.person_id != writer_id
    return yes("second_person") if is_second else no("own_translation")


def may_edit_glossary(actor: Actor) -> Verdict:
    """Terms and what they mean are the secretariat's to change; renderings the translators'."""
    return yes("secretariat") if is_office(actor) else no("only_staff")
