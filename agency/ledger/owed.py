"""What a claim still owes, by kind."""

from dataclasses import dataclass

from portal.money import Money


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still owed on one claim by the books."""

    principal: Money
    interest: Money
    costs: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.principal + self.interest + self.costs
