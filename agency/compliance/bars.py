"""When what a debtor declared may stand in the way of approaching it."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, or_, select, union
from sqlalchemy.orm import aliased

from agency.cases.finding import TELLING
from agency.cases.guard import Bar
from agency.cases.models import Case, CaseTerm
from agency.compliance.blocks import SHUTTING
from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration
from portal import clock
from portal.tenancy import acting

DECLARED = "declared"
"""The bar's code. What was declared bars some channels and not others, by the law of each country:
ask `may_contact` where this bar is found."""


def declared_of(of_case: Any, kinds: Collection[DeclarationKind]) -> ColumnElement[bool]:
    """Whether the debtor declared one of these, or one that may be the same person at another creditor."""
    agency_id = acting().agency_id
    declared = (
        select(Declaration.debtor_id)
        .where(
            Declaration.agency_id == agency_id,
            Declaration.kind.in_(sorted(kinds)),
            Declaration.revoked_at.is_(None),
            or_(Declaration.until_on.is_(None), Declaration.until_on >= clock.today()),
        )
        .distinct()
        .cte("declared")
    )
    own = aliased(Case)
    theirs, shared = aliased(CaseTerm), aliased(CaseTerm)
    found = union(
        select(own.id).where(own.agency_id == agency_id, own.debtor_id == declared.c.debtor_id),
        select(shared.case_id)
        .select_from(declared)
        .join(own, (own.agency_id == agency_id) & (own.debtor_id == declared.c.debtor_id))
        .join(theirs, (theirs.agency_id == agency_id) & (theirs.case_id == own.id))
        .join(
            shared,
            (shared.agency_id == agency_id)
            & (shared.term == theirs.term)
            & (shared.kind == theirs.kind),
        )
        .where(theirs.kind.in_(sorted(TELLING))),
    )
    barred: ColumnElement[bool] = of_case.id.in_(found)
    return barred


BARRED = Bar(
    code=DECLARED,
    says=_("What the debtor declared about contact does not allow it."),
    holds=lambda c: declared_of(c, SHUTTING - {DeclarationKind.INCONVENIENT}),
    order=32,
)
