"""Where every page of a creditor begins: its own cases, and itself."""

from typing import Any

from sqlalchemy import Select, select

from agency.cases.models import Case
from agency.clients.models import Creditor
from portal.accounts.guards import current_membership
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.tenancy import acting
from portal.web import get


def my_creditor() -> Creditor:
    """The creditor for whom its own people act."""
    creditor_id = acting().creditor_id
    if creditor_id is None:
        raise NotFound
    return get(Creditor, creditor_id)


def my_cases() -> Select[Any]:
    """The cases of the acting creditor, and no other query begins anywhere else."""
    return select(Case).where(Case.creditor_id == my_creditor().id)


def may(permission: Permission) -> bool:
    """Whether the reader may do a thing."""
    membership = current_membership()
    return membership is not None and membership.may(permission)
