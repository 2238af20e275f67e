"""The accounts that lines are posted on: found by what they hold, opened when first needed."""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select

from agency.ledger.models import Account, AccountKind
from portal import db
from portal.bulk import insert_rows
from portal.keys import new_key
from portal.tenancy import acting

AccountKey = tuple[str, str, uuid.UUID | None]
"""Kind, currency, and the creditor whose own it is."""

_KNOWN: dict[tuple[uuid.UUID, AccountKey], uuid.UUID] = {}
"""Ids of accounts by agency. An account never changes; it is known here once its opening is safe."""
_MOST_KNOWN = 100_000


def accounts_of(wanted: Iterable[AccountKey]) -> dict[AccountKey, uuid.UUID]:
    """The ids of accounts, opened where this is their first line."""
    agency_id = acting().agency_id
    found, unknown = {}, set()
    for key in wanted:
        known = _KNOWN.get((agency_id, key))
        if known is None:
            unknown.add(key)
        else:
            found[key] = known
    if unknown:
        looked_up = _look_up(unknown)
        found |= looked_up
        db.after_commit(lambda: _remember(agency_id, looked_up))
    return found


def _remember(agency_id: uuid.UUID, accounts: dict[AccountKey, uuid.UUID]) -> None:
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update({(agency_id, key): account_id for key, account_id in accounts.items()})


def _look_up(keys: set[AccountKey]) -> dict[AccountKey, uuid.UUID]:
    found = _find(keys)
    missing = sorted(keys - found.keys(), key=str)
    if missing:
        insert_rows(
            Account,
            [
                {
                    "id": new_key(),
                    "book": AccountKind(kind).book,
                    "kind": kind,
                    "currency": currency,
                    "creditor_id": creditor_id,
                }
                for kind, currency, creditor_id in missing
            ],
            skip_known=True,
        )
        found = _find(keys)
    return found


def _find(keys: set[AccountKey]) -> dict[AccountKey, uuid.UUID]:
    creditors = {creditor_id for _, _, creditor_id in keys if creditor_id}
    rows = db.session.execute(
        select(Account.kind, Account.currency, Account.creditor_id, Account.id).where(
            Account.kind.in_({kind for kind, _, _ in keys}),
            or_(Account.creditor_id.is_(None), Account.creditor_id.in_(creditors)),
        )
    )
    found = {
        (kind, currency, creditor): account_id for kind, currency, creditor, account_id in rows
    }
    return {key: found[key] for key in keys & found.keys()}
