"""What the pages of notes take from forms."""

from marshmallow import Schema, fields
from marshmallow.validate import Length

LONGEST = 4000


class NoteSchema(Schema):
    """A note."""

    form_key = fields.UUID(required=True)
    note = fields.String(required=True, validate=Length(min=1, max=LONGEST))
    pinned = fields.Boolean(load_default=False)


class WithdrawalSchema(Schema):
    """Why a note holds no more."""

    why = fields.String(required=True, validate=Length(min=3, max=1000))
