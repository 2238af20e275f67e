"""Paying in instalments: what can be chosen, a plan before it is agreed to, and the plan there is."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.plan_schemas import ConsentSchema, plan_form, wish_in, wish_sent
from portal.pay.plans import Click
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.web import load, page

LONGEST_BROWSER = 300


@bp.get("/plan")
@behind_the_check
def show_plan(code: str) -> ResponseReturnValue:
    """The plan that runs, is offered or asked for; else what can be chosen."""
    choices = desk().plan_choices(code)
    if not (choices.running or choices.offered or choices.asked or choices.may_begin):
        return redirect(url_for(".show"))
    return page(
        "portal/pay/plan.html",
        **_around(code),
        choices=choices,
        naming=desk().naming(code),
        autopay=desk().autopay(code),
        saved=request.args.get("saved"),
    )


@bp.get("/plan/new")
@behind_the_check
def new_plan(code: str) -> ResponseReturnValue:
    """The instalments of a wish, their total and terms; nothing is agreed to yet."""
    choices = desk().plan_choices(code)
    if choices.running or choices.asked or not choices.may_begin:
        return redirect(url_for(".show_plan"))
    around = _around(code)
    wish = wish_sent(around["sheet"].total)
    return page(
        "portal/pay/plan_draft.html",
        **around,
        choices=choices,
        wish=wish,
        draft=desk().draft_plan(code, wish) if wish else None,
    )


@bp.post("/plan/new")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_plan(code: str) -> ResponseReturnValue:
    """Agree to it, or ask for it where it needs an answer first."""
    form = load(plan_form(desk().sheet(code).total))
    desk().begin_plan(code, wish_in(vars(form)), _click(form.name))
    return redirect(url_for(".show_plan", done=1), 303)


@bp.post("/plan")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_agreement(code: str) -> ResponseReturnValue:
    """Agree to the plan that is offered."""
    form = load(ConsentSchema)
    desk().accept_plan(code, _click(form.name))
    return redirect(url_for(".show_plan", done=1), 303)


@bp.get("/settlement")
@behind_the_check
def show_settlement(code: str) -> ResponseReturnValue:
    """The settlement to agree to, or to pay."""
    found = desk().settlement(code)
    if found is None:
        return redirect(url_for(".show"))
    return page("portal/pay/settlement.html", **_around(code), settlement=found)


@bp.post("/settlement")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_settlement(code: str) -> ResponseReturnValue:
    """Agree to it."""
    form = load(ConsentSchema)
    desk().accept_settlement(code, _click(form.name))
    return redirect(url_for(".show_settlement"), 303)


@bp.post("/plan/deferral/<int:number>")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_deferral(code: str, number: int) -> ResponseReturnValue:
    """Put the next instalment off by a month."""
    desk().defer_instalment(code, number)
    return redirect(url_for(".show_plan"), 303)


def _around(code: str) -> dict[str, Any]:
    return {
        "sheet": desk().sheet(code),
        "house": agency_settings(),
        "is_done": "done" in request.args,
    }


def _click(name: str) -> Click:
    return Click(name, request.remote_addr or "", request.user_agent.string[:LONGEST_BROWSER])
