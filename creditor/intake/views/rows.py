"""One row of a hand-over: its quote, and what the file did not say."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from creditor.intake import services
from creditor.intake.asking import FIELDS, asked_in
from creditor.intake.models import Batch, Row
from creditor.intake.schemas import ANSWERS, CHANNELS, KINDS, RowSchema
from creditor.intake.sheet import lines
from creditor.intake.views.batches import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.web import load, page, say


@bp.get("/<uuid:batch>/rows/<uuid:row>")
@allow(Permission.HAND_OVER_CLAIMS)
def show_row(batch: Batch, row: Row) -> ResponseReturnValue:
    """What can be said of it besides."""
    _must_be_of(batch, row)
    told = {name for names in FIELDS.values() for name in names if row.claim.get(name)}
    return page(
        "creditor/intake/row.html",
        batch=batch,
        row=row,
        kinds=KINDS,
        channels=CHANNELS,
        answers=ANSWERS,
        shown=asked_in(row.claim["country"], clock.today()) | told,
    )


@bp.post("/<uuid:batch>/rows/<uuid:row>")
@allow(Permission.HAND_OVER_CLAIMS)
def update_row(batch: Batch, row: Row) -> ResponseReturnValue:
    """Say it."""
    _must_be_of(batch, row)
    services.amend(row, vars(load(RowSchema)), by=me())
    say(_("Saved."))
    return redirect(url_for(".show", batch=batch.id, _anchor=f"row-{row.id}"))


@bp.get("/<uuid:batch>/rows/<uuid:row>/quote")
@allow(Permission.HAND_OVER_CLAIMS)
def show_quote(batch: Batch, row: Row) -> ResponseReturnValue:
    """Its fee, once more proof has come."""
    _must_be_of(batch, row)
    return page("creditor/intake/_quote.html", batch=batch, line=lines([row])[0])


def _must_be_of(batch: Batch, row: Row) -> None:
    if row.batch_id != batch.id or row.is_refused:
        raise NotFound
