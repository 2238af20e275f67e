"""The first page of a creditor."""

from flask import g
from flask.typing import ResponseReturnValue

from agency.cases.moves import MOVERS
from creditor.access import may, my_creditor
from creditor.cases.queries import questions
from creditor.intake.queries import names_of, unfinished
from creditor.plans.queries import waiting
from creditor.start import queries
from creditor.statements.queries import held, latest, money_line
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import page


@allow(Permission.SEE_OWN_CASES)
def start() -> ResponseReturnValue:
    """What waits for the creditor, and how its money and its cases stand."""
    sees_money, hands_over = may(Permission.SEE_STATEMENTS), may(Permission.HAND_OVER_CLAIMS)
    currency = g.agency.currency
    batches = unfinished() if hands_over else []
    return page(
        "creditor/start/start.html",
        creditor=my_creditor(),
        first_name=me().name.split(" ")[0],
        questions=questions(),
        referrals=waiting(),
        batches=batches,
        names=names_of(batches),
        unproved=queries.unproved() if hands_over else [],
        standing=queries.standing(currency),
        line=money_line(currency),
        held=held(currency) if sees_money else [],
        latest=latest() if sees_money else None,
        payments=queries.latest_payments(),
        movers=MOVERS,
        sees_money=sees_money,
        hands_over=hands_over,
        today=clock.today(),
    )
