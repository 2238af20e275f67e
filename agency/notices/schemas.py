"""What the pages of notices take from forms and addresses."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates
from marshmallow.validate import Equal, Length, OneOf, Range, Regexp

from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.labels import CHANNELS
from agency.notices.media import Medium
from agency.notices.models import NoticeState, ReprintReason, ReprintWay, ReturnCause
from agency.notices.own_text import LONGEST as LONGEST_BODY
from agency.notices.own_text import LONGEST_SUBJECT, faults
from agency.notices.queries import Chosen
from agency.notices.senders import Sender
from agency.notices.services.batches import Rule
from agency.notices.tones import Tone
from portal import clock
from portal.i18n import LOCALES, said

LONGEST = 2000
FURTHEST = timedelta(days=90)
_REASON = Length(min=1, max=LONGEST)

_LINE = Length(min=2, max=120)


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


class ReprintSchema(Schema):
    """Why a copy of a letter is made, and how it goes."""

    form_key = fields.UUID(required=True)
    reason = fields.Enum(ReprintReason, by_value=True, required=True)
    way = fields.Enum(ReprintWay, by_value=True, required=True)


class WithdrawalSchema(Schema):
    """Why a notice is taken back."""

    reason = fields.String(required=True, validate=_REASON)


class ReturnSchema(Schema):
    """A letter that came back: the number on it, why, and when."""

    reference = fields.String(required=True, validate=Length(max=40))
    cause = fields.Enum(ReturnCause, by_value=True, required=True)
    on = fields.Date(required=True)

    @validates("on")
    def must_be_past(self, value: date, **_kwargs: Any) -> None:
        if value > clock.today():
            raise ValidationError(str(_("Choose today or a day before.")))


class AddressSchema(Schema):
    """Where a debtor is, in its own country."""

    street = fields.String(required=True, validate=_LINE)
    postcode = fields.String(load_default="", validate=Length(max=20))
    city = fields.String(required=True, validate=_LINE)


class ReleaseSchema(Schema):
    """The file that the lawyer read."""

    sha256 = fields.String(required=True, validate=Length(equal=64))


class RefusalSchema(ReleaseSchema):
    """The same, and what should change."""

    reason = fields.String(required=True, validate=_REASON)


class NewBatchSchema(Schema):
    """Which cases are written to by hand, and how."""

    title = fields.String(load_default="", validate=Length(max=120))
    kind = fields.Enum(NoticeKind, by_value=True, load_default=None)
    tone = fields.Enum(Tone, by_value=True, load_default=Tone.NEUTRAL)
    channel = fields.String(load_default="", validate=OneOf(["", *CHANNELS]))


class ChosenSchema(Schema):
    """The cases that an address or a form asks for."""

    creditor = fields.UUID(load_default=None)
    debtor = fields.String(load_default="", validate=OneOf(["", *DebtorKind]))
    country = fields.String(load_default="", validate=Regexp(r"[A-Z]{2}|"))


class PullSchema(ChosenSchema):
    """Which letters of a batch are taken out, and why."""

    under = fields.Decimal(load_default=None, places=2, validate=Range(min=0, max=10**9))
    kind = fields.String(load_default="", validate=OneOf(["", *NoticeKind]))
    waits = fields.Boolean(load_default=False)
    reason = fields.String(required=True, validate=_REASON)


class SealSchema(Schema):
    """The files that somebody looked at, by the seal over them all."""

    seal = fields.String(required=True, validate=Length(equal=64))
    looked = fields.Boolean(
        required=True, validate=Equal(True, error=_("Look through them first."))
    )


class PlaceSchema(Schema):
    """For which notices a text is written."""

    kind = fields.Enum(NoticeKind, by_value=True, required=True)
    tone = fields.Enum(Tone, by_value=True, load_default=Tone.NEUTRAL)
    locale = fields.String(required=True, validate=OneOf([*LOCALES]))
    law_firm_id = fields.UUID(load_default=None)
    medium = fields.Enum(Medium, by_value=True, load_default=Medium.LETTER)


class BodySchema(Schema):
    """A text as it was written; what is wrong with it is said with its line."""

    body = fields.String(required=True, validate=Length(max=LONGEST_BODY))

    @validates("body")
    def body_must_read(self, value: str, **_kwargs: Any) -> None:
        _must_read(value)


class TextSchema(BodySchema):
    """The same with a subject."""

    subject = fields.String(required=True, validate=Length(max=LONGEST_SUBJECT))

    @validates("subject")
    def subject_must_read(self, value: str, **_kwargs: Any) -> None:
        _must_read(value)


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


def _must_read(source: str) -> None:
    if found := faults(source):
        raise ValidationError([said(fault) for fault in found])


def chosen_in(values: Mapping[str, str]) -> Chosen:
    """The cases that an address or a form asks for; all of them where it makes no sense."""
    try:
        found = ChosenSchema(unknown=EXCLUDE).load({k: v for k, v in values.items() if v})
    except ValidationError:
        return Chosen()
    return Chosen(
        creditor_id=found["creditor"], debtor_kind=found["debtor"], country=found["country"]
    )


def rule_of(form: Any) -> Rule:
    """The rule that a form asks for; a sum is in whole units of each letter's own currency."""
    return Rule(
        under=int(form.under * 100) if form.under is not None else None,
        country=form.country,
        creditor_id=form.creditor,
        debtor_kind=form.debtor,
        kind=form.kind,
        waits=form.waits,
    )


def state_in(text: str) -> NoticeState | None:
    """The state that an address asks for, if there is such a one."""
    return NoticeState(text) if text in set(NoticeState) else None


def sender_in(text: str) -> Sender | None:
    """The sender that an address asks for, if there is such a one."""
    return Sender(text) if text in set(Sender) else None


def id_in(text: str) -> uuid.UUID | None:
    """The record that an address names, if it is the form of one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
