"""What is typed to ask somebody for a guarantee."""

from flask_babel import lazy_gettext as _
from marshmallow import fields
from marshmallow.validate import Email, Length, OneOf

from agency.law.vocabulary import DebtorKind
from portal.i18n import LOCALES
from portal.pay.schemas import PlainForm

_MISSING = {"required": _("Fill this in.")}
_CHOOSE = _("Choose what fits best.")


class GuarantorSchema(PlainForm):
    """Who is asked, and whether the plan waits for it."""

    name = fields.String(
        required=True,
        validate=Length(max=200, error=_("This is too long.")),
        error_messages=_MISSING,
    )
    kind = fields.Enum(DebtorKind, by_value=True, required=True, error_messages=_MISSING)
    email = fields.String(
        required=True,
        validate=Email(error=_("Write an e-mail address, such as name@example.com.")),
        error_messages=_MISSING,
    )
    country = fields.String(
        required=True, validate=Length(equal=2, error=_CHOOSE), error_messages=_MISSING
    )
    locale = fields.String(required=True, validate=OneOf([*LOCALES], error=_CHOOSE))
    is_condition = fields.Boolean(load_default=False)
