"""What the forms about awarded costs take in."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf

from agency.cases.models import Claim
from portal.pay.schemas import AmountField

LONGEST = 200
_REQUIRED = {"required": _("Fill this in.")}
_LONG = _("This is too long.")


class WhySchema(Schema):
    """Why an award is taken back."""

    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE

    why = fields.String(
        required=True,
        validate=Length(min=1, max=1_000, error=_("Say in a few words why.")),
        error_messages=_REQUIRED,
    )


class LimitSchema(Schema):
    """Above which amount an award needs two people; empty where none does."""

    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE

    limit = AmountField("EUR", load_default=None)


def award_form(claims: Sequence[Claim], currency: str) -> Schema:
    """What a judgment says of costs, and on which of these claims."""
    form = Schema.from_dict(
        {
            "claim": fields.UUID(
                required=True,
                validate=OneOf([claim.id for claim in claims]),
                error_messages={"required": _("Choose what fits best.")},
            ),
            "court": fields.String(
                required=True,
                validate=Length(min=2, max=LONGEST, error=_LONG),
                error_messages=_REQUIRED,
            ),
            "judged_on": fields.Date(required=True, error_messages=_REQUIRED),
            "reference": fields.String(
                required=True, validate=Length(max=LONGEST, error=_LONG), error_messages=_REQUIRED
            ),
            "amount": AmountField(currency),
            "form_key": fields.UUID(required=True),
        }
    )
    return form(unknown=EXCLUDE)
