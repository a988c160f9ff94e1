"""Scottish STV once more, as slowly and as plainly as its text reads; for comparison only.

Every paper is a row of its own with an exact fraction as its value; the only rounding is the
one the rules order, of a paper's new value, down to five decimals. Written from the rules, not
from the program.
"""

import math
from fractions import Fraction


def five_decimals(value: Fraction) -> Fraction:
    return Fraction(math.floor(value * 100000), 100000)


def naive_count(papers, candidates, seats, lot, withdrawn=()):
    """(winners in order, stages as (votes, elected)), for papers: a list of preference lists."""
    standing = [c for c in range(1, candidates + 1) if c not in withdrawn]
    rows = [[[c for c in paper if c in standing], Fraction(1)] for paper in papers]
    rows = [row for row in rows if row[0]]
    quota = math.floor(Fraction(len(rows), seats + 1)) + 1
    holder = {c: [] for c in standing}
    for row in rows:
        holder[row[0][0]].append(row)
    votes = {c: sum((row[1] for row in holder[c]), Fraction(0)) for c in standing}
    state = dict.fromkeys(standing, "continuing")
    elected, untransferred, stages, history = [], [], [], []

    def continuing():
        return [c for c in standing if state[c] == "continuing"]

    def pass_on(row):
        for c in row[0][row[0].index(row[2]) + 1 :]:
            if state[c] == "continuing":
                return c
        return None

    def decide(tied, wanted):
        for past in reversed(history[:-1]):
            if len({past[c] for c in tied}) > 1:
                extreme = wanted(past[c] for c in tied)
                tied = [c for c in tied if past[c] == extreme]
                if len(tied) == 1:
                    return tied[0]
        return next(c for c in lot if c in tied)

    while True:
        history.append(dict(votes))
        now = sorted((c for c in continuing() if votes[c] >= quota), key=lambda c: (-votes[c], c))
        for c in now:
            state[c] = "elected"
            if votes[c] > quota:
                untransferred.append(c)
        elected += now
        if len(elected) < seats and len(continuing()) <= seats - len(elected):
            rest = sorted(continuing(), key=lambda c: (-votes[c], c))
            for c in rest:
                state[c] = "elected"
            elected += rest
            now = now + rest
            stages.append((dict(votes), now))
            return elected, stages
        stages.append((dict(votes), now))
        if len(elected) == seats:
            return elected, stages
        if untransferred:
            most = max(votes[c] for c in untransferred)
            source = decide([c for c in untransferred if votes[c] == most], max)
            untransferred.remove(source)
            surplus = votes[source] - quota
            for row in holder[source]:
                row[1] = five_decimals(surplus * row[1] / votes[source])
            votes[source] = Fraction(quota)
        else:
            least = min(votes[c] for c in continuing())
            source = decide([c for c in continuing() if votes[c] == least], min)
            state[source] = "excluded"
            votes[source] = Fraction(0)
        moving, holder[source] = holder[source], []
        for row in moving:
            target = pass_on([row[0], row[1], source])
            if target is not None:
                holder[target].append(row)
                votes[target] += row[1]
