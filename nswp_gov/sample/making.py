"""The sample network as a whole: made once, marked, and told how to get in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.accounts import queries
from nswp_gov.accounts.models import SIGN_IN_LABEL, Credential, Person
from nswp_gov.accounts.proving import phone
from nswp_gov.config import Misconfigured, Settings
from nswp_gov.directory.models import Organisation
from nswp_gov.operate import database, keys
from nswp_gov.sample import (
    announcements,
    assembly,
    complaints,
    consultations,
    desk,
    library,
    mailings,
    meetings,
    organisations,
    policies,
    seats,
    training,
    voting,
)
from nswp_gov.sample.bulk.writing import being_made, write_all
from nswp_gov.sample.people import accounts, open_accounts
from nswp_gov.sample.plan import LEAST, plan_network
from nswp_gov.sample.timeline import Scene
from nswp_gov.store import journal
from nswp_gov.store import settings as stored
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.engine import writing
from nswp_gov.store.work import Work, begin

SIZE, SEED = 150, 2026


class NotASample(Misconfigured):
    """The database does not hold the sample network."""


@dataclass(frozen=True)
class Summary:
    """What there is now. `is_new`: it was made by this call."""

    organisations: int
    people: int
    events: int
    seed: int
    is_new: bool


@dataclass(frozen=True)
class Card:
    """How to sign in to one part: the page, the name, the passphrase, whether a code follows."""

    role: str
    address: str
    sign_in_name: str
    passphrase: str
    needs_code: bool


def make(settings: Settings, *, size: int = SIZE, seed: int = SEED, now: datetime) -> Summary:
    """Make the sample network in a migrated, empty database; an existing one is left as it is.

    All or nothing: it is one transaction. The content follows from `seed`, `size` and the day.

    Raises:
        NotASample: the database holds a real instance.
        ValueError: fewer organisations than the elections need.

    """
    if size < LEAST:
        raise ValueError(f"a sample network has {LEAST} organisations or more")
    with _session(settings) as session:
        known = stored.get(session, stored.SAMPLE)
        if known is not None:
            return _summary(session, int(known), is_new=False)
        _refuse_real(session)
        start = now - timedelta(days=1)
        with writing(), begin(session, SYSTEM, start, settings.zone) as work:
            make_in(work, settings, size=size, seed=seed, now=now)
        return _summary(session, seed, is_new=True)


def make_in(work: Work, settings: Settings, *, size: int, seed: int, now: datetime) -> Scene:
    """Make the network in an open unit of work; the journal is sealed at the end."""
    stored.put(work.session, stored.SAMPLE, str(seed))
    keys.note_ring(work, vault.ring)
    plan = plan_network(size, seed, now.replace(microsecond=0))
    scene = Scene(settings, replace(plan, organisations=plan.organisations[:SIZE]))
    scene.timeline.at(
        scene.plan.began - timedelta(hours=4), lambda then: open_accounts(scene, then)
    )
    for part in (
        seats,
        organisations,
        complaints,
        voting,
        meetings,
        assembly,
        mailings,
        consultations,
        library,
        announcements,
        policies,
        training,
        desk,
    ):
        part.tell(scene)
    extra, dialect = plan.organisations[SIZE:], work.session.get_bind().dialect.name
    with being_made(dialect, extra, plan.risks, settings.field_keys) as packets:
        scene.timeline.run(work)
        if extra:
            write_all(work.session, packets)
    journal.seal(work.session)
    return scene


@contextmanager
def _session(settings: Settings) -> Iterator[Session]:
    if not vault.is_open:
        vault.unlock(Keyring(settings.field_keys))
    with database.opened(settings) as engine, Session(engine) as session:
        yield session


def _refuse_real(session: Session) -> None:
    real = stored.get(session, stored.KEY_CHECK) is not None
    somebody = session.scalar(select(Person.id).limit(1)) is not None
    if real or somebody or session.scalar(select(Organisation.id).limit(1)) is not None:
        raise NotASample(
            "this database holds a real instance, and the sample network never goes into one. "
            "Choose another folder: NSWP_GOV_INSTANCE=/somewhere/else nswp-gov sample"
        )


def _summary(session: Session, seed: int, *, is_new: bool) -> Summary:
    def count(model: type) -> int:
        return session.scalar(select(func.count()).select_from(model)) or 0

    return Summary(
        organisations=count(Organisation),
        people=count(Person),
        events=count(journal.JournalEvent),
        seed=seed,
        is_new=is_new,
    )


def cards(settings: Settings) -> list[Card]:
    """Return one sign-in for each part.

    Raises:
        NotASample: the database does not hold the sample network.

    """
    with _session(settings) as session:
        seed = _seed(session)
    return [
        Card(
            role=one.role,
            address=f"/{one.locale.code}/account/sign-in",
            sign_in_name=one.sign_in_name,
            passphrase=one.passphrase,
            needs_code=one.secret is not None,
        )
        for one in accounts(seed)
    ]


def _seed(session: Session) -> int:
    known = stored.get(session, stored.SAMPLE)
    if known is None:
        raise NotASample("this is not the sample network: no sign-in is known here")
    return int(known)


def sign_in_code(settings: Settings, role: str, now: datetime) -> str:
    """Return the code that this part's phone shows; the next one where this one was used.

    Raises:
        NotASample: the database does not hold the sample network.
        Misconfigured: there is no such part, or it needs no code.

    """
    with _session(settings) as session:
        return code_in(session, role, now)


def code_in(session: Session, role: str, now: datetime) -> str:
    """Return the code of a part, as `sign_in_code`, in a session that is open."""
    known = {one.role: one for one in accounts(_seed(session))}
    if role not in known:
        raise Misconfigured(f"no such part: {role}. There are: {', '.join(known)}")
    credential = _credential(session, known[role].sign_in_name)
    if credential is None or credential.totp_secret is None:
        raise Misconfigured(f"{role} signs in without a code")
    step = max(int(now.timestamp()) // phone.STEP, credential.totp_counter + 1)
    return phone.code_at(credential.totp_secret, step * phone.STEP)


def _credential(session: Session, sign_in_name: str) -> Credential | None:
    index = vault.ring.blind(sign_in_name, SIGN_IN_LABEL)
    person = session.scalar(select(Person.id).where(Person.sign_in_index == index))
    return queries.credential(session, person) if person else None
