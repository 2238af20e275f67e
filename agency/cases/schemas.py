"""What the case pages take from forms and addresses."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates
from marshmallow.validate import Length, OneOf

from agency.cases.models import HoldReason
from agency.cases.worklist import Tab, Wanted
from agency.law.vocabulary import DebtorKind
from portal import clock
from portal.accounts.models import Membership
from portal.errors import NotFound

LONGEST = 4000
_TEXT = Length(min=1, max=LONGEST)


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


class QuestionSchema(Schema):
    """What the agency asks the creditor."""

    question = fields.String(required=True, validate=_TEXT)


class RefusalSchema(Schema):
    """Why claims are turned down."""

    reason = fields.String(required=True, validate=_TEXT)


class AnswerSchema(Schema):
    """How a debtor's request was dealt with, and whether the case goes on."""

    answer = fields.String(required=True, validate=_TEXT)
    lift_hold = fields.Boolean(load_default=False)


class HoldSchema(Schema):
    """Why a case rests, and until when nobody needs to look at it."""

    reason = fields.Enum(HoldReason, by_value=True, required=True)
    text = fields.String(load_default="", validate=Length(max=LONGEST))
    until = fields.Date(required=True)

    @validates("until")
    def must_be_ahead(self, value: date, **_kwargs: Any) -> None:
        if value <= clock.today():
            raise ValidationError(str(_("Choose a day after today.")))


class ClosureSchema(Schema):
    """Why the creditor withdraws."""

    text = fields.String(load_default="", validate=Length(max=LONGEST))


class ReopeningSchema(Schema):
    """Why a closed case is worked again."""

    why = fields.String(required=True, validate=_TEXT)


class AssignmentSchema(Schema):
    """Who gets the case; nobody where it is left out."""

    collector = fields.UUID(load_default=None)


class ListSchema(Schema):
    """The filters of a list, as they stand in its address."""

    tab = fields.Enum(Tab, by_value=True, load_default=Tab.AGENCY)
    creditor = fields.UUID(load_default=None)
    kind = fields.String(load_default=None, validate=OneOf([*DebtorKind]))
    collector = fields.String(load_default=None, validate=OneOf(["me", "nobody"]))


def wanted(arguments: Mapping[str, str], me: Membership | None) -> Wanted:
    """The list that an address asks for; NotFound when it asks for none that there is."""
    given = {name: value for name, value in arguments.items() if value}
    try:
        asked = ListSchema(unknown=EXCLUDE).load(given)
    except ValidationError:
        raise NotFound from None
    return Wanted(
        tab=asked["tab"],
        creditor_id=asked["creditor"],
        debtor_kind=asked["kind"],
        collector_id=me.id if me and asked["collector"] == "me" else None,
        unassigned=asked["collector"] == "nobody",
    )
