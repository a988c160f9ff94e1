"""What communications cost: sending and rendering a letter, and the matrix of all texts.

`python benchmarks/communications.py` runs `sending.py` (against a bare SMTP conversation) and
`matrix.py` (5,000 texts in five languages, against reading the same rows by `sqlite3` alone), each
in a process of its own, and writes `results/communications.md` and `.json` from what they found.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PARTS = ("sending", "matrix")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=300)
    parser.add_argument("--texts", type=int, default=5_000)
    options = parser.parse_args()
    sizes = {"sending": ("--letters", options.letters), "matrix": ("--texts", options.texts)}
    results, missed = HERE / "results", []
    for part in PARTS:
        command = [sys.executable, str(HERE / f"{part}.py"), *map(str, sizes[part])]
        if subprocess.run(command, check=False).returncode:
            missed.append(part)
    found = {part: json.loads((results / f"{part}.json").read_text("utf-8")) for part in PARTS}
    told = json.dumps(found, indent=1, sort_keys=True) + "\n"
    (results / "communications.json").write_text(told, encoding="utf-8")
    pages = [(results / f"{part}.md").read_text("utf-8").replace("# ", "## ", 1) for part in PARTS]
    text = "\n".join(["# Communications", "", *pages])
    (results / "communications.md").write_text(text, encoding="utf-8")
    sys.exit(f"over the goal: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
