"""Valkey, which speaks Redis: the queue and the counters of the demo, the tests and the bench."""

import signal
from pathlib import Path
from typing import ClassVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.servers import binaries
from tests.servers.account import Account, ourselves
from tests.servers.server import Server, new_password


class Valkey(Server):
    """A queue store on a private socket; on 127.0.0.1 besides, with a password, if asked for."""

    title: ClassVar[str] = "Valkey"
    stop_signals: ClassVar[list[tuple[int, float]]] = [(signal.SIGTERM, 10), (signal.SIGKILL, 5)]

    def __init__(self, data_dir: Path, *, durable: bool, tcp: bool = False, port: int = 0) -> None:
        super().__init__(data_dir, durable=durable, tcp=tcp, port=port)
        self._password = new_password()

    @property
    def url(self) -> str:
        """The address for redis-py and RQ: `unix://…`, or `redis://…` where TCP is open."""
        if self.tcp:
            return f"redis://:{self._password}@127.0.0.1:{self.port}/0"
        return f"unix://{self._socket}?db=0"

    def flush(self) -> None:
        """Forget everything."""
        with self._client() as client:
            client.flushall()

    @property
    def _socket(self) -> Path:
        return self.place / "socket"

    def _account(self) -> Account:
        return ourselves()

    def _prepare(self, held: int) -> None:
        self._socket.unlink(missing_ok=True)
        settings = {
            "dir": f'"{self.place}"',
            "unixsocket": f'"{self._socket}"',
            "unixsocketperm": "700",
            "bind": "127.0.0.1",
            "port": str(self.port),
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        if self.tcp:
            settings["requirepass"] = self._password
        file = self.place / "valkey.conf"
        file.touch(mode=0o600)
        file.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def _command(self) -> list[str]:
        return [str(binaries.valkey()), str(self.place / "valkey.conf")]

    def _answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.ConnectionError:  # Not there yet, or still reading its file.
            return False

    def _client(self) -> redis.Redis:
        return redis.Redis(
            unix_socket_path=str(self._socket),
            password=self._password if self.tcp else None,
            retry=Retry(NoBackoff(), 0),
        )
