"""Accounts, entries and postings; and the balance of each case, kept with them and proved by them."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.money import money_of
from portal.tenancy import TenantScoped, belongs_to, has_many, references


class Book(StrEnum):
    """Three sets of books that never mix; every entry balances in each."""

    CLIENT = "client"
    OWN = "own"
    CLAIMS = "claims"


class AccountKind(StrEnum):
    """The accounts of an agency. Debit is positive, credit negative."""

    CLIENT_BANK = "client_bank"
    """Client book: the trust account at the bank."""
    PROVIDER = "provider"
    """Client book: money on its way from the card provider."""
    CREDITOR_FUNDS = "creditor_funds"
    """Client book, per creditor: what is held for it."""
    DEBTOR_FUNDS = "debtor_funds"
    """Client book: overpaid, to be returned to the debtor."""
    AGENCY_SHARE = "agency_share"
    """Client book: fees and their VAT, earned but still among client money."""
    SHARE_RECEIVABLE = "share_receivable"
    """Own book: the same fees, seen from the agency."""
    FEE_INCOME = "fee_income"
    """Own book: success fees earned."""
    VAT_PAYABLE = "vat_payable"
    """Own book: VAT on fees, owed to the tax office."""
    PROVIDER_COSTS = "provider_costs"
    """Own book: what the card provider charges the agency."""
    OWED_PRINCIPAL = "owed_principal"
    """Claims book: principal that debtors owe."""
    OWED_INTEREST = "owed_interest"
    """Claims book: interest that debtors owe."""
    OWED_COSTS = "owed_costs"
    """Claims book: collection costs that debtors owe."""
    CLAIMS_HELD = "claims_held"
    """Claims book, per creditor: the counterpart of what its debtors owe."""

    @property
    def book(self) -> Book:
        """The book that the account belongs to."""
        return _BOOKS[self]


_BOOKS = {
    **dict.fromkeys(
        (
            AccountKind.CLIENT_BANK,
            AccountKind.PROVIDER,
            AccountKind.CREDITOR_FUNDS,
            AccountKind.DEBTOR_FUNDS,
            AccountKind.AGENCY_SHARE,
        ),
        Book.CLIENT,
    ),
    **dict.fromkeys(
        (
            AccountKind.SHARE_RECEIVABLE,
            AccountKind.FEE_INCOME,
            AccountKind.VAT_PAYABLE,
            AccountKind.PROVIDER_COSTS,
        ),
        Book.OWN,
    ),
    **dict.fromkeys(
        (
            AccountKind.OWED_PRINCIPAL,
            AccountKind.OWED_INTEREST,
            AccountKind.OWED_COSTS,
            AccountKind.CLAIMS_HELD,
        ),
        Book.CLAIMS,
    ),
}


class Account(TenantScoped):
    """An account of the agency's books, in one currency, of one creditor where it is its own."""

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint(
            "agency_id", "kind", "currency", "creditor_id", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("book in ('client', 'own', 'claims')", name="book"),
    )
    creditors_see = "own and shared"

    book: Mapped[str]
    kind: Mapped[str]
    currency: Mapped[str]
    creditor_id: Mapped[uuid.UUID | None] = references("creditors")

    creditor: Mapped[Any] = belongs_to("Account.creditor_id", "Creditor", viewonly=True)
    """By name, since creditors stand above the books."""


class CarriedBalance(TenantScoped):
    """What stood on an account, by the entries before one: nobody adds those up again to show it.

    Its id is the account's. Written by `carrying`, and by nothing else.
    """

    __tablename__ = "carried_balances"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "id"],
            ["accounts.agency_id", "accounts.id"],
            name="fk_carried_balances_account",
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    before: Mapped[uuid.UUID]
    """The first entry that is not in it, or a key between two; keys of entries tell their time."""
    amount_minor: Mapped[int]
    carried_at: Mapped[datetime] = mapped_column(default=clock.now)


class Entry(TenantScoped):
    """One event in the books. Append-only; undone by a reverse entry."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("agency_id", "key"),
        UniqueConstraint("agency_id", "reverses_id"),
        ForeignKeyConstraint(  # Its last line is there; the trigger `balanced` sees to the rest.
            ["agency_id", "id", "lines"],
            ["postings.agency_id", "postings.entry_id", "postings.line"],
            name="fk_entries_postings",
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("lines > 0", name="lines"),
        Index("ix_entries_case", "agency_id", "case_id", "id"),
        Index("ix_entries_booked_on", "agency_id", "booked_on", "id"),
    )
    creditors_see = "creditor_id"

    key: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    lines: Mapped[int]
    """How many postings it has. Each names this number, so that none can be added afterwards."""
    booked_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    creditor_id: Mapped[uuid.UUID | None] = references("creditors")
    case_id: Mapped[uuid.UUID | None] = references("cases")
    reverses_id: Mapped[uuid.UUID | None] = references("entries")

    postings: Mapped[list["Posting"]] = has_many(
        "Posting.entry_id", "Entry", order_by="Posting.line", viewonly=True
    )
    creditor: Mapped[Any] = belongs_to("Entry.creditor_id", "Creditor", viewonly=True)
    case: Mapped[Any] = belongs_to("Entry.case_id", "Case", viewonly=True)


class Posting(TenantScoped):
    """One line of an entry: an amount on an account, of one claim where it is about one."""

    __tablename__ = "postings"
    __table_args__ = (
        UniqueConstraint("agency_id", "entry_id", "line"),
        CheckConstraint("line between 1 and of_lines", name="line"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        Index("ix_postings_account", "agency_id", "account_id", "entry_id"),
        Index("ix_postings_case", "agency_id", "case_id", postgresql_where="case_id is not null"),
    )
    creditors_see = "creditor_id"

    entry_id: Mapped[uuid.UUID]
    line: Mapped[int]
    of_lines: Mapped[int]
    account_id: Mapped[uuid.UUID]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    creditor_id: Mapped[uuid.UUID | None]
    case_id: Mapped[uuid.UUID | None]
    claim_id: Mapped[uuid.UUID | None]
    memo: Mapped[str] = mapped_column(default="")

    account: Mapped[Account] = belongs_to("Posting.account_id", "Account", viewonly=True)
    entry: Mapped[Entry] = belongs_to("Posting.entry_id", "Entry", viewonly=True)
    amount = money_of("amount_minor")


class Recount(TenantScoped):
    """What was found when all postings in a currency were counted: nothing, where all is right."""

    __tablename__ = "recounts"
    __table_args__ = (Index("ix_recounts_currency", "agency_id", "currency", "id"),)
    creditors_see = "nothing"

    currency: Mapped[str]
    faults: Mapped[list[Any]]
    """Of each its kind, of which case or account, what is shown and what the postings sum to."""
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)


class CaseBalance(TenantScoped):
    """What a case owes, by kind, in its currency: the sum of its postings, kept with each entry.

    Its id is the case's. `paid_minor` is what was received and not returned, `surplus_minor` what
    was paid too much and is the debtor's.
    """

    __tablename__ = "case_balances"
    __table_args__ = (
        Index("ix_case_balances_open", "agency_id", "open_minor", "id"),
        Index("ix_case_balances_creditor", "agency_id", "creditor_id", "open_minor"),
        Index(
            "ix_case_balances_surplus",
            "agency_id",
            "surplus_since",
            "id",
            postgresql_where=text("surplus_minor > 0"),
        ),
        ForeignKeyConstraint(
            ["agency_id", "id"], ["cases.agency_id", "cases.id"], name="fk_case_balances_case"
        ),
    )
    creditors_see = "creditor_id"

    creditor_id: Mapped[uuid.UUID] = references("creditors")
    currency: Mapped[str]
    principal_minor: Mapped[int] = mapped_column(default=0)
    interest_minor: Mapped[int] = mapped_column(default=0)
    costs_minor: Mapped[int] = mapped_column(default=0)
    paid_minor: Mapped[int] = mapped_column(default=0)
    open_minor: Mapped[int] = mapped_column(default=0)
    surplus_minor: Mapped[int] = mapped_column(default=0)
    surplus_since: Mapped[date | None]
    """The day on which there came to be a surplus; None while there is none."""

    principal = money_of("principal_minor")
    interest = money_of("interest_minor")
    costs = money_of("costs_minor")
    paid = money_of("paid_minor")
    open = money_of("open_minor")
    surplus = money_of("surplus_minor")
