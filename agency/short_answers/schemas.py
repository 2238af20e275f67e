"""What the pages of short answers take from forms."""

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, OneOf

from agency.short_answers.filling import fault
from portal.i18n import LOCALES

LONGEST, LONGEST_TITLE = 4000, 80


def _can_be_filled(text: str) -> None:
    if found := fault(text):
        raise ValidationError(found)


class ShortAnswerSchema(Schema):
    """A short answer: its language, its name in the list, and its words."""

    locale = fields.String(required=True, validate=OneOf([*LOCALES]))
    title = fields.String(required=True, validate=Length(min=1, max=LONGEST_TITLE))
    text = fields.String(required=True, validate=[Length(min=1, max=LONGEST), _can_be_filled])
