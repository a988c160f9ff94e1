"""What the web server may write: levels and kinds of fault, never an address, a path or a value."""

from __future__ import annotations

import logging
import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]


class Kinds(logging.Formatter):
    """Writes when, how grave and of what kind; the message itself can hold what a person sent."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without the record's message."""
        kind = (record.exc_info or sys.exc_info())[0]
        what = kind.__name__ if kind is not None else "notice"
        return f"{self.formatTime(record, self.datefmt)} [{record.levelname}] web server: {what}"


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn brings no types
    """The log of gunicorn with every message left out (`--logger-class`)."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as ever, and have each write kinds only."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Kinds(datefmt=self.datefmt))
