"""The demo's processes: started together, stopped together, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

Process = subprocess.Popen[bytes]


def start(command: Sequence[str], env: Mapping[str, str]) -> Process:
    """Start a process that ends with this one, however this one ends.

    It gets a group of its own, so that Ctrl-C reaches the demo alone, which stops all in order.
    """
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", sys.executable, *command],
        env={**os.environ, **env},
        process_group=0,
    )


def stop(processes: Sequence[Process], seconds: float = 15) -> None:
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
