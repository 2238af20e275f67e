"""Law firms: the list, one of them with its letterhead, and its lawyers."""

from flask import Blueprint, Response, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients import queries, services
from agency.clients.countries import country_options
from agency.clients.models import LawFirm, Lawyer
from agency.clients.schemas import LawFirmSchema, LawyerSchema
from agency.clients.services import LawFirmFacts, LawyerFacts
from agency.clients.services.logos import logo_of
from agency.clients.views.posted import posted_logo
from agency.clients.views.reader import may
from portal import db
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.errors import NotFound
from portal.i18n import current_locale
from portal.web import load, page, say

bp = Blueprint("law_firms", __name__, url_prefix="/law-firms")


@bp.get("")
@allow(Permission.SEE_CREDITORS)
def index() -> ResponseReturnValue:
    """All law firms."""
    return page(
        "agency/clients/law_firms/index.html",
        firms=queries.law_firms(),
        may_change=may(Permission.ADMINISTER),
    )


@bp.get("/new")
@allow(Permission.ADMINISTER)
def new() -> ResponseReturnValue:
    """The form for a new law firm."""
    return _form(None)


@bp.post("/new")
@allow(Permission.ADMINISTER)
def create() -> ResponseReturnValue:
    """Enter a law firm."""
    facts = LawFirmFacts(**vars(load(LawFirmSchema)))
    firm = services.create_law_firm(facts, logo=posted_logo(), by=me())
    say(_("%(name)s is entered. Next, enter its lawyers.", name=firm.name))
    return _to(firm)


@bp.get("/<uuid:law_firm>")
@allow(Permission.SEE_CREDITORS)
def show(law_firm: LawFirm) -> ResponseReturnValue:
    """One law firm: letterhead, lawyers, and whom it acts for."""
    return page(
        "agency/clients/law_firms/show.html",
        firm=law_firm,
        lawyers=queries.lawyers_of(law_firm.id),
        creditors=queries.engaging_creditors(law_firm.id),
        may_change=may(Permission.ADMINISTER),
    )


@bp.get("/<uuid:law_firm>/logo")
@allow(Permission.SEE_CREDITORS)
def logo(law_firm: LawFirm) -> ResponseReturnValue:
    """The picture on the letterhead."""
    if not law_firm.logo_key:
        raise NotFound
    return Response(
        logo_of(law_firm),
        mimetype=law_firm.logo_media_type,
        headers={"Cache-Control": "private, max-age=3600"},
    )


@bp.get("/<uuid:law_firm>/edit")
@allow(Permission.ADMINISTER)
def edit(law_firm: LawFirm) -> ResponseReturnValue:
    """The form for a letterhead."""
    return _form(law_firm)


@bp.post("/<uuid:law_firm>/edit")
@allow(Permission.ADMINISTER)
def update(law_firm: LawFirm) -> ResponseReturnValue:
    """Change a letterhead."""
    facts = LawFirmFacts(**vars(load(LawFirmSchema)))
    services.change_law_firm(law_firm, facts, logo=posted_logo(), by=me())
    say(_("Saved. Notices that were prepared before keep the old letterhead."))
    return _to(law_firm)


@bp.post("/<uuid:law_firm>/closure")
@allow(Permission.ADMINISTER)
def create_closure(law_firm: LawFirm) -> ResponseReturnValue:
    """Work with a firm no longer."""
    services.close_law_firm(law_firm, by=me())
    say(_("%(name)s is closed and acts for no creditor any more.", name=law_firm.name))
    return _to(law_firm)


@bp.post("/<uuid:law_firm>/closure/delete")
@allow(Permission.ADMINISTER)
def delete_closure(law_firm: LawFirm) -> ResponseReturnValue:
    """Work with a firm again."""
    services.reopen_law_firm(law_firm, by=me())
    say(_("%(name)s is open again. Say on each creditor whom it acts for.", name=law_firm.name))
    return _to(law_firm)


@bp.get("/<uuid:law_firm>/lawyers/new")
@allow(Permission.ADMINISTER)
def new_lawyer(law_firm: LawFirm) -> ResponseReturnValue:
    """The form for a lawyer."""
    return _lawyer_form(law_firm, None)


@bp.post("/<uuid:law_firm>/lawyers/new")
@allow(Permission.ADMINISTER)
def create_lawyer(law_firm: LawFirm) -> ResponseReturnValue:
    """Enter a lawyer."""
    lawyer = services.add_lawyer(law_firm, LawyerFacts(**vars(load(LawyerSchema))), by=me())
    say(_("%(name)s is entered.", name=lawyer.name))
    return _to(law_firm)


@bp.get("/lawyers/<uuid:lawyer>")
@allow(Permission.ADMINISTER)
def edit_lawyer(lawyer: Lawyer) -> ResponseReturnValue:
    """The form for a lawyer that is known."""
    return _lawyer_form(lawyer.law_firm, lawyer)


@bp.post("/lawyers/<uuid:lawyer>")
@allow(Permission.ADMINISTER)
def update_lawyer(lawyer: Lawyer) -> ResponseReturnValue:
    """Change a lawyer."""
    services.change_lawyer(lawyer, LawyerFacts(**vars(load(LawyerSchema))), by=me())
    say(_("Saved."))
    return _to(lawyer.law_firm)


@bp.post("/lawyers/<uuid:lawyer>/closure")
@allow(Permission.ADMINISTER)
def create_lawyer_closure(lawyer: Lawyer) -> ResponseReturnValue:
    """A lawyer leaves."""
    services.close_lawyer(lawyer, by=me())
    say(_("%(name)s releases nothing any more.", name=lawyer.name))
    return _to(lawyer.law_firm)


def _form(firm: LawFirm | None) -> ResponseReturnValue:
    return page(
        "agency/clients/law_firms/form.html",
        firm=firm,
        countries=country_options(current_locale()),
        home_country=g.agency.country,
    )


def _lawyer_form(firm: LawFirm, lawyer: Lawyer | None) -> ResponseReturnValue:
    return page(
        "agency/clients/law_firms/lawyer.html",
        firm=firm,
        lawyer=lawyer,
        logins=[
            (str(each.id), f"{each.user.name}, {each.user.email}")
            for each in queries.lawyer_logins(lawyer)
        ],
    )


def _to(firm: LawFirm) -> ResponseReturnValue:
    db.session.flush()
    return redirect(url_for(".show", law_firm=firm.id))
