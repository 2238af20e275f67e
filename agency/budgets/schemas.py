"""What the pages about income and outgo take from forms."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, OneOf, Range

from agency.budgets.bearable import Every, monthly
from agency.budgets.categories import Categories
from agency.compliance.kinds import Source
from portal.money import Money
from portal.pay.schemas import AmountOrNothing

_WAYS = [Source.PHONE, Source.EMAIL, Source.LETTER, Source.VISIT]


class _StatedSchema(Schema):
    consented = fields.Boolean(required=True, validate=OneOf([True]))
    name = fields.String(required=True, validate=Length(min=2, max=200))
    source = fields.String(required=True, validate=OneOf(_WAYS))
    stated_on = fields.Date(required=True)
    adults = fields.Integer(required=True, strict=False, validate=Range(1, 20))
    children = fields.Integer(load_default=0, strict=False, validate=Range(0, 30))
    income_every = fields.String(load_default=Every.MONTH, validate=OneOf(list(Every)))
    outgo_every = fields.String(load_default=Every.MONTH, validate=OneOf(list(Every)))
    is_shared = fields.Boolean(load_default=False)


class RevocationSchema(Schema):
    """By what way it was heard that the consent is taken back."""

    source = fields.String(required=True, validate=OneOf(_WAYS))


class ShareSchema(Schema):
    """The share of what is left over that goes to debts."""

    percent = fields.Integer(required=True, strict=False, validate=Range(0, 100))


def budget_form(asked: Categories, currency: str) -> Schema:
    """A statement of the categories that are asked for."""
    amounts: dict[str, fields.Field[Any]] = {
        f"amount_{code}": AmountOrNothing(currency, load_default=None) for code in asked.all
    }
    return _StatedSchema.from_dict(amounts)(unknown=EXCLUDE)


def lines_in(form: SimpleNamespace, asked: Categories) -> Mapping[str, Money]:
    """The monthly amounts that a form holds, by category."""
    values = vars(form)
    return {
        code: monthly(
            amount,
            Every(form.income_every if code in asked.income else form.outgo_every),
        )
        for code in asked.all
        if (amount := values[f"amount_{code}"]) is not None
    }
