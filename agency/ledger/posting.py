"""Writing in the books: whole entries, once each, undone only by a reverse entry."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, text

from agency.ledger.accounts import AccountKey, accounts_of
from agency.ledger.models import Account, AccountKind, Entry, Posting
from portal import clock, db
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import acting
from portal.together import Batch, as_json, rows_of, together

_OWED = {
    AccountKind.OWED_PRINCIPAL: "principal_minor",
    AccountKind.OWED_INTEREST: "interest_minor",
    AccountKind.OWED_COSTS: "costs_minor",
}
_DEBITS = frozenset((*_OWED.values(), "open_minor"))
_KEPT = (*_OWED.values(), "paid_minor", "open_minor", "surplus_minor")
_NOTHING = dict.fromkeys(_KEPT, 0)

_NEW_ENTRIES = text(
    f"insert into entries select * from {rows_of('entries')} "  # noqa: S608 - our own name
    "on conflict (agency_id, key) do nothing returning id"
)
_NEW_POSTINGS = text(
    # The lines of each entry as lists: ten times a payment their names would be most of what is sent.
    "insert into postings (agency_id, id, entry_id, line, of_lines, account_id, amount_minor, "
    "currency, creditor_id, case_id, claim_id, memo) "
    "select agency_id, cast(its->>0 as uuid), entry_id, line, jsonb_array_length(lines), "
    "cast(its->>1 as uuid), cast(its->>2 as bigint), its->>3, cast(its->>4 as uuid), "
    "cast(its->>5 as uuid), cast(its->>6 as uuid), its->>7 "
    "from jsonb_to_recordset(cast(:rows as jsonb)) "
    "as entries (agency_id uuid, entry_id uuid, lines jsonb), "
    "jsonb_array_elements(lines) with ordinality as l (its, line)"
)
_BALANCES = text(
    # In the order of their keys, so that two postings never wait for each other.
    "insert into case_balances (agency_id, id, creditor_id, currency, surplus_since, {kept}) "  # noqa: S608 - our own names
    "select agency_id, id, creditor_id, currency, "
    "case when sum(surplus_minor) > 0 then max(surplus_since) end, {sums} from {rows} "
    "group by agency_id, id, creditor_id, currency order by id "
    "on conflict (agency_id, id) do update set surplus_since = case "
    "when case_balances.surplus_minor + excluded.surplus_minor <= 0 then null "
    "when case_balances.surplus_minor > 0 then case_balances.surplus_since "
    "else excluded.surplus_since end, {changes}".format(
        kept=", ".join(_KEPT),
        sums=", ".join(f"sum({name})" for name in _KEPT),
        rows=rows_of("case_balances"),
        changes=", ".join(f"{name} = case_balances.{name} + excluded.{name}" for name in _KEPT),
    )
)


class Unbalanced(Exception):
    """The lines of an entry do not come to nothing in each book and currency: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account: debit positive, credit negative."""

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
    """An entry to be posted. `key` makes a second posting of the same thing do nothing; lines without
    an amount are left out.
    """

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", [line for line in self.lines if line.amount])


def post(entry: NewEntry) -> bool:
    """Post an entry; False when its key was posted before, and then nothing changes."""
    return post_many([entry]) == 1


def post_many(entries: Sequence[NewEntry]) -> int:
    """Post entries in one statement per table. Returns how many were new."""
    if not entries:
        return 0
    for entry in entries:
        _must_balance(entry)
    [new] = together((_NEW_ENTRIES, {"rows": as_json(map(_entry_row, entries))}))
    ids = {row.id for row in new}
    posted = [entry for entry in entries if entry.id in ids]
    if posted:
        batch = Batch()
        _add_lines(batch, *posted)
        batch.write()
    return len(posted)


def post_with(batch: Batch, entry: NewEntry) -> None:
    """Post an entry together with other things. It must be new: a known key is then a fault."""
    _must_balance(entry)
    batch.add(Entry, _entry_row(entry))
    _add_lines(batch, entry)


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


def _key_of(line: Line) -> AccountKey:
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


def _entry_row(entry: NewEntry) -> dict[str, Any]:
    return {
        "agency_id": acting().agency_id,
        "id": entry.id,
        "key": entry.key,
        "kind": entry.kind,
        "text": entry.text,
        "lines": len(entry.lines),
        "booked_on": entry.booked_on,
        "recorded_at": clock.now(),
        "recorded_by": entry.recorded_by,
        "creditor_id": entry.creditor_id,
        "case_id": entry.case_id,
        "reverses_id": entry.reverses_id,
    }


def _add_lines(batch: Batch, *entries: NewEntry) -> None:
    """The postings of entries, and what they do to the balances of their cases."""
    accounts = accounts_of({_key_of(line) for entry in entries for line in entry.lines})
    for entry in entries:
        lines = [
            (
                new_key(),
                accounts[_key_of(line)],
                line.amount.minor,
                line.amount.currency,
                line.creditor_id,
                line.case_id,
                line.claim_id,
                line.memo,
            )
            for line in entry.lines
        ]
        batch.feed(_NEW_POSTINGS, {"entry_id": entry.id, "lines": lines})
        batch.feed(_BALANCES, *_changes(entry.lines))


def _changes(lines: Iterable[Line]) -> Iterable[dict[str, Any]]:
    """By how much lines change what is kept of their cases; a row for each."""
    found: dict[Any, dict[str, Any]] = {}
    for line in lines:
        changed = _kept_of(line)
        if not changed or line.case_id is None or line.creditor_id is None:
            continue
        key, currency = line.case_id, line.amount.currency
        row = found.get((key, currency))
        if row is None:
            place = {"id": key, "creditor_id": line.creditor_id, "currency": currency}
            row = found[key, currency] = {**place, **_NOTHING, "surplus_since": clock.today()}
        for column in changed:
            row[column] += line.amount.minor if column in _DEBITS else -line.amount.minor
    return found.values()


def _kept_of(line: Line) -> tuple[str, ...]:
    """The columns of a case's balance that a line changes."""
    if column := _OWED.get(line.kind):
        return column, "open_minor"
    if line.kind == AccountKind.DEBTOR_FUNDS:
        return ("surplus_minor",)
    is_money_in = line.kind == AccountKind.CREDITOR_FUNDS and line.memo == "received"
    return ("paid_minor",) if is_money_in else ()
