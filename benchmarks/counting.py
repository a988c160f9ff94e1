"""How fast and how large a count is, in one run with the peers and with a bare pass as the floor.

`python benchmarks/counting.py --peers /path/to/python` writes `results/counting.md`, `.json` and
`.svg`. The interpreter given has some of `votelib pyrankvote pref_voting votekit`; one that is
missing, or takes longer than the limit, is left out and said so. Without `--peers` our own times
are measured alone. Every time is of a whole process, from its start to the finished sheet.
"""

import argparse
import json
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from nswp_gov.rules.counting import (  # noqa: E402 -- the project is not installed here
    Rules,
    count,
    election_of,
    lot_of_own_order,
    read_blt,
    write_record,
)

ROUNDS = 5
PATIENCE = 30  # seconds
PEERS = ("votelib", "pyrankvote", "pref_voting", "votekit")
SIZES = {"5k x 10": (5_000, 10), "1M x 10": (1_000_000, 10), "1M x 30": (1_000_000, 30)}
GOALS = {
    ("1M x 10", "pyrankvote"): 15,
    ("1M x 10", "votelib"): 7,
    ("1M x 10", "votekit"): 17,
    ("1M x 30", "pyrankvote"): 3.5,
}


def make_ballots(path, papers, candidates, seed=7):
    """Write an election with voters of three minds, each with its own order of preference.

    A voter draws candidates one after the other; in its mind's order each next one has 0.35 of the
    chance of the one before, and 73 in 100 go on to a further preference. So 5,000 papers have as
    many different rankings (about 1,300), of as many preferences (3.6), as in real wards with ten
    candidates.
    """
    chance = random.Random(seed)
    numbers = list(range(1, candidates + 1))
    minds = [chance.sample(numbers, candidates) for _ in range(3)]
    weights = [[0.35 ** mind.index(number) for number in numbers] for mind in minds]
    seats = 3 if candidates <= 10 else 5
    with Path(path).open("w", encoding="utf-8") as out:
        out.write(f"{candidates} {seats}\n")
        for _ in range(papers):
            mind = list(chance.choice(weights))
            ranking = []
            while True:
                number = chance.choices(numbers, mind)[0]
                mind[number - 1] = 0.0
                ranking.append(number)
                if len(ranking) == candidates or chance.random() > 0.73:
                    break
            out.write("1 " + " ".join(map(str, ranking)) + " 0\n")
        out.write("0\n" + "".join(f'"Candidate {number}"\n' for number in numbers) + '"Made up"\n')


def measure(command, limit):
    """Seconds and largest memory in MB of `command`, once; None if it fails or is too slow."""
    start = time.perf_counter()
    program = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    while True:
        pid, status, usage = os.wait4(program.pid, os.WNOHANG)
        if pid:
            break
        if time.perf_counter() - start > limit:
            program.kill()
            os.wait4(program.pid, 0)
            program.returncode = -9
            return None
        time.sleep(0.002)
    program.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    return None if program.returncode else (seconds, usage.ru_maxrss // 1024)


def measure_in_turn(commands, limit):
    """Medians of every command by name, taken in turn: a slow minute of the machine meets all.

    What has taken `PATIENCE` seconds is not asked again, nor is what failed.
    """
    taken = {name: [] for name in commands}
    failed = set()
    for _ in range(ROUNDS):
        for name, command in commands.items():
            if name in failed or sum(seconds for seconds, _ in taken[name]) > PATIENCE:
                continue
            for _ in range(3 if name.startswith("ours") else 1):
                if (found := measure(command, limit)) is None:
                    failed.add(name)
                    break
                taken[name].append(found)
    return {
        name: {
            "seconds": round(statistics.median(seconds for seconds, _ in found), 4),
            "megabytes": max(memory for _, memory in found),
            "times": len(found),
        }
        if found and name not in failed
        else None
        for name, found in taken.items()
    }


def ours(path, rules, program="nswp_gov.rules.counting"):
    return [
        sys.executable, "-m", program, str(path), "--rules", rules, "--format", "json",
    ]  # fmt: skip


def in_memory(path, times=5):
    """Print seconds from papers in memory (a list of tuples) to the finished sheet."""
    election = read_blt(Path(path).read_bytes())
    papers = [tuple(map(ord, ranking)) for ranking, n in election.papers.items() for _ in range(n)]
    random.Random(1).shuffle(papers)
    lot = lot_of_own_order(len(election.candidates))
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        again = election_of(papers, candidates=election.candidates, seats=election.seats)
        write_record(count(again, Rules.SCOTTISH, lot))
        seconds.append(time.perf_counter() - start)
    found = {"seconds": round(statistics.median(seconds), 4), "distinct": len(election.papers)}
    print(json.dumps(found))


def present(peers):
    found = []
    for peer in PEERS:
        code = f"import {peer}"
        done = subprocess.run([peers, "-c", code], capture_output=True, check=False)
        if done.returncode:
            print(f"{peer} is not installed for {peers}: left out")
        else:
            found.append(peer)
    return found


def run(options, folder):
    peers = present(options.peers) if options.peers else []
    rows = {}
    for size, (papers, candidates) in SIZES.items():
        path = Path(folder) / f"{papers}x{candidates}.blt"
        make_ballots(path, papers, candidates)
        apart = [
            sys.executable,
            __file__,
            "--in-memory",
            str(path),
        ]  # else its memory is all theirs
        done = subprocess.run(apart, capture_output=True, check=True)
        driver = str(HERE / "counting_peers.py")
        commands = {
            "bare pass": [sys.executable, driver, "floor", str(path)],
            "ours, Scottish STV": ours(path, "scottish-stv"),
            "ours, Meek": ours(path, "meek"),
            "ours, nswp-gov count": ours(path, "scottish-stv", "nswp_gov.count_cli"),
        }
        commands |= {peer: [options.peers, driver, peer, str(path)] for peer in peers}
        row = rows[size] = {"in memory": json.loads(done.stdout)}
        row |= measure_in_turn(commands, options.limit)
        for peer in peers:
            if row[peer] is None:
                print(f"{peer} did not finish {size} within {options.limit} s: left out")
        print(size, json.dumps(row))
    return rows


def ratios(rows):
    found = []
    for size, row in rows.items():
        base = row["ours, Scottish STV"]["seconds"]
        for name in (*PEERS, "ours, Meek", "ours, nswp-gov count", "bare pass"):
            if row.get(name):
                ratio = round(row[name]["seconds"] / base, 2)
                found.append({"size": size, "name": name, "ratio": ratio})
    return found


def write_table(rows, machine):
    lines = ["# Counting: whole process, ballots in a file to the finished sheet", "", machine, ""]
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    lines.append("| program | " + " | ".join(rows) + " |")
    lines.append("|---|" + "---|" * len(rows))
    for name in names:
        cells = []
        for row in rows.values():
            each = row.get(name)
            memory = f", {each['megabytes']} MB" if each and "megabytes" in each else ""
            cells.append(f"{each['seconds']:.3f} s{memory}" if each else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    distinct = ", ".join(f"{size}: {row['in memory']['distinct']}" for size, row in rows.items())
    lines += ["", f"Different rankings among the papers: {distinct}."]
    lines.append("Medians; the programs ran in turn, what takes more than 30 s once.")
    lines.append("A dash: the program failed, took longer than the limit, or is not installed.")
    lines.append("Ours is the observer's program, Python alone; `nswp-gov count` has more to load.")
    lines += ["“In memory” is from a list of papers to the finished record, in one process."]
    lines += ["", "## Ratios", ""]
    lines += ["Time divided by ours (Scottish STV) in the same run; a goal is at least that.", ""]
    lines += ["| size | program | ratio | goal |", "|---|---|---|---|"]
    for each in ratios(rows):
        goal = GOALS.get((each["size"], each["name"]), "")
        lines.append(f"| {each['size']} | {each['name']} | {each['ratio']} | {goal} |")
    return "\n".join(lines) + "\n"


def write_plot(rows):
    """Bars on a logarithmic scale, a group for each size; the table beside it has the figures."""
    bars, y = [], 20
    for size, row in rows.items():
        bars.append(f'<text x="0" y="{y + 14}" font-weight="bold">{size}</text>')
        y += 22
        for name, each in row.items():
            if each:
                width = max(2, round(90 * (3 + math.log10(each["seconds"]))))
                colour = "#a50f22" if name.startswith(("ours", "in memory")) else "#857b7c"
                bars.append(f'<text x="10" y="{y + 13}">{name}</text>')
                bars.append(f'<rect x="170" y="{y}" width="{width}" height="16" fill="{colour}"/>')
                bars.append(f'<text x="{176 + width}" y="{y + 13}">{each["seconds"]:.3f} s</text>')
                y += 20
        y += 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {y}" role="img" '
        'font-family="sans-serif" font-size="13"><title>Seconds for a count, on a logarithmic '
        "scale</title><desc>The figures are in counting.md.</desc>" + "".join(bars) + "</svg>\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="the interpreter that has the peers")
    parser.add_argument("--limit", type=float, default=120, help="seconds that a peer may take")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--in-memory", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.in_memory:
        in_memory(options.in_memory)
        return
    with tempfile.TemporaryDirectory() as folder:
        load = os.getloadavg()[0]
        rows = run(options, folder)
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}; load {load:.1f} at the start."
    )
    options.results.mkdir(exist_ok=True)
    record = {"machine": machine, "rows": rows, "ratios": ratios(rows)}
    text = json.dumps(record, indent=1, sort_keys=True) + "\n"
    (options.results / "counting.json").write_text(text, encoding="utf-8")
    (options.results / "counting.md").write_text(write_table(rows, machine), encoding="utf-8")
    (options.results / "counting.svg").write_text(write_plot(rows), encoding="utf-8")
    print(write_table(rows, machine))


if __name__ == "__main__":
    main()
