"""A manager who writes strategies, and short ways to have one."""

import re
from html import unescape

from agency.strategy.ladder import StepFacts
from agency.strategy.models import Strategy, StrategyVersion
from agency.strategy.queries.versions import draft_of
from agency.strategy.services import releasing, writing
from agency.strategy.services.steps import put_steps
from agency.strategy.services.writing import Start, StrategyFacts
from tests.agency.strategy.rungs import letter, step
from tests.office import Office

PAGE = "/agency/strategies"
PLAIN = (step(1), letter(2), letter(3, notice_kind="law_firm_notice", name="Law firm"))


def words(page: str) -> str:
    """A page as one reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def new_strategy(office: Office, *steps: StepFacts, name: str = "Everybody") -> Strategy:
    """A strategy with a draft of some steps. In a transaction of the office."""
    made = writing.create(StrategyFacts(name=name), by=office.manager.user, start=Start.EMPTY)
    put_steps(draft(made), steps or PLAIN)
    return made


def draft(strategy: Strategy) -> StrategyVersion:
    """The version that is being written."""
    found = draft_of(strategy)
    assert found is not None
    return found


def next_version(office: Office, strategy: Strategy, *steps: StepFacts) -> StrategyVersion:
    """Another version, released."""
    made = writing.start_draft(strategy, Start.EMPTY, by=office.manager.user)
    put_steps(made, steps or PLAIN)
    releasing.release(made, by=office.manager.user)
    return made


def strategy_in_force(office: Office, *steps: StepFacts, name: str = "Everybody") -> Strategy:
    """A strategy whose first version leads."""
    made = new_strategy(office, *steps, name=name)
    version = draft(made)
    releasing.release(version, by=office.manager.user)
    releasing.lead(version, by=office.manager.user)
    return made
