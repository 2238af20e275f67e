"""A guarantor whom the debtor names for its payment plan."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.guards import agency_settings
from portal.i18n import LOCALES, current_locale
from portal.limits import limiter
from portal.pay.desk import desk
from portal.pay.guarantors import NamedGuarantor
from portal.pay.naming_schema import NamingSchema
from portal.pay.views import bp
from portal.pay.views.doorway import behind_the_check
from portal.pay.wording import GUARANTORS, RELATIONS
from portal.web import load, page


@bp.get("/plan/guarantor")
@behind_the_check
def show_naming(code: str) -> ResponseReturnValue:
    """Who was named and how that stands, and the form to name somebody."""
    naming = desk().naming(code)
    if not (naming.may_name or naming.name):
        return redirect(url_for(".show_plan"))
    return page(
        "portal/pay/naming.html",
        sheet=desk().sheet(code),
        house=agency_settings(),
        naming=naming,
        kinds=list(GUARANTORS.items()),
        relations=list(RELATIONS.items()),
        languages=list(LOCALES.items()),
        language=current_locale(),
    )


@bp.post("/plan/guarantor")
@limiter.limit("5/minute;10/hour")
@behind_the_check
def create_naming(code: str) -> ResponseReturnValue:
    """Ask whom the debtor names."""
    form = load(NamingSchema)
    named = NamedGuarantor(
        name=form.name,
        email=form.email,
        is_business=form.kind == "business",
        relation=form.relation,
        country=form.country,
        locale=form.locale,
    )
    desk().name_guarantor(code, named)
    return redirect(url_for(".show_naming"), 303)


@bp.post("/plan/guarantor/withdrawal")
@limiter.limit("10/minute;30/hour")
@behind_the_check
def create_withdrawal(code: str) -> ResponseReturnValue:
    """Ask it no more."""
    desk().withdraw_guarantor(code)
    return redirect(url_for(".show_plan"), 303)
