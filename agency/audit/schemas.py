"""What the audit trail can be asked for."""

import uuid
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import Schema, ValidationError, fields, validates
from marshmallow.validate import Length

from agency.audit.queries import WORDS


class TrailSchema(Schema):
    """All of it optional; it stands in the address."""

    kind = fields.String(load_default=None, validate=Length(max=80))
    who = fields.String(load_default=None)
    about = fields.UUID(load_default=None)
    since = fields.Date(load_default=None)
    until = fields.Date(load_default=None)

    @validates("who")
    def must_be_somebody(self, value: str | None, **_: Any) -> None:
        if value is None or value in WORDS:
            return
        try:
            uuid.UUID(value)
        except ValueError:
            raise ValidationError(str(lazy_gettext("Choose somebody from the list."))) from None
