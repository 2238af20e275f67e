"""A hand-over: looked at, proved, accepted or thrown away."""

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from creditor.intake import queries, services
from creditor.intake.models import Batch, Row
from creditor.intake.progress import progress
from creditor.intake.refused import refused_csv
from creditor.intake.schemas import AcceptanceSchema, ConfirmSchema
from creditor.intake.sheet import cases_of, figures, lines, watched
from creditor.intake.wording import EVIDENCE
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import keyset, load, page, say, stream

bp = Blueprint("batches", __name__, url_prefix="/claims/batches")
ROWS = 20


@bp.get("/<uuid:batch>")
@allow(Permission.HAND_OVER_CLAIMS)
def show(batch: Batch) -> ResponseReturnValue:
    """How it stands, and what is to be done next."""
    if working := progress(batch):
        return page("creditor/intake/working.html", batch=batch, working=working)
    if batch.discarded_at or batch.problem:
        return page("creditor/intake/over.html", batch=batch)
    if batch.accepted_at:
        return page(
            "creditor/intake/placed.html",
            batch=batch,
            figures=figures(batch),
            cases=cases_of(batch),
            refused=keyset(queries.refused_rows(batch), Row.line, size=ROWS),
        )
    wants_refused = batch.rows_refused == batch.rows_total or request.args.get("rows") == "refused"
    query = queries.refused_rows(batch) if wants_refused else queries.good_rows(batch)
    found = keyset(query, Row.line, size=ROWS)
    shown = [] if wants_refused else lines(found.items)
    return page(
        "creditor/intake/show.html",
        batch=batch,
        found=found,
        wants_refused=wants_refused,
        lines=shown,
        watched=watched(shown),
        figures=figures(batch),
        earlier=queries.earlier(batch),
        evidence=EVIDENCE,
    )


@bp.get("/<uuid:batch>/progress")
@allow(Permission.HAND_OVER_CLAIMS)
def show_progress(batch: Batch) -> ResponseReturnValue:
    """How far it is; when it is done, the page comes anew."""
    if working := progress(batch):
        return page("creditor/intake/_progress.html", batch=batch, working=working)
    answer = make_response("")
    answer.headers["HX-Refresh"] = "true"
    return answer


@bp.get("/<uuid:batch>/figures")
@allow(Permission.HAND_OVER_CLAIMS)
def show_figures(batch: Batch) -> ResponseReturnValue:
    """What accepting means, once more proof has come."""
    return page("creditor/intake/_accept.html", batch=batch, figures=figures(batch))


@bp.get("/<uuid:batch>/refused.csv")
@allow(Permission.HAND_OVER_CLAIMS)
def refused(batch: Batch) -> ResponseReturnValue:
    """The refused rows, to be mended and sent again."""
    return Response(
        stream(refused_csv(batch)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="refused.csv"'},
    )


@bp.post("/<uuid:batch>/acceptance")
@allow(Permission.HAND_OVER_CLAIMS)
def create_acceptance(batch: Batch) -> ResponseReturnValue:
    """Hand the claims over for the fee that was shown."""
    services.accept(batch, by=me(), shown=load(AcceptanceSchema, page=".show").shown)
    return redirect(url_for(".show", batch=batch.id))


@bp.post("/<uuid:batch>/discard")
@allow(Permission.HAND_OVER_CLAIMS)
def create_discard(batch: Batch) -> ResponseReturnValue:
    """Throw it away; nothing was handed over."""
    load(ConfirmSchema, page=".show")
    services.discard(batch, by=me())
    say(_("The hand-over is discarded. Nothing of it was handed over."))
    return redirect(url_for("creditor.claims.index"))
