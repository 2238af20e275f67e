"""Forms about people: what is read, and what is said when it cannot be."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validates_schema
from marshmallow.validate import Email, Length, OneOf

from portal.accounts.permissions import Role
from portal.i18n import OFFICE_LOCALES

_MISSING = lazy_gettext("Fill this in.")
_TOO_LONG = lazy_gettext("This is too long.")
NAME_LENGTH = 120
EMAIL_LENGTH = 254


def _text(longest: int, **options: Any) -> fields.String:
    return fields.String(
        required=True,
        validate=Length(min=1, max=longest, error=_TOO_LONG),
        error_messages={"required": _MISSING},
        **options,
    )


class _Form(Schema):
    """Texts without the blanks around them; passwords as they were typed."""

    @pre_load
    def strip(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {
            key: value.strip() if isinstance(value, str) and "password" not in key else value
            for key, value in values.items()
        }


class LoginSchema(_Form):
    email = _text(EMAIL_LENGTH)
    password = _text(1024)


class CodeSchema(_Form):
    code = _text(64)


class EmailSchema(_Form):
    email = fields.String(
        required=True,
        validate=[
            Length(max=EMAIL_LENGTH, error=_TOO_LONG),
            Email(error=lazy_gettext("Write an e-mail address, such as name@company.example.")),
        ],
        error_messages={"required": _MISSING},
    )


class NewPasswordSchema(_Form):
    password = _text(1024)
    password_again = _text(1024)

    @validates_schema(skip_on_field_errors=True)
    def must_agree(self, values: dict[str, Any], **_: Any) -> None:
        if values["password"] != values["password_again"]:
            raise ValidationError(
                lazy_gettext("The two passwords differ."), field_name="password_again"
            )


class ChangePasswordSchema(NewPasswordSchema):
    old_password = _text(1024)


class JoinSchema(NewPasswordSchema):
    name = _text(NAME_LENGTH)


class ProfileSchema(_Form):
    name = _text(NAME_LENGTH)
    locale = fields.String(load_default="", validate=OneOf(["", *OFFICE_LOCALES]))


class PasswordSchema(_Form):
    password = _text(1024)


class SwitchOffSchema(PasswordSchema):
    code = _text(64)


class ConfirmSchema(Schema):
    """A button without fields."""


class MembershipChoiceSchema(Schema):
    membership = fields.UUID(required=True, error_messages={"required": _MISSING})


class RoleSchema(Schema):
    role = fields.String(
        required=True,
        validate=OneOf(list(Role), error=lazy_gettext("Choose a role.")),
        error_messages={"required": lazy_gettext("Choose a role.")},
    )

    @post_load
    def as_role(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**values, "role": Role(values["role"])}


class InviteSchema(EmailSchema, RoleSchema):
    name = _text(NAME_LENGTH)
