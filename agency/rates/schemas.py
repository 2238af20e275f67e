"""What the form of a rate takes in."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validates
from marshmallow.validate import Length, OneOf, Range

from agency.rates.periods import Named
from portal import clock


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


def rate_form(known: dict[str, Named]) -> Schema:
    """A published rate, one of those that are known by name."""
    form = _RateSchema.from_dict(
        {"rate": fields.String(required=True, validate=OneOf(list(known)))}
    )
    return form(unknown=EXCLUDE)


class _RateSchema(Schema):
    valid_from = fields.Date(required=True)
    percent = fields.Decimal(required=True, validate=Range(Decimal(0), Decimal(100)))
    source = fields.String(required=True, validate=Length(min=5, max=500))
    read_on = fields.Date(required=True)

    @pre_load
    def with_a_point(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """A rate may be typed with a comma and its sign."""
        typed = str(values.get("percent", "")).replace(",", ".").replace("%", "").strip()
        return {**values, "percent": typed} if typed else values

    @validates("read_on")
    def must_be_past(self, value: date, **_kwargs: Any) -> None:
        if value > clock.today():
            raise ValidationError(str(_("Nobody has read it in the future.")))
