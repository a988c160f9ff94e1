"""The steps of a whole election as its people take them, on small phones, in five languages.

Whoever proposes, is proposed, votes, runs it, opens the box and looks on from outside. One of the
three trustees stays away.
"""

from __future__ import annotations

import zipfile
from datetime import timedelta

from sqlalchemy import select

from nswp_gov.announcements.models import Announcement
from nswp_gov.elections import queries as elections
from nswp_gov.rules.languages import Locale
from nswp_gov.sample.trustees import FOLDER, PUBLIC
from nswp_gov.store.links import links_to
from tests.elections.records import RECOUNTED, VERIFIED, verify
from tests.site.acts import african_delegates, id_of, trustee, vacant_seat, vote
from tests.site.story import Story

LANGS = {one.code: one for one in Locale}
NAMES = {"Nadège Clairière": "fr", "岸上明灯": "zh", "Tumaini Baobab": "es"}
ABSENT = 2  # the second trustee does not come
PRESENT = {"trustee-1": "zh", "trustee-3": "fr"}
MOST_BALLOTS = 6


def set_up(story: Story) -> None:
    """The secretariat sets an election for the vacant seat up."""
    seat = vacant_seat(story.site)
    with story.people.role("secretariat", "fr") as office:
        office.open("elections/").follow("/elections/new")
        for box in office.find("[name=seat]").all():
            box.set_checked(box.get_attribute("value") == seat)
        office.send("seat")
        office.fill(officer=id_of(story.site, "returning-officer"), title_zh="非洲席位补选")
        office.send("officer")
        slug = office.page.url.split("/")[-2]
        office.follow("/acts/open-nominations").act("/acts/open-nominations")
    with story.site.looking() as session:
        election = elections.by_slug(session, slug)
        story.told["election"] = slug
        story.told["post"] = str(elections.posts(session, election.id)[0].id)
        story.told["times"] = {
            name: getattr(election, name)
            for name in ("nominations_close_at", "opens_at", "closes_at", "complaints_until")
        }


def propose_and_accept(story: Story) -> None:
    """Organisations propose, those proposed accept, and nobody else sees it before the ruling."""
    slug, post = story.after("election", "post")
    delegates = african_delegates(story.site)
    for delegate, (name, lang) in zip(delegates, NAMES.items(), strict=False):
        with story.people.person(delegate, lang) as proposer:
            proposer.open(f"elections/{slug}").follow(f"/nominate/{post}")
            proposer.fill(nominee_name=name, locale=LANGS[lang].value).send("nominee_name")
            link = proposer.find("main [value*='/elections/nomination/']").input_value()
        with story.people.visitor(lang, f"nominee {name}") as nominee:
            nominee.open(link)
            nominee.fill(public_name=name, statement=f"{name}: 1. 2. 3.", consents=True)
            nominee.send("public_name")
            nominee.open(link)
            assert not nominee.find("[name=public_name]").count()
    with story.people.visitor("fr") as visitor:
        visitor.open(f"elections/{slug}")
        assert not any(name in visitor.text() for name in NAMES)  # not before the ruling


def rule_and_freeze(story: Story) -> None:
    """The returning officer rules on every nomination, freezes and opens the voting."""
    slug, times = story.after("election", "times")
    keys = story.site.settings.instance / FOLDER
    with story.people.role("returning-officer", "ru") as officer:
        for number in (1, 2, 3):
            role = f"trustee-{number}"
            officer.open("elections/").follow(slug).follow(f"{slug}/desk").follow("/trustees")
            officer.fill(public_file=keys / role / PUBLIC, person=id_of(story.site, role))
            officer.fill(is_opener=number != ABSENT).send("public_file")
    story.clock.move(times["nominations_close_at"] + timedelta(minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        desk = f"elections/{slug}/desk"
        officer.open(desk).follow("/acts/close-nominations").act("/acts/close-nominations")
        for _name in NAMES:
            officer.open(desk).follow("/rulings/").fill(ruling="in").send("ruling")
        assert not officer.find("main a[href*='/rulings/']").count()
        officer.follow("/acts/freeze").act("/acts/freeze")
        officer.follow("/roll/")
        roll = officer.find("main tbody tr").count()
        assert roll == len(african_delegates(story.site)) or roll > MOST_BALLOTS
        officer.open(desk)
        mark = officer.find("aside code").first.inner_text()
    story.told["manifest"] = mark
    story.clock.move(times["opens_at"] + timedelta(minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/open-voting").act("/acts/open-voting")


def vote_and_vote_again(story: Story) -> None:
    """Six delegates vote, one of them twice."""
    slug, post, _mark = story.after("election", "post", "manifest")
    first, second, third = NAMES
    papers = [[first, second], [second, first], [second], [second, third], [third, first], [first]]
    delegates = african_delegates(story.site)
    assert len(delegates) >= len(papers)
    seals = []
    for number, (delegate, names) in enumerate(zip(delegates, papers, strict=False)):
        with story.people.person(delegate, list(LANGS)[number % len(LANGS)]) as voter:
            seals.append(vote(voter, slug, post, names))
    with story.people.person(delegates[0], "zh") as voter:
        again = vote(voter, slug, post, [second, first])
    story.told["seals"], story.told["replaced"] = [again, *seals[1:]], seals[0]
    story.told["winner"] = second


def open_the_box(story: Story) -> None:
    """Two of the three trustees open the box."""
    slug, times, _seals = story.after("election", "times", "seals")
    story.clock.move(times["closes_at"] + timedelta(minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/close-voting")
        officer.act("/acts/close-voting")
    keys, table = story.site.settings.instance / FOLDER, story.folder / "trustees"
    for role, lang in PRESENT.items():
        with story.people.role(role, lang) as keeper:
            desk = table / role
            keeper.open("elections/").follow(slug).follow(f"{slug}/desk").follow("/opening")
            for name in ("manifest.json", "box.bin"):
                keeper.fetch(f"/{lang}/elections/{slug}/inside/{name}", desk)
            root = keeper.find("main code").first.inner_text()
            given = [f"--manifest={desk / 'manifest.json'}", f"--box={desk / 'box.bin'}"]
            trustee(keys / role, "share", *given, "--box-root", root, f"--out={desk / 's.json'}")
            keeper.fill(**{"s-share_file": desk / "s.json"}).send("s-share_file")
    for role, lang in PRESENT.items():
        with story.people.role(role, lang) as keeper:
            desk = table / role
            keeper.open(f"elections/{slug}/opening")
            links = keeper.find("main a[href*='/inside/shares-']").all()
            shares = [keeper.fetch(str(one.get_attribute("href")), desk) for one in links]
            given = [f"--manifest={desk / 'manifest.json'}", f"--box={desk / 'box.bin'}"]
            trustee(keys / role, "open", *given, "--shares", *map(str, shares), f"--out={desk}")
            (statement,) = desk.glob("opening-*.json")
            keeper.fill(**{"o-opening": statement, "o-ballots": desk / "ballots.jsonl"})
            keeper.send("o-opening")
    story.told["opened"] = True


def declare_and_seat(story: Story) -> None:
    """The count is declared, told and published, and the winner holds the seat."""
    slug, times, seals, winner, _opened = story.after(
        "election", "times", "seals", "winner", "opened"
    )
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/count").act("/acts/count")
        officer.follow("/observers/")
        assert winner in officer.text()
        officer.open(f"elections/{slug}/desk").follow("/acts/declare").act("/acts/declare")
    listed = _told_in_every_language(story, slug, winner)
    # What is cast lies there, and the seed that the server put in for a tie.
    assert len(listed - set(seals)) == 1
    assert set(seals) < listed
    assert story.told["replaced"] not in listed
    story.clock.move(times["complaints_until"] + timedelta(days=1, minutes=1))
    with story.people.role("returning-officer", "ru") as officer:
        officer.open(f"elections/{slug}/desk").follow("/acts/publish").act("/acts/publish")
    story.clock.pass_(days=1)
    with story.people.visitor("zh") as visitor:
        visitor.open("bodies/").follow("/bodies/board")
        assert winner in visitor.text()
        visitor.follow(f"main li:has-text('{winner}') a")
        visitor.follow(slug)
        visitor.follow("main section[aria-labelledby=points] a[href*='/bodies/']")  # the seat
        assert winner in visitor.text()
    _six_people_in_five_languages(story)


def _told_in_every_language(story: Story, slug: str, winner: str) -> set[str]:
    """Everybody reads who won, as news too; an observer checks the record. The seals listed."""
    with story.site.looking() as session:
        found = elections.by_slug(session, slug)
        (link,) = links_to(session, "election", found.id)
        news = session.scalars(select(Announcement.id).where(Announcement.id == link.from_id)).one()
    said = set()
    for lang in LANGS:
        with story.people.visitor(lang) as visitor:
            visitor.open("elections/").follow(slug)
            assert visitor.find("main b").first.inner_text() == winner
            visitor.follow(f"/news/{news}")
            assert winner in visitor.text()
            said.add(visitor.find("h1").inner_text())
            assert not visitor.find("h1[lang]").count()
            visitor.open("bodies/board")
            assert winner not in visitor.text()  # complaints are still possible
    assert len(said) == len(LANGS)
    with story.people.visitor("es", "observer") as observer:
        observer.open(f"elections/{slug}").follow(f"{slug}/record")
        record = observer.fetch(f"/es/elections/{slug}/record.zip", story.folder)
    with zipfile.ZipFile(record) as archive:
        archive.extractall(story.folder / "record")
    verdict, failed = verify(story.folder / "record")
    assert (verdict in (RECOUNTED, VERIFIED), failed) == (True, [])
    return set((story.folder / "record" / "seals.txt").read_text().split())


def _six_people_in_five_languages(story: Story) -> None:
    people: dict[str, set[str]] = {}
    for who, lang in story.people.came:
        people.setdefault(who, set()).add(lang)
    assert {"secretariat", "returning-officer", "observer", *PRESENT} <= set(people)
    assert f"trustee-{ABSENT}" not in people
    assert {f"nominee {name}" for name in NAMES} <= set(people)
    acting = {who: langs for who, langs in people.items() if who != "visitor"}
    delegates = [who for who in acting if who.count("-") == 4]
    assert len(delegates) >= MOST_BALLOTS
    assert set.union(*acting.values()) == set(LANGS)


STEPS = (
    set_up,
    propose_and_accept,
    rule_and_freeze,
    vote_and_vote_again,
    open_the_box,
    declare_and_seat,
)
