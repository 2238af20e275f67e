"""What the pages of contacts take from forms: what happened, and what was agreed in it."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates, validates_schema
from marshmallow.validate import Length, OneOf, Range

from agency.contacts.kinds import (
    NEEDS_RIGHT_PARTY,
    NOT_REACHED,
    RIGHT_PARTY,
    ContactKind,
    Direction,
    Outcome,
    Reason,
    Spoke,
)
from agency.law.vocabulary import Channel
from portal import clock
from portal.pay.schemas import AmountField

LONGEST = 2000
CHANNELS = [each.value for each in Channel if each is not Channel.SMS]
"""How a promise that stands alone can have been heard."""
FORMS = [each.value for each in ContactKind if each is not ContactKind.CALL]


class MaybeAmount(AmountField):
    """An amount, where one was agreed."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        self.required, self.load_default = False, None


def contact_form(kind: ContactKind, currency: str) -> Schema:
    """The form of a contact, with amounts in the case's currency."""
    base = CallSchema if kind is ContactKind.CALL else ContactSchema
    return base.from_dict({"amount": MaybeAmount(currency)})(unknown=EXCLUDE)


def promise_form(currency: str) -> Schema:
    """The form of a promise alone."""
    return _PromiseSchema.from_dict({"amount": AmountField(currency)})(unknown=EXCLUDE)


class ContactSchema(Schema):
    """What happened: who sought whom, with whom, what came of it."""

    form_key = fields.UUID(required=True)
    direction = fields.Enum(Direction, by_value=True, required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    spoke = fields.Enum(Spoke, by_value=True, load_default=None)
    spoke_name = fields.String(load_default="", validate=Length(max=200))
    reason = fields.Enum(Reason, by_value=True, load_default=None)
    note = fields.String(load_default="", validate=Length(max=LONGEST))
    at = fields.NaiveDateTime(format="iso", load_default=None)
    due_on = fields.Date(load_default=None)
    beyond_why = fields.String(load_default="", validate=Length(max=LONGEST))
    call_on = fields.Date(load_default=None)
    call_time = fields.Time(load_default=None)
    call_phone = fields.String(load_default="", validate=Length(max=40))
    objection = fields.String(load_default="", validate=Length(max=LONGEST))

    @validates("at")
    def is_past(self, value: datetime | None, **_options: Any) -> None:
        """Only what happened is logged; a day off the clock is seen by any zone."""
        if value is not None and value.date() > clock.today():
            raise ValidationError(_("This time is still to come."))

    @validates_schema
    def must_be_whole(self, values: dict[str, Any], **_options: Any) -> None:
        """Each outcome asks for its own facts."""
        wanted: dict[Outcome, tuple[str, ...]] = {
            Outcome.PROMISE: ("amount", "due_on"),
            Outcome.CALLBACK: ("call_on", "call_time"),
            Outcome.DISPUTE: ("objection",),
        }
        missing = [name for name in wanted.get(values["outcome"], ()) if not values.get(name)]
        if missing:
            raise ValidationError({name: [_("Fill this in.")] for name in missing})

    @validates_schema
    def must_fit(self, values: dict[str, Any], **_options: Any) -> None:
        """With whom one spoke and what came of it agree."""
        outcome, spoke = values["outcome"], values.get("spoke")
        if outcome in NOT_REACHED:
            if spoke in RIGHT_PARTY:
                raise ValidationError(_("Then the debtor was reached. Choose another."), "outcome")
            return
        if spoke is None:
            raise ValidationError(_("Choose with whom."), "spoke")
        if spoke is Spoke.NOBODY:
            raise ValidationError(_("Nobody can have said this."), "spoke")
        if outcome in NEEDS_RIGHT_PARTY and spoke not in RIGHT_PARTY:
            raise ValidationError(
                _("Only the debtor can say this, or somebody who may speak for it."), "spoke"
            )


class CallSchema(ContactSchema):
    """A call: also which number, and which wish to be called it answers."""

    phone = fields.String(load_default="", validate=Length(max=40))
    callback = fields.UUID(load_default=None)
    asked = fields.UUID(load_default=None)


class _PromiseSchema(Schema):
    due_on = fields.Date(required=True)
    channel = fields.String(required=True, validate=OneOf(CHANNELS))
    beyond_why = fields.String(load_default="", validate=Length(max=LONGEST))


class CallbackSchema(Schema):
    """When somebody wants to be called, who, and at what number."""

    call_on = fields.Date(required=True)
    call_time = fields.Time(required=True)
    asked_by = fields.String(required=True, validate=Length(min=2, max=200))
    phone = fields.String(required=True, validate=Length(min=5, max=40))
    note = fields.String(load_default="", validate=Length(max=LONGEST))

    @validates("call_on")
    def is_ahead(self, value: date, **_options: Any) -> None:
        """Nobody is called yesterday."""
        if value < clock.today():
            raise ValidationError(_("Choose today or a day after."))


class EndSchema(Schema):
    """Why a promise no longer holds."""

    why = fields.String(required=True, validate=Length(min=2, max=LONGEST))


class LimitsSchema(Schema):
    """How far collectors may go."""

    days = fields.Integer(required=True, strict=False, validate=Range(1, 90))
    percent = fields.Integer(required=True, strict=False, validate=Range(1, 100))
