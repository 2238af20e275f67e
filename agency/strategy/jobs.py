"""What strategies do in the background: planning every night."""

from agency.strategy.services import running
from portal import clock
from portal.jobs import every, job

HOURLY = 3_600


@job("strategy.plan", queue="documents")
def plan() -> None:
    """Plan all open cases for today. The first call of a day does it; later ones find it done."""
    running.run(clock.today())


every(HOURLY, "strategy.plan")
