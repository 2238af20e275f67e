"""How far plans and settlements may go, as forms give it: to the agency and to the creditor alike."""

from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import OneOf, Range

from agency.plans.floors import why_not
from agency.plans.kinds import Beyond, Interest
from agency.plans.limits import Floor
from portal.i18n import said
from portal.money import Money
from portal.pay.schemas import AmountField, AmountOrNothing

CURRENCY = "EUR"
"""In other currencies the same number."""
FLOORS = (1, 2, 3, 4)
"""Rows of the form for what settles a case."""


class _TermsSchema(Schema):
    shortest = fields.Integer(required=True, strict=False, validate=Range(1, 60))
    longest = fields.Integer(required=True, strict=False, validate=Range(1, 60))
    smallest = AmountField(CURRENCY)
    first_percent = fields.Integer(required=True, strict=False, validate=Range(0, 90))
    interest = fields.String(load_default=Interest.RUNS, validate=OneOf(list(Interest)))
    grace_days = fields.Integer(required=True, strict=False, validate=Range(1, 30))
    beyond = fields.String(required=True, validate=OneOf(list(Beyond)))
    answer_days = fields.Integer(required=True, strict=False, validate=Range(2, 14))

    @validates_schema
    def must_fit(self, values: dict[str, Any], **_options: Any) -> None:
        """The longest term is not shorter than the shortest."""
        if values.get("longest", 60) < values.get("shortest", 1):
            raise ValidationError(_("This is less than the shortest."), "longest")

    @validates_schema
    def floors_must_fit(self, values: dict[str, Any], **_options: Any) -> None:
        """Each row has its share, and none stands in the way of another."""
        rows = _rows(values)
        for row in rows:
            if values[f"floor_percent_{row}"] is None:
                raise ValidationError(_("Give the least share, too."), f"floor_percent_{row}")
        if why := why_not([_floor(values, row) for row in rows]):
            raise ValidationError(said(why), f"floor_percent_{rows[0]}")


def terms_form() -> Schema:
    """The limits of an agreement, with some rows of what settles a case."""
    return _TermsSchema.from_dict(
        {
            f"floor_{name}_{row}": field
            for row in FLOORS
            for name, field in (
                ("age_days", _whole(0, 3650)),
                ("balance", AmountOrNothing(CURRENCY, load_default=None)),
                ("percent", _whole(1, 99)),
            )
        }
    )(unknown=EXCLUDE)


def terms_said(form: SimpleNamespace) -> dict[str, Any]:
    """A form as the columns of the limits."""
    values = vars(form)
    names = (
        "shortest", "longest", "first_percent", "interest", "grace_days", "beyond", "answer_days",
    )  # fmt: skip
    floors = sorted(
        (_floor(values, row) for row in _rows(values)),
        key=lambda floor: (floor.age_days, floor.balance.minor),
    )
    return {
        **{name: values[name] for name in names},
        "smallest_minor": values["smallest"].minor,
        "floors": [
            {
                "age_days": floor.age_days,
                "balance_minor": floor.balance.minor,
                "percent": floor.percent,
            }
            for floor in floors
        ],
    }


def _whole(least: int, most: int) -> fields.Integer:
    return fields.Integer(load_default=None, strict=False, validate=Range(least, most))


def _rows(values: dict[str, Any]) -> list[int]:
    """The rows in which something was written."""
    return [
        row
        for row in FLOORS
        if any(values[f"floor_{name}_{row}"] for name in ("age_days", "balance", "percent"))
    ]


def _floor(values: dict[str, Any], row: int) -> Floor:
    return Floor(
        values[f"floor_age_days_{row}"] or 0,
        values[f"floor_balance_{row}"] or Money.zero(CURRENCY),
        values[f"floor_percent_{row}"],
    )
