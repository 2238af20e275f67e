"""Working out what one can pay each month: asked with consent, and taken back with a press."""

from types import SimpleNamespace
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.limits import limiter
from portal.pay.budget_schemas import budget_form
from portal.pay.budgets import BudgetGiven
from portal.pay.desk import desk
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.web import load, page


@bp.get("/budget")
@behind_the_check
def show_budget(code: str) -> ResponseReturnValue:
    """The consent, what is asked, and what can be borne once it was stated."""
    return page(
        "portal/pay/budget.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        budget=desk().budget(code),
    )


@bp.post("/budget")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_budget(code: str) -> ResponseReturnValue:
    """State it."""
    view = desk().budget(code)
    form = load(budget_form(view))
    desk().state_budget(code, _given(form))
    return redirect(url_for(".show_budget"), 303)


@bp.post("/budget/removal")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def delete_budget(code: str) -> ResponseReturnValue:
    """Take it back."""
    desk().revoke_budget(code)
    return redirect(url_for(".show_budget"), 303)


def _given(form: SimpleNamespace) -> BudgetGiven:
    amounts: dict[str, Any] = {
        name.removeprefix("amount_"): amount
        for name, amount in vars(form).items()
        if name.startswith("amount_") and amount is not None
    }
    return BudgetGiven(
        amounts=amounts,
        adults=form.adults,
        children=form.children,
        name=form.name,
        is_shared=form.is_shared,
    )
