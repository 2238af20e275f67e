"""Recording what the debtor declared about contact, and taking it back."""

from flask import current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.compliance import services, wording
from agency.compliance.kinds import DeclarationKind
from agency.compliance.models import Declaration
from agency.compliance.papers import paper_from
from agency.compliance.schemas import FORMS, HEARD, RevocationSchema
from agency.compliance.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.i18n import LOCALES
from portal.security import SANDBOX
from portal.web import load, page, say


@bp.get("/cases/<uuid:case>/declarations")
@allow(Permission.RECORD_CONSENT)
def choose_declaration(case: Case) -> ResponseReturnValue:
    """Which of the things that can be declared it is."""
    return page("agency/compliance/choose.html", case=case, words=wording)


@bp.get("/cases/<uuid:case>/declarations/<kind>")
@allow(Permission.RECORD_CONSENT)
def new_declaration(case: Case, kind: str) -> ResponseReturnValue:
    """The facts of one of them."""
    return page(
        "agency/compliance/declaration.html",
        case=case,
        kind=_kind(kind),
        wanted=set(FORMS[_kind(kind)]().fields),
        heard=[(source, wording.SOURCES[source]) for source in HEARD],
        words=wording,
        locales=list(LOCALES.items()),
        today=clock.today(),
        learned=request.args.get("source", ""),
    )


@bp.post("/cases/<uuid:case>/declarations/<kind>")
@allow(Permission.RECORD_CONSENT)
def create_declaration(case: Case, kind: str) -> ResponseReturnValue:
    """Record it for the debtor, whatever its case."""
    wanted = _kind(kind)
    form = load(FORMS[wanted])
    paper = paper_from(request.files.get("document"))
    services.declare(case, services.Declared(kind=wanted, paper=paper, **vars(form)), by=me())
    say(_("Recorded. It holds for all cases of this debtor from now on."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/declarations/<uuid:declaration>/revocation")
@allow(Permission.RECORD_CONSENT)
def new_revocation(declaration: Declaration) -> ResponseReturnValue:
    """How we learned that it no longer holds."""
    return page(
        "agency/compliance/revocation.html",
        it=declaration,
        case=_case_of(declaration),
        heard=[(source, wording.SOURCES[source]) for source in HEARD],
        words=wording,
    )


@bp.post("/declarations/<uuid:declaration>/revocation")
@allow(Permission.RECORD_CONSENT)
def create_revocation(declaration: Declaration) -> ResponseReturnValue:
    """End it; what was declared stays to be read."""
    case = _case_of(declaration)
    form = load(RevocationSchema)
    services.revoke(declaration, source=form.source, text=form.text, by=me())
    say(_("It no longer holds. The history keeps it."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.get("/declarations/<uuid:declaration>/document")
@allow(Permission.RECORD_CONSENT)
def show_document(declaration: Declaration) -> ResponseReturnValue:
    """The document in which it was declared, to keep."""
    if not declaration.document_key:
        raise NotFound
    response = send_file(
        current_app.extensions["storage"].open(declaration.document_key),
        mimetype=declaration.document_type,
        as_attachment=True,
        download_name=declaration.document_name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def _kind(text: str) -> DeclarationKind:
    try:
        return DeclarationKind(text)
    except ValueError:
        raise NotFound from None


def _case_of(declaration: Declaration) -> Case:
    if declaration.case is None:
        raise NotFound
    return declaration.case
