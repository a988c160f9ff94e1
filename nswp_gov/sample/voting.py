"""Two elections of seats, both rehearsals: one published, one that takes nominations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from nswp_gov.elections import operations, queries
from nswp_gov.elections.models import Election, Nomination, Post
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import Kind
from nswp_gov.membership.queries import voting_organisations
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.regions import Region
from nswp_gov.sample import seats
from nswp_gov.sample.plan import LANTERN, dice
from nswp_gov.sample.timeline import Scene
from nswp_gov.sample.trustees import keepers, key_of, write_folder
from nswp_gov.sample.words import file, in_five
from nswp_gov.sealing import make_share_file, open_box
from nswp_gov.store.actor import Actor
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

DAY = timedelta(days=1)
GOVERNANCE = "governance"
NAMES = {"": "president", Region.AFRICA.value: "africa", Region.EUROPE.value: "europe"}
BRINGING = (1, 3)  # the trustees who came; the second stayed away
OPENERS = (1, 3)


@dataclass
class Running:
    """An election on its way, and its posts by the region of their seat."""

    election: Election | None = None
    posts: dict[str, Post] = field(default_factory=dict)
    standing: list[Nomination] = field(default_factory=list)

    @property
    def it(self) -> Election:
        """Return the election, which has been set up by now."""
        assert self.election is not None
        return self.election


def tell(scene: Scene) -> None:
    """Put both elections into the timeline."""
    write_folder(scene.settings, scene.plan.seed)
    _tell_past(scene)
    _tell_open(scene)


def key_folder(scene: Scene) -> KeyFolder:
    """Return where the pages look for the secrets of running elections."""
    settings = scene.settings
    return KeyFolder(settings.slot_keys or settings.instance / "slot-keys")


def as_officer(scene: Scene, work: Work, running: Running) -> Work:
    """Return the work as the returning officer of an election does it."""
    person = scene.people["returning-officer"]
    officer_of = frozenset({running.it.id})
    actor = Actor(name=person.name, person_id=person.id, officer_of=officer_of)
    return replace(work, actor=actor)


def _tell_past(scene: Scene) -> None:
    """Fill the seats whose terms begin this year, in the autumn before."""
    year = scene.plan.now.year - 1
    running = Running()
    times = Timetable(
        record_on=date(year, 9, 1),
        nominations_close_at=datetime(year, 9, 22, 12, tzinfo=UTC),
        opens_at=datetime(year, 10, 1, 12, tzinfo=UTC),
        closes_at=datetime(year, 10, 15, 12, tzinfo=UTC),
        complaints_until=datetime(year, 11, 5, 12, tzinfo=UTC),
    )
    contested = [key for key in seats.REGIONAL_AND_PRESIDENT if seats.is_contested(scene, key)]
    at = scene.timeline.at

    def set_up(work: Work) -> None:
        _set_up(
            scene,
            work,
            running,
            title="past_election",
            times=times,
            keys=contested,
            term_from=seats.this_year(scene),
        )

    steps: tuple[tuple[datetime, Callable[[Work], None]], ...] = (
        (datetime(year, 9, 2, 9, tzinfo=UTC), set_up),
        (datetime(year, 9, 3, 9, tzinfo=UTC), lambda work: _candidates(scene, work, running)),
        (times.nominations_close_at, lambda work: _rule_and_freeze(scene, work, running)),
        (times.opens_at, lambda work: open_voting(scene, work, running)),
        (times.opens_at + DAY, lambda work: _vote(scene, work, running)),
        (times.closes_at, lambda work: _close_and_count(scene, work, running)),
        (times.closes_at + DAY, lambda work: _declare(scene, work, running)),
        (times.complaints_until, lambda work: _publish(scene, work, running)),
    )
    for instant, step in steps:
        at(instant, step)


def _set_up(
    scene: Scene,
    work: Work,
    running: Running,
    *,
    title: str,
    times: Timetable,
    keys: list[tuple[str, int]],
    term_from: date,
) -> None:
    plans = [
        PostPlan(scene.seats[key], in_five(GOVERNANCE, f"post_{NAMES[key[0]]}"), term_from)
        for key in keys
    ]
    office = scene.as_staff(work)
    running.election = operations.set_up(
        office,
        title=in_five(GOVERNANCE, title),
        kind=Kind.REHEARSAL,
        timetable=times,
        plans=plans,
        officer_id=scene.people["returning-officer"].id,
    )
    by_seat = {post.seat_id: post for post in queries.posts(work.session, running.it.id)}
    running.posts = {key[0]: by_seat[scene.seats[key].id] for key in keys}
    add_panel(scene, work, running)
    operations.open_nominations(office, running.it)


def add_panel(scene: Scene, work: Work, running: Running) -> None:
    """Name the three trustees, two of whom open."""
    for place, one in enumerate(keepers(scene.plan.seed), start=1):
        operations.add_trustee(
            as_officer(scene, work, running),
            running.it,
            key_of(scene.plan.seed, one.role).public_file(one.name),
            is_opener=place in OPENERS,
            person_id=scene.people[one.role].id,
        )


def _voters(scene: Scene, work: Work, running: Running, post: Post) -> list[int]:
    """Return the keys of the organisations on the roll of a post, in order of the plan."""
    known = {row.id: key for key, row in scene.organisations.items()}
    voting = voting_organisations(work.session, running.it.record_on, region=post.region)
    return sorted(known[one.organisation_id] for one in voting)


def _candidates(scene: Scene, work: Work, running: Running) -> None:
    rivals = file(GOVERNANCE)["rivals"]
    for region, post in running.posts.items():
        voters = _voters(scene, work, running, post)
        winner = seats.holders_of((region, seats.fresh_phase(scene)), seats.fresh_phase(scene))[1]
        for place, name in enumerate((winner, *rivals[NAMES[region]])):
            stands = _stand(scene, work, post, voters[place + 1], name)
            running.standing.append(stands)


def _stand(scene: Scene, work: Work, post: Post, proposer: int, name: str) -> Nomination:
    locale = Locale.EN
    made, _token = operations.nominate(
        scene.as_delegate(work, proposer),
        post,
        organisation_id=scene.organisations[proposer].id,
        nominee_name=name,
        nominee_address=None,
        locale=locale,
    )
    person = scene.people.get(name)
    actor = Actor(name=name, person_id=person.id if person else None)
    operations.accept(
        replace(work, actor=actor),
        made,
        public_name=name,
        statement=file(GOVERNANCE)["statements"][locale.value],
        locale=locale,
    )
    return made


def _rule_and_freeze(scene: Scene, work: Work, running: Running) -> None:
    officer = as_officer(scene, work, running)
    operations.close_nominations(officer, running.it)
    for one in running.standing:
        operations.rule_in(officer, one)
    operations.freeze(officer, running.it, key_folder(scene))


def open_voting(scene: Scene, work: Work, running: Running) -> None:
    """Let the delegates vote."""
    operations.open_voting(as_officer(scene, work, running), running.it, key_folder(scene))


def _vote(scene: Scene, work: Work, running: Running) -> None:
    """Let four in five delegates vote; three in five of them prefer whoever holds the seat now."""
    for region, post in running.posts.items():
        mine = [one for one in running.standing if one.post_id == post.id]
        options = [one.option or "" for one in mine]
        throw = dice(scene.plan.seed, "ballots", region)
        for number, key in enumerate(_voters(scene, work, running, post)):
            if number % 5 == 4:  # noqa: PLR2004 - one in five stays away
                continue
            others = options[1:]
            throw.shuffle(others)
            first = number % 5 != 3  # noqa: PLR2004 - one in four prefers somebody else
            ranking = [options[0], *others] if first else [*others, options[0]]
            operations.cast(
                scene.as_delegate(work, key),
                running.it,
                post,
                scene.organisations[key].id,
                ranking,
                keys=key_folder(scene),
            )


def _close_and_count(scene: Scene, work: Work, running: Running) -> None:
    """Close the box and open it as the trustees do: shares of two, an opening of each opener."""
    officer, seed = as_officer(scene, work, running), scene.plan.seed
    box = operations.close_voting(officer, running.it, key_folder(scene))
    key_folder(scene).destroy(running.it.id)
    manifest = queries.manifest_of(running.it)
    panel = {place: key_of(seed, one.role) for place, one in enumerate(keepers(seed), start=1)}
    shares = {place: make_share_file(manifest, box, key=panel[place]) for place in BRINGING}
    for place, share in shares.items():
        operations.bring_shares(officer, running.it, share, place=place)
    for place in OPENERS:
        opening = open_box(manifest, box, list(shares.values()), key=panel[place])
        operations.bring_opening(officer, running.it, opening, place=place)
    operations.count(officer, running.it)


def _declare(scene: Scene, work: Work, running: Running) -> None:
    operations.declare(as_officer(scene, work, running), running.it)


def _publish(scene: Scene, work: Work, running: Running) -> None:
    operations.publish(as_officer(scene, work, running), running.it)


def _tell_open(scene: Scene) -> None:
    """Open nominations for the seat for Africa that stands empty."""
    now, running = scene.plan.now, Running()
    complaints = now + 51 * DAY
    times = Timetable(
        record_on=(now - 12 * DAY).date(),
        nominations_close_at=now + 16 * DAY,
        opens_at=now + 23 * DAY,
        closes_at=now + 37 * DAY,
        complaints_until=complaints,
    )
    key = (Region.AFRICA.value, 1 - seats.fresh_phase(scene))
    term_from = (complaints + DAY).date()

    def set_up(work: Work) -> None:
        _set_up(
            scene,
            work,
            running,
            title="open_election",
            times=times,
            keys=[key],
            term_from=term_from,
        )

    def propose(work: Work) -> None:
        post = running.posts[key[0]]
        voters = [one for one in _voters(scene, work, running, post) if one != LANTERN]
        rivals: Mapping[str, list[str]] = file(GOVERNANCE)["rivals"]
        _stand(scene, work, post, voters[0], rivals["africa"][0])

    scene.timeline.at(now - 10 * DAY, set_up)
    scene.timeline.at(now - 4 * DAY, propose)
