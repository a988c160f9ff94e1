"""The first schema: tables, full-text search, and what the database itself refuses."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BEYOND = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE search_terms
        USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')
        """,
        """
        CREATE TRIGGER keep_clause_update BEFORE UPDATE ON clause WHEN old.key <> new.key OR old.document_id <> new.document_id BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
        """
        CREATE TRIGGER keep_edition_update BEFORE UPDATE ON edition WHEN old.until_on IS NOT NULL OR new.void_at IS NOT NULL OR old.from_on <> new.from_on OR old.id <> new.id OR old.document_id <> new.document_id OR old.number <> new.number OR old.adopted_on <> new.adopted_on OR old.audience <> new.audience OR old.is_substantive <> new.is_substantive OR old.sha256 <> new.sha256 BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
        """
        CREATE TRIGGER keep_edition_delete BEFORE DELETE ON edition WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
        """
        CREATE TRIGGER keep_published_record_update BEFORE UPDATE ON published_record WHEN old.kind = 'edition' BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
        """
        CREATE TRIGGER keep_published_record_delete BEFORE DELETE ON published_record WHEN old.kind = 'edition' BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
        """
        CREATE TRIGGER keep_edition_clause_update BEFORE UPDATE ON edition_clause WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
        """
        CREATE TRIGGER keep_edition_clause_delete BEFORE DELETE ON edition_clause WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END
        """,
    ],
    "postgresql": [
        """
        CREATE TABLE search_terms (
          entry_id INTEGER NOT NULL
            CONSTRAINT pk_search_terms PRIMARY KEY
            CONSTRAINT fk_search_terms_entry_id_search_entry
              REFERENCES search_entry (id) ON DELETE CASCADE,
          vector TSVECTOR NOT NULL
        )
        """,
        "CREATE INDEX ix_search_terms_vector ON search_terms USING gin (vector)",
        """
        ALTER TABLE country_risk ADD CONSTRAINT ex_country_risk_dates EXCLUDE USING gist (country WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        ALTER TABLE body_rule ADD CONSTRAINT ex_body_rule_dates EXCLUDE USING gist (body_id WITH =, name WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        ALTER TABLE category_fact ADD CONSTRAINT ex_category_fact_dates EXCLUDE USING gist (organisation_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_clause_update BEFORE UPDATE ON clause FOR EACH ROW WHEN (old.key <> new.key OR old.document_id <> new.document_id) EXECUTE FUNCTION refuse_alteration()
        """,
        """
        ALTER TABLE edition ADD CONSTRAINT ex_edition_dates EXCLUDE USING gist (document_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_edition_update BEFORE UPDATE ON edition FOR EACH ROW WHEN (old.until_on IS NOT NULL OR new.void_at IS NOT NULL OR old.from_on <> new.from_on OR old.id <> new.id OR old.document_id <> new.document_id OR old.number <> new.number OR old.adopted_on <> new.adopted_on OR old.audience <> new.audience OR old.is_substantive <> new.is_substantive OR old.sha256 <> new.sha256) EXECUTE FUNCTION refuse_alteration()
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_edition_delete BEFORE DELETE ON edition FOR EACH ROW WHEN (1 = 1) EXECUTE FUNCTION refuse_alteration()
        """,
        """
        ALTER TABLE placement ADD CONSTRAINT ex_placement_dates EXCLUDE USING gist (organisation_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_published_record_update BEFORE UPDATE ON published_record FOR EACH ROW WHEN (old.kind = 'edition') EXECUTE FUNCTION refuse_alteration()
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_published_record_delete BEFORE DELETE ON published_record FOR EACH ROW WHEN (old.kind = 'edition') EXECUTE FUNCTION refuse_alteration()
        """,
        """
        ALTER TABLE record_address ADD CONSTRAINT ex_record_address_dates EXCLUDE USING gist (organisation_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        ALTER TABLE renewal ADD CONSTRAINT ex_renewal_dates EXCLUDE USING gist (organisation_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        ALTER TABLE standing_fact ADD CONSTRAINT ex_standing_fact_dates EXCLUDE USING gist (organisation_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_edition_clause_update BEFORE UPDATE ON edition_clause FOR EACH ROW WHEN (1 = 1) EXECUTE FUNCTION refuse_alteration()
        """,
        """
        CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$
        """,
        """
        CREATE TRIGGER keep_edition_clause_delete BEFORE DELETE ON edition_clause FOR EACH ROW WHEN (1 = 1) EXECUTE FUNCTION refuse_alteration()
        """,
        """
        ALTER TABLE term ADD CONSTRAINT ex_term_dates EXCLUDE USING gist (seat_id WITH =, daterange(from_on, until_on) WITH &&) WHERE (void_at IS NULL)
        """,
    ],
}


def upgrade() -> None:
    """Apply."""
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "address_hold",
        sa.Column("address_index", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "bounced",
                "refused",
                name="holdreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("fault_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_hold")),
        sa.UniqueConstraint("address_index", name=op.f("uq_address_hold_address_index")),
    )
    op.create_table(
        "body",
        sa.Column(
            "kind",
            sa.Enum(
                "board",
                "committee",
                "assembly",
                "working_group",
                name="bodykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "members",
                "secretariat",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("mark", name=op.f("uq_body_mark")),
        sa.UniqueConstraint("slug", name=op.f("uq_body_slug")),
    )
    op.create_table(
        "consultation",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "reported",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column(
            "readers",
            sa.Enum(
                "public",
                "members",
                name="readers",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("guard_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_state"), ["state"], unique=False)

    op.create_table(
        "country_risk",
        sa.Column("country", sa.String(), nullable=False),
        sa.Column(
            "risk",
            sa.Enum(
                "ordinary",
                "raised",
                "severe",
                name="risk",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_country_risk_interval")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country_risk")),
    )
    with op.batch_alter_table("country_risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_country_risk_country"), ["country"], unique=False)

    op.create_table(
        "day_of_action",
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_of_action")),
        sa.UniqueConstraint("month", "day", name=op.f("uq_day_of_action_month_day")),
    )
    op.create_table(
        "document",
        sa.Column(
            "kind",
            sa.Enum(
                "manual",
                "code_of_conduct",
                "policy",
                "consensus_statement",
                "standing_orders",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "authoritative_locale",
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
            "audience",
            sa.Enum(
                "public",
                "members",
                name="readership",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("slug", name=op.f("uq_document_slug")),
    )
    op.create_table(
        "erasure",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "glossary_term",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("avoid", sa.JSON(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint("key", name=op.f("uq_glossary_term_key")),
    )
    op.create_table(
        "import_batch",
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "matching",
                "checking",
                "checked",
                "applying",
                "applied",
                "undoing",
                "undone",
                "discarded",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ordered_by", sa.Uuid(), nullable=True),
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
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.LargeBinary(), nullable=True),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "inspection_request",
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("onward", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "shown",
                "court",
                "withdrawn",
                name="asked",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_request")),
    )
    op.create_table(
        "journal_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_event")),
        sa.UniqueConstraint("seq", name=op.f("uq_journal_event_seq")),
    )
    with op.batch_alter_table("journal_event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_event_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "library_link_watch",
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_link_watch")),
    )
    op.create_table(
        "library_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("next_position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_mark")),
    )
    op.create_table(
        "library_partner",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_partner")),
        sa.UniqueConstraint("name", name=op.f("uq_library_partner_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_library_partner_slug")),
    )
    op.create_table(
        "library_series",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_series")),
        sa.UniqueConstraint("slug", name=op.f("uq_library_series_slug")),
    )
    op.create_table(
        "link",
        sa.Column("from_type", sa.String(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "adopted_by",
                "stated_in",
                "companion_of",
                "result_of",
                "approved_by",
                "replaces",
                "ended_by",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("to_type", sa.String(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "from_type",
            "from_id",
            "relation",
            "to_type",
            "to_id",
            name=op.f("uq_link_from_type_from_id_relation_to_type_to_id"),
        ),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index("ix_link_to", ["to_type", "to_id"], unique=False)

    op.create_table(
        "listed_count",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_listed_count")),
    )
    op.create_table(
        "listed_resource_bits",
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "value", name=op.f("pk_listed_resource_bits")),
    )
    op.create_table(
        "mail_list",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_list")),
        sa.UniqueConstraint("slug", name=op.f("uq_mail_list_slug")),
    )
    op.create_table(
        "mail_subscription",
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.String(), nullable=False),
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
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column(
            "frequency",
            sa.Enum(
                "at_once",
                "weekly",
                "monthly",
                "quarterly",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum(
                "pointer",
                "plain",
                "named",
                name="form",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_subscription")),
        sa.UniqueConstraint("address_index", name=op.f("uq_mail_subscription_address_index")),
    )
    op.create_table(
        "mailing",
        sa.Column(
            "kind",
            sa.Enum(
                "news",
                "alert",
                "call",
                "statement",
                "digest",
                "consultation",
                "training",
                "policy",
                "resource",
                "governance",
                name="kind",
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
                "sent",
                "stopped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequency",
            sa.Enum(
                "at_once",
                "weekly",
                "monthly",
                "quarterly",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("about_type", sa.String(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("link", sa.JSON(), nullable=False),
        sa.Column("audience", sa.LargeBinary(), nullable=True),
        sa.Column("items", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("on_page", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name=op.f("ck_mailing_sent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.create_index("ix_mailing_about", ["about_type", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mailing_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mailing_state"), ["state"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.String(), nullable=False),
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
        sa.Column("country", sa.String(), nullable=True),
        sa.Column(
            "level",
            sa.Enum(
                "local",
                "national",
                "regional",
                "global",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_confirmed_on"), ["confirmed_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisation_country"), ["country"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_name_index"), ["name_index"], unique=False
        )

    op.create_table(
        "outbox_message",
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("recipient_index", sa.String(), nullable=True),
        sa.Column("is_mass", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("values", sa.LargeBinary(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_message_due", ["state", "due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_message_message_id"), ["message_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_message_recipient_index"), ["recipient_index"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("public_name", sa.String(), nullable=True),
        sa.Column("sign_in_name", sa.LargeBinary(), nullable=True),
        sa.Column("sign_in_index", sa.String(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.String(), nullable=True),
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
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("sign_in_index", name=op.f("uq_person_sign_in_index")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_email_index"), ["email_index"], unique=False)

    op.create_table(
        "policy_institution",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "un_body",
                "un_experts",
                "commission",
                "regional",
                "court",
                "society",
                name="institutionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("acronym", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_institution")),
        sa.UniqueConstraint("slug", name=op.f("uq_policy_institution_slug")),
    )
    op.create_table(
        "public_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_mark")),
    )
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
    )
    with op.batch_alter_table("rate_limit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_limit_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "register_export",
        sa.Column(
            "what",
            sa.Enum(
                "register",
                "difference",
                "statutory",
                name="exported",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("earlier", sa.Date(), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_export")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
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
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "audience",
            "locale",
            name=op.f("uq_search_entry_subject_type_subject_id_audience_locale"),
        ),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_entry_audience"), ["audience"], unique=False)

    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "sort_key",
        sa.Column("record", sa.Uuid(), nullable=False),
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
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("record", "locale", name=op.f("pk_sort_key")),
    )
    with op.batch_alter_table("sort_key", schema=None) as batch_op:
        batch_op.create_index("ix_sort_key_country", ["locale", "country", "key"], unique=False)
        batch_op.create_index("ix_sort_key_order", ["locale", "key"], unique=False)
        batch_op.create_index("ix_sort_key_region", ["locale", "region", "key"], unique=False)

    op.create_table(
        "statutory_period",
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutory_period")),
    )
    op.create_table(
        "stored_file",
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("open_name", sa.String(), nullable=True),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_object_key"), ["object_key"], unique=False)

    op.create_table(
        "text",
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column(
            "source_locale",
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
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "field",
            name=op.f("uq_text_subject_type_subject_id_field"),
        ),
    )
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.create_index("ix_text_subject", ["subject_id"], unique=False)

    op.create_table(
        "training_programme",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "ended",
                name="programmestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "members",
                "secretariat",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("kept_months", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_training_programme_slug")),
    )
    op.create_table(
        "training_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("table", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_year")),
        sa.UniqueConstraint("year", name=op.f("uq_training_year_year")),
    )
    op.create_table(
        "typed_text",
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_text")),
    )
    with op.batch_alter_table("typed_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_typed_text_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "unlisting",
        sa.Column(
            "scope",
            sa.Enum(
                "organisation",
                "country",
                "region",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlisting")),
    )
    op.create_table(
        "affiliation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "tie",
            sa.Enum(
                "member_of",
                "partner_of",
                "hosted_by",
                name="tie",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "declined",
                "ended",
                name="tiestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("organisation_id <> other_id", name=op.f("ck_affiliation_two")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_affiliation_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["organisation.id"], name=op.f("fk_affiliation_other_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["organisation.id"],
            name=op.f("fk_affiliation_proposed_by_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_affiliation_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_affiliation_other_id"), ["other_id"], unique=False)
        batch_op.create_index(
            "uq_affiliation_open",
            ["organisation_id", "other_id", "tie"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'accepted')"),
            postgresql_where=sa.text("state IN ('proposed', 'accepted')"),
        )

    op.create_table(
        "announcement",
        sa.Column(
            "kind",
            sa.Enum(
                "news",
                "alert",
                "call",
                "statement",
                "digest",
                name="kind",
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
                "editing",
                "translating",
                "scheduled",
                "published",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("audience", sa.String(), nullable=False),
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
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=True),
        sa.Column("source_url", sa.String(), nullable=True),
        sa.Column(
            "day_kind",
            sa.Enum(
                "event",
                "deadline",
                name="daykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("day_on", sa.Date(), nullable=True),
        sa.Column("day_clock", sa.String(), nullable=True),
        sa.Column("day_zone", sa.String(), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_to", sa.LargeBinary(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "credit",
            sa.Enum(
                "nobody",
                "region",
                "organisation",
                name="credit",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("credit_region", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL",
            name=op.f("ck_announcement_published_when"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('translating', 'scheduled') OR publish_at IS NOT NULL",
            name=op.f("ck_announcement_waits_until"),
        ),
        sa.CheckConstraint(
            "(day_on IS NULL) = (day_kind IS NULL)", name=op.f("ck_announcement_day_has_kind")
        ),
        sa.CheckConstraint(
            "(day_on IS NULL) = (day_zone IS NULL)", name=op.f("ck_announcement_day_has_zone")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_announcement_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index("ix_announcement_state", ["state", "published_at"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("label", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_auth_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_auth_session_token_hash")),
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "body_rule",
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column(
            "name",
            sa.Enum(
                "quorum",
                "notice",
                "majority",
                "proxies",
                "motions",
                "minutes",
                "term",
                "cooption",
                "electorate",
                "country_cap",
                name="rulename",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("draft_from", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_body_rule_interval")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_rule_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_rule")),
    )
    with op.batch_alter_table("body_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_rule_body_id"), ["body_id"], unique=False)

    op.create_table(
        "calendar_address",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
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
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("region", sa.LargeBinary(), nullable=True),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_address_token_hash")),
    )
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_address_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "category_fact",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_category_fact_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_category_fact_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_fact")),
    )
    with op.batch_alter_table("category_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_category_fact_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "clause",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_clause_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("document_id", "key", name=op.f("uq_clause_document_id_key")),
    )
    op.create_table(
        "consent",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("to_public", sa.JSON(), nullable=False),
        sa.Column("to_members", sa.JSON(), nullable=False),
        sa.Column(
            "shown_in",
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
        sa.Column("words_version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("by_phone", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column(
            "withdrawal",
            sa.Enum(
                "replaced",
                "withdrawn",
                "emergency",
                name="withdrawal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consent_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_consent_organisation_id_number")
        ),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_consent_holding",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "consultation_draft",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_draft_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_draft_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "organisation_id", name=op.f("pk_consultation_draft")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consultation_invitee",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_invitee_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_invitee_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_invitee")),
        sa.UniqueConstraint(
            "consultation_id",
            "organisation_id",
            name=op.f("uq_consultation_invitee_consultation_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("consultation_invitee", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_invitee_consultation_id"), ["consultation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_consultation_invitee_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "consultation_recommendation",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "under_way",
                "not_taken",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_recommendation_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_recommendation")),
    )
    with op.batch_alter_table("consultation_recommendation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_recommendation_consultation_id"),
            ["consultation_id"],
            unique=False,
        )

    op.create_table(
        "consultation_section",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_section_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_section")),
    )
    with op.batch_alter_table("consultation_section", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_section_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "consultation_slot",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_slot_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "slot", name=op.f("pk_consultation_slot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "credential",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_pending", sa.LargeBinary(), nullable=True),
        sa.Column("totp_counter", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_credential_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("person_id", name=op.f("uq_credential_person_id")),
    )
    op.create_table(
        "distinct_pair",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["organisation.id"], name=op.f("fk_distinct_pair_first_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["organisation.id"], name=op.f("fk_distinct_pair_second_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_distinct_pair_first_id_second_id")
        ),
    )
    op.create_table(
        "document_bookmark",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("edition_number", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_bookmark_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_bookmark")),
        sa.UniqueConstraint(
            "document_id", "person_id", name=op.f("uq_document_bookmark_document_id_person_id")
        ),
    )
    op.create_table(
        "document_hand",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "task",
            sa.Enum(
                "editor",
                "translator",
                name="handtask",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
            nullable=True,
        ),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(task = 'translator') = (locale IS NOT NULL)",
            name=op.f("ck_document_hand_translator_has_locale"),
        ),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at >= from_at", name=op.f("ck_document_hand_interval")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_hand_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_document_hand_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_hand")),
    )
    with op.batch_alter_table("document_hand", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_hand_document_id"), ["document_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_document_hand_person_id"), ["person_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "members",
                name="readership",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_substantive", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_edition_interval")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_edition_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_edition_document_id_number")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(
            "ix_edition_one_open",
            ["document_id"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL AND void_at IS NULL"),
            postgresql_where=sa.text("until_on IS NULL AND void_at IS NULL"),
        )

    op.create_table(
        "election",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rehearsal",
                "real",
                name="kind",
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
                "nominations",
                "ruling",
                "frozen",
                "rehearsed",
                "open",
                "closed",
                "opening",
                "counted",
                "declared",
                "published",
                "void",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("record_on", sa.Date(), nullable=False),
        sa.Column("nominations_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaints_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claims_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds_needed", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("1", "1b", name="level", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("deviations", sa.JSON(), nullable=True),
        sa.Column("deviation_reason", sa.String(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("needed_trustees", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("manifest_sha256", sa.String(), nullable=True),
        sa.Column("lot", sa.JSON(), nullable=True),
        sa.Column("lot_minutes", sa.String(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.Column("box_root", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["person.id"], name=op.f("fk_election_officer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
        sa.UniqueConstraint("slug", name=op.f("uq_election_slug")),
    )
    op.create_table(
        "hide_code",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_hide_code_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hide_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_hide_code_code_hash")),
    )
    with op.batch_alter_table("hide_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hide_code_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "import_key",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("key_index", sa.String(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_import_key_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_key")),
        sa.UniqueConstraint("key_index", name=op.f("uq_import_key_key_index")),
    )
    with op.batch_alter_table("import_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_key_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "import_line",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
        sa.Column("key_index", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "created",
                "changed",
                "unchanged",
                "refused",
                "conflict",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "fate",
            sa.Enum(
                "waiting",
                "tried",
                "applied",
                "left",
                "failed",
                "undone",
                "kept",
                name="fate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("takes_file", sa.Boolean(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_line_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_line")),
    )
    with op.batch_alter_table("import_line", schema=None) as batch_op:
        batch_op.create_index("ix_import_line_key", ["batch_id", "key_index"], unique=False)
        batch_op.create_index("ix_import_line_next", ["batch_id", "fate", "number"], unique=False)

    op.create_table(
        "interest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
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
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "secretariat",
                "administrator",
                "returning_officer",
                "translator_en",
                "translator_fr",
                "translator_es",
                "translator_ru",
                "translator_zh_Hans",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "legal_hold",
        sa.Column(
            "kind",
            sa.Enum(
                "account",
                "application",
                "nomination",
                "roll claim",
                "election complaint",
                "consultation answer",
                "participant",
                "inspection of the register",
                name="holdable",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["person.id"], name=op.f("fk_legal_hold_lifted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["placed_by"], ["person.id"], name=op.f("fk_legal_hold_placed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_table(
        "mail_list_entry",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_mail_list_entry_one")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["mail_list.id"], name=op.f("fk_mail_list_entry_list_id_mail_list")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_mail_list_entry_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_list_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_list_entry")),
        sa.UniqueConstraint(
            "list_id",
            "person_id",
            "organisation_id",
            name=op.f("uq_mail_list_entry_list_id_person_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("mail_list_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_list_entry_list_id"), ["list_id"], unique=False)

    op.create_table(
        "mail_preference",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "mail",
                "page",
                "later",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequency",
            sa.Enum(
                "at_once",
                "weekly",
                "monthly",
                "quarterly",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum(
                "pointer",
                "plain",
                "named",
                name="form",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column("certificate_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_preference_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_preference")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mail_preference_person_id")),
    )
    op.create_table(
        "mailing_delivery",
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "mail",
                "page",
                "later",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_delivery_mailing_id_mailing")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mailing_delivery_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing_delivery")),
        sa.UniqueConstraint(
            "mailing_id", "person_id", name=op.f("uq_mailing_delivery_mailing_id_person_id")
        ),
    )
    with op.batch_alter_table("mailing_delivery", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mailing_delivery_mailing_id"), ["mailing_id"], unique=False
        )
        batch_op.create_index("ix_mailing_delivery_person", ["person_id", "sent_at"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "called",
                "under_way",
                "closed",
                "cancelled",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
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
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("note_takers", sa.JSON(), nullable=False),
        sa.Column("short_notice", sa.LargeBinary(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id_body")),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_body_id"), ["body_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= admitted_on", name=op.f("ck_membership_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_membership_running",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "membership_application",
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
                "returned",
                "review",
                "agreed",
                "board",
                "admitted",
                "refused",
                "appealed",
                "upheld",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("region", sa.LargeBinary(), nullable=True),
        sa.Column("region_reason", sa.LargeBinary(), nullable=True),
        sa.Column("category", sa.LargeBinary(), nullable=True),
        sa.Column("name_index", sa.String(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("appeal", sa.LargeBinary(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("welcome", sa.LargeBinary(), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_application_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_application")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_membership_application_token_hash")),
    )
    with op.batch_alter_table("membership_application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_application_state"), ["state"], unique=False
        )

    op.create_table(
        "merger",
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kept_id <> gone_id", name=op.f("ck_merger_two")),
        sa.ForeignKeyConstraint(
            ["gone_id"], ["organisation.id"], name=op.f("fk_merger_gone_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["organisation.id"], name=op.f("fk_merger_kept_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merger")),
        sa.UniqueConstraint("gone_id", name=op.f("uq_merger_gone_id")),
    )
    with op.batch_alter_table("merger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merger_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "office_note",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_office_note_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_note")),
    )
    with op.batch_alter_table("office_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_office_note_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "passkey",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_placement_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_placement_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "policy_instrument",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "treaty",
                "recommendation",
                "resolution",
                "judgment",
                "guidance",
                "policy",
                "report",
                "statement",
                name="instrumentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("official_title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("is_worldwide", sa.Boolean(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["policy_institution.id"],
            name=op.f("fk_policy_instrument_institution_id_policy_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_instrument")),
        sa.UniqueConstraint("slug", name=op.f("uq_policy_instrument_slug")),
    )
    with op.batch_alter_table("policy_instrument", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_instrument_institution_id"), ["institution_id"], unique=False
        )

    op.create_table(
        "profile_asking",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column(
            "answered",
            sa.Enum(
                "page",
                "link",
                "phone",
                name="answered",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_profile_asking_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_asking")),
    )
    with op.batch_alter_table("profile_asking", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_profile_asking_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_profile_asking_open",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("answered_on IS NULL"),
            postgresql_where=sa.text("answered_on IS NULL"),
        )

    op.create_table(
        "profile_value",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "name",
                "country",
                "level",
                "acronym",
                "description",
                "works_with",
                "involvement",
                "challenges",
                "other_work",
                "languages",
                "areas",
                "website",
                "email",
                "social",
                "affiliations",
                "city",
                "phone",
                "contact_person",
                "host",
                name="profilefield",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "readers",
            sa.Enum(
                "public",
                "members",
                "secretariat",
                "own",
                name="readers",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_profile_value_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_value")),
        sa.UniqueConstraint(
            "organisation_id", "field", name=op.f("uq_profile_value_organisation_id_field")
        ),
    )
    op.create_table(
        "public_organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
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
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column(
            "level",
            sa.Enum(
                "local",
                "national",
                "regional",
                "global",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("last_confirmed_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("shows_ties", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["organisation.id"], name=op.f("fk_public_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_public_organisation_slug")),
    )
    with op.batch_alter_table("public_organisation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_public_organisation_changed", ["changed_on", "slug"], unique=False
        )
        batch_op.create_index(
            "ix_public_organisation_country_changed",
            ["country", "changed_on", "slug"],
            unique=False,
        )
        batch_op.create_index(
            "ix_public_organisation_region", ["region", "level", "slug"], unique=False
        )
        batch_op.create_index(
            "ix_public_organisation_region_changed", ["region", "changed_on", "slug"], unique=False
        )

    op.create_table(
        "published_record",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["journal_event.id"],
            name=op.f("fk_published_record_event_id_journal_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_record")),
        sa.UniqueConstraint(
            "kind", "subject_id", "name", name=op.f("uq_published_record_kind_subject_id_name")
        ),
    )
    with op.batch_alter_table("published_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_record_subject_id"), ["subject_id"], unique=False
        )

    op.create_table(
        "record_address",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_record_address_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_record_address_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_address")),
    )
    with op.batch_alter_table("record_address", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_address_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "recovery",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "waiting",
                "used",
                "stopped",
                name="recoverystate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_index", sa.String(), nullable=False),
        sa.Column("second_index", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("asked_by <> person_id", name=op.f("ck_recovery_not_oneself")),
        sa.CheckConstraint(
            "confirmed_by is null or confirmed_by <> asked_by", name=op.f("ck_recovery_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
    )
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint(
            "person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")
        ),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "renewal",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_renewal_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_renewal_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    with op.batch_alter_table("renewal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_renewal_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "representative",
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
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointed_by", sa.Uuid(), nullable=True),
        sa.Column("seconded_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at >= from_at", name=op.f("ck_representative_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_representative_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_representative_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
    )
    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_representative_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_representative_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "uq_representative_delegate",
            ["organisation_id", "capacity"],
            unique=True,
            sqlite_where=sa.text("until_at IS NULL AND capacity IN ('delegate', 'alternate')"),
            postgresql_where=sa.text("until_at IS NULL AND capacity IN ('delegate', 'alternate')"),
        )

    op.create_table(
        "resource",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "briefing-paper",
                "policy-brief",
                "smart-guide",
                "community-guide",
                "report",
                "case-study",
                "statement",
                "journal",
                "digest",
                "network-document",
                "member-publication",
                "guideline",
                "research",
                "other-publication",
                "fund-update",
                "animation",
                "infographic",
                "open-letter",
                name="resourcekind",
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
                "review",
                "published",
                "withdrawn",
                name="resourcestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "members",
                "board",
                name="readership",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
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
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("publisher", sa.LargeBinary(), nullable=True),
        sa.Column("authors", sa.LargeBinary(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("year IS NULL OR year >= 1900", name=op.f("ck_resource_year")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_resource_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["library_series.id"], name=op.f("fk_resource_series_id_library_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("slug", name=op.f("uq_resource_slug")),
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resource_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index("ix_resource_state", ["state"], unique=False)

    op.create_table(
        "revision",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_deletion", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["journal_event.id"], name=op.f("fk_revision_event_id_journal_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint(
            "entity", "entity_id", "number", name=op.f("uq_revision_entity_entity_id_number")
        ),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_event_id"), ["event_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "secretariat",
                "administrator",
                "returning_officer",
                "translator_en",
                "translator_fr",
                "translator_es",
                "translator_ru",
                "translator_zh_Hans",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("seconded_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "granted_by is null or granted_by <> person_id", name=op.f("ck_role_grant_not_oneself")
        ),
        sa.CheckConstraint(
            "seconded_by is null or seconded_by <> granted_by",
            name=op.f("ck_role_grant_two_people"),
        ),
        sa.CheckConstraint(
            "until_at is null or until_at >= from_at", name=op.f("ck_role_grant_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column(
            "electorate",
            sa.Enum(
                "region",
                "all",
                "board",
                name="electorate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seat_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("body_id", "position", name=op.f("uq_seat_body_id_position")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_body_id"), ["body_id"], unique=False)

    op.create_table(
        "standing_fact",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "active",
                "grace",
                "suspended",
                "lapsed",
                "resigned",
                "expelled",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on > from_on", name=op.f("ck_standing_fact_interval")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_standing_fact_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_fact")),
    )
    with op.batch_alter_table("standing_fact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_fact_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "text_revision",
        sa.Column("text_id", sa.Uuid(), nullable=False),
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
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words_open", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_from", sa.Integer(), nullable=True),
        sa.Column("is_substantive", sa.Boolean(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("is_machine_assisted", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["text.id"], name=op.f("fk_text_revision_text_id_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_revision")),
        sa.UniqueConstraint(
            "text_id", "locale", "number", name=op.f("uq_text_revision_text_id_locale_number")
        ),
    )
    op.create_table(
        "training_event",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "academy",
                "training",
                "workshop",
                "webinar",
                name="kind",
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
                "announced",
                "cancelled",
                "concluded",
                name="eventstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "members",
                "secretariat",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpretation", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_training_event_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["training_programme.id"],
            name=op.f("fk_training_event_programme_id_training_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_event")),
    )
    with op.batch_alter_table("training_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_event_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_event_starts_at"), ["starts_at"], unique=False
        )

    op.create_table(
        "training_module",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["training_programme.id"],
            name=op.f("fk_training_module_programme_id_training_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_module")),
        sa.UniqueConstraint(
            "programme_id", "position", name=op.f("uq_training_module_programme_id_position")
        ),
    )
    with op.batch_alter_table("training_module", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_module_programme_id"), ["programme_id"], unique=False
        )

    op.create_table(
        "translation_assignment",
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
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
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_translation_assignment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_assignment")),
    )
    with op.batch_alter_table("translation_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_translation_assignment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "ix_translation_assignment_subject", ["subject_id", "locale"], unique=False
        )

    op.create_table(
        "translation_claim",
        sa.Column("text_id", sa.Uuid(), nullable=False),
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
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_translation_claim_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["text.id"], name=op.f("fk_translation_claim_text_id_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_claim")),
    )
    with op.batch_alter_table("translation_claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_translation_claim_one",
            ["text_id", "locale"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_translation_claim_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_translation_claim_text_id"), ["text_id"], unique=False)

    op.create_table(
        "translation_draft",
        sa.Column("text_id", sa.Uuid(), nullable=False),
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
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "writing",
                "review",
                name="draftstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_machine_assisted", sa.Boolean(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["text.id"], name=op.f("fk_translation_draft_text_id_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_draft")),
        sa.UniqueConstraint("text_id", "locale", name=op.f("uq_translation_draft_text_id_locale")),
    )
    op.create_table(
        "translation_file",
        sa.Column("person_id", sa.Uuid(), nullable=False),
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
            "form",
            sa.Enum(
                "xliff", "po", name="fileform", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("is_machine_assisted", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_translation_file_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_file")),
    )
    with op.batch_alter_table("translation_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_translation_file_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "translation_release",
        sa.Column("text_id", sa.Uuid(), nullable=False),
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
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("was_machine_assisted", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"], ["text.id"], name=op.f("fk_translation_release_text_id_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_release")),
        sa.UniqueConstraint(
            "text_id", "locale", "number", name=op.f("uq_translation_release_text_id_locale_number")
        ),
    )
    with op.batch_alter_table("translation_release", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_translation_release_text_id"), ["text_id"], unique=False
        )

    op.create_table(
        "acknowledgement",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "organisation",
                "officer",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_acknowledgement_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "edition_id", "reader_id", name=op.f("uq_acknowledgement_edition_id_reader_id")
        ),
    )
    op.create_table(
        "announcement_facet",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column(
            "facet",
            sa.Enum(
                "kind",
                "region",
                "theme",
                "language",
                "month",
                name="facet",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_facet_announcement_id_announcement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_facet")),
        sa.UniqueConstraint(
            "announcement_id",
            "facet",
            "value",
            name=op.f("uq_announcement_facet_announcement_id_facet_value"),
        ),
    )
    with op.batch_alter_table("announcement_facet", schema=None) as batch_op:
        batch_op.create_index("ix_announcement_facet_value", ["facet", "value"], unique=False)

    op.create_table(
        "announcement_words",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
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
        sa.Column("words_open", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_behind", sa.Boolean(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "words_open IS NULL OR words_sealed IS NULL",
            name=op.f("ck_announcement_words_open_or_sealed"),
        ),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_words_announcement_id_announcement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_words")),
        sa.UniqueConstraint(
            "announcement_id", "locale", name=op.f("uq_announcement_words_announcement_id_locale")
        ),
    )
    op.create_table(
        "application_document",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_application.id"],
            name=op.f("fk_application_document_application_id_membership_application"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_application_document_file_id_stored_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_document")),
    )
    with op.batch_alter_table("application_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_document_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "application_inquiry",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_application.id"],
            name=op.f("fk_application_inquiry_application_id_membership_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_inquiry")),
    )
    with op.batch_alter_table("application_inquiry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_inquiry_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "application_recommendation",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "representative",
                "president",
                "secretariat",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "answer",
            sa.Enum(
                "yes", "no", name="answer", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("how", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_application.id"],
            name=op.f("fk_application_recommendation_application_id_membership_application"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_application_recommendation_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_recommendation")),
        sa.UniqueConstraint(
            "application_id",
            "person_id",
            name=op.f("uq_application_recommendation_application_id_person_id"),
        ),
    )
    with op.batch_alter_table("application_recommendation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_recommendation_application_id"),
            ["application_id"],
            unique=False,
        )

    op.create_table(
        "application_recusal",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_application.id"],
            name=op.f("fk_application_recusal_application_id_membership_application"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_recusal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_recusal")),
        sa.UniqueConstraint(
            "application_id",
            "person_id",
            name=op.f("uq_application_recusal_application_id_person_id"),
        ),
    )
    with op.batch_alter_table("application_recusal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_recusal_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "application_step",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "handed_in",
                "given_back",
                "passed_on",
                "invited",
                "stepped_aside",
                "asked",
                "answered",
                "verifier_named",
                "verifier_agreed",
                "verifier_declined",
                "verifier_answered",
                "recommended",
                "region_assigned",
                "agreed",
                "to_board",
                "admitted",
                "refused",
                "appealed",
                "upheld",
                "withdrawn",
                "closed",
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
                "applicant",
                "secretariat",
                "reviewer",
                "board",
                "verifier",
                "clock",
                name="by",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_application.id"],
            name=op.f("fk_application_step_application_id_membership_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_step")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_application_step_application_id_number")
        ),
    )
    with op.batch_alter_table("application_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_step_application_id"), ["application_id"], unique=False
        )

    op.create_table(
        "application_verification",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
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
        sa.Column("questions", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "declined",
                "answered",
                name="verifierstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "knows",
            sa.Enum(
                "yes",
                "no",
                "unsure",
                name="knows",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["membership_application.id"],
            name=op.f("fk_application_verification_application_id_membership_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_verification")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_application_verification_token_hash")),
    )
    with op.batch_alter_table("application_verification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_application_verification_application_id"),
            ["application_id"],
            unique=False,
        )

    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.LargeBinary(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_apology", sa.Boolean(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "arrived_at IS NOT NULL OR left_at IS NULL", name=op.f("ck_attendance_arrived")
        ),
        sa.CheckConstraint(
            "arrived_at IS NULL OR NOT is_apology", name=op.f("ck_attendance_apology")
        ),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at > arrived_at", name=op.f("ck_attendance_interval")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_attendance_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_attendance_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "clause_attachment",
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("until_number", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_clause_attachment_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_clause_attachment_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_attachment")),
    )
    with op.batch_alter_table("clause_attachment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clause_attachment_clause_id"), ["clause_id"], unique=False
        )

    op.create_table(
        "consultation_question",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "choice",
                "multi",
                "scale",
                "matrix",
                "number",
                "country",
                "file",
                "paragraph",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("bounds", sa.JSON(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("if_question_id", sa.Uuid(), nullable=True),
        sa.Column("if_option", sa.String(), nullable=True),
        sa.Column("clause_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_question_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["if_question_id"],
            ["consultation_question.id"],
            name=op.f("fk_consultation_question_if_question_id_consultation_question"),
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["consultation_section.id"],
            name=op.f("fk_consultation_question_section_id_consultation_section"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_question")),
    )
    with op.batch_alter_table("consultation_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_question_consultation_id"),
            ["consultation_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_consultation_question_section_id"), ["section_id"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("based_on_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "adopted",
                "discarded",
                name="draftstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("motion_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["edition.id"], name=op.f("fk_draft_based_on_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_draft_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(
            "ix_draft_one_under_way",
            ["document_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'submitted')"),
            postgresql_where=sa.text("state IN ('open', 'submitted')"),
        )

    op.create_table(
        "edition_clause",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading_revision", sa.Integer(), nullable=False),
        sa.Column("body_revision", sa.Integer(), nullable=False),
        sa.Column("is_substantive", sa.Boolean(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_edition_clause_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_clause_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["edition.id"], name=op.f("fk_edition_clause_origin_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["clause.id"], name=op.f("fk_edition_clause_parent_id_clause")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_clause")),
        sa.UniqueConstraint(
            "edition_id", "clause_id", name=op.f("uq_edition_clause_edition_id_clause_id")
        ),
        sa.UniqueConstraint(
            "edition_id",
            "parent_id",
            "position",
            name=op.f("uq_edition_clause_edition_id_parent_id_position"),
        ),
    )
    with op.batch_alter_table("edition_clause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_edition_clause_clause_id"), ["clause_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_edition_clause_edition_id"), ["edition_id"], unique=False
        )

    op.create_table(
        "edition_file",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
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
            "form",
            sa.Enum(
                "pdf", "html", name="fileform", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_file_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_edition_file_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_file")),
        sa.UniqueConstraint(
            "edition_id",
            "locale",
            "form",
            "fingerprint",
            name=op.f("uq_edition_file_edition_id_locale_form_fingerprint"),
        ),
    )
    op.create_table(
        "editorial_correction",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("heading_revision", sa.Integer(), nullable=False),
        sa.Column("body_revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_editorial_correction_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_editorial_correction_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editorial_correction")),
    )
    with op.batch_alter_table("editorial_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_editorial_correction_edition_id"), ["edition_id"], unique=False
        )

    op.create_table(
        "election_complaint",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "made",
                "upheld",
                "dismissed",
                name="complaintstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["election.id"],
            name=op.f("fk_election_complaint_election_id_election"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_election_complaint_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_complaint")),
    )
    with op.batch_alter_table("election_complaint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_election_complaint_election_id"), ["election_id"], unique=False
        )

    op.create_table(
        "election_file",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_election_file_election_id_election")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_file")),
        sa.UniqueConstraint("election_id", "name", name=op.f("uq_election_file_election_id_name")),
    )
    with op.batch_alter_table("election_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_election_file_election_id"), ["election_id"], unique=False
        )

    op.create_table(
        "election_post",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column(
            "ballot",
            sa.Enum(
                "ranked",
                "approval",
                "yesno",
                "plurality",
                name="ballotkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=True),
        sa.Column("roll_commitment", sa.String(), nullable=True),
        sa.Column("draw_seed", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_election_post_election_id_election")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seat.id"], name=op.f("fk_election_post_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_post")),
        sa.UniqueConstraint(
            "election_id", "seat_id", name=op.f("uq_election_post_election_id_seat_id")
        ),
    )
    with op.batch_alter_table("election_post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_election_post_election_id"), ["election_id"], unique=False
        )

    op.create_table(
        "election_trustee",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("seal_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_key", sa.LargeBinary(), nullable=False),
        sa.Column("is_opener", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_election_trustee_election_id_election")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_election_trustee_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election_trustee")),
        sa.UniqueConstraint(
            "election_id", "place", name=op.f("uq_election_trustee_election_id_place")
        ),
    )
    with op.batch_alter_table("election_trustee", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_election_trustee_election_id"), ["election_id"], unique=False
        )

    op.create_table(
        "harvest_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["resource.id"], name=op.f("fk_harvest_record_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_record")),
    )
    with op.batch_alter_table("harvest_record", schema=None) as batch_op:
        batch_op.create_index("ix_harvest_record_stamp", ["stamp", "id"], unique=False)

    op.create_table(
        "listed_resource",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "briefing-paper",
                "policy-brief",
                "smart-guide",
                "community-guide",
                "report",
                "case-study",
                "statement",
                "journal",
                "digest",
                "network-document",
                "member-publication",
                "guideline",
                "research",
                "other-publication",
                "fund-update",
                "animation",
                "infographic",
                "open-letter",
                name="resourcekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=True),
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
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tied_to", sa.Uuid(), nullable=True),
        sa.Column("said_open", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["id"], ["resource.id"], name=op.f("fk_listed_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_resource")),
        sa.UniqueConstraint("position", name=op.f("uq_listed_resource_position")),
        sa.UniqueConstraint("slug", name=op.f("uq_listed_resource_slug")),
    )
    with op.batch_alter_table("listed_resource", schema=None) as batch_op:
        batch_op.create_index("ix_listed_resource_tied", ["tied_to"], unique=False)

    op.create_table(
        "meeting_notice",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "called",
                "moved",
                "cancelled",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_notice_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notice")),
        sa.UniqueConstraint(
            "meeting_id", "sequence", name=op.f("uq_meeting_notice_meeting_id_sequence")
        ),
    )
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "corrections",
                "approved",
                "published",
                name="minutesstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrections_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "approved_by",
            sa.Enum(
                "later_meeting",
                "circulation",
                name="approval",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_table(
        "policy_position",
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "decriminalisation",
                "labour",
                "health",
                "violence",
                "trafficking",
                "migration",
                "discrimination",
                "social-protection",
                "participation",
                "digital",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "stance",
            sa.Enum(
                "for",
                "partly",
                "against",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("quotation", sa.String(), nullable=True),
        sa.Column("quotation_language", sa.String(), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "entered",
                "returned",
                "public",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > taken_on", name=op.f("ck_policy_position_interval")
        ),
        sa.CheckConstraint("length(quotation) <= 300", name=op.f("ck_policy_position_quotation")),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["policy_instrument.id"],
            name=op.f("fk_policy_position_instrument_id_policy_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["policy_position.id"],
            name=op.f("fk_policy_position_supersedes_id_policy_position"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_position")),
    )
    with op.batch_alter_table("policy_position", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_position_instrument_id"), ["instrument_id"], unique=False
        )
        batch_op.create_index(
            "ix_policy_position_public", ["state", "topic", "taken_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_policy_position_supersedes_id"), ["supersedes_id"], unique=False
        )

    op.create_table(
        "policy_reach",
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["policy_instrument.id"],
            name=op.f("fk_policy_reach_instrument_id_policy_instrument"),
        ),
        sa.PrimaryKeyConstraint("instrument_id", "code", name=op.f("pk_policy_reach")),
    )
    with op.batch_alter_table("policy_reach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_reach_code"), ["code"], unique=False)

    op.create_table(
        "public_affiliation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column(
            "tie",
            sa.Enum(
                "member_of",
                "partner_of",
                "hosted_by",
                name="tie",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["public_organisation.id"],
            name=op.f("fk_public_affiliation_organisation_id_public_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["public_organisation.id"],
            name=op.f("fk_public_affiliation_other_id_public_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "other_id", "tie", name=op.f("pk_public_affiliation")
        ),
    )
    with op.batch_alter_table("public_affiliation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_affiliation_other_id"), ["other_id"], unique=False
        )

    op.create_table(
        "public_facet",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "facet",
            sa.Enum(
                "region",
                "country",
                "level",
                "language",
                "area",
                name="facet",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["public_organisation.id"],
            name=op.f("fk_public_facet_organisation_id_public_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "facet", "value", name=op.f("pk_public_facet")),
    )
    with op.batch_alter_table("public_facet", schema=None) as batch_op:
        batch_op.create_index(
            "ix_public_facet_value", ["facet", "value", "organisation_id"], unique=False
        )

    op.create_table(
        "resource_answer",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_answer_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_answer")),
    )
    with op.batch_alter_table("resource_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resource_answer_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "resource_file",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_resource_file_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_file_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_file")),
    )
    with op.batch_alter_table("resource_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resource_file_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "resource_link",
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unchecked",
                "works",
                "moved",
                "broken",
                "refused",
                name="linkstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_resource_link_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_link")),
        sa.UniqueConstraint(
            "resource_id",
            "language",
            "address",
            name=op.f("uq_resource_link_resource_id_language_address"),
        ),
    )
    with op.batch_alter_table("resource_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resource_link_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "roll_delegate",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "fixed",
                "asked",
                "admitted",
                "refused",
                name="delegatestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_roll_delegate_election_id_election")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_roll_delegate_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_roll_delegate_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_delegate")),
        sa.UniqueConstraint(
            "election_id",
            "organisation_id",
            "person_id",
            name=op.f("uq_roll_delegate_election_id_organisation_id_person_id"),
        ),
    )
    with op.batch_alter_table("roll_delegate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roll_delegate_election_id"), ["election_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_roll_delegate_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_roll_delegate_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sealed_ballot",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.LargeBinary(length=32), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_sealed_ballot_election_id_election")
        ),
        sa.PrimaryKeyConstraint("election_id", "slot", name=op.f("pk_sealed_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "term",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column(
            "how",
            sa.Enum(
                "elected",
                "coopted",
                "appointed",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "ending",
            sa.Enum(
                "expiry",
                "resignation",
                "removal",
                "death",
                name="ending",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_on IS NULL OR until_on > from_on", name=op.f("ck_term_interval")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_term_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_term_person_id_person")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_term_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_term_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "training_call",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                name="callstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.id"],
            name=op.f("fk_training_call_event_id_training_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_call")),
    )
    with op.batch_alter_table("training_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_call_event_id"), ["event_id"], unique=False)

    op.create_table(
        "training_lesson",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.id"],
            name=op.f("fk_training_lesson_event_id_training_event"),
        ),
        sa.ForeignKeyConstraint(
            ["module_id"],
            ["training_module.id"],
            name=op.f("fk_training_lesson_module_id_training_module"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_lesson")),
    )
    with op.batch_alter_table("training_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_lesson_event_id"), ["event_id"], unique=False)

    op.create_table(
        "training_teacher",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("public_name", sa.String(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.id"],
            name=op.f("fk_training_teacher_event_id_training_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_teacher")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_teacher_token_hash")),
    )
    with op.batch_alter_table("training_teacher", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_teacher_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinary",
                "approval",
                "actions",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "open",
                "closed",
                name="itemaudience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "open",
                "done",
                name="itemstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minutes_planned", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Uuid(), nullable=True),
        sa.Column("approves_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approves_id"], ["minutes.id"], name=op.f("fk_agenda_item_approves_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_item_carried_from_id_agenda_item"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_agenda_item_meeting_id_position")
        ),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agenda_item_approves_id"), ["approves_id"], unique=False
        )

    op.create_table(
        "clause_comment",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_clause_comment_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_clause_comment_draft_id_draft")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_clause_comment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_comment")),
    )
    with op.batch_alter_table("clause_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clause_comment_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "consultation_answer",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consultation_answer_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consultation_answer_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["consultation_question.id"],
            name=op.f("fk_consultation_answer_question_id_consultation_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_answer_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "count_result",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("elected", sa.JSON(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["election_post.id"], name=op.f("fk_count_result_post_id_election_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_result")),
        sa.UniqueConstraint("post_id", name=op.f("uq_count_result_post_id")),
    )
    op.create_table(
        "draft_clause",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("clause_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading_revision", sa.Integer(), nullable=False),
        sa.Column("body_revision", sa.Integer(), nullable=False),
        sa.Column("is_substantive", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_draft_clause_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_clause_draft_id_draft")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["clause.id"], name=op.f("fk_draft_clause_parent_id_clause")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_clause")),
        sa.UniqueConstraint(
            "draft_id", "clause_id", name=op.f("uq_draft_clause_draft_id_clause_id")
        ),
    )
    op.create_table(
        "harvest_set",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("spec", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["harvest_record.id"],
            name=op.f("fk_harvest_set_record_id_harvest_record"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("record_id", "spec", name=op.f("pk_harvest_set")),
    )
    with op.batch_alter_table("harvest_set", schema=None) as batch_op:
        batch_op.create_index("ix_harvest_set_spec", ["spec", "record_id"], unique=False)

    op.create_table(
        "listed_resource_title",
        sa.Column("position", sa.Integer(), nullable=False),
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
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"],
            ["listed_resource.position"],
            name=op.f("fk_listed_resource_title_position_listed_resource"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position", "locale", name=op.f("pk_listed_resource_title")),
    )
    with op.batch_alter_table("listed_resource_title", schema=None) as batch_op:
        batch_op.create_index(
            "ix_listed_resource_title_order", ["locale", "key", "position"], unique=False
        )

    op.create_table(
        "nomination",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("nominee_name", sa.LargeBinary(), nullable=True),
        sa.Column("nominee_address", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("public_name", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("names_organisation", sa.Boolean(), nullable=False),
        sa.Column("organisation_consents", sa.Boolean(), nullable=False),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "stands",
                "refused",
                "declined",
                "withdrawn",
                name="nominationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_nomination_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["election_post.id"], name=op.f("fk_nomination_post_id_election_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_nomination_token_hash")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_post_id"), ["post_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("was_cast", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_participation_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["election_post.id"], name=op.f("fk_participation_post_id_election_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "post_id", "organisation_id", name=op.f("uq_participation_post_id_organisation_id")
        ),
    )
    op.create_table(
        "resource_file_words",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("words_open", sa.String(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["resource_file.id"],
            name=op.f("fk_resource_file_words_file_id_resource_file"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_resource_file_words")),
    )
    op.create_table(
        "roll_claim",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("wants_vote", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "made",
                "upheld",
                "dismissed",
                name="claimstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_roll_claim_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["election_post.id"], name=op.f("fk_roll_claim_post_id_election_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_claim")),
        sa.UniqueConstraint(
            "post_id", "organisation_id", name=op.f("uq_roll_claim_post_id_organisation_id")
        ),
    )
    with op.batch_alter_table("roll_claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roll_claim_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_roll_claim_post_id"), ["post_id"], unique=False)

    op.create_table(
        "roll_entry",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_roll_entry_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["election_post.id"], name=op.f("fk_roll_entry_post_id_election_post")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint(
            "post_id", "organisation_id", name=op.f("uq_roll_entry_post_id_organisation_id")
        ),
    )
    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roll_entry_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_roll_entry_post_id"), ["post_id"], unique=False)

    op.create_table(
        "training_application",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "offered",
                "confirmed",
                "waiting",
                "refused",
                "withdrawn",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("country", sa.LargeBinary(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_up", sa.Boolean(), nullable=False),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["training_call.id"],
            name=op.f("fk_training_application_call_id_training_call"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_training_application_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_application")),
        sa.UniqueConstraint(
            "call_id",
            "organisation_id",
            name=op.f("uq_training_application_call_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("training_application", schema=None) as batch_op:
        batch_op.create_index("ix_training_application_due", ["state", "answer_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_training_application_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "training_criterion",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["training_call.id"],
            name=op.f("fk_training_criterion_call_id_training_call"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_criterion")),
        sa.UniqueConstraint(
            "call_id", "position", name=op.f("uq_training_criterion_call_id_position")
        ),
    )
    with op.batch_alter_table("training_criterion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_criterion_call_id"), ["call_id"], unique=False
        )

    op.create_table(
        "action",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "done",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(owner_id IS NULL) != (organisation_id IS NULL)", name=op.f("ck_action_owner")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_action_body_id_body")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_action_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_action_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_action_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("year", "ordinal", name=op.f("uq_action_year_ordinal")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_action_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_action_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "declined",
                name="correctionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_correction_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_correction_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_correction_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_minutes_id"), ["minutes_id"], unique=False)

    op.create_table(
        "erratum",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_erratum_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_erratum_minutes_id_minutes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erratum")),
        sa.UniqueConstraint("minutes_id", "ordinal", name=op.f("uq_erratum_minutes_id_ordinal")),
    )
    op.create_table(
        "item_turn",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at >= from_at", name=op.f("ck_item_turn_interval")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_item_turn_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_item_turn_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_turn")),
    )
    with op.batch_alter_table("item_turn", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_turn_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_paper",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "agenda",
                "room",
                name="paperaudience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_meeting_paper_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_meeting_paper_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_paper_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_paper")),
    )
    with op.batch_alter_table("meeting_paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_paper_meeting_id"), ["meeting_id"], unique=False
        )

    op.create_table(
        "motion",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "filed",
                "moved",
                "carried",
                "lost",
                "withdrawn",
                name="motionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "majority",
            sa.Enum(
                "simple",
                "absolute",
                "of_present",
                "two_thirds_of_cast",
                "two_thirds_of_present",
                "two_thirds_of_entitled",
                "three_quarters_of_cast",
                "unanimous_of_cast",
                "unanimous_of_present",
                name="majority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("mover_id", sa.Uuid(), nullable=True),
        sa.Column("seconder_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_motion_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["mover_id"], ["attendance.id"], name=op.f("fk_motion_mover_id_attendance")
        ),
        sa.ForeignKeyConstraint(
            ["seconder_id"], ["attendance.id"], name=op.f("fk_motion_seconder_id_attendance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("item_id", "ordinal", name=op.f("uq_motion_item_id_ordinal")),
    )
    op.create_table(
        "nomination_second",
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_nomination_second_nomination_id_nomination"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_nomination_second_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_second")),
        sa.UniqueConstraint(
            "nomination_id",
            "organisation_id",
            name=op.f("uq_nomination_second_nomination_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("nomination_second", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_nomination_second_nomination_id"), ["nomination_id"], unique=False
        )

    op.create_table(
        "recusal",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_recusal_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_recusal_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recusal_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_recusal_item_id_person_id")),
    )
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recusal_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "training_participant",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("country", sa.LargeBinary(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["training_application.id"],
            name=op.f("fk_training_participant_application_id_training_application"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.id"],
            name=op.f("fk_training_participant_event_id_training_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_participant")),
    )
    with op.batch_alter_table("training_participant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_participant_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_participant_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "amendment",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["motion.id"], name=op.f("fk_amendment_amends_id_motion")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_amendment_motion_id_motion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_amendment_motion_id")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_amends_id"), ["amends_id"], unique=False)

    op.create_table(
        "motion_filing",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_motion_filing_motion_id_motion")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_motion_filing_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_motion_filing_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_filing")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_motion_filing_motion_id")),
    )
    op.create_table(
        "training_certificate",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["training_event.id"],
            name=op.f("fk_training_certificate_event_id_training_event"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["training_participant.id"],
            name=op.f("fk_training_certificate_participant_id_training_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_training_certificate_code_hash")),
    )
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_certificate_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_certificate_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "training_presence",
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["training_lesson.id"],
            name=op.f("fk_training_presence_lesson_id_training_lesson"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["training_participant.id"],
            name=op.f("fk_training_presence_participant_id_training_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_presence")),
        sa.UniqueConstraint(
            "lesson_id",
            "participant_id",
            name=op.f("uq_training_presence_lesson_id_participant_id"),
        ),
    )
    with op.batch_alter_table("training_presence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_presence_lesson_id"), ["lesson_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_training_presence_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "vote",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "hands",
                "roll_call",
                "secret",
                "consensus",
                "written",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "majority",
            sa.Enum(
                "simple",
                "absolute",
                "of_present",
                "two_thirds_of_cast",
                "two_thirds_of_present",
                "two_thirds_of_entitled",
                "three_quarters_of_cast",
                "unanimous_of_cast",
                "unanimous_of_present",
                name="majority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("quorum_needed", sa.Integer(), nullable=False),
        sa.Column("groups_present", sa.Integer(), nullable=False),
        sa.Column("groups_needed", sa.Integer(), nullable=False),
        sa.Column("is_quorate", sa.Boolean(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.Column("tellers", sa.JSON(), nullable=False),
        sa.Column("roll", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "in_favour + against + abstained <= present", name=op.f("ck_vote_present")
        ),
        sa.CheckConstraint("is_quorate OR NOT is_carried", name=op.f("ck_vote_quorum")),
        sa.CheckConstraint("present <= entitled", name=op.f("ck_vote_entitled")),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_vote_motion_id_motion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_motion_id"), ["motion_id"], unique=False)

    op.create_table(
        "written_resolution",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_written_resolution_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_written_resolution_motion_id_motion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_resolution")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_written_resolution_meeting_id")),
    )
    op.create_table(
        "decision",
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "members",
                "body",
                name="decisionaudience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_decision_body_id_body")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_decision_item_id_agenda_item")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_decision_vote_id_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "body_id", "year", "ordinal", name=op.f("uq_decision_body_id_year_ordinal")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
        sa.UniqueConstraint("vote_id", name=op.f("uq_decision_vote_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index("ix_decision_register", ["year", "audience"], unique=False)

    op.create_table(
        "written_voice",
        sa.Column("written_id", sa.Uuid(), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_written_voice_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["written_id"],
            ["written_resolution.id"],
            name=op.f("fk_written_voice_written_id_written_resolution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_voice")),
        sa.UniqueConstraint(
            "written_id", "mandate_id", name=op.f("uq_written_voice_written_id_mandate_id")
        ),
    )
    for statement in BEYOND[dialect]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TABLE search_terms")
    op.drop_table("written_voice")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_register")
        batch_op.drop_index(batch_op.f("ix_decision_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_decision_item_id"))

    op.drop_table("decision")
    op.drop_table("written_resolution")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_motion_id"))

    op.drop_table("vote")
    with op.batch_alter_table("training_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_presence_participant_id"))
        batch_op.drop_index(batch_op.f("ix_training_presence_lesson_id"))

    op.drop_table("training_presence")
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_certificate_participant_id"))
        batch_op.drop_index(batch_op.f("ix_training_certificate_event_id"))

    op.drop_table("training_certificate")
    op.drop_table("motion_filing")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_amends_id"))

    op.drop_table("amendment")
    with op.batch_alter_table("training_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_participant_event_id"))
        batch_op.drop_index(batch_op.f("ix_training_participant_application_id"))

    op.drop_table("training_participant")
    with op.batch_alter_table("recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recusal_meeting_id"))

    op.drop_table("recusal")
    with op.batch_alter_table("nomination_second", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_second_nomination_id"))

    op.drop_table("nomination_second")
    op.drop_table("motion")
    with op.batch_alter_table("meeting_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_paper_meeting_id"))

    op.drop_table("meeting_paper")
    with op.batch_alter_table("item_turn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_turn_meeting_id"))

    op.drop_table("item_turn")
    op.drop_table("erratum")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_minutes_id"))

    op.drop_table("correction")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_owner_id"))
        batch_op.drop_index(batch_op.f("ix_action_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_action_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_action_item_id"))
        batch_op.drop_index(batch_op.f("ix_action_body_id"))

    op.drop_table("action")
    with op.batch_alter_table("training_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_criterion_call_id"))

    op.drop_table("training_criterion")
    with op.batch_alter_table("training_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_application_organisation_id"))
        batch_op.drop_index("ix_training_application_due")

    op.drop_table("training_application")
    with op.batch_alter_table("roll_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_entry_post_id"))
        batch_op.drop_index(batch_op.f("ix_roll_entry_organisation_id"))

    op.drop_table("roll_entry")
    with op.batch_alter_table("roll_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_claim_post_id"))
        batch_op.drop_index(batch_op.f("ix_roll_claim_organisation_id"))

    op.drop_table("roll_claim")
    op.drop_table("resource_file_words")
    op.drop_table("participation")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_post_id"))

    op.drop_table("nomination")
    with op.batch_alter_table("listed_resource_title", schema=None) as batch_op:
        batch_op.drop_index("ix_listed_resource_title_order")

    op.drop_table("listed_resource_title")
    with op.batch_alter_table("harvest_set", schema=None) as batch_op:
        batch_op.drop_index("ix_harvest_set_spec")

    op.drop_table("harvest_set")
    op.drop_table("draft_clause")
    op.drop_table("count_result")
    with op.batch_alter_table("consultation_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_answer_consultation_id"))

    op.drop_table("consultation_answer")
    with op.batch_alter_table("clause_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_comment_draft_id"))

    op.drop_table("clause_comment")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_approves_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("training_teacher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_teacher_event_id"))

    op.drop_table("training_teacher")
    with op.batch_alter_table("training_lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_lesson_event_id"))

    op.drop_table("training_lesson")
    with op.batch_alter_table("training_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_call_event_id"))

    op.drop_table("training_call")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_seat_id"))
        batch_op.drop_index(batch_op.f("ix_term_person_id"))

    op.drop_table("term")
    op.drop_table("sealed_ballot")
    with op.batch_alter_table("roll_delegate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_delegate_person_id"))
        batch_op.drop_index(batch_op.f("ix_roll_delegate_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_roll_delegate_election_id"))

    op.drop_table("roll_delegate")
    with op.batch_alter_table("resource_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_link_resource_id"))

    op.drop_table("resource_link")
    with op.batch_alter_table("resource_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_file_resource_id"))

    op.drop_table("resource_file")
    with op.batch_alter_table("resource_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_answer_resource_id"))

    op.drop_table("resource_answer")
    with op.batch_alter_table("public_facet", schema=None) as batch_op:
        batch_op.drop_index("ix_public_facet_value")

    op.drop_table("public_facet")
    with op.batch_alter_table("public_affiliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_affiliation_other_id"))

    op.drop_table("public_affiliation")
    with op.batch_alter_table("policy_reach", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_reach_code"))

    op.drop_table("policy_reach")
    with op.batch_alter_table("policy_position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_position_supersedes_id"))
        batch_op.drop_index("ix_policy_position_public")
        batch_op.drop_index(batch_op.f("ix_policy_position_instrument_id"))

    op.drop_table("policy_position")
    op.drop_table("minutes")
    op.drop_table("meeting_notice")
    with op.batch_alter_table("listed_resource", schema=None) as batch_op:
        batch_op.drop_index("ix_listed_resource_tied")

    op.drop_table("listed_resource")
    with op.batch_alter_table("harvest_record", schema=None) as batch_op:
        batch_op.drop_index("ix_harvest_record_stamp")

    op.drop_table("harvest_record")
    with op.batch_alter_table("election_trustee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_election_trustee_election_id"))

    op.drop_table("election_trustee")
    with op.batch_alter_table("election_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_election_post_election_id"))

    op.drop_table("election_post")
    with op.batch_alter_table("election_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_election_file_election_id"))

    op.drop_table("election_file")
    with op.batch_alter_table("election_complaint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_election_complaint_election_id"))

    op.drop_table("election_complaint")
    with op.batch_alter_table("editorial_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_editorial_correction_edition_id"))

    op.drop_table("editorial_correction")
    op.drop_table("edition_file")
    with op.batch_alter_table("edition_clause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_clause_edition_id"))
        batch_op.drop_index(batch_op.f("ix_edition_clause_clause_id"))

    op.drop_table("edition_clause")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_draft_one_under_way",
            sqlite_where=sa.text("state IN ('open', 'submitted')"),
            postgresql_where=sa.text("state IN ('open', 'submitted')"),
        )

    op.drop_table("draft")
    with op.batch_alter_table("consultation_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_question_section_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_question_consultation_id"))

    op.drop_table("consultation_question")
    with op.batch_alter_table("clause_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clause_attachment_clause_id"))

    op.drop_table("clause_attachment")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_meeting_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("application_verification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_verification_application_id"))

    op.drop_table("application_verification")
    with op.batch_alter_table("application_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_step_application_id"))

    op.drop_table("application_step")
    with op.batch_alter_table("application_recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_recusal_application_id"))

    op.drop_table("application_recusal")
    with op.batch_alter_table("application_recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_recommendation_application_id"))

    op.drop_table("application_recommendation")
    with op.batch_alter_table("application_inquiry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_inquiry_application_id"))

    op.drop_table("application_inquiry")
    with op.batch_alter_table("application_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_application_document_application_id"))

    op.drop_table("application_document")
    op.drop_table("announcement_words")
    with op.batch_alter_table("announcement_facet", schema=None) as batch_op:
        batch_op.drop_index("ix_announcement_facet_value")

    op.drop_table("announcement_facet")
    op.drop_table("acknowledgement")
    with op.batch_alter_table("translation_release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_translation_release_text_id"))

    op.drop_table("translation_release")
    with op.batch_alter_table("translation_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_translation_file_person_id"))

    op.drop_table("translation_file")
    op.drop_table("translation_draft")
    with op.batch_alter_table("translation_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_translation_claim_text_id"))
        batch_op.drop_index(batch_op.f("ix_translation_claim_person_id"))
        batch_op.drop_index(
            "ix_translation_claim_one",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("translation_claim")
    with op.batch_alter_table("translation_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_translation_assignment_subject")
        batch_op.drop_index(batch_op.f("ix_translation_assignment_person_id"))

    op.drop_table("translation_assignment")
    with op.batch_alter_table("training_module", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_module_programme_id"))

    op.drop_table("training_module")
    with op.batch_alter_table("training_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_event_starts_at"))
        batch_op.drop_index(batch_op.f("ix_training_event_programme_id"))

    op.drop_table("training_event")
    op.drop_table("text_revision")
    with op.batch_alter_table("standing_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_fact_organisation_id"))

    op.drop_table("standing_fact")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_body_id"))

    op.drop_table("seat")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_event_id"))

    op.drop_table("revision")
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.drop_index("ix_resource_state")
        batch_op.drop_index(batch_op.f("ix_resource_organisation_id"))

    op.drop_table("resource")
    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_representative_delegate",
            sqlite_where=sa.text("until_at IS NULL AND capacity IN ('delegate', 'alternate')"),
            postgresql_where=sa.text("until_at IS NULL AND capacity IN ('delegate', 'alternate')"),
        )
        batch_op.drop_index(batch_op.f("ix_representative_person_id"))
        batch_op.drop_index(batch_op.f("ix_representative_organisation_id"))

    op.drop_table("representative")
    with op.batch_alter_table("renewal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renewal_organisation_id"))

    op.drop_table("renewal")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_person_id"))

    op.drop_table("recovery")
    with op.batch_alter_table("record_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_address_organisation_id"))

    op.drop_table("record_address")
    with op.batch_alter_table("published_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_record_subject_id"))

    op.drop_table("published_record")
    with op.batch_alter_table("public_organisation", schema=None) as batch_op:
        batch_op.drop_index("ix_public_organisation_region_changed")
        batch_op.drop_index("ix_public_organisation_region")
        batch_op.drop_index("ix_public_organisation_country_changed")
        batch_op.drop_index("ix_public_organisation_changed")

    op.drop_table("public_organisation")
    op.drop_table("profile_value")
    with op.batch_alter_table("profile_asking", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_profile_asking_open",
            sqlite_where=sa.text("answered_on IS NULL"),
            postgresql_where=sa.text("answered_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_profile_asking_organisation_id"))

    op.drop_table("profile_asking")
    with op.batch_alter_table("policy_instrument", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_instrument_institution_id"))

    op.drop_table("policy_instrument")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_organisation_id"))

    op.drop_table("placement")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_person_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("office_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_office_note_organisation_id"))

    op.drop_table("office_note")
    with op.batch_alter_table("merger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merger_kept_id"))

    op.drop_table("merger")
    with op.batch_alter_table("membership_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_application_state"))

    op.drop_table("membership_application")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_running",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_body_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("mailing_delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_mailing_delivery_person")
        batch_op.drop_index(batch_op.f("ix_mailing_delivery_mailing_id"))

    op.drop_table("mailing_delivery")
    op.drop_table("mail_preference")
    with op.batch_alter_table("mail_list_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_list_entry_list_id"))

    op.drop_table("mail_list_entry")
    op.drop_table("legal_hold")
    op.drop_table("invitation")
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_person_id"))

    op.drop_table("interest")
    with op.batch_alter_table("import_line", schema=None) as batch_op:
        batch_op.drop_index("ix_import_line_next")
        batch_op.drop_index("ix_import_line_key")

    op.drop_table("import_line")
    with op.batch_alter_table("import_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_key_organisation_id"))

    op.drop_table("import_key")
    with op.batch_alter_table("hide_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hide_code_organisation_id"))

    op.drop_table("hide_code")
    op.drop_table("election")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_edition_one_open",
            sqlite_where=sa.text("until_on IS NULL AND void_at IS NULL"),
            postgresql_where=sa.text("until_on IS NULL AND void_at IS NULL"),
        )

    op.drop_table("edition")
    with op.batch_alter_table("document_hand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_hand_person_id"))
        batch_op.drop_index(batch_op.f("ix_document_hand_document_id"))

    op.drop_table("document_hand")
    op.drop_table("document_bookmark")
    op.drop_table("distinct_pair")
    op.drop_table("credential")
    op.drop_table("consultation_slot")
    with op.batch_alter_table("consultation_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_section_consultation_id"))

    op.drop_table("consultation_section")
    with op.batch_alter_table("consultation_recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_recommendation_consultation_id"))

    op.drop_table("consultation_recommendation")
    with op.batch_alter_table("consultation_invitee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_invitee_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_invitee_consultation_id"))

    op.drop_table("consultation_invitee")
    op.drop_table("consultation_draft")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consent_holding",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_consent_organisation_id"))

    op.drop_table("consent")
    op.drop_table("clause")
    with op.batch_alter_table("category_fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_fact_organisation_id"))

    op.drop_table("category_fact")
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_address_person_id"))

    op.drop_table("calendar_address")
    with op.batch_alter_table("body_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_rule_body_id"))

    op.drop_table("body_rule")
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_session_person_id"))

    op.drop_table("auth_session")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index("ix_announcement_state")

    op.drop_table("announcement")
    with op.batch_alter_table("affiliation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_affiliation_open",
            sqlite_where=sa.text("state IN ('proposed', 'accepted')"),
            postgresql_where=sa.text("state IN ('proposed', 'accepted')"),
        )
        batch_op.drop_index(batch_op.f("ix_affiliation_other_id"))
        batch_op.drop_index(batch_op.f("ix_affiliation_organisation_id"))

    op.drop_table("affiliation")
    op.drop_table("unlisting")
    with op.batch_alter_table("typed_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_typed_text_expires_at"))

    op.drop_table("typed_text")
    op.drop_table("training_year")
    op.drop_table("training_programme")
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.drop_index("ix_text_subject")

    op.drop_table("text")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_object_key"))

    op.drop_table("stored_file")
    op.drop_table("statutory_period")
    with op.batch_alter_table("sort_key", schema=None) as batch_op:
        batch_op.drop_index("ix_sort_key_region")
        batch_op.drop_index("ix_sort_key_order")
        batch_op.drop_index("ix_sort_key_country")

    op.drop_table("sort_key")
    op.drop_table("setting")
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_entry_audience"))

    op.drop_table("search_entry")
    op.drop_table("register_export")
    with op.batch_alter_table("rate_limit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_limit_expires_at"))

    op.drop_table("rate_limit")
    op.drop_table("public_mark")
    op.drop_table("policy_institution")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_email_index"))

    op.drop_table("person")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_recipient_index"))
        batch_op.drop_index(batch_op.f("ix_outbox_message_message_id"))
        batch_op.drop_index("ix_outbox_message_due")

    op.drop_table("outbox_message")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_name_index"))
        batch_op.drop_index(batch_op.f("ix_organisation_country"))
        batch_op.drop_index(batch_op.f("ix_organisation_confirmed_on"))

    op.drop_table("organisation")
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_state"))
        batch_op.drop_index(batch_op.f("ix_mailing_sent_at"))
        batch_op.drop_index("ix_mailing_about")

    op.drop_table("mailing")
    op.drop_table("mail_subscription")
    op.drop_table("mail_list")
    op.drop_table("listed_resource_bits")
    op.drop_table("listed_count")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index("ix_link_to")

    op.drop_table("link")
    op.drop_table("library_series")
    op.drop_table("library_partner")
    op.drop_table("library_mark")
    op.drop_table("library_link_watch")
    with op.batch_alter_table("journal_event", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_event_subject")

    op.drop_table("journal_event")
    op.drop_table("inspection_request")
    op.drop_table("import_batch")
    op.drop_table("glossary_term")
    op.drop_table("erasure")
    op.drop_table("document")
    op.drop_table("day_of_action")
    with op.batch_alter_table("country_risk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_country_risk_country"))

    op.drop_table("country_risk")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_state"))

    op.drop_table("consultation")
    op.drop_table("body")
    op.drop_table("address_hold")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_alteration() CASCADE")
