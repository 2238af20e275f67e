"""What the pages of notices take from forms and addresses."""

import uuid
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, validates
from marshmallow.validate import Length, OneOf

from agency.law.vocabulary import NoticeKind
from agency.notices.labels import CHANNELS
from agency.notices.models import NoticeState
from portal import clock

LONGEST = 2000
FURTHEST = timedelta(days=90)
_REASON = Length(min=1, max=LONGEST)


class ChangeSchema(Schema):
    """How a notice goes out: the channel, the language and until when to pay."""

    channel = fields.String(required=True, validate=OneOf([*CHANNELS]))
    locale = fields.String(required=True, validate=Length(min=2, max=8))
    due_on = fields.Date(load_default=None)

    @validates("due_on")
    def must_give_time(self, value: date | None, **_kwargs: Any) -> None:
        if value is None:
            return
        if value <= clock.today():
            raise ValidationError(str(_("Choose a day after today.")))
        if value > clock.today() + FURTHEST:
            raise ValidationError(str(_("Choose a day within three months.")))


class PrepareSchema(ChangeSchema):
    """What the office decides of a new notice."""

    kind = fields.Enum(NoticeKind, by_value=True, required=True)
    lawyer_id = fields.UUID(load_default=None)
    known_only = fields.Boolean(load_default=False)


class WithdrawalSchema(Schema):
    """Why a notice is taken back."""

    reason = fields.String(required=True, validate=_REASON)


class ReleaseSchema(Schema):
    """The file that the lawyer read."""

    sha256 = fields.String(required=True, validate=Length(equal=64))


class RefusalSchema(ReleaseSchema):
    """The same, and what should change."""

    reason = fields.String(required=True, validate=_REASON)


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


def state_in(text: str) -> NoticeState | None:
    """The state that an address asks for, if there is such a one."""
    return NoticeState(text) if text in set(NoticeState) else None


def id_in(text: str) -> uuid.UUID | None:
    """The record that an address names, if it is the form of one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
