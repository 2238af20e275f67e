"""The servers that the demo, the tests and the benchmark bring along: no machine needs its own."""

from tests.servers.errors import ServerError
from tests.servers.postgres import APP, OWNER, Postgres
from tests.servers.valkey import Valkey

__all__ = ["APP", "OWNER", "Postgres", "ServerError", "Valkey"]
