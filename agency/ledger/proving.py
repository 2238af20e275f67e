"""The proof of the books: every posting is counted again each night, and the rest at any moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import func, select, tuple_

from agency.ledger.carrying import CARRIED, balance, carry_forward
from agency.ledger.models import Account, AccountKind, CarriedBalance, CaseBalance, Posting, Recount
from agency.ledger.queries import currencies
from portal import clock, db
from portal.errors import Words
from portal.money import Money
from portal.tenancy import acting

log = structlog.get_logger()

_KINDS = (
    AccountKind.CLIENT_BANK,
    AccountKind.PROVIDER,
    AccountKind.CREDITOR_FUNDS,
    AccountKind.DEBTOR_FUNDS,
    AccountKind.AGENCY_SHARE,
    AccountKind.SHARE_RECEIVABLE,
)
_OWED = (AccountKind.OWED_PRINCIPAL, AccountKind.OWED_INTEREST, AccountKind.OWED_COSTS)


class FaultKind(StrEnum):
    """What does not add up."""

    OPEN = "open"
    SURPLUS = "surplus"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Fault:
    """A figure that the postings do not bear out: of which case or account, shown and summed."""

    kind: FaultKind
    of: str
    shown: int
    summed: int

    def words(self, currency: str) -> Words:
        """The fault, for the office."""
        shown, amount = Money(self.shown, currency), Money(self.summed, currency)
        if self.kind is FaultKind.OPEN:
            return Words(
                "Case %(case)s shows %(shown)s but its postings sum to %(amount)s.",
                case=self.of,
                shown=shown,
                amount=amount,
            )
        if self.kind is FaultKind.SURPLUS:
            return Words(
                "Case %(case)s shows %(shown)s paid too much but its postings sum to %(amount)s.",
                case=self.of,
                shown=shown,
                amount=amount,
            )
        return Words(
            "%(shown)s was carried forward on account %(account)s but its postings sum to %(amount)s.",
            shown=shown,
            account=self.of,
            amount=amount,
        )


@dataclass(frozen=True, slots=True)
class ClientMoneyProof:
    """Client money against what it is owed to: held = creditors + debtors + agency's share."""

    held_at_bank: Money
    held_at_provider: Money
    owed_to_creditors: Money
    owed_to_debtors: Money
    agency_share: Money
    faults: Sequence[str]
    counted_at: datetime
    """When every posting was last counted."""

    @property
    def holds(self) -> bool:
        """Whether every cent is accounted for."""
        return not self.faults


def prove(currency: str) -> ClientMoneyProof:
    """Count every posting of the acting agency's books now; every fault in plain words."""
    rows = db.session.execute(
        select(Account.kind, func.sum(Posting.amount_minor))
        .join(
            Account, (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)
        )
        .where(Account.kind.in_(_KINDS), Account.currency == currency)
        .group_by(Account.kind)
    )
    return _weigh(_sums(rows), currency, _recounted(currency), clock.now())


def proof(currency: str) -> ClientMoneyProof:
    """The sums of this moment, with what the last recount found; of books never recounted, all of it."""
    last = db.session.scalars(
        select(Recount).where(Recount.currency == currency).order_by(Recount.id.desc()).limit(1)
    ).first()
    if last is None:
        return prove(currency)
    rows = db.session.execute(
        select(Account.kind, func.sum(balance()))
        .outerjoin(CarriedBalance, CARRIED)
        .where(Account.kind.in_(_KINDS), Account.currency == currency)
        .group_by(Account.kind)
    )
    found = [Fault(FaultKind(kind), of, shown, summed) for kind, of, shown, summed in last.faults]
    return _weigh(_sums(rows), currency, found, last.counted_at)


def recount() -> None:
    """Count all postings, keep what was found, and carry the balances forward."""
    for currency in currencies():
        faults = _recounted(currency)
        db.session.add(
            Recount(
                currency=currency, faults=[[it.kind, it.of, it.shown, it.summed] for it in faults]
            )
        )
        if faults:
            log.error("ledger.does_not_add_up", currency=currency, faults=len(faults))
    carry_forward()


def _sums(rows: Iterable[Any]) -> dict[AccountKind, int]:
    return dict.fromkeys(_KINDS, 0) | {AccountKind(kind): int(amount or 0) for kind, amount in rows}


def _weigh(
    sums: Mapping[AccountKind, int], currency: str, found: Iterable[Fault], counted_at: datetime
) -> ClientMoneyProof:
    bank, provider, creditors, debtors, share, receivable = (
        Money(sums[kind], currency) for kind in _KINDS
    )
    faults: list[str] = []
    if (gap := bank + provider + creditors + debtors + share).minor:
        faults.append(Words("Client money and what it is owed to differ by %(gap)s.", gap=gap))
    if (gap := share + receivable).minor:
        faults.append(
            Words(
                "The agency's share differs by %(gap)s between the client and own books.", gap=gap
            )
        )
    faults += [fault.words(currency) for fault in found]
    return ClientMoneyProof(bank, provider, -creditors, -debtors, -share, faults, counted_at)


def _recounted(currency: str) -> list[Fault]:
    """What is kept of cases and accounts that their postings do not bear out."""
    return [*_wrong_cases(currency), *_wrongly_carried(currency)]


def _wrong_cases(currency: str) -> Iterable[Fault]:
    minor = Posting.amount_minor
    sums = (
        select(
            Posting.case_id,
            func.coalesce(func.sum(minor).filter(Account.kind.in_(_OWED)), 0).label("open"),
            func.coalesce(
                -func.sum(minor).filter(Account.kind == AccountKind.DEBTOR_FUNDS), 0
            ).label("surplus"),
        )
        .join(
            Account, (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)
        )
        .where(
            Posting.agency_id == acting().agency_id,
            Posting.case_id.is_not(None),
            Posting.currency == currency,
            Account.kind.in_((*_OWED, AccountKind.DEBTOR_FUNDS)),
        )
        .group_by(Posting.case_id)
        .subquery()
    )
    by_postings = (func.coalesce(sums.c.open, 0), func.coalesce(sums.c.surplus, 0))
    shown = (CaseBalance.open_minor, CaseBalance.surplus_minor)
    rows = db.session.execute(
        select(CaseBalance.id, *shown, *by_postings)
        .outerjoin(sums, sums.c.case_id == CaseBalance.id)
        .where(CaseBalance.currency == currency, tuple_(*shown) != tuple_(*by_postings))
    )
    for case, opened, surplus, owed_in_all, kept in rows:
        if opened != owed_in_all:
            yield Fault(FaultKind.OPEN, str(case), int(opened), int(owed_in_all))
        if surplus != kept:
            yield Fault(FaultKind.SURPLUS, str(case), int(surplus), int(kept))


def _wrongly_carried(currency: str) -> Iterable[Fault]:
    summed = (
        select(func.coalesce(func.sum(Posting.amount_minor), 0))
        .where(
            Posting.agency_id == CarriedBalance.agency_id,
            Posting.account_id == CarriedBalance.id,
            Posting.entry_id < CarriedBalance.before,
        )
        .correlate(CarriedBalance)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Account.id, CarriedBalance.amount_minor, summed)
        .join(CarriedBalance, CARRIED)
        .where(Account.currency == currency, CarriedBalance.amount_minor != summed)
    )
    for account, shown, amount in rows:
        yield Fault(FaultKind.CARRIED, str(account), int(shown), int(amount))
