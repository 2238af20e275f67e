"""What the forms of corrections take in, and what their addresses already say."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length

from agency.cases.models import Claim
from portal import clock
from portal.pay.schemas import AmountField

LONGEST = 1000


class WhySchema(Schema):
    """Why a claim is withdrawn."""

    why = fields.String(required=True, validate=Length(min=1, max=LONGEST))


class DueDateSchema(WhySchema):
    """Another due date, and how it is known."""

    due_on = fields.Date(required=True)


def credit_note_form(claim: Claim) -> Schema:
    """A credit note on a claim, in its currency."""
    form = _CreditNoteSchema.from_dict({"amount": AmountField(claim.currency)})
    return form(unknown=EXCLUDE)


def counts_from(claim: Claim, dated_on: date, *, never_owed: bool) -> date:
    """The day from which a credit note counts; what was never owed, from before any interest."""
    return claim.invoice_date if never_owed else max(dated_on, claim.invoice_date)


class _CreditNoteSchema(Schema):
    reference = fields.String(required=True, validate=Length(min=1, max=60))
    dated_on = fields.Date(required=True)
    never_owed = fields.Boolean(load_default=False)
    why = fields.String(load_default="", validate=Length(max=LONGEST))

    @validates_schema
    def must_be_past(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["dated_on"] > clock.today():
            raise ValidationError(str(_("The credit note is dated in the future.")), "dated_on")
