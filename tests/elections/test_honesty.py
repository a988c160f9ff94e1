"""What is promised to voters: nothing is called what it is not, in any language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.paths import PACKAGE
from nswp_gov.rules.languages import Locale
from nswp_gov.store.reviewed import Review, vouch
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.elections.paper_browser import visit
from tests.factories.elections import at, make_election, stand

SignIn = Callable[[Person], FlaskClient]
ROOTS = ("anonym", "anónim", "anonim", "аноним", "匿名", "不记名", "无记名")
OURS = ("elections/", "sealing/", "count_phrases", "rules/counting")


@pytest.fixture(scope="module")
def ours(gathered: Catalog) -> dict[tuple[str, str], str]:
    """Every message of elections: its id and context, and where it stands."""
    found = {}
    for message in gathered:
        places = [place for place, _line in message.locations]
        if message.id and any(part in place for part in OURS for place in places):
            first = message.id[0] if isinstance(message.id, tuple | list) else message.id
            found[first, message.context or ""] = places[0]
    return found


@pytest.mark.parametrize("locale", [*Locale])
def test_no_message_of_elections_calls_a_vote_anonymous(
    ours: dict[tuple[str, str], str], locale: Locale
) -> None:
    assert len(ours) > 300
    bad = [one for (one, _context) in ours if any(root in one.casefold() for root in ROOTS)]
    if locale is not Locale.EN:
        path = PACKAGE / "translations" / locale.value / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as source:
            for message in read_po(source, locale=locale.value):
                plural = isinstance(message.id, tuple | list)
                first = message.id[0] if plural else message.id
                if (first, message.context or "") in ours:
                    said = message.string if isinstance(message.string, tuple) else [message.string]
                    bad += [one for one in said if any(root in one.casefold() for root in ROOTS)]
    assert bad == []


def test_the_trustees_tool_does_not_either() -> None:
    folder = PACKAGE.parent / "trustee" / "nswp_trustee" / "locale"
    catalogues = list(folder.rglob("*.po"))
    assert catalogues
    for path in catalogues:
        words = path.read_text(encoding="utf-8").casefold()
        assert not [root for root in ROOTS if root in words], path


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ru", "zh"])
def test_a_public_page_says_what_is_protected_against_whom_and_what_is_not(
    client: FlaskClient, lang: str
) -> None:
    page = visit(client, f"/{lang}/elections/how")
    assert page.status == 200
    assert page.text.count("<h2") >= 5
    assert page.text.count("<li>") > 15
    assert not any(root in page.text.casefold() for root in ROOTS)


def test_the_officer_is_asked_about_languages_that_nobody_vouched_for(
    work: Work, app_keys: KeyFolder, session: Session, sign_in: SignIn, time: Clock
) -> None:
    from nswp_gov.elections import operations

    chain = make_election(work, app_keys)
    made = stand(work, chain, "Amara")
    later = at(work, chain.election.nominations_close_at, chain.officer)
    operations.close_nominations(later, chain.election)
    operations.rule_in(later, made)
    vouch(session, Locale.FR, Review("A named reader", work.today, "0" * 64))
    session.commit()
    time.move(chain.election.nominations_close_at)
    chief = sign_in(session.get_one(Person, chain.election.officer_id))
    asked = visit(chief, f"/en/elections/{chain.election.slug}/acts/freeze").text
    assert "words that nobody has vouched for" in asked
    assert ">Русский</span>" in asked
    assert ">Français</span>" not in asked.split("vouched for", 1)[1].split("</div>", 1)[0]
    for one in (Locale.ES, Locale.RU, Locale.ZH_HANS):
        vouch(session, one, Review("A named reader", work.today, "0" * 64))
    session.commit()
    asked = visit(chief, f"/en/elections/{chain.election.slug}/acts/freeze").text
    assert "words that nobody has vouched for" not in asked
