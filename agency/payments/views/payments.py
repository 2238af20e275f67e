"""Payments on the staff's desk: what came in for a case, and giving it back."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.payments import books, queries, refunds
from agency.payments.models import Payment, RefundWish
from agency.payments.schemas import amount_in, refund_form
from agency.payments.views.blueprint import bp
from agency.payments.wording import CHARGEBACKS, REASONS, TAKEN_BACK, chargeback_state, state_of
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.pay.wording import PAID_BY
from portal.web import load, page, say


@bp.get("/cases/<uuid:case>/payments")
@allow(Permission.SEE_CASES)
def index(case: Case) -> ResponseReturnValue:
    """What came in for a case, and what it paid off; a part of the case page."""
    return page(
        "agency/payments/index.html",
        case=case,
        payments=queries.payments_of(case),
        state_of=state_of,
        sees_money=_may(Permission.SEE_MONEY),
        works_cases=_may(Permission.WORK_CASES),
        settles_surplus=_may(Permission.SETTLE_SURPLUS),
    )


@bp.get("/payments/<uuid:payment>")
@allow(Permission.SEE_CASES)
def show(payment: Payment) -> ResponseReturnValue:
    """One payment: how it was shared out, what went back."""
    payment = queries.payment_file(payment)
    may_refund = _may(Permission.REFUND_PAYMENTS) and bool(refunds.may_go_back(payment))
    return page(
        "agency/payments/show.html",
        payment=payment,
        case=payment.case,
        state=state_of(payment),
        reasons={**CHARGEBACKS, **REASONS, **TAKEN_BACK},
        methods=PAID_BY,
        sees_money=_may(Permission.SEE_MONEY),
        costs=queries.costs_of(payment),
        chargebacks=queries.chargebacks_of(payment),
        chargeback_state=chargeback_state,
        wish=queries.waiting_wish(payment),
        me_id=me().id,
        may_decide=_may(Permission.REFUND_PAYMENTS),
        may_refund=may_refund,
    )


@bp.get("/payments/<uuid:payment>/refund")
@allow(Permission.REFUND_PAYMENTS)
def new_refund(payment: Payment) -> ResponseReturnValue:
    """What giving back will do, in figures, for the amount of the address or for all that is left."""
    payment = queries.payment_file(payment)
    left = refunds.may_go_back(payment)
    amount = amount_in(request.values.get("amount", ""), most=left)
    effects = books.what_goes_back(payment, amount)
    owed_then = payment.case.open_amount + effects.owed_again
    return page(
        "agency/payments/refund.html",
        payment=payment,
        case=payment.case,
        left=left,
        amount=amount,
        effects=effects,
        needs_two=refunds.needs_second_person(payment, amount),
        owed_then=owed_then,
        opens_again=bool(owed_then) and books.was_paid_off(payment.case),
        reasons=list(REASONS.items()),
        key=request.form.get("key") or uuid.uuid4(),
    )


@bp.post("/payments/<uuid:payment>/refund")
@allow(Permission.REFUND_PAYMENTS)
def create_refund(payment: Payment) -> ResponseReturnValue:
    """Give it back."""
    form = load(refund_form(payment.currency))
    _say(refunds.refund(payment, **vars(form), by=me()))
    return redirect(url_for(".show", payment=payment.id))


@bp.post("/refund-wishes/<uuid:refund_wish>/approval")
@allow(Permission.REFUND_PAYMENTS)
def approve_refund(refund_wish: RefundWish) -> ResponseReturnValue:
    """Give back what somebody else asked for."""
    _say(refunds.approve(refund_wish, by=me()))
    return redirect(url_for(".show", payment=refund_wish.payment_id))


@bp.post("/refund-wishes/<uuid:refund_wish>/refusal")
@allow(Permission.REFUND_PAYMENTS)
def refuse_refund(refund_wish: RefundWish) -> ResponseReturnValue:
    """Let the money stay."""
    refunds.refuse(refund_wish, by=me())
    say(_("The money stays. Nothing was given back."))
    return redirect(url_for(".show", payment=refund_wish.payment_id))


def _say(sent: refunds.Sent) -> None:
    say(
        {
            refunds.Sent.DONE: _("The money goes back. The books and the payer know of it."),
            refunds.Sent.UNDER_WAY: _(
                "The refund is on its way. It is booked when Stripe has carried it out."
            ),
            refunds.Sent.WAITS: _("The refund waits until a second person approves it."),
        }[sent]
    )


def _may(permission: Permission) -> bool:
    membership = current_membership()
    return membership is not None and membership.may(permission)
