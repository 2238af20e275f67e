"""Reading the books: what a case owes by claim, what is held for whom, and every entry."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from agency.ledger.carrying import CARRIED, balance
from agency.ledger.models import Account, AccountKind, CarriedBalance, Entry, Posting
from agency.ledger.owed import Owed
from portal import db
from portal.accounts.models import User
from portal.money import Money

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
        select(func.sum(balance()))
        .select_from(Account)
        .outerjoin(CarriedBalance, CARRIED)
        .where(Account.kind == kind, Account.currency == currency)
    )
    if creditor_id is not None:
        query = query.where(Account.creditor_id == creditor_id)
    return Money(int(db.session.scalar(query) or 0), currency)


def balances_of(
    kind: AccountKind, creditor_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[Money]]:
    """What stands on creditors' own accounts of a kind, debit positive, by currency; no noughts."""
    rows = db.session.execute(
        select(Account.creditor_id, Account.currency, balance())
        .outerjoin(CarriedBalance, CARRIED)
        .where(Account.kind == kind, Account.creditor_id.in_(creditor_ids))
        .order_by(Account.currency)
    )
    found: dict[uuid.UUID, list[Money]] = {creditor_id: [] for creditor_id in creditor_ids}
    for creditor_id, currency, minor in rows:
        if minor and creditor_id:
            found[creditor_id].append(Money(int(minor), currency))
    return found


def balances() -> list[tuple[Account, Money]]:
    """Every account with its balance, debit positive, in the order of the books."""
    rows = db.session.execute(
        select(Account, balance())
        .outerjoin(CarriedBalance, CARRIED)
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
        select(balance())
        .select_from(Account)
        .outerjoin(CarriedBalance, CARRIED)
        .where(Account.id == account.id)
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
