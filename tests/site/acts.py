"""What people of the walk do more than once, and what is asked of the site behind their backs."""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from nswp_gov.accounts.models import SIGN_IN_LABEL, Person
from nswp_gov.bodies.queries import seats_falling_vacant
from nswp_gov.directory.models import Organisation, PublicOrganisation, Representative
from nswp_gov.directory.states import Capacity
from nswp_gov.membership.queries import voting_organisations
from nswp_gov.rules.regions import Region
from nswp_gov.store import clock
from nswp_gov.store.crypto import vault
from tests.site.stage import ROOT, Site
from tests.site.walker import Walker


def unlisted(site: Site) -> Organisation:
    """An organisation that is not shown, in a country where others are."""
    with site.looking() as session:
        public = set(session.scalars(select(PublicOrganisation.id)))
        countries = set(session.scalars(select(PublicOrganisation.country)))
        rows = session.scalars(select(Organisation).order_by(Organisation.slug)).all()
        return next(row for row in rows if row.id not in public and row.country in countries)


def shown_there(site: Site, **where: str) -> int:
    with site.looking() as session:
        return len(session.scalars(select(PublicOrganisation).filter_by(**where)).all())


def number_in(walker: Walker) -> int:
    """How many organisations a list says that it has."""
    figures = re.sub(r"\D", "", walker.find("#status").inner_text())
    return int(figures) if figures else walker.find("#results li").count()  # "one organisation"


def african_delegates(site: Site) -> list[uuid.UUID]:
    """The delegates of the organisations that vote in Africa."""
    with site.looking() as session:
        today = clock.now().date()
        voting = [
            one.organisation_id
            for one in voting_organisations(session, today, region=Region.AFRICA.value)
        ]
        rows = session.scalars(
            select(Representative)
            .where(Representative.organisation_id.in_(voting))
            .where(Representative.capacity == Capacity.DELEGATE)
            .where(Representative.until_at.is_(None))
            .order_by(Representative.organisation_id)
        )
        return [row.person_id for row in rows]


def vacant_seat(site: Site) -> str:
    with site.looking() as session:
        rows = seats_falling_vacant(session, clock.now().date(), 1)
        return str(next(row.seat_id for row in rows if row.region == Region.AFRICA.value))


def id_of(site: Site, role: str) -> str:
    name = site.card(role).sign_in_name
    with site.looking() as session:
        index = vault.ring.blind(name, SIGN_IN_LABEL)
        return str(session.scalars(select(Person.id).where(Person.sign_in_index == index)).one())


def vote(delegate: Walker, slug: str, post: str, names: list[str]) -> str:
    """Rank by name, look, cast; give the seal."""
    delegate.open("elections/").follow(slug).follow(f"/ballot/{post}")
    for place, name in enumerate(names, start=1):
        delegate.find(f"main li[data-name='{name}'] input").fill(str(place))
    delegate.send("for", "preview")
    assert [one.inner_text() for one in delegate.find("main ol.list h2").all()] == names
    delegate.send("for", "cast")
    delegate.find("main details summary").first.click()
    seal: str = delegate.find("main details code").first.inner_text()
    return seal


def trustee(keys: Path, *arguments: str) -> None:
    """Run the trustees' tool, as on a computer of their own."""
    own = ["--key", str(keys / "secret.key"), "--passphrase-file", str(keys / "passphrase.txt")]
    command = [sys.executable, "-m", "nswp_trustee", arguments[0], *own, *arguments[1:]]
    done = subprocess.run(
        command,
        check=False, capture_output=True, text=True,
        env={"PATH": "/usr/bin", "PYTHONPATH": f"{ROOT}:{ROOT / 'trustee'}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def call_meeting(office: Walker, starts_at: datetime, title: str) -> str:
    """Call a meeting of the board in three screens; give its id."""
    before = len(office.visited)
    office.open("meetings/").follow("/meetings/call")
    board = office.find("[name=body] option").first.get_attribute("value")
    office.fill(body=board, starts_at=f"{starts_at:%Y-%m-%dT%H:%M}", place="En ligne")
    office.send("starts_at")
    meeting = office.page.url.split("/")[-2]
    office.fill(title=title).send("title").follow(f"{meeting}/call")
    if office.find("[name=short_notice]").count():
        office.fill(short_notice="Tout le conseil est d’accord.")
    office.send()
    screens = {path.rsplit("/", 1)[-1] for path in office.visited[before + 1 : -1]}
    assert screens == {"call", "agenda"}, screens  # the day, the agenda, the notices
    return meeting


def open_meeting(office: Walker, meeting: str, present: int) -> None:
    """Open a meeting and note who comes; terms may have ended by its day."""
    office.open(f"meetings/{meeting}").act("/open")
    who = [one.get_attribute("value") for one in office.find("[name=who] option").all()]
    assert len(who) > present // 2
    for one in who[:present]:
        office.fill(who=one).send("who", "arrives")
    assert office.find("aside table tbody tr").count() == len(who[:present])
    assert office.find("aside progress, aside meter, aside svg").count()  # the quorum, drawn


def on_item(title: str) -> str:
    return f'main section:has(h2:has-text("{title}"))'


def nswp_gov(site: Site, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nswp_gov.cli", *command],
        check=False, capture_output=True, text=True, env={**site.environ, **environ},
    )  # fmt: skip


def alter(database: Path, words: str) -> None:
    """Change one byte of the words where they lie on the disk."""
    found, body = words.encode(), database.read_bytes()
    assert body.count(found), f"{words!r} is not on the disk"
    database.write_bytes(body.replace(found, found[:-2] + b"?" + found[-1:]))
