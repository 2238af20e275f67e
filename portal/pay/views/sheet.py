"""The first page: the light check, and behind it all that is owed and what can be done."""

from base64 import b64encode
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.guards import agency_settings
from portal.errors import Invalid
from portal.filters import day, money
from portal.limits import limiter
from portal.pay import visits
from portal.pay.desk import desk
from portal.pay.sheets import CaseSheet
from portal.pay.views import bp
from portal.pay.views.doorway import after_the_check, show_door, tried
from portal.pay.wording import DOCUMENTS, named
from portal.pdf import qr_png
from portal.web import page, public


@bp.get("", strict_slashes=False)
@public
def show(code: str, **_place: Any) -> ResponseReturnValue:
    """The question, or the case."""
    if not visits.is_in(code):
        return show_door()
    visits.let_in(code)
    found = desk().first_page(code)
    sheet = found.sheet
    return page(
        "portal/pay/sheet.html",
        sheet=sheet,
        terms=found.promise,
        question=found.question,
        surplus=found.surplus,
        plan=found.plan,
        house=agency_settings(),
        bank_code=_bank_code(sheet),
        document_kinds=DOCUMENTS,
        invoices=_invoices(sheet),
        ways=named(sheet.methods),
        came_back="back" in request.args,
    )


@bp.post("")
@limiter.limit("20/minute;100/hour")
@public
def create_visit(code: str, **_place: Any) -> ResponseReturnValue:
    """Answer the question."""
    if wrong := tried(code, request.form.get("answer", "")):
        raise Invalid({"answer": [wrong]}, request.form.to_dict())
    visits.let_in(code)
    return redirect(after_the_check(), 303)


def _invoices(sheet: CaseSheet) -> list[tuple[str, str, str]]:
    """The invoices that a part can be paid for, as a form offers them."""
    return [
        (
            str(claim.id),
            _("Invoice %(number)s", number=claim.invoice_no),
            _(
                "%(amount)s open, of %(day)s",
                amount=money(claim.total),
                day=day(claim.invoice_date),
            ),
        )
        for claim in sheet.choices
    ]


def _bank_code(sheet: CaseSheet) -> str:
    """The QR code for a banking app, as an address that holds the picture itself."""
    if sheet.bank is None or not sheet.bank.epc:
        return ""
    return f"data:image/png;base64,{b64encode(qr_png(sheet.bank.epc)).decode()}"
