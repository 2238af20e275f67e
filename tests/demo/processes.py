"""The demo's processes: started together, stopped together, and never left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

PR_SET_PDEATHSIG = 1


def start(command: Sequence[str], env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start a process that ends with this one, however this one ends."""
    return subprocess.Popen(
        [sys.executable, *command], env={**os.environ, **env}, preexec_fn=_die_with_parent
    )


def stop(processes: Sequence["subprocess.Popen[bytes]"], seconds: float = 15) -> None:
    """Ask all to end; end those that do not."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.setpgrp()  # Ctrl-C reaches the demo alone, which then stops the others in order.
