"""Reading the books: what a case owes by claim, what is held for whom, and the proof of it all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from agency.ledger.models import Account, AccountKind, CaseBalance, Entry, Posting
from agency.ledger.owed import Owed
from portal import db
from portal.accounts.models import User
from portal.errors import Words
from portal.money import Money
from portal.tenancy import acting

_ON_ACCOUNT = (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)


def owed_by_claim(case_id: uuid.UUID, currency: str) -> dict[uuid.UUID, Owed]:
    """What each claim of a case owes by the books."""
    rows = db.session.execute(
        select(Posting.claim_id, Account.kind, func.sum(Posting.amount_minor))
        .join(Account, _ON_ACCOUNT)
        .where(
            Posting.case_id == case_id,
            Posting.currency == currency,
            Account.kind.in_(
                (AccountKind.OWED_PRINCIPAL, AccountKind.OWED_INTEREST, AccountKind.OWED_COSTS)
            ),
        )
        .group_by(Posting.claim_id, Account.kind)
    )
    sums: dict[uuid.UUID, dict[str, int]] = {}
    for claim_id, kind, amount in rows:
        if claim_id is None:
            continue
        sums.setdefault(claim_id, {})[kind] = int(amount)
    return {
        claim_id: Owed(
            Money(kinds.get(AccountKind.OWED_PRINCIPAL, 0), currency),
            Money(kinds.get(AccountKind.OWED_INTEREST, 0), currency),
            Money(kinds.get(AccountKind.OWED_COSTS, 0), currency),
        )
        for claim_id, kinds in sums.items()
    }


def account_balance(
    kind: AccountKind, currency: str, creditor_id: uuid.UUID | None = None
) -> Money:
    """The balance of an account: debit positive. Of all creditors where none is named."""
    query = (
        select(func.coalesce(func.sum(Posting.amount_minor), 0))
        .join(Account, _ON_ACCOUNT)
        .where(Account.kind == kind, Account.currency == currency)
    )
    if creditor_id is not None:
        query = query.where(Account.creditor_id == creditor_id)
    return Money(int(db.session.scalar(query) or 0), currency)


def balances() -> list[tuple[Account, Money]]:
    """Every account with its balance, debit positive, in the order of the books."""
    sums = (
        select(Posting.account_id, func.sum(Posting.amount_minor).label("amount"))
        .where(Posting.agency_id == acting().agency_id)
        .group_by(Posting.account_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Account, func.coalesce(sums.c.amount, 0))
        .outerjoin(sums, sums.c.account_id == Account.id)
        .options(joinedload(Account.creditor))
    )
    found = [(account, Money(int(amount), account.currency)) for account, amount in rows]
    kinds = list(AccountKind)
    return sorted(
        found,
        key=lambda line: (
            kinds.index(AccountKind(line[0].kind)),
            line[0].currency,
            line[0].creditor.name if line[0].creditor else "",
        ),
    )


def journal(kind: str = "") -> Select[Entry]:
    """The entries with their postings, to be paged by day and key; one kind of them, if named."""
    query = select(Entry).options(
        joinedload(Entry.creditor),
        joinedload(Entry.case),
        selectinload(Entry.postings).joinedload(Posting.account).joinedload(Account.creditor),
    )
    return query.where(Entry.kind == kind) if kind else query


def statement(account: Account) -> Select[Posting]:
    """What was posted on an account, to be paged by key."""
    return (
        select(Posting)
        .where(Posting.account_id == account.id)
        .options(
            joinedload(Posting.entry).joinedload(Entry.case),
            joinedload(Posting.entry).joinedload(Entry.creditor),
        )
    )


def balance_of(account: Account) -> Money:
    """The balance of one account, debit positive."""
    found = db.session.scalar(
        select(func.coalesce(func.sum(Posting.amount_minor), 0)).where(
            Posting.account_id == account.id
        )
    )
    return Money(int(found or 0), account.currency)


def reversal_of(entry: Entry) -> Entry | None:
    """The entry that undid this one, if there is one."""
    return db.session.scalars(select(Entry).where(Entry.reverses_id == entry.id)).one_or_none()


def recorder_of(entry: Entry) -> str:
    """Who recorded an entry; empty where the portal did so by itself."""
    user = db.session.get(User, entry.recorded_by) if entry.recorded_by else None
    return user.name if user else ""


def currencies() -> Sequence[str]:
    """The currencies that the books know."""
    return db.session.scalars(select(Account.currency).distinct().order_by(Account.currency)).all()


@dataclass(frozen=True, slots=True)
class ClientMoneyProof:
    """Client money against what it is owed to: held = creditors + debtors + agency's share."""

    held_at_bank: Money
    held_at_provider: Money
    owed_to_creditors: Money
    owed_to_debtors: Money
    agency_share: Money
    faults: Sequence[str]

    @property
    def holds(self) -> bool:
        """Whether every cent is accounted for."""
        return not self.faults


def prove(currency: str) -> ClientMoneyProof:
    """The daily proof of the acting agency's books; every fault in plain words."""
    kinds = (
        AccountKind.CLIENT_BANK,
        AccountKind.PROVIDER,
        AccountKind.CREDITOR_FUNDS,
        AccountKind.DEBTOR_FUNDS,
        AccountKind.AGENCY_SHARE,
        AccountKind.SHARE_RECEIVABLE,
    )
    rows = db.session.execute(
        select(Account.kind, func.sum(Posting.amount_minor))
        .join(Account, _ON_ACCOUNT)
        .where(Account.kind.in_(kinds), Account.currency == currency)
        .group_by(Account.kind)
    )
    sums = dict.fromkeys(kinds, 0) | {AccountKind(kind): int(amount) for kind, amount in rows}
    bank, provider, creditors, debtors, share, receivable = (
        Money(sums[k], currency) for k in kinds
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
    faults += _wrong_balances(currency)
    return ClientMoneyProof(bank, provider, -creditors, -debtors, -share, faults)


def _wrong_balances(currency: str) -> list[str]:
    """Case balances that their postings do not bear out."""
    owed = (AccountKind.OWED_PRINCIPAL, AccountKind.OWED_INTEREST, AccountKind.OWED_COSTS)
    minor = Posting.amount_minor
    sums = (
        select(
            Posting.case_id,
            func.coalesce(func.sum(minor).filter(Account.kind.in_(owed)), 0).label("open"),
            func.coalesce(
                -func.sum(minor).filter(Account.kind == AccountKind.DEBTOR_FUNDS), 0
            ).label("surplus"),
        )
        .join(Account, _ON_ACCOUNT)
        .where(
            Posting.agency_id == acting().agency_id,
            Posting.case_id.is_not(None),
            Posting.currency == currency,
            Account.kind.in_((*owed, AccountKind.DEBTOR_FUNDS)),
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
    faults: list[str] = []
    for case, opened, surplus, owed_in_all, kept in rows:
        if opened != owed_in_all:
            faults.append(
                Words(
                    "Case %(case)s shows %(shown)s but its postings sum to %(amount)s.",
                    case=case,
                    shown=opened,
                    amount=owed_in_all,
                )
            )
        if surplus != kept:
            faults.append(
                Words(
                    "Case %(case)s shows %(shown)s paid too much but its postings sum to %(amount)s.",
                    case=case,
                    shown=surplus,
                    amount=kept,
                )
            )
    return faults
