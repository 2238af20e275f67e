"""What the forms about evidence take in."""

from marshmallow import Schema, fields

from creditor.evidence.models import EvidenceKind


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


class DocumentSchema(Schema):
    """What a document proves."""

    kind = fields.Enum(EvidenceKind, by_value=True, required=True)


class ShownSchema(Schema):
    """Whether the debtor may see a document."""

    shown = fields.Boolean(load_default=False)
