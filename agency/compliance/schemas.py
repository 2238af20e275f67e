"""What the pages about contact take from forms: each kind of declaration asks for its own facts."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from marshmallow import (
    EXCLUDE,
    Schema,
    ValidationError,
    fields,
    pre_load,
    validates,
    validates_schema,
)
from marshmallow.validate import Length, OneOf, Range

from agency.compliance.kinds import Basis, DeclarationKind, Source
from agency.law.vocabulary import Channel
from portal import clock
from portal.i18n import LOCALES

LONGEST = 1000
WINDOW_LINES = 5
HEARD = [each for each in Source if each is not Source.PORTAL]
"""What staff may name as a source; the debtor's page names itself."""
_K = DeclarationKind
_CHANNEL = OneOf([*Channel])


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


class HoldSchema(Schema):
    """Why nothing of a debtor may be erased."""

    reason = fields.String(required=True, validate=Length(min=3, max=LONGEST))


class DeclarationSchema(Schema):
    """What every declaration says: how we learned of it, and when."""

    class Meta:
        """What the form does not name does not matter."""

        unknown = EXCLUDE

    source = fields.Enum(Source, by_value=True, required=True, validate=OneOf(HEARD))
    declared_on = fields.Date(required=True)

    @validates("declared_on")
    def is_past(self, value: date, **_options: Any) -> None:
        """Nobody declares anything tomorrow."""
        if value > clock.today():
            raise ValidationError(_("Choose today or a day before."))


class ChannelForm(DeclarationSchema):
    """A channel that is wanted or not."""

    channel = fields.String(required=True, validate=_CHANNEL)


class NoteForm(DeclarationSchema):
    """Nothing but an optional note."""

    text = fields.String(load_default="", validate=Length(max=LONGEST))


class AgentForm(DeclarationSchema):
    """Somebody to turn to instead."""

    name = fields.String(required=True, validate=Length(min=2, max=200))
    address = fields.String(load_default="", validate=Length(max=LONGEST))


class LawyerForm(AgentForm):
    """The lawyer, and where letters about the debtor go from now on."""

    address = fields.String(load_default="", validate=Length(max=LONGEST))
    email = fields.Email(load_default="", validate=Length(max=254))

    @pre_load
    def no_address_is_none(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A field that was left empty says nothing."""
        return {name: value for name, value in values.items() if name != "email" or value.strip()}

    @validates("address")
    def fits_a_window(self, value: str, **_options: Any) -> None:
        """The window of an envelope shows the name and five lines more."""
        if len([line for line in value.splitlines() if line.strip()]) > WINDOW_LINES:
            raise ValidationError(_("Write the address in five lines at most."))


class OptionalAgentForm(AgentForm):
    """Somebody to turn to, where we know of one."""

    name = fields.String(load_default="", validate=Length(max=200))


class TermForm(OptionalAgentForm):
    """Somebody who helps, and until when."""

    until_on = fields.Date(load_default=None)

    @validates("until_on")
    def is_ahead(self, value: date | None, **_options: Any) -> None:
        """What ended before today shuts nothing."""
        if value is not None and value < clock.today():
            raise ValidationError(_("Choose today or a day after."))


class BreathingForm(TermForm):
    """A rest that the law gives until a day."""

    until_on = fields.Date(required=True)


class HoursForm(DeclarationSchema):
    """Hours of some days."""

    days = fields.List(fields.Integer(validate=Range(0, 6)), load_default=list)
    from_hour = fields.Integer(required=True, validate=Range(0, 23))
    before_hour = fields.Integer(required=True, validate=Range(1, 24))

    @pre_load
    def one_day_is_a_list(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form with one box ticked sends it bare."""
        days = values.get("days", [])
        return {**values, "days": days if isinstance(days, list) else [days]}

    @validates_schema
    def in_order(self, values: dict[str, Any], **_options: Any) -> None:
        """An evening that goes on after midnight is two declarations."""
        if values.get("from_hour", 0) >= values.get("before_hour", 24):
            raise ValidationError(_("Choose a later hour than the first."), "before_hour")


class CareForm(DeclarationSchema):
    """What we adapt, and why we may know."""

    basis = fields.String(required=True, validate=OneOf([*Basis]))
    text = fields.String(required=True, validate=Length(min=3, max=LONGEST))


class LanguageForm(DeclarationSchema):
    """A language that the portal writes."""

    locale = fields.String(required=True, validate=OneOf([*LOCALES]))


FORMS: dict[DeclarationKind, type[DeclarationSchema]] = {
    _K.OPT_OUT: ChannelForm,
    _K.CONSENT: ChannelForm,
    _K.CEASE: NoteForm,
    _K.REPRESENTED: LawyerForm,
    _K.DEBT_MEDIATION: TermForm,
    _K.BREATHING_SPACE: BreathingForm,
    _K.INCONVENIENT: HoursForm,
    _K.VULNERABLE: CareForm,
    _K.LANGUAGE: LanguageForm,
    _K.PREFERRED_CHANNEL: ChannelForm,
    _K.DECEASED: OptionalAgentForm,
    _K.INSOLVENT: OptionalAgentForm,
}
"""What is asked for each kind."""


class RevocationSchema(Schema):
    """How we learned that it no longer holds."""

    source = fields.Enum(Source, by_value=True, required=True, validate=OneOf(HEARD))
    text = fields.String(load_default="", validate=Length(max=LONGEST))
