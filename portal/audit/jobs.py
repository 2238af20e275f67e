"""Sealing runs by itself, so that writing an event never waits for the chain."""

from portal.audit import services
from portal.jobs import every, job


@job("audit.seal")
def seal_events() -> None:
    """Seal what the acting agency has not sealed yet."""
    while services.seal_events() == services.BATCH:
        pass


every(20, "audit.seal")
