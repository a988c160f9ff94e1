"""Run the migrations from wherever they were installed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from nswp_gov.store.engine import open_engine


def config(folder: Path, url: str) -> Config:
    """Return an Alembic configuration; there is no alembic.ini."""
    made = Config()
    made.set_main_option("script_location", str(folder).replace("%", "%%"))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def upgrade(folder: Path, url: str, target: str = "head") -> None:
    """Bring the schema to `target`."""
    command.upgrade(config(folder, url), target)


def downgrade(folder: Path, url: str, target: str = "base") -> None:
    """Take the schema back to `target`."""
    command.downgrade(config(folder, url), target)


def check(folder: Path, url: str) -> None:
    """Raise where the models and the migrated schema differ."""
    command.check(config(folder, url))


def head(folder: Path) -> str | None:
    """Return the newest migration that this program brings."""
    return ScriptDirectory(str(folder)).get_current_head()


def current(url: str) -> str | None:
    """Return the migration that the database stands at."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def revisions(folder: Path) -> list[str]:
    """Return every migration that this program brings, newest first."""
    return [one.revision for one in ScriptDirectory(str(folder)).walk_revisions()]
