"""One chargeback: what the bank asks, what we can prove, and the answer."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.payments import answering, queries
from agency.payments.models import Chargeback
from agency.payments.schemas import AnswerSchema
from agency.payments.views.blueprint import bp
from agency.payments.wording import CHARGEBACKS, chargeback_state
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@bp.get("/chargebacks/<uuid:chargeback>")
@allow(Permission.SEE_CASES)
def show_chargeback(chargeback: Chargeback) -> ResponseReturnValue:
    """What would be sent to the bank, and until when."""
    membership = current_membership()
    payment = queries.payment_file(chargeback.payment)
    return page(
        "agency/payments/chargeback.html",
        chargeback=chargeback,
        payment=payment,
        case=payment.case,
        state=chargeback_state(chargeback),
        reasons=CHARGEBACKS,
        proof=answering.proof_of(payment),
        may_answer=answering.may_be_answered(chargeback)
        and membership is not None
        and membership.may(Permission.REFUND_PAYMENTS),
    )


@bp.post("/chargebacks/<uuid:chargeback>")
@allow(Permission.REFUND_PAYMENTS)
def answer_chargeback(chargeback: Chargeback) -> ResponseReturnValue:
    """Send the answer with its proof; the bank takes one only."""
    answering.answer(chargeback, load(AnswerSchema).statement, by=me())
    say(_("The answer is with the bank. It decides, usually within two to three months."))
    return redirect(url_for(".show_chargeback", chargeback=chargeback.id))
