"""Writing in the books: whole entries, once each, undone only by a reverse entry."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from agency.ledger.models import Account, AccountKind, CaseBalance, Entry, Posting
from portal import clock, db
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import acting

_OWED = {
    AccountKind.OWED_PRINCIPAL: "principal_minor",
    AccountKind.OWED_INTEREST: "interest_minor",
    AccountKind.OWED_COSTS: "costs_minor",
}


class Unbalanced(Exception):
    """The lines of an entry do not come to nothing in each book and currency: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account: debit positive, credit negative. Nothing-lines are left out."""

    kind: AccountKind
    amount: Money
    creditor_id: uuid.UUID | None = None
    case_id: uuid.UUID | None = None
    claim_id: uuid.UUID | None = None
    memo: str = ""

    @property
    def is_creditors_own(self) -> bool:
        """Whether the account is one of the creditor's own."""
        return self.kind in (AccountKind.CREDITOR_FUNDS, AccountKind.CLAIMS_HELD)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be posted. `key` makes a second posting of the same thing do nothing."""

    key: str
    kind: str
    text: str
    booked_on: date
    lines: Sequence[Line]
    creditor_id: uuid.UUID | None = None
    case_id: uuid.UUID | None = None
    recorded_by: uuid.UUID | None = None
    reverses_id: uuid.UUID | None = None
    id: uuid.UUID = field(default_factory=new_key)


def post(entry: NewEntry) -> bool:
    """Post an entry; False when its key was posted before, and then nothing changes."""
    return post_many([entry]) == 1


def post_many(entries: Sequence[NewEntry]) -> int:
    """Post entries in one statement per table. Returns how many were new."""
    for entry in entries:
        _must_balance(entry)
    agency_id = acting().agency_id
    rows = [
        {
            "agency_id": agency_id,
            "id": entry.id,
            "key": entry.key,
            "kind": entry.kind,
            "text": entry.text,
            "booked_on": entry.booked_on,
            "recorded_at": clock.now(),
            "recorded_by": entry.recorded_by,
            "creditor_id": entry.creditor_id,
            "case_id": entry.case_id,
            "reverses_id": entry.reverses_id,
        }
        for entry in entries
    ]
    if not rows:
        return 0
    new = set(
        db.session.scalars(
            upsert(Entry)
            .values(rows)
            .on_conflict_do_nothing(index_elements=["agency_id", "key"])
            .returning(Entry.id)
        )
    )
    posted = [entry for entry in entries if entry.id in new]
    accounts = _accounts(
        {_account_key(line) for entry in posted for line in entry.lines if line.amount}
    )
    postings = [
        {
            "agency_id": agency_id,
            "id": new_key(),
            "entry_id": entry.id,
            "line": number,
            "account_id": accounts[_account_key(line)],
            "amount_minor": line.amount.minor,
            "currency": line.amount.currency,
            "creditor_id": line.creditor_id,
            "case_id": line.case_id,
            "claim_id": line.claim_id,
            "memo": line.memo,
        }
        for entry in posted
        for number, line in enumerate((line for line in entry.lines if line.amount), start=1)
    ]
    if postings:
        db.session.execute(insert(Posting), postings)
        _keep_balances(posted)
    return len(posted)


def reverse(
    entry: Entry, *, key: str, text: str, booked_on: date, recorded_by: uuid.UUID | None = None
) -> NewEntry:
    """The entry that undoes another one, line by line; post it with `post`."""
    rows = db.session.execute(
        select(Posting, Account)
        .join(
            Account, (Account.agency_id == Posting.agency_id) & (Account.id == Posting.account_id)
        )
        .where(Posting.entry_id == entry.id)
        .order_by(Posting.line)
    )
    return NewEntry(
        key=key,
        kind=f"{entry.kind}.reversed",
        text=text,
        booked_on=booked_on,
        lines=[
            Line(
                AccountKind(account.kind),
                -posting.amount,
                creditor_id=posting.creditor_id,
                case_id=posting.case_id,
                claim_id=posting.claim_id,
                memo=posting.memo,
            )
            for posting, account in rows
        ],
        creditor_id=entry.creditor_id,
        case_id=entry.case_id,
        recorded_by=recorded_by,
        reverses_id=entry.id,
    )


AccountKey = tuple[str, str, uuid.UUID | None]


def _account_key(line: Line) -> AccountKey:
    return line.kind, line.amount.currency, line.creditor_id if line.is_creditors_own else None


def _must_balance(entry: NewEntry) -> None:
    sums: dict[tuple[str, str], int] = {}
    for line in entry.lines:
        place = (line.kind.book, line.amount.currency)
        sums[place] = sums.get(place, 0) + line.amount.minor
        if line.is_creditors_own and line.creditor_id is None:
            raise Unbalanced(f"{entry.key}: {line.kind} belongs to no creditor.")
    if any(sums.values()):
        raise Unbalanced(f"{entry.key} does not balance: {sums}.")


def _accounts(keys: Iterable[AccountKey]) -> dict[AccountKey, uuid.UUID]:
    """The ids of accounts, opened where this is their first line."""
    wanted = set(keys)
    found = _find_accounts(wanted)
    missing = sorted(wanted - found.keys(), key=str)
    if missing:
        agency_id = acting().agency_id
        db.session.execute(
            upsert(Account)
            .values(
                [
                    {
                        "agency_id": agency_id,
                        "id": new_key(),
                        "book": AccountKind(kind).book,
                        "kind": kind,
                        "currency": currency,
                        "creditor_id": creditor_id,
                    }
                    for kind, currency, creditor_id in missing
                ]
            )
            .on_conflict_do_nothing()
        )
        found = _find_accounts(wanted)
    return found


def _find_accounts(keys: set[AccountKey]) -> dict[AccountKey, uuid.UUID]:
    if not keys:
        return {}
    creditors = {creditor_id for _, _, creditor_id in keys if creditor_id}
    rows = db.session.execute(
        select(Account.kind, Account.currency, Account.creditor_id, Account.id).where(
            Account.kind.in_({kind for kind, _, _ in keys}),
            Account.creditor_id.is_(None) | Account.creditor_id.in_(creditors),
        )
    )
    return {(kind, currency, creditor): account_id for kind, currency, creditor, account_id in rows}


def _keep_balances(entries: Sequence[NewEntry]) -> None:
    changes: dict[uuid.UUID, dict[str, object]] = {}
    for entry in entries:
        for line in entry.lines:
            column = _OWED.get(line.kind)
            is_money_in = line.kind == AccountKind.CREDITOR_FUNDS and line.memo == "received"
            if line.case_id is None or line.creditor_id is None or not (column or is_money_in):
                continue
            row = changes.setdefault(
                line.case_id,
                {
                    "agency_id": acting().agency_id,
                    "id": line.case_id,
                    "creditor_id": line.creditor_id,
                    "currency": line.amount.currency,
                    **dict.fromkeys((*_OWED.values(), "paid_minor", "open_minor"), 0),
                },
            )
            for name in (column, "open_minor") if column else ("paid_minor",):
                sign = 1 if column else -1
                row[name] = int(str(row[name])) + sign * line.amount.minor
    if not changes:
        return
    # In the order of their keys, so that two postings never wait for each other.
    statement = upsert(CaseBalance).values([changes[key] for key in sorted(changes)])
    names = (*_OWED.values(), "paid_minor", "open_minor")
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["agency_id", "id"],
            set_={name: getattr(CaseBalance, name) + statement.excluded[name] for name in names},
        )
    )
