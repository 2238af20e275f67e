"""What the pages of messages take from forms."""

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Email, Length, OneOf, Range, Regexp

from agency.cases.models import Party
from agency.messages.kinds import ON_PAGE

LONGEST = 20_000
LONGEST_TEXT = 480
"""Characters that a collector writes in a text message; three to four of what a gateway counts as one."""
SIDES = {"debtor": Party.DEBTOR, "creditor": Party.CREDITOR}


class _Form(Schema):
    class Meta:
        """What the form does not name does not matter."""

        unknown = EXCLUDE


def _address(to: str) -> None:
    if to != ON_PAGE:
        Email()(to)


class WriteSchema(_Form):
    """An e-mail, or an answer on the debtor's page: to whom, about what, and its words."""

    form_key = fields.UUID(required=True)
    to = fields.String(required=True, validate=_address)
    subject = fields.String(required=True, validate=Length(min=1, max=300))
    text = fields.String(required=True, validate=Length(min=1, max=LONGEST))
    begins_with = fields.UUID(load_default=None)


class SettleSchema(_Form):
    """Why a message needs no answer, or the contact in which it was dealt with."""

    contact = fields.UUID(load_default=None)
    why = fields.String(load_default="", validate=Length(max=1000))
    try_again = fields.Boolean(load_default=False)

    @validates_schema
    def must_say(self, values: dict[str, object], **_options: object) -> None:
        """One of the two."""
        if not values.get("contact") and len(str(values.get("why", "")).strip()) < 3:
            raise ValidationError(_("Write why, in a few words."), "why")


class AssignSchema(_Form):
    """Who of a case wrote it."""

    party = fields.String(required=True, validate=OneOf([*SIDES]))


class DropSchema(_Form):
    """Why a message belongs to no case."""

    why = fields.String(required=True, validate=Length(min=3, max=1000))


class MailboxSchema(_Form):
    """Where the agency's mail is picked up. Left empty, the password stays as it is."""

    host = fields.String(required=True, validate=[Length(max=200), Regexp(r"[A-Za-z0-9.-]+$")])
    port = fields.Integer(required=True, strict=False, validate=Range(1, 65535))
    user_name = fields.String(required=True, validate=Length(max=200))
    password = fields.String(load_default="", validate=Length(max=500))
    folder = fields.String(load_default="INBOX", validate=Length(max=200))


class SettingsSchema(_Form):
    """How soon messages are answered."""

    answer_days = fields.Integer(required=True, strict=False, validate=Range(1, 20))


class TextSchema(_Form):
    """A text message: to which number, and its words."""

    form_key = fields.UUID(required=True)
    to = fields.String(required=True, validate=Length(max=20))
    text = fields.String(required=True, validate=Length(min=1, max=LONGEST_TEXT))
    begins_with = fields.UUID(load_default=None)


class TextGatewaySchema(_Form):
    """Who carries text messages. Left empty, the token stays as it is."""

    url = fields.URL(required=True, schemes={"https"}, validate=Length(max=500))
    token = fields.String(load_default="", validate=[Length(max=2000), Regexp(r"[\x21-\x7e]*$")])
    sender = fields.String(
        required=True, validate=Regexp(r"(\+?[0-9]{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$")
    )


class IncomingTextSchema(_Form):
    """A text message as the gateway brings it."""

    id = fields.String(required=True, validate=Length(min=1, max=200))
    sender = fields.String(required=True, data_key="from", validate=Length(min=1, max=50))
    to = fields.String(load_default="", validate=Length(max=50))
    text = fields.String(load_default="", validate=Length(max=LONGEST))


class DeliverySchema(_Form):
    """What became of a text message of ours, by the id that the gateway gave it."""

    id = fields.String(required=True, validate=Length(min=1, max=200))
    status = fields.String(required=True, validate=OneOf(["sent", "delivered", "failed"]))
