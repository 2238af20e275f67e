"""A fuse that processes share: after so many sparks whoever makes the next one is killed, as by power.

A spark is whatever leaves a process: a statement, a commit, a call to the provider or to the queue,
each before it leaves and again when it is answered.
"""

import mmap
import os
import signal
import struct
from pathlib import Path

_LAYOUT = struct.Struct("=qq")  # How many sparks are left, zero for no end; how many there were.


class Fuse:
    """The fuse in a file. What is changed by one process is seen by all."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_LAYOUT.pack(0, 0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _LAYOUT.size)

    def light(self, sparks: int) -> None:
        """Kill whoever makes so many sparks from now; zero kills nobody, and counts."""
        _LAYOUT.pack_into(self._shared, 0, sparks, 0)

    @property
    def has_burnt(self) -> bool:
        """Whether somebody was killed since it was lit."""
        return self._read() == (-1, 0)

    @property
    def sparks(self) -> int:
        """How many sparks there were since it was lit."""
        return self._read()[1]

    def spark(self) -> None:
        """Something leaves this process, or has come back. This may be its end."""
        left, seen = self._read()
        if left == 1:
            _LAYOUT.pack_into(self._shared, 0, -1, 0)
            os.kill(os.getpid(), signal.SIGKILL)
        _LAYOUT.pack_into(self._shared, 0, max(left - 1, min(left, 0)), seen + (left >= 0))

    def _read(self) -> tuple[int, int]:
        left, seen = _LAYOUT.unpack_from(self._shared)
        return int(left), int(seen)
