"""A backup is only one once it was restored: dump, restore, compare, verify."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from portal.audit.services import seal_events, verify
from tests.office import Office
from tests.servers import APP, OWNER, Postgres, binaries


def test_a_dump_restores_rows_policies_and_the_audit_chain(
    app: Flask, office: Office, postgres: Postgres, database: str, tmp_path: Path
) -> None:
    office.accepted_case()
    with office.at_work():
        seal_events()
        before = verify()
    dump = tmp_path / "portal.dump"
    _run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        f"--file={dump}",
        f"--dbname={_plain(postgres, database)}",
    )
    postgres.create_database("restored")
    _run(
        "pg_restore",
        "--no-owner",
        "--role=portal_owner",
        "--exit-on-error",
        f"--dbname={_plain(postgres, 'restored', 'postgres')}",
        str(dump),
    )
    with psycopg.connect(_plain(postgres, "restored", APP), autocommit=True) as connection:
        assert connection.execute("select count(*) from cases").fetchone() == (0,)
        with connection.transaction():
            connection.execute(f"set local app.agency_id = '{office.agency_id}'")
            assert connection.execute("select count(*) from cases").fetchone() == (1,)
            seals = connection.execute("select count(*) from seals").fetchone()
            with pytest.raises(psycopg.errors.Error):
                connection.execute("delete from entries")
    assert seals == (before.sealed,)
    assert not before.faults


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(binaries.postgres() / program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr


def _plain(postgres: Postgres, database: str, role: str = OWNER) -> str:
    return postgres.url(database, role).replace("postgresql+psycopg", "postgresql")
