"""What the pages of remittances show: who waits for how much, what may be done, where it lies."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.clients.models import Creditor
from agency.clients.queries import payout_changes
from agency.ledger.models import AccountKind
from agency.ledger.queries import account_balance
from agency.remittance import queries
from agency.remittance.files import BANK_FILE_TAKEN
from agency.remittance.models import Remittance, RemittanceState
from agency.remittance.obstacles import no_client_account, obstacle
from agency.remittance.queries import Waiting
from agency.remittance.wording import happened
from portal import clock
from portal.accounts.models import User
from portal.audit.models import Event
from portal.money import Money, total

WRITTEN_WITHIN = timedelta(minutes=2)
"""How long writing the files takes at most, unless something is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """A creditor for whom something waits; what keeps it from being prepared."""

    waiting: Waiting
    prepared: Remittance | None
    payout_change: Event | None

    @property
    def is_late(self) -> bool:
        """Whether it should have been paid out by now."""
        due_on = self.waiting.due_on
        return due_on is not None and due_on < clock.today() and self.can_be_prepared

    @property
    def can_be_prepared(self) -> bool:
        """Whether there is something to pay out, and a way to do it."""
        return self.waiting.net.minor > 0 and self.waiting.currency == "EUR" and not self.prepared


@dataclass(frozen=True, slots=True)
class Desk:
    """What finance sees first."""

    rows: Sequence[Row]
    prepared: Sequence[Remittance]
    names: Mapping[uuid.UUID, str]
    changed: frozenset[uuid.UUID]
    """The creditors whose account was changed lately."""
    at_bank: Money
    at_provider: Money

    @property
    def to_pay_out(self) -> Money:
        """All that could be prepared now."""
        return self._sum(row.waiting.net for row in self.rows if row.can_be_prepared)

    @property
    def sums(self) -> Mapping[str, Money]:
        """The foot of what waits."""
        return {
            name: self._sum(getattr(row.waiting, name) for row in self.rows)
            for name in ("collected", "fee", "fee_vat", "net")
        }

    @property
    def being_approved(self) -> Money:
        """All that waits for a second person."""
        return self._sum(each.net for each in self.prepared)

    def _sum(self, amounts: Iterable[Money]) -> Money:
        """The sum of those in the currency of the agency."""
        currency = self.at_bank.currency
        return total((each for each in amounts if each.currency == currency), currency)


def desk(currency: str) -> Desk:
    """The first page: what waits, what is to be approved, and how much there is to pay from."""
    waiting, prepared = queries.waiting_by_creditor(), queries.prepared()
    open_ones = {(each.creditor_id, each.currency): each for each in prepared}
    creditors = {each.creditor.id for each in waiting} | {each.creditor_id for each in prepared}
    changes = payout_changes([*creditors])
    rows = [
        Row(each, open_ones.get((each.creditor.id, each.currency)), changes.get(each.creditor.id))
        for each in waiting
    ]
    return Desk(
        rows=rows,
        prepared=prepared,
        names=queries.names([each.prepared_by for each in prepared]),
        changed=frozenset(changes),
        at_bank=account_balance(AccountKind.CLIENT_BANK, currency),
        at_provider=account_balance(AccountKind.PROVIDER, currency),
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a remittance would pay out through a day, before it is prepared."""

    through: date
    currency: str
    waiting: Waiting | None
    later: Money
    """What came in after the day and stays for next time."""
    prepared: Remittance | None
    payout_change: Event | None
    at_bank: Money
    at_provider: Money

    @property
    def is_covered(self) -> bool:
        """Whether the trust account holds enough already."""
        return self.waiting is not None and self.waiting.net <= self.at_bank


def proposal(creditor: Creditor, currency: str, through: date) -> Proposal:
    """The figures that somebody sees before preparing a remittance."""

    def found(day: date | None) -> Waiting | None:
        each = queries.waiting_by_creditor(creditor.id, through=day)
        return next((one for one in each if one.currency == currency), None)

    now, all_of_it = found(through), found(None)
    none = Money.zero(currency)
    return Proposal(
        through=through,
        currency=currency,
        waiting=now,
        later=(all_of_it.net if all_of_it else none) - (now.net if now else none),
        prepared=queries.undecided(creditor.id, currency),
        payout_change=payout_changes([creditor.id]).get(creditor.id),
        at_bank=account_balance(AccountKind.CLIENT_BANK, currency),
        at_provider=account_balance(AccountKind.PROVIDER, currency),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """A remittance with all that its approver should know."""

    payments: int
    at_bank: Money
    at_provider: Money
    held: Money
    """For its creditor."""
    payout_change: Event | None
    obstacle: str | None
    events: Sequence[Mapping[str, object]]
    is_at_bank: bool
    """Whether somebody has taken the bank file."""
    names: Mapping[uuid.UUID, str]
    cannot_be_written: str
    is_stuck: bool
    """Whether its files should have been there by now."""


def overview(remittance: Remittance, *, by: User) -> Overview:
    """What the page of a remittance shows."""
    currency, creditor_id = remittance.currency, remittance.creditor_id
    is_open = remittance.state is RemittanceState.PREPARED
    waits = remittance.state is RemittanceState.APPROVED
    has_account = bool(queries.settings().client_account_iban)
    history = queries.history(remittance)
    people = (remittance.prepared_by, remittance.approved_by, remittance.cancelled_by)
    return Overview(
        payments=queries.payments_in(remittance.id),
        at_bank=account_balance(AccountKind.CLIENT_BANK, currency),
        at_provider=account_balance(AccountKind.PROVIDER, currency),
        held=-account_balance(AccountKind.CREDITOR_FUNDS, currency, creditor_id),
        payout_change=payout_changes([creditor_id]).get(creditor_id),
        obstacle=obstacle(remittance, by=by) if is_open else None,
        events=[happened(event) for event in history],
        is_at_bank=any(event.kind == BANK_FILE_TAKEN for event in history),
        names=queries.names(people),
        cannot_be_written="" if has_account or not waits else no_client_account(),
        is_stuck=waits and _is_late(remittance),
    )


def _is_late(remittance: Remittance) -> bool:
    approved_at = remittance.approved_at
    return approved_at is not None and approved_at < clock.now() - WRITTEN_WITHIN
