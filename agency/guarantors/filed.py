"""Guarantees that were signed, in the list of a case's files."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import Select

from agency.cases.filed import STAFF, Filed, Source, row
from agency.cases.models import Case
from agency.guarantors.models import Guarantor
from portal.accounts.models import Membership
from portal.accounts.permissions import Permission


def _signed(case: Case, _membership: Membership) -> Select[Any]:
    return row(
        "guarantee",
        Guarantor,
        at=Guarantor.agreed_at,
        name=Guarantor.name,
        by=Guarantor.agreed_by,
    ).where(
        Guarantor.case_id == case.id, Guarantor.agreed_at.is_not(None), Guarantor.letter_key != ""
    )


def _url(case: Case, file: Filed) -> str:
    return url_for("agency.guarantors.show_letter", case=case.id, guarantor=file.id)


SOURCE = Source(
    kind="guarantee",
    title=_("Guarantees"),
    desk=STAFF,
    permission=Permission.SEE_CASES,
    rows=_signed,
    url=_url,
    named=lambda name: str(_("Guarantee of %(name)s", name=name)),
)
