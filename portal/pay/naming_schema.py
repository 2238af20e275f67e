"""What a debtor types to name somebody who guarantees its plan."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Email, Equal, Length, OneOf, Regexp

from portal.i18n import LOCALES
from portal.pay.schemas import PlainForm
from portal.pay.wording import COMPANIES, GUARANTORS, RELATIONS

_MISSING = {"required": _("Fill this in.")}
_CHOOSE = _("Choose what fits best.")
_COMPANY = _("A company is a business. Choose that, or say below who this person is.")
_TICK = _("Ask this person first, and tick the box.")


class NamingSchema(PlainForm):
    """Whom the debtor names, once it has asked that person."""

    name = fields.String(
        required=True,
        validate=Length(max=200, error=_("This is too long.")),
        error_messages=_MISSING,
    )
    email = fields.String(
        required=True,
        validate=[
            Length(max=254, error=_("This is too long.")),
            Email(error=_("Write an e-mail address, such as name@example.com.")),
        ],
        error_messages=_MISSING,
    )
    kind = fields.String(
        required=True,
        validate=OneOf([*GUARANTORS], error=_CHOOSE),
        error_messages={"required": _CHOOSE},
    )
    relation = fields.String(
        required=True,
        validate=OneOf([*RELATIONS], error=_CHOOSE),
        error_messages={"required": _CHOOSE},
    )
    country = fields.String(
        required=True, validate=Regexp(r"[A-Z]{2}$", error=_CHOOSE), error_messages=_MISSING
    )
    locale = fields.String(
        required=True,
        validate=OneOf([*LOCALES], error=_CHOOSE),
        error_messages={"required": _CHOOSE},
    )
    asked = fields.Boolean(
        required=True, validate=Equal(True, error=_TICK), error_messages={"required": _TICK}
    )

    @validates_schema
    def must_fit(self, values: dict[str, Any], **_options: Any) -> None:
        """A company is no person; whoever is one may well sign for its business."""
        if values.get("kind") == "person" and values.get("relation") in COMPANIES:
            raise ValidationError(str(_COMPANY), "kind")
