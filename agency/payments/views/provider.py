"""What the card provider costs, what it disputes, and where its statement differs from the books."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.payments import queries
from agency.payments.services import reconcile_later
from agency.payments.views.blueprint import bp
from agency.payments.wording import CHARGEBACKS, DIFFERENCES, chargeback_state
from portal.accounts.guards import allow, current_membership
from portal.accounts.permissions import Permission
from portal.web import page, say


@bp.get("/provider")
@allow(Permission.SEE_MONEY)
def statement() -> ResponseReturnValue:
    """The provider at a glance: chargebacks to answer, money that came back, differences, costs."""
    membership = current_membership()
    return page(
        "agency/payments/statement.html",
        chargebacks=queries.latest_chargebacks(),
        wishes=queries.waiting_wishes(),
        came_back=queries.refunds_that_came_back(),
        differing=queries.differing_movements(),
        months=queries.costs_by_month(),
        checks=queries.latest_checks(),
        reasons=CHARGEBACKS,
        differences=DIFFERENCES,
        chargeback_state=chargeback_state,
        may_check=membership is not None and membership.may(Permission.PREPARE_REMITTANCES),
    )


@bp.post("/provider/check")
@allow(Permission.PREPARE_REMITTANCES)
def create_check() -> ResponseReturnValue:
    """Hold the books against the provider's statement now instead of tonight."""
    reconcile_later()
    say(_("The check is running. Reload this page in a minute."))
    return redirect(url_for(".statement"))
