"""Confirmations of payment plans and settlements, in the list of a case's files."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, literal

from agency.cases.filed import STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.plans.models import Plan, Settlement
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission

KIND = "plan"


def _agreed(case: Case, _membership: Membership) -> Select[Any]:
    return row(KIND, Plan, at=Plan.agreed_at, name=literal(""), by=Plan.agreed_by).where(
        Plan.case_id == case.id, Plan.agreed_at.is_not(None), Plan.letter_key != ""
    )


def _url(case: Case, file: Filed) -> str:
    return url_for("agency.plans.show_letter", case=case.id, plan=file.id)


SOURCE = Source(
    kind=KIND,
    title=_("Payment plans"),
    desk=STAFF,
    permission=Permission.SEE_CASES,
    rows=_agreed,
    url=_url,
    named=lambda _name: str(_("Confirmation of the payment plan")),
)


def _settled(case: Case, _membership: Membership) -> Select[Any]:
    return row(
        "settlement",
        Settlement,
        at=Settlement.agreed_at,
        name=literal(""),
        by=Settlement.agreed_by,
    ).where(
        Settlement.case_id == case.id,
        Settlement.agreed_at.is_not(None),
        Settlement.letter_key != "",
    )


def _settled_url(case: Case, file: Filed) -> str:
    return url_for("agency.plans.show_settlement_letter", case=case.id, settlement=file.id)


SETTLED = Source(
    kind="settlement",
    title=_("Settlements"),
    desk=STAFF,
    permission=Permission.SEE_CASES,
    rows=_settled,
    url=_settled_url,
    named=lambda _name: str(_("Confirmation of the settlement")),
)
