"""Creditors: the list, one of them, and what an administrator changes."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.clients import queries, services
from agency.clients.countries import country_options
from agency.clients.models import Creditor
from agency.clients.overview import overview
from agency.clients.schemas import (
    CreditorSchema,
    EngagementsSchema,
    InvitationSchema,
    NewCreditorSchema,
    PayoutAccountSchema,
)
from agency.clients.services import CreditorFacts
from agency.clients.views.reader import may, seen
from portal import db, slots
from portal.accounts import invitations
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission, Role
from portal.i18n import current_locale
from portal.web import keyset, load, page, say

bp = Blueprint("creditors", __name__, url_prefix="/creditors")


@bp.get("")
@allow(Permission.SEE_CREDITORS)
def index() -> ResponseReturnValue:
    """All creditors, by name, with what is open for each."""
    text, closed = request.args.get("q", ""), request.args.get("state") == "closed"
    found = keyset(queries.creditors_like(text, closed=closed), Creditor.name, Creditor.id)
    ids = [creditor.id for creditor in found.items]
    return page(
        "agency/clients/creditors/index.html",
        found=found,
        closed=closed,
        standings=queries.standings(ids),
        payout_changes=queries.payout_changes(ids),
        may_change=may(Permission.ADMINISTER),
    )


@bp.get("/new")
@allow(Permission.ADMINISTER)
def new() -> ResponseReturnValue:
    """The form for a new creditor."""
    return _form(None)


@bp.post("/new")
@allow(Permission.ADMINISTER)
def create() -> ResponseReturnValue:
    """Take on a creditor; its agreement comes next."""
    typed = vars(load(NewCreditorSchema))
    iban = typed.pop("payout_iban")
    creditor = services.create_creditor(CreditorFacts(**typed), payout_iban=iban, by=me())
    say(_("%(name)s is a creditor now. Next, enter what was agreed.", name=creditor.name))
    return redirect(url_for("agency.agreements.new", creditor=creditor.id))


@bp.get("/<uuid:creditor>")
@allow(Permission.SEE_CREDITORS)
def show(creditor: Creditor) -> ResponseReturnValue:
    """One creditor: facts, terms, law firms, people, and what is to be done next."""
    return page(
        "agency/clients/creditors/show.html",
        creditor=creditor,
        panels=seen(slots.panels("creditor")),
        may_change=may(Permission.ADMINISTER),
        may_see_audit=may(Permission.SEE_AUDIT),
        overview=overview(creditor),
    )


@bp.get("/<uuid:creditor>/edit")
@allow(Permission.ADMINISTER)
def edit(creditor: Creditor) -> ResponseReturnValue:
    """The form for what is known of a creditor."""
    return _form(creditor)


@bp.post("/<uuid:creditor>/edit")
@allow(Permission.ADMINISTER)
def update(creditor: Creditor) -> ResponseReturnValue:
    """Change what is known of a creditor."""
    services.change_creditor(creditor, CreditorFacts(**vars(load(CreditorSchema))), by=me())
    say(_("Saved."))
    return _to(creditor)


@bp.get("/<uuid:creditor>/payout-account")
@allow(Permission.ADMINISTER)
def edit_payout_account(creditor: Creditor) -> ResponseReturnValue:
    """The form for another account, with a warning."""
    return page("agency/clients/creditors/payout_account.html", creditor=creditor)


@bp.post("/<uuid:creditor>/payout-account")
@allow(Permission.ADMINISTER)
def update_payout_account(creditor: Creditor) -> ResponseReturnValue:
    """Pay the creditor to another account from now on."""
    typed = load(PayoutAccountSchema)
    services.change_payout_account(creditor, typed.payout_iban, checked=typed.checked, by=me())
    say(_("%(name)s is paid to the new account from now on.", name=creditor.name), "warn")
    return _to(creditor)


@bp.get("/<uuid:creditor>/law-firms")
@allow(Permission.ADMINISTER)
def edit_engagements(creditor: Creditor) -> ResponseReturnValue:
    """Which law firms act for a creditor."""
    return page(
        "agency/clients/creditors/engagements.html",
        creditor=creditor,
        firms=[firm for firm in queries.law_firms() if firm.closed_at is None],
        engaged=[firm.id for firm in queries.engaged_firms(creditor.id)],
    )


@bp.post("/<uuid:creditor>/law-firms")
@allow(Permission.ADMINISTER)
def update_engagements(creditor: Creditor) -> ResponseReturnValue:
    """Say which law firms act for a creditor from now on."""
    services.engage(creditor, load(EngagementsSchema).law_firms, by=me())
    say(_("Saved."))
    return _to(creditor)


@bp.post("/<uuid:creditor>/invitations")
@allow(Permission.ADMINISTER)
def create_invitation(creditor: Creditor) -> ResponseReturnValue:
    """Invite one of the creditor's own people."""
    typed = load(InvitationSchema, page=".show")
    invitations.invite(
        email=typed.email,
        name=typed.name,
        role=Role(typed.role),
        creditor_id=creditor.id,
        by=me(),
    )
    say(_("The invitation to %(email)s is on its way.", email=typed.email))
    return _to(creditor)


@bp.post("/<uuid:creditor>/closure")
@allow(Permission.ADMINISTER)
def create_closure(creditor: Creditor) -> ResponseReturnValue:
    """Work for a creditor no longer."""
    services.close_creditor(creditor, by=me())
    say(_("%(name)s is closed. It can be opened again.", name=creditor.name))
    return _to(creditor)


@bp.post("/<uuid:creditor>/closure/delete")
@allow(Permission.ADMINISTER)
def delete_closure(creditor: Creditor) -> ResponseReturnValue:
    """Work for a creditor again."""
    services.reopen_creditor(creditor, by=me())
    say(_("%(name)s is open again.", name=creditor.name))
    return _to(creditor)


def _form(creditor: Creditor | None) -> ResponseReturnValue:
    return page(
        "agency/clients/creditors/form.html",
        creditor=creditor,
        countries=country_options(current_locale()),
        home_country=g.agency.country,
    )


def _to(creditor: Creditor) -> ResponseReturnValue:
    db.session.flush()
    return redirect(url_for(".show", creditor=creditor.id))
