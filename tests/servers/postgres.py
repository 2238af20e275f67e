"""PostgreSQL for the demo, the tests and the benchmark, from the binaries of a wheel."""

import shutil
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from tests.servers import binaries, cluster
from tests.servers.account import Account, unprivileged
from tests.servers.server import Server, new_password

OWNER = "portal_owner"  # Owns the schema: migrations run as this role.
APP = "portal_app"  # The application: owns nothing and is bound by row-level security.

CAREFREE = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


class Postgres(Server):
    """A cluster with the two roles the portal needs; trusted on its private socket alone."""

    title: ClassVar[str] = "PostgreSQL"
    stop_signals: ClassVar[list[tuple[int, float]]] = [
        (signal.SIGINT, 15),  # Fast shutdown: sessions end, the cluster is left clean.
        (signal.SIGQUIT, 5),  # Immediate shutdown: the next start recovers.
        (signal.SIGKILL, 5),
    ]

    def __init__(
        self,
        data_dir: Path,
        *,
        durable: bool,
        tcp: bool = False,
        port: int = 0,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data_dir, durable=durable, tcp=tcp, port=port)
        self.settings = SETTINGS | ({} if durable else CAREFREE) | dict(settings or {})
        self._passwords = {role: new_password() for role in (OWNER, APP)}

    def url(self, database: str, role: str = APP) -> str:
        """The SQLAlchemy address of a database, over the private socket."""
        query = urlencode({"host": self._socket_dir, "port": self._socket_port}, safe="/")
        return f"postgresql+psycopg://{quote(role)}@/{quote(database)}?{query}"

    def tcp_url(self, database: str, role: str = APP) -> str:
        """The same over 127.0.0.1, with the role's password; only where `tcp` was asked for."""
        if not self.tcp:
            raise ValueError("This server listens on its socket only: start it with tcp=True.")
        login = f"{quote(role)}:{quote(self._passwords[role])}"
        return f"postgresql+psycopg://{login}@127.0.0.1:{self.port}/{quote(database)}"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database that the owner owns and the application may enter.

        A template must have no open connections; dispose of its engines first.
        """
        with self._connect() as connection:
            connection.execute(
                sql.SQL("create database {} owner {} template {}").format(
                    sql.Identifier(name),
                    sql.Identifier(OWNER),
                    sql.Identifier(template or "template0"),
                )
            )
            for statement in (
                "revoke all on database {database} from public",
                "grant connect on database {database} to {app}",
            ):
                connection.execute(
                    sql.SQL(statement).format(
                        database=sql.Identifier(name), app=sql.Identifier(APP)
                    )
                )

    def drop_database(self, name: str) -> None:
        """Delete a database and end the sessions in it. One that is not there is no error."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )

    def has_database(self, name: str) -> bool:
        """Is there a database of this name?"""
        with self._connect() as connection:
            found = connection.execute("select from pg_database where datname = %s", (name,))
            return found.rowcount == 1

    @property
    def _files(self) -> Path:
        return self.place / "cluster"

    @property
    def _socket_dir(self) -> Path:
        return self.place / "run"

    @property
    def _socket_port(self) -> int:
        return self.port or 5432

    def _account(self) -> Account:
        return unprivileged()

    def _prepare(self, held: int) -> None:
        self._programs = cluster.reachable(binaries.postgres(), self.account, self.place)
        cluster.lay_out(self._files, self._programs, self.account, durable=self.durable, held=held)
        cluster.check_version(self._files, self._programs)
        cluster.forget_dead_server(self._files)
        shutil.rmtree(self._socket_dir, ignore_errors=True)
        self.account.own(self._socket_dir)
        rules = ["local all all trust", "host all all 127.0.0.1/32 scram-sha-256"]
        access = self.place / "pg_hba.conf"
        access.write_text("\n".join(rules[: 1 + self.tcp]) + "\n")
        access.chmod(0o644)

    def _command(self) -> list[str]:
        settings = self.settings | {
            "listen_addresses": "127.0.0.1" if self.tcp else "",
            "port": str(self._socket_port),
            "unix_socket_directories": str(self._socket_dir),
            "unix_socket_permissions": "0700",
            "hba_file": str(self.place / "pg_hba.conf"),
        }
        return [
            str(self._programs / "postgres"),
            *("-D", str(self._files)),
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
        ]

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _welcome(self) -> None:
        with self._connect() as connection:
            rows = connection.execute("select rolname from pg_roles").fetchall()
            for role in {OWNER, APP} - {name for (name,) in rows}:
                connection.execute(
                    sql.SQL(
                        "create role {} login nosuperuser nobypassrls nocreatedb nocreaterole"
                    ).format(sql.Identifier(role))
                )
            for role, password in self._passwords.items() if self.tcp else ():
                connection.execute(
                    sql.SQL("alter role {} password {}").format(
                        sql.Identifier(role), sql.Literal(password)
                    )
                )

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self._socket_dir),
            port=self._socket_port,
            user=cluster.SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )
