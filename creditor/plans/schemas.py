"""What the creditor's pages about plans take from forms."""

from typing import Any

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range

from agency.plans.kinds import Answer
from agency.plans.models import Referral
from portal.pay.schemas import AmountField

LONGEST = 2000
MOST = 120


class _AnswerSchema(Schema):
    answer = fields.String(
        required=True, validate=OneOf([Answer.APPROVED, Answer.REFUSED, Answer.COUNTERED])
    )
    why = fields.String(load_default="", validate=Length(max=LONGEST))
    count = fields.Integer(load_default=None, strict=False, validate=Range(1, MOST))

    @validates_schema
    def must_say_what_instead(self, values: dict[str, Any], **_options: Any) -> None:
        """A reason unless it is allowed; and what instead, where something else is wanted."""
        answer, count, amount = (values.get(name) for name in ("answer", "count", "amount"))
        if answer != Answer.APPROVED and len(values.get("why", "")) < len("no"):
            raise ValidationError(_("Say why, for the agency and its talk with the debtor."), "why")
        if answer == Answer.COUNTERED and (count is None) == (amount is None):
            raise ValidationError(_("Give one of the two: a number, or an amount."), "amount")


def answer_form(referral: Referral) -> Schema:
    """A creditor's answer to one question."""
    amount = AmountField(referral.currency, load_default=None)
    return _AnswerSchema.from_dict({"amount": amount})(unknown=EXCLUDE)
