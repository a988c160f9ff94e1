"""A copy reads the second half: what comes out, or what is refused, is the same."""

from __future__ import annotations

import subprocess
import sys

from tests.factories.counting import ROOT, TRICKY

COMPARE = """
import sys
from pathlib import Path
from nswp_gov.rules.counting import blocks, halves
from nswp_gov.rules.counting.blt import read_blt
from nswp_gov.rules.counting.refusals import CountRefused

halves.LEAST, halves.LOADING, halves._can_copy, began = 1, 0, lambda: True, []

class Told(halves.SecondHalf):
    def take(self):
        half = super().take()
        began.append(half is not None)
        return half

halves.SecondHalf = Told

def outcome(path, in_halves):
    with open(path, "rb") as file:
        try:
            return read_blt(file, in_halves=in_halves)
        except CountRefused as refused:
            return refused.code, getattr(refused, "place", None), refused.values

blocks.HEAD = blocks.BLOCK = 64
for path in sys.argv[1:]:
    plain, halved = outcome(path, False), outcome(path, True)
    if plain != halved:
        print(Path(path).name, plain, halved, sep="\\n")
print(len(began), sum(began))
"""


def run(*paths):
    done = subprocess.run(
        [sys.executable, "-c", COMPARE, *map(str, paths)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    *differences, last = done.stdout.splitlines()
    assert differences == []
    asked, taken = map(int, last.split())
    return asked, taken


def papers(folder, name, *, number=400, change=None, head="4 2\n-3\n", foot=None):
    lines = [f"{1 + n % 3} {1 + n % 4} {1 + (n + 1) % 4} 0" for n in range(number)]
    for place, line in (change or {}).items():
        lines[place] = line
    foot = '0\n"One"\n"Two"\n"Three"\n"Four"\n"A title"\n' if foot is None else foot
    path = folder / f"{name}.blt"
    path.write_bytes((head + "\n".join(lines) + "\n" + foot).encode())
    return path


def test_what_is_well_formed_is_taken_from_the_copy(tmp_path):
    files = [
        papers(tmp_path, "plain"),
        papers(tmp_path, "comments", change={300: "# a word", 301: "", 302: "  2 4 0 # so"}),
        papers(tmp_path, "end", foot='0\n"1"\r\n"2"\r\n"3"\r\n"4"'),
        papers(tmp_path, "mark", head="\ufeff4 2\n"),
    ]
    assert run(*files) == (len(files), len(files))


def test_an_end_in_another_hand_is_known_to_the_copy(tmp_path):
    files = [
        papers(tmp_path, "zeros", foot=' 00 # end\n"1" "2" "3" "4"\n'),
        papers(tmp_path, "windows", foot='0\r\n"1"\r\n"2"\r\n"3"\r\n"4"'),
    ]
    assert run(*files) == (2, 2)


def test_a_mark_of_byte_order_belongs_to_the_start_of_the_file_alone(tmp_path):
    at_the_half = range(185, 220)  # one of these lines is the first that the copy reads
    files = [papers(tmp_path, str(n), change={n: "\ufeff1 2 0"}) for n in at_the_half]
    asked, taken = run(*files)
    assert 0 < asked < len(files)
    assert taken == 0


def test_what_is_wrong_is_refused_with_its_own_line(tmp_path):
    wrong = [
        papers(tmp_path, "first", change={10: "1 9 0"}),
        papers(tmp_path, "second", change={390: "1 9 0"}),
        papers(tmp_path, "gap", change={391: "1 2 - 3 0"}),
        papers(tmp_path, "open", foot=""),
        papers(tmp_path, "unnamed", foot='0\n"One"\n'),
        papers(tmp_path, "binary", foot='0\n"One"\n"\udcff"\n'.encode("utf-8", "replace").decode()),
        papers(tmp_path, "early", change={20: "0"}),
        papers(tmp_path, "late", change={380: "0"}),
    ]
    asked, taken = run(*wrong)
    assert asked > taken > 0


def test_the_tricky_files_read_alike():
    files = sorted(TRICKY.glob("*.blt"))
    assert files
    run(*files)
