"""What was paid too much, on the staff's desk: whose money waits, and what becomes of it."""

import uuid

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.ledger.models import CaseBalance
from agency.payments import moving
from agency.payments.models import SurplusMove
from agency.surplus import queries, services
from agency.surplus.evidence import question_of
from agency.surplus.schemas import ChoiceSchema, DaysSchema, UndoingSchema
from agency.surplus.wording import ALL_CHANNELS, CHANNELS
from portal import clock
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.web import keyset_rows, load, page, say

bp = Blueprint("surplus", __name__)


@bp.get("/surplus")
@allow(Permission.SETTLE_SURPLUS)
def index() -> ResponseReturnValue:
    """The cases that keep money of their debtors, the longest first."""
    asked = request.args.get("show") == "asked"
    found = keyset_rows(
        queries.waiting(asked_back=asked), CaseBalance.surplus_since, CaseBalance.id
    )
    cases = [row.Case for row in found.items]
    return page(
        "agency/surplus/index.html",
        found=found,
        cases=cases,
        wishes=queries.wishes_of(cases),
        asking=queries.how_many_ask(),
        only_asked=asked,
        may_refund=_may(Permission.REFUND_PAYMENTS),
        days=queries.settings().days,
        today=clock.today(),
    )


@bp.get("/cases/<uuid:case>/surplus")
@allow(Permission.SETTLE_SURPLUS)
def show(case: Case) -> ResponseReturnValue:
    """What a case keeps for its debtor, what the debtor said, and where it went."""
    return page(
        "agency/surplus/show.html",
        case=case,
        holding=moving.holding(case),
        question=question_of(case),
        wish=queries.wish_of(case),
        choices=queries.choices_of(case),
        moves=queries.moves_about(case),
        channels=list(CHANNELS.items()),
        channel_names=ALL_CHANNELS,
        form_key=request.form.get("form_key") or uuid.uuid4(),
        may_refund=_may(Permission.REFUND_PAYMENTS),
    )


@bp.post("/cases/<uuid:case>/surplus")
@allow(Permission.SETTLE_SURPLUS)
def create_choice(case: Case) -> ResponseReturnValue:
    """Do what the debtor said it wants."""
    form = load(ChoiceSchema)
    word = services.Word(channel=form.channel, said_by=form.said_by, note=form.note)
    services.choose(case, form.to_case_id, word, form_key=form.form_key, by=me())
    say(
        _("Noted. Finance pays it back.")
        if form.to_case_id is None
        else _("The money is used for the other case.")
    )
    return redirect(url_for(".show", case=case.id))


@bp.post("/surplus-moves/<uuid:surplus_move>/undoing")
@allow(Permission.SETTLE_SURPLUS)
def create_undoing(surplus_move: SurplusMove) -> ResponseReturnValue:
    """Take back what was used for another case."""
    source = surplus_move.source.case_id
    form = load(UndoingSchema, page=".show_undoing")
    moving.undo(surplus_move, seen=form.seen, text=form.text, by=me())
    say(_("Taken back: the money is kept for the debtor again, and the other case owes it again."))
    return redirect(url_for(".show", case=source))


@bp.get("/surplus-moves/<uuid:surplus_move>/undoing")
@allow(Permission.SETTLE_SURPLUS)
def show_undoing(surplus_move: SurplusMove) -> ResponseReturnValue:
    """What taking it back does, before it is done."""
    return page(
        "agency/surplus/undoing.html", move=surplus_move, amount=moving.to_undo(surplus_move)
    )


@bp.get("/cases/<uuid:case>/surplus/refund")
@allow(Permission.REFUND_PAYMENTS)
def new_refund(case: Case) -> ResponseReturnValue:
    """On to giving it back: the payment that was too much, with the amount that was."""
    for payment, held in moving.holding(case):
        if not payment.is_moved:
            amount = str(held.decimal)
            return redirect(
                url_for("agency.payments.new_refund", payment=payment.id, amount=amount)
            )
    return redirect(url_for(".show", case=case.id))


@bp.get("/settings/surplus")
@allow(Permission.ADMINISTER)
def edit_settings() -> ResponseReturnValue:
    """After how many days finance is reminded; a part of the settings."""
    return page("agency/surplus/settings.html", days=queries.settings().days)


@bp.post("/settings/surplus")
@allow(Permission.ADMINISTER)
def update_settings() -> ResponseReturnValue:
    """Change it."""
    services.set_days(load(DaysSchema, page=".edit_settings").days, by=me())
    say(_("Saved."))
    return redirect(url_for("agency.settings.show"))


def _may(permission: Permission) -> bool:
    membership = current_membership()
    return membership is not None and membership.may(permission)
