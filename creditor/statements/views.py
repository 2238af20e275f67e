"""Statements: what was paid out and why, and what is held now."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from agency.remittance import wording
from agency.remittance.files import statement_file, table_file
from agency.remittance.models import Remittance, RemittanceLine
from agency.remittance.queries import lines, payments_in
from creditor.access import my_creditor
from creditor.statements import queries
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import keyset, page

bp = Blueprint("statements", __name__, url_prefix="/statements")
LINES = 100


@bp.get("/")
@allow(Permission.SEE_STATEMENTS)
def index() -> ResponseReturnValue:
    """What is held now, and all statements, the latest first."""
    return page(
        "creditor/statements/index.html",
        creditor=my_creditor(),
        held=queries.held(g.agency.currency),
        line=queries.money_line(g.agency.currency),
        found=keyset(queries.statements(), Remittance.number, descending=True),
        wording=wording,
    )


@bp.get("/<uuid:remittance>")
@allow(Permission.SEE_STATEMENTS)
def show(remittance: Remittance) -> ResponseReturnValue:
    """One statement, with the payments behind every cent."""
    _must_be_approved(remittance)
    return page(
        "creditor/statements/show.html",
        remittance=remittance,
        lines=keyset(lines(remittance.id), RemittanceLine.id, size=LINES),
        payments=payments_in(remittance.id),
        wording=wording,
    )


@bp.get("/<uuid:remittance>/statement.pdf")
@allow(Permission.SEE_STATEMENTS)
def statement(remittance: Remittance) -> ResponseReturnValue:
    """The statement, byte for byte as it was written."""
    _must_be_approved(remittance)
    return statement_file(remittance)


@bp.get("/<uuid:remittance>/statement.csv")
@allow(Permission.SEE_STATEMENTS)
def table(remittance: Remittance) -> ResponseReturnValue:
    """Its lines as a table."""
    _must_be_approved(remittance)
    return table_file(remittance)


def _must_be_approved(remittance: Remittance) -> None:
    """What is only prepared is still the agency's own business."""
    if remittance.approved_at is None:
        raise NotFound
