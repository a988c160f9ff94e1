"""Doctor names what is wrong and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from nswp_gov.config import Misconfigured, Settings
from nswp_gov.operate import backup, catalogues, doctor, elsewhere, postgres, reviewing
from nswp_gov.operate.database import unit
from nswp_gov.store import clock, reviewed
from nswp_gov.store import settings as stored
from nswp_gov.store.crypto import vault

NOW = datetime.fromisoformat("2026-11-02T12:00:00+00:00")


def failing(
    settings: Settings, backups: Path | None = None, proxy: Path = Path("/nowhere")
) -> set[str]:
    checks = doctor.examine(settings, now=clock.now(), backups=backups, proxy=proxy)
    assert all(check.mend for check in checks if not check.is_well)
    return {check.name for check in checks if not check.is_well}


def prepare_server(settings: Settings) -> None:
    """Run, as its superuser would, what the program prints for PostgreSQL."""
    if settings.database_url.startswith("sqlite"):
        return
    engine = create_engine(settings.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in postgres.preparation(settings.database_url):
            if not statement.startswith("\\"):
                connection.execute(text(statement))
    engine.dispose()


def test_what_the_server_logs_is_looked_at(instance_here: Settings) -> None:
    before = failing(instance_here)
    prepare_server(instance_here)
    is_sqlite = instance_here.database_url.startswith("sqlite")
    assert ("server log" in before, "server log" in failing(instance_here)) == (
        not is_sqlite,
        False,
    )


@pytest.mark.database_free
def test_a_superuser_is_told_what_to_run() -> None:
    told = "\n".join(postgres.preparation('postgresql://"odd:pass@h/gov'))
    for needed in (
        """ALTER ROLE \"\"\"odd\" IN DATABASE "gov" SET log_statement = 'none';""",
        "SET log_min_duration_statement = '-1';",
        "SET log_parameter_max_length = '0';",
        """GRANT EXECUTE ON FUNCTION pg_switch_wal() TO \"\"\"odd\";""",
    ):
        assert needed in told
    assert "pass" not in told
    with pytest.raises(Misconfigured, match="SQLite"):
        postgres.preparation("sqlite:///x")


def test_a_cared_for_instance_is_well(instance_here: Settings, tmp_path: Path) -> None:
    served = replace(
        instance_here,
        public_url="https://x.example",
        smtp="smtp://localhost",
        elsewhere=str(tmp_path / "outside"),
    )
    made = backup.back_up(served, tmp_path / "b", now=clock.now())
    elsewhere.send(served, made.path, vault.ring)
    prepare_server(instance_here)
    today = clock.now().date()
    with unit(instance_here) as work:
        stored.put(work.session, stored.DRILLED, today.isoformat())
        stored.put(work.session, stored.LETTER_BELIEVED, today.isoformat())
        for locale in catalogues.TRANSLATED:
            digest = reviewing.digest(reviewing.critical(locale))
            reviewed.vouch(work.session, locale, reviewed.Review("Clara", today, digest))
    proxy = tmp_path / "nginx"
    proxy.mkdir()
    own = Path(__file__).parents[2] / "docs" / "operations" / "nginx.conf"
    words = own.read_text(encoding="utf-8").replace("members.example.org", "x.example")
    (proxy / "nswp_gov.conf").write_text(words, encoding="utf-8")
    assert failing(served, tmp_path / "b", proxy) == set()


def test_each_fault_is_named(instance_here: Settings) -> None:
    around = {"proxy", "elsewhere", "rehearsal", "letter", "words"}
    assert {"https", "mail", "backup"} | around <= failing(instance_here)


def test_a_sample_network_is_no_real_instance(instance_here: Settings) -> None:
    with unit(instance_here) as work:
        stored.put(work.session, stored.SAMPLE, "yes")
    assert "sample" in failing(instance_here)


def test_a_key_beside_the_data_is_a_fault(instance_here: Settings) -> None:
    secrets = instance_here.instance / "secrets.env"
    secrets.write_text("NSWP_GOV_FIELD_KEY_1=x\n")
    secrets.chmod(0o644)
    assert {"key", "secrets"} <= failing(instance_here)


def test_an_altered_journal_and_an_old_schema_are_faults(instance_here: Settings) -> None:
    from nswp_gov.accounts.operations import add_person
    from nswp_gov.rules.languages import Locale

    with unit(instance_here) as work:
        add_person(work, name="A", sign_in_name="a", passphrase=None, locale=Locale.EN)
    with unit(instance_here) as work:
        work.session.execute(text("update person set locale = 'fr'"))
    assert "journal" in failing(instance_here)
    with unit(instance_here) as work:
        work.session.execute(text("update alembic_version set version_num = '0000'"))
    assert "schema" in failing(instance_here)
