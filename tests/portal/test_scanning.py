"""The virus scanner: asked before a file is taken in, and nothing taken in without its word."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.errors import Refused
from portal.uploads import Scanner, ScannerAway


@contextmanager
def clamd(answer: bytes | None, *, at: Path | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """A stand-in for clamd that reads one INSTREAM and answers; None hangs up."""
    listener = socket.socket(socket.AF_UNIX if at else socket.AF_INET)
    listener.bind(str(at) if at else ("127.0.0.1", 0))
    listener.listen(1)
    url = f"unix://{at}" if at else f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    received: list[bytes] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as wire:
            assert wire.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack(">I", wire.read(4))[0]:
                content += wire.read(size)
            received.append(content)
            if answer is not None:
                wire.write(answer)

    server = threading.Thread(target=serve)
    server.start()
    try:
        yield url, received
    finally:
        server.join(5)
        listener.close()


def test_a_clean_file_passes_the_scanner_whole() -> None:
    content = bytes(range(256)) * 1000
    with clamd(b"stream: OK\0") as (url, received):
        Scanner(url).scan(content)
    assert received == [content]


def test_the_scanner_is_reached_over_a_socket_file_too(tmp_path: Path) -> None:
    with clamd(b"stream: OK\0", at=tmp_path / "clamd") as (url, received):
        Scanner(url).scan(b"hello")
    assert received == [b"hello"]


def test_a_virus_is_refused_by_its_name() -> None:
    with (
        clamd(b"stream: Eicar-Test-Signature FOUND\0") as (url, _),
        pytest.raises(Refused, match="contains a virus: Eicar-Test-Signature") as refusal,
    ):
        Scanner(url).scan(b"virus")
    assert not isinstance(refusal.value, ScannerAway)


@pytest.mark.parametrize(
    "answer",
    [None, b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK maybe\0", b"\xff\0"],
)
def test_a_scanner_without_a_verdict_lets_nothing_in(answer: bytes | None) -> None:
    with clamd(answer) as (url, _), pytest.raises(ScannerAway, match="not stored"):
        Scanner(url).scan(b"hello")


def test_a_scanner_that_is_away_lets_nothing_in(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", f"unix://{tmp_path}/none"):
        with pytest.raises(ScannerAway, match="does not answer"):
            Scanner(url).scan(b"hello")


def test_a_scanner_that_stays_silent_lets_nothing_in() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ScannerAway):
            Scanner(url, timeout=0.1).scan(b"hello")


def test_without_a_scanner_nothing_is_asked() -> None:
    Scanner().scan(b"hello")


@pytest.mark.parametrize("url", ["127.0.0.1:3310", "http://scanner", "tcp://", "unix://"])
def test_a_scanner_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="A scanner is at"):
        Scanner(url)
