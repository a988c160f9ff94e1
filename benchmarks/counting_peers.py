# ruff: noqa: PLC0415 -- each peer is loaded by its own driver only
"""One count by one peer, as a program of its own: `counting_peers.py PEER FILE`.

Run by `counting.py` with the interpreter of an environment that has the peers. Each driver reads
the BLT file as the peer does, or, where the peer reads none, with the least that its own types ask
for; equal lines are put together first where the peer knows weights.
"""

import sys
from collections import Counter
from pathlib import Path


def lines_of(path):
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    candidates, seats = map(int, lines[0].split())
    return candidates, seats, lines[1 : lines.index("0")]


def floor(path):
    """No count at all: a bare pass that puts equal lines together."""
    return len(Counter(Path(path).read_bytes().split(b"\n")))


def votelib(path):
    from votelib.evaluate import sequential
    from votelib.io import blt

    with Path(path).open(encoding="utf-8") as file:
        votes, seats, _, _ = blt.load(file)
    selector = sequential.TransferableVoteSelector(transferer="Gregory", quota_function="droop")
    return [candidate.name for candidate in selector.evaluate(votes, seats)]


def pyrankvote(path):
    from pyrankvote import Ballot, Candidate, single_transferable_vote

    number, seats, lines = lines_of(path)
    candidates = [Candidate(str(n)) for n in range(1, number + 1)]
    ballots = [
        Ballot(ranked_candidates=[candidates[int(n) - 1] for n in line.split()[1:-1]])
        for line in lines
    ]
    result = single_transferable_vote(candidates, ballots, number_of_seats=seats)
    return [winner.name for winner in result.get_winners()]


def pref_voting(path):
    from pref_voting.profiles_with_ties import ProfileWithTies
    from pref_voting.proportional_methods import stv_scottish

    number, seats, lines = lines_of(path)
    papers = Counter(lines)
    rankings = [{int(n): rank for rank, n in enumerate(line.split()[1:-1], 1)} for line in papers]
    profile = ProfileWithTies(rankings, list(papers.values()), list(range(1, number + 1)))
    return stv_scottish(profile, num_seats=seats)


def votekit(path):
    from votekit import RankBallot, RankProfile
    from votekit.elections import FastSTV

    number, seats, lines = lines_of(path)
    ballots = [
        RankBallot(ranking=[frozenset({n}) for n in line.split()[1:-1]], weight=weight)
        for line, weight in Counter(lines).items()
    ]
    names = [str(n) for n in range(1, number + 1)]
    profile = RankProfile(ballots=ballots, candidates=names, max_ranking_length=number)
    return [sorted(each) for each in FastSTV(profile, n_seats=seats).get_elected()]


PEERS = {each.__name__: each for each in (floor, votelib, pyrankvote, pref_voting, votekit)}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](sys.argv[2]))
