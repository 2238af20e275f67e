"""What the port says of payment plans: what a debtor may choose, and the plan it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.money import Money


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One instalment; `left` is what is still to come of it."""

    number: int
    due_on: date
    amount: Money
    left: Money
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """What a debtor chose: a number of instalments or the amount of each, and a day of the month."""

    day: int
    count: int | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan as it is shown before anybody agrees; `beyond` says why it needs an answer of ours first."""

    lines: Sequence[PlanLine]
    total: Money
    terms: Sequence[str]
    consent: str
    beyond: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementView:
    """Less than the balance, offered or agreed; `left` is what of it is still to come."""

    left: Money
    pay_by: date
    is_agreed: bool
    terms: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGlance:
    """What the first page shows: whether a plan can be made, is offered or asked for, or what is next."""

    may_begin: bool = False
    is_offered: bool = False
    answer_by: date | None = None
    next: PlanLine | None = None
    waived: Money | None = None
    """Interest that is not asked while the plan that runs is kept."""
    settlement: SettlementView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoices:
    """What a debtor may choose from, and the plan it has: running, offered or asked for."""

    may_begin: bool
    fewest: int
    most: int
    smallest: Money
    offers: Sequence[PlanDraft]
    running: PlanDraft | None
    next: PlanLine | None
    may_defer: bool
    offered: PlanDraft | None
    offered_until: date | None
    asked: PlanDraft | None
    answer_by: date | None
    guarantor: str
    """Who has to sign before the offered plan begins; empty where nobody has."""
    is_agreed: bool
    """Whether the debtor agreed to the offered plan already."""


@dataclass(frozen=True, slots=True)
class Click:
    """Who agreed on the page, and from where."""

    name: str
    ip: str
    browser: str


class PlanDesk(Protocol):
    """What the debtor's pages may ask about plans."""

    def plan_choices(self, code: str) -> PlanChoices:
        """What may be chosen, and the plan there is."""

    def draft_plan(self, code: str, wish: PlanWish) -> PlanDraft:
        """The instalments of a wish. Refused where there can be none."""

    def begin_plan(self, code: str, wish: PlanWish, click: Click) -> None:
        """Let the plan run, or take it in where it needs an answer first. The same twice is one."""

    def accept_plan(self, code: str, click: Click) -> None:
        """Agree to the plan that is offered. Refused when it is over."""

    def settlement(self, code: str) -> SettlementView | None:
        """The settlement that is offered or agreed, if any."""

    def accept_settlement(self, code: str, click: Click) -> None:
        """Agree to the settlement that is offered. Refused when it is over."""

    def defer_instalment(self, code: str, number: int) -> None:
        """Put the next instalment off by a month. Refused the second time."""
