"""`count` at the command line: what it prints where, and when its exit status is 0."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from nswp_gov.count_cli import LANGUAGES, count_command
from nswp_gov.rules.counting import Rules, read_blt, short_record, write_blt
from nswp_gov.rules.counting.cvr import write_cvr
from tests.factories.counting import ROOT, TRICKY, by, expected_of, made_up

LOT = TRICKY / "lot_exclusion.blt"
PLAIN = TRICKY / "wigm_not_last_parcel.blt"
KEYS = {
    "scottish-stv": "winners order_of_election quota stages ties",
    "irv": "winners order_of_election quota stages ties",
    "meek": "winners order_of_election rounds",
    "approval": "winners totals ties",
    "plurality": "winners totals ties",
}


def run(*arguments, **more):
    return CliRunner().invoke(count_command, [str(each) for each in arguments], **more)


@pytest.mark.parametrize("rules", Rules)
def test_json_is_one_flat_object_a_line_and_a_file(rules):
    files = (TRICKY / "irv_overtake.blt", TRICKY / "comments_blank_lines.blt")
    done = run(*files, "--rules", rules.value, "--format", "json", "--lot-order", "ascending")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line, file in zip(lines, files, strict=True):
        assert list(line) == ["file", "rules", *KEYS[rules.value].split()]
        assert (line.pop("file"), line.pop("rules")) == (str(file), rules.value)
        assert line == short_record(by(rules, read_blt(file.read_bytes())))


def test_json_equals_the_expected_records():
    files = sorted(TRICKY.glob("*.blt"))
    assert files
    for file in files:
        line = json.loads(run(file, "--format", "json").stdout)
        expected = expected_of(file)["scottish"]
        both = line.keys() & expected.keys()
        assert {"stages", "winners"} <= both
        assert {key: expected[key] for key in both} == {key: line[key] for key in both}


def test_explained_json_has_the_whole_record_and_the_story():
    line = json.loads(run(PLAIN, "--format", "json", "--explain").stdout)
    assert line["record"]["stages"][3]["parcels"][0]["papers"] == 21
    assert line["story"][-1] == {
        "stage": 0,
        "code": "no_lot",
        "values": {},
        "text": "This count needed no lot.",
    }


def test_a_file_that_cannot_be_counted_is_named_and_the_others_are_counted(tmp_path):
    bad = tmp_path / "bad.blt"
    bad.write_bytes(b"2 1\n1 1 2 1 0\n0\n")
    done = run(bad, PLAIN, tmp_path / "missing.blt", tmp_path, "--format", "json")
    assert done.exit_code == 1
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [str(PLAIN)]
    first, missing, folder = done.stderr.splitlines()
    assert first == (
        f"{bad}: line 2, column 7: Candidate 1 is named for a second time. "
        "Expected each at most once."
    )
    assert (
        missing
        == f"{tmp_path / 'missing.blt'}: The file cannot be read: No such file or directory."
    )
    assert str(tmp_path) in folder


def test_standard_input_is_read(tmp_path):
    done = run("-", "--format", "json", input=PLAIN.read_bytes())
    assert json.loads(done.stdout)["file"] == "-"
    assert json.loads(done.stdout)["winners"] == [2, 5]
    assert run("-", input=b"").exit_code == 1


def test_lot_decides_as_asked_and_without_one_a_warning_is_given():
    def winners(*options):
        done = run(LOT, "--format", "json", *options)
        assert done.exit_code == 0
        return json.loads(done.stdout)["winners"], done.stderr

    assert winners("--lot-order", "ascending") == ([3, 4], "")
    assert winners("--lot-order", "descending") == ([2, 4], "")
    assert winners("--lot-order", "4, 3, 2, 1") == ([2, 4], "")
    own, warning = winners()
    assert own == [3, 4]
    assert "A lot decided here" in warning
    assert winners("--lot", "some seed")[1] == ""
    assert run(PLAIN, "--format", "json").stderr == ""


@pytest.mark.parametrize(
    "order", ["1,2,3", "1,2,3,3", "one", "", "1;2;3;4", "1,2,3,4,5", "9" * 5000, "²,1,3,4"]
)
def test_lot_order_that_is_none_is_refused(order):
    done = run(LOT, "--lot-order", order)
    if order:
        assert (done.exit_code, done.stdout) == (1, "")
        assert len(done.stderr) < 300
        assert "order" in done.stderr
    else:
        assert done.exit_code == 0


def test_lot_and_lot_order_exclude_each_other():
    assert run(LOT, "--lot", "a", "--lot-order", "1,2,3,4").exit_code == 2


def test_seats_reopen_caps_and_unclear_change_the_count(tmp_path):
    line = json.loads(run(PLAIN, "--seats", "1", "--rules", "irv", "--format", "json").stdout)
    assert (len(line["winners"]), line["quota"]) == (1, 22)
    line = json.loads(run(PLAIN, "--reopen", "2", "--format", "json").stdout)
    assert line["winners"] == []
    assert run(PLAIN, "--rules", "irv").exit_code == 1
    assert run(PLAIN, "--seats", "0").exit_code == 1
    assert run(PLAIN, "--reopen", "77").exit_code == 1
    free = json.loads(run(PLAIN, "--format", "json").stdout)["winners"]
    rest = ",".join(str(number) for number in free)
    capped = json.loads(run(PLAIN, "--cap", f"1:{rest}", "--format", "json").stdout)["winners"]
    assert len(free) > 1
    assert len(set(capped) & set(free)) == 1
    for wrong in ("1", "x:1", "1:", "1:77", "1:1,,2"):
        assert run(PLAIN, "--cap", wrong).exit_code == 1, wrong
    gap = tmp_path / "gap.blt"
    gap.write_bytes(b'3 1\n3 1 - 2 0\n2 3=2 0\n0\n"A"\n"B"\n"C"\n')
    assert run(gap).exit_code == 1
    text = run(gap, "--unclear", "stop").stdout
    assert "Ballots that count only until a preference that is not clear: 5." in text
    fewer = run(TRICKY / "seats_plus_one.blt", "--no-last-transfer", "--format", "json")
    assert len(json.loads(fewer.stdout)["stages"]) == 2


def test_cast_vote_records_give_the_same_count(tmp_path):
    election = read_blt(PLAIN.read_bytes())
    rows = tmp_path / "paper.CSV"
    rows.write_bytes(write_cvr(election))
    ours, same = (json.loads(run(file, "--format", "json").stdout) for file in (PLAIN, rows))
    assert {**same, "file": ""} == {**ours, "file": ""}


@pytest.mark.parametrize("form", ["text", "csv", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_in_every_language(form, language):
    done = run(PLAIN, LOT, "--format", form, "--language", language, "--explain")
    assert done.exit_code == 0
    assert "Bruce" in done.stdout
    assert done.stdout.count("<!DOCTYPE html>") == (form == "html")
    if form == "csv":
        assert done.stdout.count("file,rules,") == 1


def test_sheet_is_printed_for_each_file(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    done = run(PLAIN, LOT)
    assert done.stdout.startswith("wigm_not_last_parcel\nSingle transferable vote")
    assert "\n\nlot_exclusion\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 60


def _in_a_terminal(arguments, *, stdout):
    """What the program writes to standard error when that is a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "nswp_gov.count_cli", *map(str, arguments)],
        cwd=ROOT,
        stdout=slave if stdout == "terminal" else subprocess.PIPE,
        stderr=slave,
        env={**os.environ, "TERM": "xterm"},
    ) as program:
        os.close(slave)
        written = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            written += piece
        out = program.stdout.read() if program.stdout else b""
        assert program.wait(timeout=20) == 0
    os.close(master)
    return written.decode(), out.decode()


def test_many_files_are_watched_by_a_bar_on_standard_error():
    files = sorted(TRICKY.glob("*.blt"))
    arguments = [*files, "--format", "json", "--lot-order", "ascending"]
    bar, out = _in_a_terminal(arguments, stdout="pipe")
    assert f"{len(files)}/{len(files)}" in bar
    assert len(out.splitlines()) == len(files)
    both, _ = _in_a_terminal(arguments, stdout="terminal")
    assert both.index(f"{len(files)}/{len(files)}") < both.index('{"file"')
    alone, _ = _in_a_terminal([files[0], "--format", "json"], stdout="pipe")
    assert alone == ""


def test_starts_without_the_website():
    code = (
        "import sys; import nswp_gov.count_cli;"
        "print([m for m in ('flask', 'sqlalchemy', 'babel', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_output_is_utf8_whatever_the_terminal_says(tmp_path):
    file = tmp_path / "names.blt"
    file.write_bytes(
        b'2 1\n2 1 0\n1 2 0\n0\n"' + "Нина".encode() + b'"\n"' + "陈伟".encode() + b'"\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "nswp_gov.count_cli", str(file)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert "Нина" in done.stdout.decode("utf-8")


def test_a_file_name_that_is_no_text_is_printed_all_the_same(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff.blt"
    Path(os.fsdecode(name)).write_bytes(PLAIN.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "nswp_gov.count_cli", name, "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["winners"] == [2, 5]


def test_large_elections_are_counted_in_blocks(tmp_path):
    file = tmp_path / "large.blt"
    election = made_up({(1, 2): 3, (2, 3): 2, (3,): 1}, candidates=3, seats=1)
    head, *body, end, names = write_blt(election).decode().split("\n", 5)
    lines = [line for line in body for _ in range(300_000)]
    Path(file).write_text("\n".join([head, *lines, end, names]), "utf-8")
    line = json.loads(run(file, "--format", "json").stdout)
    assert line["stages"][0]["votes"] == ["900000.00000", "600000.00000", "300000.00000"]
