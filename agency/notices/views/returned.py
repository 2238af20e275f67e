"""Letters that came back, and the address of a debtor that letters no longer reach."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.cases.models import Case
from agency.compliance.kinds import DeclarationKind, Source
from agency.notices import labels, queries
from agency.notices.models import ReturnCause
from agency.notices.schemas import AddressSchema, ReturnSchema, WithdrawalSchema
from agency.notices.services.readdressing import change_address, confirm_address
from agency.notices.services.returning import note_return
from agency.notices.views.blueprint import bp
from portal import clock
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.web import load, page, say


@bp.get("/returned")
@allow(Permission.DISPATCH_NOTICES)
def returned() -> ResponseReturnValue:
    """Where a letter that came back is scanned or typed in, and the last of them."""
    return page(
        "agency/notices/returned.html",
        letters=queries.returned(),
        labels=labels,
        cause=request.args.get("cause", ReturnCause.MOVED),
        reference=request.args.get("reference", ""),
        today=clock.today(),
    )


@bp.post("/returned")
@allow(Permission.DISPATCH_NOTICES)
def create_return() -> ResponseReturnValue:
    """Note it, and be ready for the next; a death is recorded as what was declared."""
    form = load(ReturnSchema)
    letter, is_new = note_return(form.reference, form.cause, form.on, by=me())
    case = letter.notice.case
    if not is_new:
        say(
            _("That this letter of case %(number)s came back is noted.", number=case.reference),
            "info",
        )
    else:
        say(_("Noted: the letter of case %(number)s came back.", number=case.reference))
    if form.cause is ReturnCause.DECEASED:
        return redirect(
            url_for(
                "agency.compliance.new_declaration",
                case=case.id,
                kind=DeclarationKind.DECEASED,
                source=Source.LETTER,
            )
        )
    return redirect(url_for(".returned", cause=form.cause))


@bp.get("/address/<uuid:case>")
@allow(Permission.WORK_CASES)
def edit_address(case: Case) -> ResponseReturnValue:
    """Where the debtor is now, or why the address is right all the same."""
    return page("agency/notices/address.html", case=case)


@bp.post("/address/<uuid:case>")
@allow(Permission.WORK_CASES)
def update_address(case: Case) -> ResponseReturnValue:
    """Enter it."""
    form = load(AddressSchema)
    change_address(case, street=form.street, postcode=form.postcode, city=form.city, by=me())
    say(_("The new address is entered. Letters go there from now on."))
    return redirect(url_for("agency.cases.show", case=case.id))


@bp.post("/address/<uuid:case>/confirmation")
@allow(Permission.WORK_CASES)
def create_confirmation(case: Case) -> ResponseReturnValue:
    """Keep it, with a reason."""
    confirm_address(case, load(WithdrawalSchema, page=".edit_address").reason, by=me())
    say(_("The address is confirmed. Letters go there again."))
    return redirect(url_for("agency.cases.show", case=case.id))
