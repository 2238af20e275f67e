"""Remittances: what waits for each creditor, preparing, approving, and the files."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients.models import Creditor
from agency.ledger.proving import proof
from agency.remittance import files, overview, queries, services, wording
from agency.remittance.models import Remittance, RemittanceLine, RemittanceState
from agency.remittance.schemas import ConfirmSchema, PreparationSchema, currency_in, day_in
from portal.accounts.guards import allow, current_membership, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say

bp = Blueprint("remittance", __name__, url_prefix="/remittances")
LINES = 100
LATEST = 5


@bp.get("")
@allow(Permission.SEE_MONEY)
def index() -> ResponseReturnValue:
    """What waits to be paid out, what waits for approval, and what was."""
    return page(
        "agency/remittance/index.html",
        desk=overview.desk(g.agency.currency),
        earlier=keyset(queries.decided(), Remittance.number, descending=True),
        wording=wording,
        may_prepare=_may(Permission.PREPARE_REMITTANCES),
    )


@bp.get("/client-money")
@allow(Permission.SEE_MONEY)
def client_money() -> ResponseReturnValue:
    """The proof that what is held is what is owed."""
    return page("agency/remittance/_client_money.html", proof=proof(g.agency.currency))


@bp.get("/creditors/<uuid:creditor>")
@allow(Permission.SEE_MONEY)
def panel(creditor: Creditor) -> ResponseReturnValue:
    """What waits for one creditor, and its latest remittances; a part of the creditor's page."""
    return page(
        "agency/remittance/_panel.html",
        creditor=creditor,
        waiting=queries.waiting_by_creditor(creditor.id),
        latest=queries.of_creditor(creditor.id, limit=LATEST),
        wording=wording,
        may_prepare=_may(Permission.PREPARE_REMITTANCES),
    )


@bp.get("/creditors/<uuid:creditor>/new")
@allow(Permission.PREPARE_REMITTANCES)
def new(creditor: Creditor) -> ResponseReturnValue:
    """The figures through a day, before anything is prepared."""
    currency = currency_in(request.args.get("currency", ""), otherwise=g.agency.currency)
    through = day_in(request.args.get("through", ""))
    return page(
        "agency/remittance/new.html",
        creditor=creditor,
        proposal=overview.proposal(creditor, currency, through),
    )


@bp.post("/creditors/<uuid:creditor>/new")
@allow(Permission.PREPARE_REMITTANCES)
def create(creditor: Creditor) -> ResponseReturnValue:
    """Prepare a remittance; a second person approves it."""
    typed = load(PreparationSchema)
    made = services.prepare(creditor, currency=typed.currency, through=typed.through, by=me())
    say(_("%(number)s is prepared. Somebody else must approve it.", number=made.reference))
    return _to(made)


@bp.get("/<uuid:remittance>")
@allow(Permission.SEE_MONEY)
def show(remittance: Remittance) -> ResponseReturnValue:
    """One remittance: its figures, every line, what its approver should know, and its files."""
    return page(
        "agency/remittance/show.html",
        remittance=remittance,
        overview=overview.overview(remittance, by=me()),
        lines=keyset(queries.lines(remittance.id), RemittanceLine.id, size=LINES),
        wording=wording,
        may_prepare=_may(Permission.PREPARE_REMITTANCES),
        may_approve=_may(Permission.APPROVE_REMITTANCES),
        may_see_creditors=_may(Permission.SEE_CREDITORS),
    )


@bp.post("/<uuid:remittance>/approval")
@allow(Permission.APPROVE_REMITTANCES)
def create_approval(remittance: Remittance) -> ResponseReturnValue:
    """Pay it out."""
    load(ConfirmSchema, page=".show")
    services.approve(remittance, by=me())
    say(_("%(number)s is paid out. Its files are being written.", number=remittance.reference))
    return _to(remittance)


@bp.post("/<uuid:remittance>/cancellation")
@allow(Permission.APPROVE_REMITTANCES)
def create_cancellation(remittance: Remittance) -> ResponseReturnValue:
    """Take it back before it is approved."""
    load(ConfirmSchema, page=".show")
    services.cancel(remittance, by=me())
    say(
        _(
            "%(number)s is cancelled. Its payments can be remitted again.",
            number=remittance.reference,
        )
    )
    return _to(remittance)


@bp.get("/<uuid:remittance>/writing")
@allow(Permission.SEE_MONEY)
def writing(remittance: Remittance) -> ResponseReturnValue:
    """Whether the files are there; once they are, the page asks for itself again."""
    body = page("agency/remittance/_writing.html", remittance=remittance)
    being_written = remittance.state is RemittanceState.APPROVED
    return body, {} if being_written else {"HX-Refresh": "true"}


@bp.post("/<uuid:remittance>/writing")
@allow(Permission.APPROVE_REMITTANCES)
def create_writing(remittance: Remittance) -> ResponseReturnValue:
    """Have the files written, where that failed."""
    load(ConfirmSchema, page=".show")
    services.write_again(remittance, by=me())
    say(_("The files are being written."), "info")
    return _to(remittance)


@bp.get("/<uuid:remittance>/statement.pdf")
@allow(Permission.SEE_MONEY)
def statement(remittance: Remittance) -> ResponseReturnValue:
    """The statement, as the creditor has it."""
    return files.statement_file(remittance)


@bp.get("/<uuid:remittance>/statement.csv")
@allow(Permission.SEE_MONEY)
def table(remittance: Remittance) -> ResponseReturnValue:
    """The lines of the statement as a table."""
    return files.table_file(remittance)


@bp.get("/<uuid:remittance>/bank-file.xml")
@allow(Permission.APPROVE_REMITTANCES)
def bank_file(remittance: Remittance) -> ResponseReturnValue:
    """The order to the bank."""
    return files.bank_file(remittance, by=me())


def _to(remittance: Remittance) -> ResponseReturnValue:
    return redirect(url_for(".show", remittance=remittance.id))


def _may(permission: Permission) -> bool:
    """Whether the reader may do a thing here."""
    membership = current_membership()
    return membership is not None and membership.may(permission)
