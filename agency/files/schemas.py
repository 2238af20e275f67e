"""What the pages of files take from forms."""

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length

LONGEST = 200


class FileSchema(Schema):
    """What a file is, and whether the creditor may read it."""

    class Meta:
        """What the form does not name does not matter."""

        unknown = EXCLUDE

    form_key = fields.UUID(required=True)
    about = fields.String(required=True, validate=Length(min=2, max=LONGEST))
    shared = fields.Boolean(load_default=False)
