"""What happens to money besides paying: a surplus is used elsewhere, a court awards costs."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

from agency.awards import services as awarding
from agency.awards.models import CourtAward
from agency.cases.models import Case
from agency.payments import books, moving
from agency.payments.models import SurplusMove
from portal import db
from portal.errors import Refused
from portal.money import Money
from portal.web import get
from tests.agency.awards.test_awards import award
from tests.office import Office, rows


class Elsewhere:
    """Deeds of an office on its cases, on the day that it is."""

    office: Office
    cases: list[uuid.UUID]

    today: Callable[[], AbstractContextManager[None]]
    """As many days later as have passed."""

    def use_surplus(self, which: int, _percent: int) -> None:
        """What was paid too much on a case is used for another of its debtor, unless a rule says no."""
        with self.today(), self.office.at_work():
            holding = [case for case in rows(Case) if case.balance and case.balance.surplus]
            if not holding:
                return
            source = holding[which % len(holding)]
            others = [
                case for case in rows(Case, Case.debtor_id == source.debtor_id) if case.is_open
            ]
            for target in others[:1]:
                try:
                    moving.move(source, target, by="debtor")
                except Refused:
                    db.roll_back()

    def take_surplus_back(self, which: int, percent: int) -> None:
        """All of what was moved comes back, or a part of it."""
        with self.today(), self.office.at_work():
            moves = rows(SurplusMove, SurplusMove.ended_at.is_(None))
            if moves and which % 2:
                it = moves[which % len(moves)]
                moving.undo(it, seen=it.refund_id, text="?", by=self.office.finance.user)
            elif moves:
                of = moves[which % len(moves)]
                left = books.left_of(of.source) + max(of.amount.percent(Decimal(percent)), Money(1))
                moving.recall(of.source, left, by="stripe")

    def award(self, which: int, cents: int) -> None:
        """A court awards costs on one of the claims."""
        with self.today():
            case_id = self.cases[which % len(self.cases)]
            with self.office.at_work():
                case = get(Case, case_id)
                if not case.is_open or not case.claims[0].is_worked:
                    return
            award(self.office, case_id, Money(cents))

    def set_aside(self, which: int, _percent: int) -> None:
        """A judgment falls on appeal, whether its case is open or not."""
        with self.today(), self.office.at_work():
            awards = rows(CourtAward)
            if awards:
                it = awards[which % len(awards)]
                awarding.take_back(it, "?", by=self.office.manager.user)
