"""What there is of a case, asked in one round trip: most cases have little of what a page can show."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from agency.cases.kept import any_of, found_in
from agency.cases.models import Case, DebtorRequest, Hold
from agency.cases.queries import CONFIRMED, confirmed_on
from agency.contacts.models import Promise
from agency.corrections.models import Correction
from agency.messages.models import Message
from agency.notices.queries import LAST_SENT, LastSent, last_sent
from agency.payments.accounts import OFFERED, methods_in
from agency.payments.models import Payment
from agency.plans.models import Plan, PlanTerms, Referral, Settlement
from agency.plans.queries import TERMS, terms_in
from portal.tenancy import TenantScoped
from portal.together import together

ASKED: tuple[Any, ...] = (
    Correction,
    DebtorRequest,
    Hold,
    Message,
    Payment,
    Plan,
    Promise,
    Referral,
    Settlement,
)
"""What is asked of each case, and must be answered by an index."""
_LISTS = {Hold: "holds", DebtorRequest: "requests"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Of what a case has any records at all, and what is always shown."""

    kept: frozenset[type[TenantScoped]]
    confirmed_on: date | None
    last_sent: LastSent | None
    methods: list[str]
    terms: PlanTerms

    def has(self, *models: type[TenantScoped]) -> bool:
        """Whether it is worth asking for records of any of these."""
        return not self.kept.isdisjoint(models)


def glance_at(case: Case) -> Glance:
    """Ask it, and let the case know which of its own lists are empty."""
    of_case: dict[str, uuid.UUID] = {"case_id": case.id}
    [kept], placed, sent, account, terms = together(
        (any_of(ASKED), of_case),
        (CONFIRMED, of_case),
        (LAST_SENT, of_case),
        (OFFERED, {}),
        (TERMS, of_case),
    )
    found = found_in(kept, ASKED)
    for model, name in _LISTS.items():
        if model not in found:
            set_committed_value(case, name, [])
    return Glance(
        kept=found,
        confirmed_on=confirmed_on(placed),
        last_sent=last_sent(sent),
        methods=methods_in(account, case.currency),
        terms=terms_in(terms),
    )
