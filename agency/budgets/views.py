"""Income and outgo on a case: what was stated, a new statement, its end; and the agency's share."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.budgets import services, wording
from agency.budgets.categories import categories_of
from agency.budgets.models import Budget
from agency.budgets.queries import budgets_of, share
from agency.budgets.schemas import RevocationSchema, ShareSchema, budget_form, lines_in
from agency.cases.models import Case
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import load, page, say

bp = Blueprint("budgets", __name__)
_HERE = "/cases/<uuid:case>/budgets"


@bp.get(_HERE)
@allow(Permission.WORK_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What was stated last, line by line, and what the household can bear; a part of the case page."""
    found = budgets_of(case)
    latest = found[0] if found else None
    asked = categories_of(latest.country if latest else case.debtor.country)
    return page(
        "agency/budgets/index.html",
        case=case,
        latest=latest,
        verdict=_judged(latest) if latest and latest.lines else None,
        earlier=found[1:],
        asked=asked,
        words=wording,
    )


@bp.get(f"{_HERE}/new")
@allow(Permission.WORK_CASES)
def new(case: Case) -> ResponseReturnValue:
    """What to read out first, and the form."""
    return page(
        "agency/budgets/new.html",
        case=case,
        asked=categories_of(case.debtor.country),
        share=share(),
        today=clock.today(),
        words=wording,
    )


@bp.post(f"{_HERE}/new")
@allow(Permission.WORK_CASES)
def create(case: Case) -> ResponseReturnValue:
    """Write it down."""
    asked = categories_of(case.debtor.country)
    form = load(budget_form(asked, case.currency))
    stated = services.Stated(
        lines=lines_in(form, asked),
        adults=form.adults,
        children=form.children,
        name=form.name,
        source=form.source,
        on=form.stated_on,
        consent=wording.consent_words(),
        is_shared=form.is_shared,
    )
    services.record(case, stated, by=me())
    say(_("Noted. Below is what the household can bear."))
    return redirect(url_for(".index", case=case.id))


@bp.get(f"{_HERE}/<uuid:budget>/revocation")
@allow(Permission.WORK_CASES)
def new_revocation(case: Case, budget: Budget) -> ResponseReturnValue:
    """What is removed, and how we heard of it."""
    _must_be_of(case, budget)
    return page("agency/budgets/revocation.html", case=case, it=budget, words=wording)


@bp.post(f"{_HERE}/<uuid:budget>/revocation")
@allow(Permission.WORK_CASES)
def create_revocation(case: Case, budget: Budget) -> ResponseReturnValue:
    """The consent is taken back; the figures go."""
    _must_be_of(case, budget)
    services.revoke(case, load(RevocationSchema).source, by=me())
    say(_("The figures are removed."))
    return redirect(url_for(".index", case=case.id))


@bp.get("/settings/bearable")
@allow(Permission.ADMINISTER)
def show_share() -> ResponseReturnValue:
    """The share of what is left over that goes to debts; a part of the settings."""
    return page("agency/budgets/share.html", share=share())


@bp.post("/settings/bearable")
@allow(Permission.ADMINISTER)
def update_share() -> ResponseReturnValue:
    """Set it for the statements to come."""
    services.set_share(load(ShareSchema).percent, by=me())
    say(_("Saved. It counts from the next statement on."))
    return redirect(url_for(".show_share"))


def _must_be_of(case: Case, budget: Budget) -> None:
    if budget.debtor_id != case.debtor_id:
        raise NotFound


def _judged(budget: Budget) -> object:
    return services.judged(
        budget.lines, country=budget.country, percent=budget.percent, currency=budget.currency
    )
