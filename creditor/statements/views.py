"""Statements: what was paid out, each cent of it followed back to a payment, and the files."""

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from agency.remittance import files, wording
from agency.remittance.models import Remittance, RemittanceLine
from agency.remittance.queries import lines
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
    """What was paid out so far, and what is held now."""
    return page(
        "creditor/statements/index.html",
        statements=keyset(queries.my_statements(), Remittance.number, descending=True),
        held=queries.held(g.agency.currency),
    )


@bp.get("/<uuid:remittance>")
@allow(Permission.SEE_STATEMENTS)
def show(remittance: Remittance) -> ResponseReturnValue:
    """One statement, line by line."""
    return page(
        "creditor/statements/show.html",
        remittance=_paid(remittance),
        lines=keyset(lines(remittance.id), RemittanceLine.id, size=LINES),
        wording=wording,
    )


@bp.get("/<uuid:remittance>/statement.pdf")
@allow(Permission.SEE_STATEMENTS)
def statement(remittance: Remittance) -> ResponseReturnValue:
    """The statement to keep."""
    return files.statement_file(_paid(remittance))


@bp.get("/<uuid:remittance>/statement.csv")
@allow(Permission.SEE_STATEMENTS)
def table(remittance: Remittance) -> ResponseReturnValue:
    """Its lines as a table."""
    return files.table_file(_paid(remittance))


def _paid(remittance: Remittance) -> Remittance:
    """What the agency is still preparing is no statement yet."""
    if remittance.approved_at is None:
        raise NotFound
    return remittance
