"""A legal hold may be placed on minutes."""

import re

from alembic import op

revision = "0003"
down_revision = "0002"

TABLE, CHECK = "legal_hold", "ck_legal_hold_holdable"
BEFORE = (
    "kind IN ('account', 'application', 'nomination', 'roll claim', 'election complaint', "
    "'consultation answer', 'participant', 'inspection of the register', 'complaint')"
)
AFTER = BEFORE.replace("'complaint')", "'complaint', 'minutes')")


def change_check(old: str, new: str) -> None:
    """Let the column hold other values; SQLite makes the table anew, and all else of it stays."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(CHECK), TABLE, type_="check")
        op.create_check_constraint(op.f(CHECK), TABLE, new)
        return
    known = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL AND type"
    (made,) = connection.exec_driver_sql(f"{known} = 'table'", (TABLE,)).scalars()
    around = connection.exec_driver_sql(f"{known} IN ('index', 'trigger')", (TABLE,)).scalars()
    head = re.match(rf'CREATE TABLE "?{TABLE}"?', made)
    if head is None or made.count(old) != 1:
        raise RuntimeError(f"the table {TABLE} is not as it was made: {old}")
    for statement in (
        f'CREATE TABLE "{TABLE}__new"{made[head.end() :].replace(old, new)}',
        f'INSERT INTO "{TABLE}__new" SELECT * FROM "{TABLE}"',
        f'DROP TABLE "{TABLE}"',
        f'ALTER TABLE "{TABLE}__new" RENAME TO "{TABLE}"',
        *around.all(),
    ):
        connection.exec_driver_sql(statement)


def upgrade() -> None:
    """Apply."""
    change_check(BEFORE, AFTER)


def downgrade() -> None:
    """Take back."""
    op.execute(f"DELETE FROM {TABLE} WHERE kind = 'minutes'")
    change_check(AFTER, BEFORE)
