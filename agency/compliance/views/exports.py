"""A debtor asks what we hold of it: one click gathers it, and the file is there for a while."""

from flask import current_app, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from agency.cases.models import Case
from agency.compliance import services
from agency.compliance.models import DataExport
from agency.compliance.schemas import ConfirmSchema
from agency.compliance.views.blueprint import bp
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.security import SANDBOX
from portal.web import load, page


@bp.post("/cases/<uuid:case>/export")
@allow(Permission.EXPORT_DATA)
def create_export(case: Case) -> ResponseReturnValue:
    """Have it gathered."""
    load(ConfirmSchema, page="agency.cases.show")
    made = services.ask_export(case, by=me())
    return redirect(url_for(".show_export", data_export=made.id))


@bp.get("/exports/<uuid:data_export>")
@allow(Permission.EXPORT_DATA)
def show_export(data_export: DataExport) -> ResponseReturnValue:
    """Whether it is there; only for who asked."""
    return page("agency/compliance/export.html", export=services.own(data_export, by=me()))


@bp.get("/exports/<uuid:data_export>/making")
@allow(Permission.EXPORT_DATA)
def making_export(data_export: DataExport) -> ResponseReturnValue:
    """The part that waits; once the file is there the page asks for itself again."""
    export = services.own(data_export, by=me())
    body = page("agency/compliance/_making.html", export=export)
    return body, {"HX-Refresh": "true"} if export.ready_at else {}


@bp.get("/exports/<uuid:data_export>/file")
@allow(Permission.EXPORT_DATA)
def fetch_export(data_export: DataExport) -> ResponseReturnValue:
    """The file itself; each fetch is noted."""
    export = services.fetch(data_export, by=me())
    response = send_file(
        current_app.extensions["storage"].open(export.file_key),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"data-{export.case.reference}.zip",
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response
