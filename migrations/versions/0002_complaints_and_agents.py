"""Complaints, agents, joint appointments, sources that were read, questions without a seat."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CHECKS = [  # table, constraint, until now, from now on
    (
        "application_step",
        "ck_application_step_act",
        (
            "act IN ('handed_in', 'given_back', 'passed_on', 'invited', 'stepped_aside', "
            "'asked', 'answered', 'verifier_named', 'verifier_agreed', 'verifier_declined', "
            "'verifier_answered', 'recommended', 'region_assigned', 'agreed', 'to_board', "
            "'admitted', 'refused', 'appealed', 'upheld', 'withdrawn', 'closed', 'reminded')"
        ),
        (
            "act IN ('handed_in', 'given_back', 'passed_on', 'invited', 'stepped_aside', "
            "'asked', 'answered', 'verifier_named', 'verifier_agreed', 'verifier_declined', "
            "'verifier_answered', 'recommended', 'region_assigned', 'agreed', 'to_board', "
            "'admitted', 'refused', 'appealed', 'upheld', 'withdrawn', 'closed', 'reminded', "
            "'recognised', 'found_new')"
        ),
    ),
    (
        "body_rule",
        "ck_body_rule_rulename",
        (
            "name IN ('quorum', 'notice', 'majority', 'proxies', 'motions', 'minutes', "
            "'term', 'cooption', 'electorate', 'country_cap')"
        ),
        (
            "name IN ('quorum', 'notice', 'majority', 'proxies', 'motions', 'minutes', "
            "'term', 'cooption', 'electorate', 'country_cap', 'complaints')"
        ),
    ),
    (
        "legal_hold",
        "ck_legal_hold_holdable",
        (
            "kind IN ('account', 'application', 'nomination', 'roll claim', 'election "
            "complaint', 'consultation answer', 'participant', 'inspection of the register')"
        ),
        (
            "kind IN ('account', 'application', 'nomination', 'roll claim', 'election "
            "complaint', 'consultation answer', 'participant', 'inspection of the register', "
            "'complaint')"
        ),
    ),
]


def change_checks(*, back: bool) -> None:
    """Let the columns hold the values that the program knows now, or those that it knew before."""
    for table, name, before, after in CHECKS:
        old, new = (after, before) if back else (before, after)
        if op.get_bind().dialect.name == "sqlite":
            rewrite(table, f"CHECK ({old})", f"CHECK ({new})")
        else:
            op.drop_constraint(op.f(name), table, type_="check")
            op.create_check_constraint(op.f(name), table, new)


def rewrite(table: str, old: str, new: str) -> None:
    """Make a table of SQLite anew with one part of its definition changed; all else stays.

    Its other checks, indexes and triggers are those that the database itself remembers.
    """
    connection = op.get_bind()
    known = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL AND type"
    (made,) = connection.exec_driver_sql(f"{known} = 'table'", (table,)).scalars()
    around = list(
        connection.exec_driver_sql(f"{known} IN ('index', 'trigger')", (table,)).scalars()
    )
    head = re.match(rf'CREATE TABLE "?{table}"?', made)
    if head is None or made.count(old) != 1:
        raise RuntimeError(f"the table {table} is not as it was made: {old}")
    rest = made[head.end() :].replace(old, new)
    for statement in (
        f'CREATE TABLE "{table}__new"{rest}',
        f'INSERT INTO "{table}__new" SELECT * FROM "{table}"',
        f'DROP TABLE "{table}"',
        f'ALTER TABLE "{table}__new" RENAME TO "{table}"',
        *around,
    ):
        connection.exec_driver_sql(statement)


def forget_slots() -> None:
    """Let the planner of PostgreSQL keep no sample of slots, and drop the one it has."""
    for column in ("slot", "envelope"):
        op.execute(f"ALTER TABLE sealed_ballot ALTER COLUMN {column} SET STATISTICS 0")
        op.execute(f"ALTER TABLE sealed_ballot ALTER COLUMN {column} TYPE bytea")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "complaint_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ended", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_year")),
        sa.UniqueConstraint("year", name=op.f("uq_complaint_year_year")),
    )
    op.create_table(
        "network_complaint",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("phrase_hash", sa.String(), nullable=False),
        sa.Column(
            "locale",
            sa.Enum(
                "en",
                "fr",
                "es",
                "ru",
                "zh_Hans",
                name="locale",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "received",
                "acknowledged",
                "examined",
                "decided",
                "appealed",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("barred", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("appeal", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("first_outcome", sa.LargeBinary(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_complaint")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_network_complaint_token_hash")),
    )
    with op.batch_alter_table("network_complaint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_complaint_state"), ["state"], unique=False)

    op.create_table(
        "complaint_circle",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "first",
                "appeal",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "left",
            sa.Enum(
                "stepped_aside",
                "concerned",
                "decided",
                name="left",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("admitted_by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["network_complaint.id"],
            name=op.f("fk_complaint_circle_complaint_id_network_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_circle_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_circle")),
    )
    with op.batch_alter_table("complaint_circle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_circle_complaint_id"), ["complaint_id"], unique=False
        )
        batch_op.create_index("ix_complaint_circle_person", ["person_id", "until_at"], unique=False)

    op.create_table(
        "complaint_document",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["network_complaint.id"],
            name=op.f("fk_complaint_document_complaint_id_network_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_complaint_document_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_document")),
    )
    with op.batch_alter_table("complaint_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_document_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "complaint_measure",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["network_complaint.id"],
            name=op.f("fk_complaint_measure_complaint_id_network_complaint"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_measure")),
    )
    with op.batch_alter_table("complaint_measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_measure_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "complaint_message",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["network_complaint.id"],
            name=op.f("fk_complaint_message_complaint_id_network_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_message")),
    )
    with op.batch_alter_table("complaint_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_message_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "complaint_step",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "handed_in",
                "readers_named",
                "added",
                "stepped_aside",
                "kept_out",
                "acknowledged",
                "examined",
                "decided",
                "appealed",
                "heard",
                "closed",
                "withdrawn",
                "answered",
                "wrote",
                "measure_set",
                "measure_done",
                "reminded",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "by",
            sa.Enum(
                "complainant",
                "circle",
                "clock",
                name="by",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["network_complaint.id"],
            name=op.f("fk_complaint_step_complaint_id_network_complaint"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
        sa.UniqueConstraint(
            "complaint_id", "number", name=op.f("uq_complaint_step_complaint_id_number")
        ),
    )
    with op.batch_alter_table("complaint_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_step_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "joint_appointment",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "editor",
                "delegate",
                "alternate",
                "contact",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "waiting",
                "done",
                "stopped",
                name="jointstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> asked_by",
            name=op.f("ck_joint_appointment_two_people"),
        ),
        sa.CheckConstraint(
            "person_id <> asked_by AND (agreed_by IS NULL OR person_id <> agreed_by)",
            name=op.f("ck_joint_appointment_not_oneself"),
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by"], ["person.id"], name=op.f("fk_joint_appointment_agreed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_joint_appointment_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_joint_appointment_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_joint_appointment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_appointment")),
    )
    with op.batch_alter_table("joint_appointment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_joint_appointment_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_joint_appointment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_joint_appointment_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_joint_appointment_open",
            ["organisation_id", "person_id", "capacity"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'waiting')"),
            postgresql_where=sa.text("state IN ('asked', 'waiting')"),
        )

    op.create_table(
        "policy_check",
        sa.Column("position_id", sa.Uuid(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "found",
            sa.Enum(
                "words", "gist", name="found", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["policy_position.id"],
            name=op.f("fk_policy_check_position_id_policy_position"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_check")),
    )
    with op.batch_alter_table("policy_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_check_position_id"), ["position_id"], unique=False
        )

    op.create_table(
        "candidate_agent",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("sign_key", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "acts",
                "declined",
                "ended",
                name="agentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_invited", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_candidate_agent_election_id_election")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_candidate_agent_nomination_id_nomination"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_candidate_agent_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_agent")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_candidate_agent_nomination_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_candidate_agent_token_hash")),
    )
    with op.batch_alter_table("candidate_agent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_candidate_agent_election_id"), ["election_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_candidate_agent_person_id"), ["person_id"], unique=False
        )
    op.add_column("election", sa.Column("officer_key", sa.LargeBinary(), nullable=True))
    regions = sa.Column("regions", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("mail_subscription", regions)
    change_checks(back=False)
    if op.get_bind().dialect.name == "sqlite":
        rewrite("election_post", "seat_id CHAR(32) NOT NULL", "seat_id CHAR(32)")
    else:
        op.alter_column("election_post", "seat_id", nullable=True)
        forget_slots()


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        rewrite("election_post", "seat_id CHAR(32)", "seat_id CHAR(32) NOT NULL")
    else:
        op.alter_column("election_post", "seat_id", nullable=False)
        for column in ("slot", "envelope"):
            op.execute(f"ALTER TABLE sealed_ballot ALTER COLUMN {column} SET STATISTICS -1")
    change_checks(back=True)
    op.drop_column("mail_subscription", "regions")
    op.drop_column("election", "officer_key")
    with op.batch_alter_table("candidate_agent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_agent_person_id"))
        batch_op.drop_index(batch_op.f("ix_candidate_agent_election_id"))

    op.drop_table("candidate_agent")
    with op.batch_alter_table("policy_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_check_position_id"))

    op.drop_table("policy_check")
    with op.batch_alter_table("joint_appointment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_joint_appointment_open",
            sqlite_where=sa.text("state IN ('asked', 'waiting')"),
            postgresql_where=sa.text("state IN ('asked', 'waiting')"),
        )
        batch_op.drop_index(batch_op.f("ix_joint_appointment_state"))
        batch_op.drop_index(batch_op.f("ix_joint_appointment_person_id"))
        batch_op.drop_index(batch_op.f("ix_joint_appointment_organisation_id"))

    op.drop_table("joint_appointment")
    with op.batch_alter_table("complaint_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_step_complaint_id"))

    op.drop_table("complaint_step")
    with op.batch_alter_table("complaint_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_message_complaint_id"))

    op.drop_table("complaint_message")
    with op.batch_alter_table("complaint_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_measure_complaint_id"))

    op.drop_table("complaint_measure")
    with op.batch_alter_table("complaint_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_document_complaint_id"))

    op.drop_table("complaint_document")
    with op.batch_alter_table("complaint_circle", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_circle_person")
        batch_op.drop_index(batch_op.f("ix_complaint_circle_complaint_id"))

    op.drop_table("complaint_circle")
    with op.batch_alter_table("network_complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_complaint_state"))

    op.drop_table("network_complaint")
    op.drop_table("complaint_year")
