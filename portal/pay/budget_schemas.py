"""What debtors type about income and outgo."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, fields
from marshmallow.validate import Equal, Length, Range

from portal.pay.budgets import BudgetView
from portal.pay.schemas import AmountOrNothing, PlainForm

_MISSING = _("Fill this in.")
_NUMBER = _("Write a whole number.")


def _count(least: int, most: int, otherwise: int) -> fields.Integer:
    return fields.Integer(
        load_default=otherwise,
        strict=False,
        validate=Range(least, most, error=_NUMBER),
        error_messages={"invalid": _NUMBER},
    )


class _Budget(PlainForm):
    name = fields.String(
        required=True,
        validate=Length(min=2, max=200, error=_MISSING),
        error_messages={"required": _MISSING},
    )
    agree = fields.String(
        required=True,
        validate=Equal("true"),
        error_messages={"required": _("Tick this box if you agree.")},
    )
    is_shared = fields.Boolean(load_default=False)
    adults = _count(1, 20, 1)
    children = _count(0, 30, 0)


def budget_form(asked: BudgetView) -> Schema:
    """A statement of what is asked, agreed to."""
    amounts: dict[str, fields.Field[Any]] = {
        f"amount_{line.code}": AmountOrNothing(asked.currency, load_default=None)
        for line in asked.lines
    }
    return _Budget.from_dict(amounts)()
