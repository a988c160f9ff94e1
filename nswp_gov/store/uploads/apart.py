"""The same gate in a process of its own, with little memory and little time.

A parser that a hostile file breaks takes down the small process and nothing else, and that process
is given none of the instance's settings or keys.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from nswp_gov.store.uploads import Cleaned, clean, kind_of
from nswp_gov.store.uploads.refusals import UploadRefused

_MEMORY = 1 * 2**30
SECONDS = 20
_GRACE = 5  # to start, and to be stopped by its own limit first
_CODES = frozenset(
    "upload_active upload_damaged upload_locked upload_mismatch upload_too_large_inside".split()  # noqa: SIM905 - a list of words reads best as words
)


def run_apart(
    module: str, content: bytes, file_name: str, seconds: int
) -> tuple[Cleaned, dict[str, Any]]:
    """Return the clean copy that `module` made in a process of its own, and what it said of it.

    Raises:
        UploadRefused: as `clean`; `upload_damaged` also if the process fails or takes too long.

    """
    kind_of(content, file_name)
    extension = file_name.rpartition(".")[2].lower()
    command = (sys.executable, "-m", module, f"file.{extension}", str(seconds))
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, module and a listed extension
            command,
            input=content,
            capture_output=True,
            timeout=seconds + _GRACE,
            check=True,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as cause:
        raise UploadRefused("upload_damaged") from cause
    head, _, body = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if refusal := answer.get("refused"):
        raise UploadRefused(refusal if refusal in _CODES else "upload_damaged")
    return Cleaned(body, answer["media_type"], answer["extension"]), answer


def answer_apart(made: Callable[[bytes, str], tuple[Cleaned, dict[str, Any]]]) -> None:
    """In the process: read a file, write one line about it and its clean copy."""
    file_name, seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        cleaned, said = made(sys.stdin.buffer.read(), file_name)
    except UploadRefused as refusal:
        sys.stdout.buffer.write(json.dumps({"refused": refusal.code}).encode() + b"\n")
        return
    head = {"media_type": cleaned.media_type, "extension": cleaned.extension, **said}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + cleaned.content)


def clean_apart(content: bytes, file_name: str, *, seconds: int = SECONDS) -> Cleaned:
    """Return what `clean` returns, made in a process of its own.

    Raises:
        UploadRefused: as `run_apart`.

    """
    return run_apart(__name__, content, file_name, seconds)[0]


if __name__ == "__main__":
    answer_apart(lambda content, file_name: (clean(content, file_name), {}))
