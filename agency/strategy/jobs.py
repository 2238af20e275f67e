"""What strategies do in the background: planning every night."""

from uuid import UUID

from agency.strategy.services import changing_over, running
from portal import clock, outbox
from portal.jobs import every, job

HOURLY = 3_600


@job("strategy.plan", queue="documents")
def plan() -> None:
    """Plan all open cases for today. The first call of a day does it; later ones find it done."""
    running.run(clock.today())


@job("strategy.change_over", queue="documents")
def change_over(changeover_id: str) -> None:
    """Let the next cases go over to another version, and go on until none is left."""
    if changing_over.one_chunk(UUID(changeover_id)):
        outbox.later("strategy.change_over", changeover_id=changeover_id)


every(HOURLY, "strategy.plan")
