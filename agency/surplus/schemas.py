"""What the forms about money that was paid too much take in."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, fields, post_load
from marshmallow.validate import Length, OneOf, Range

from agency.surplus.wording import CHANNELS
from portal.pay.surplus_schema import BACK

_REQUIRED = {"required": _("Fill this in.")}
_CHOOSE = {"required": _("Choose what fits best.")}
_LONG = _("This is too long.")


class _Form(Schema):
    class Meta:
        """Other fields do not matter."""

        unknown = EXCLUDE


class ChoiceSchema(_Form):
    """What the debtor wants, who said so and by what way."""

    answer = fields.String(required=True, error_messages=_CHOOSE)
    channel = fields.String(required=True, validate=OneOf([*CHANNELS]), error_messages=_CHOOSE)
    said_by = fields.String(
        required=True, validate=Length(max=200, error=_LONG), error_messages=_REQUIRED
    )
    note = fields.String(load_default="", validate=Length(max=500, error=_LONG))
    form_key = fields.UUID(required=True)

    @post_load
    def as_case(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """An answer is a case, or to have it back; anything else is no answer."""
        answer = values.pop("answer")
        return {**values, "to_case_id": None if answer == BACK else _key(answer)}


class UndoingSchema(_Form):
    """Why something is taken back."""

    text = fields.String(
        required=True,
        validate=Length(min=1, max=500, error=_("Say in a few words why.")),
        error_messages=_REQUIRED,
    )
    seen = fields.UUID(required=True)


class DaysSchema(_Form):
    """After how many days finance is reminded."""

    days = fields.Integer(
        required=True,
        strict=False,
        validate=Range(1, 90, error=_("Choose a number from 1 to 90.")),
        error_messages={**_REQUIRED, "invalid": _("Choose a number from 1 to 90.")},
    )


def _key(answer: str) -> UUID:
    """A key that stands for no case is answered as a case that is not there."""
    try:
        return UUID(answer)
    except ValueError:
        return UUID(int=0)
