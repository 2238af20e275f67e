"""What the pages of strategies take from forms."""

from typing import Any

from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from agency.clients.fields import Choice, Chosen, Country, Text, WholeNumber
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.strategy.kinds import STEP_NOTICES, By, Deed, Reach, Segment, Sender, Tone
from agency.strategy.ladder import MANAGER
from agency.strategy.services.releasing import LEAST_PERCENT, MOST_PERCENT
from agency.strategy.services.writing import Start
from agency.strategy.written import DAYS, MOST_OF_NAME, MOST_RANK, MOST_STEPS
from portal.money import MINOR_DIGITS, Money

LONGEST = 500
CURRENCIES = tuple(MINOR_DIGITS)


class PressedSchema(Schema):
    """A button was pressed; there is nothing to read."""


class StrategySchema(Schema):
    """Which cases a strategy is for."""

    name = Text(required=True, most=MOST_OF_NAME)
    rank = WholeNumber(least=1, most=MOST_RANK, required=True)
    currency = Choice(CURRENCIES, required=True)
    creditor = fields.UUID(load_default=None)
    countries = Chosen(Country(), load_default=list)
    debtor_kind = Choice(tuple(DebtorKind), load_default="")


class NewStrategySchema(StrategySchema):
    """A new strategy: also what its first version begins with."""

    key = fields.UUID(required=True)
    start = fields.Enum(Start, by_value=True, load_default=Start.HOUSE)


class StartSchema(Schema):
    """What a new version begins with."""

    start = fields.Enum(Start, by_value=True, load_default=Start.CHAMPION)


class NoteSchema(Schema):
    """What a version changes, and when a person decides after its end."""

    note = Text(load_default="", most=LONGEST)
    decide_days = WholeNumber(least=1, most=365, required=True)


class ChallengeSchema(Schema):
    """How many of a hundred new cases."""

    percent = WholeNumber(least=LEAST_PERCENT, most=MOST_PERCENT, required=True)


class PlaceSchema(Schema):
    """Where the steps of a place go."""

    place = WholeNumber(least=1, most=MOST_STEPS, required=True)
    to = WholeNumber(least=1, most=MOST_STEPS, required=True)


class ChangeoverSchema(Schema):
    """From which version, why, and where cases stand in the new one."""

    old = fields.UUID(required=True)
    why = Text(required=True, most=LONGEST)
    places = Chosen(fields.Integer(strict=False), required=True)
    undoes = fields.UUID(load_default=None)


class FromZero(fields.Field[int]):
    """An amount that may be nothing, in minor units of one currency."""

    def __init__(self, currency: str, **options: Any) -> None:
        super().__init__(**options)
        self.currency = currency

    def _deserialize(self, value: Any, *_args: Any, **_options: Any) -> int:
        try:
            amount = Money.parse(str(value)[:40], self.currency)
        except ValueError:
            raise ValidationError(
                _("Write the amount with its cents, such as 25.00 or 25,00.")
            ) from None
        if amount.minor < 0:
            raise ValidationError(_("Write an amount of zero or more."))
        return amount.minor


def step_form(currency: str) -> Schema:
    """The form of a step, with balances in the strategy's currency."""
    return StepSchema.from_dict(
        {
            "from_minor": FromZero(currency, load_default=0),
            "below_minor": FromZero(currency, load_default=None),
        }
    )(unknown=EXCLUDE)


class StepSchema(Schema):
    """A step; what belongs to notices alone counts for notices alone."""

    key = fields.UUID(load_default=None)
    seen = fields.String(load_default="")
    name = Text(required=True, most=MOST_OF_NAME)
    deed = Choice(tuple(Deed), required=True)
    notice_kind = Choice(STEP_NOTICES, load_default="")
    channel = Choice(tuple(By), load_default="")
    tone = Choice(tuple(Tone), load_default="")
    sender = Choice(tuple(Sender), load_default=Sender.AGENCY.value)
    approver = Choice((MANAGER,), load_default="")
    after_due_days = WholeNumber(least=0, most=DAYS, load_default=0)
    after_previous_days = WholeNumber(least=0, most=DAYS, load_default=0)
    countries = Chosen(Country(), load_default=list)
    debtor_kind = Choice(tuple(DebtorKind), load_default="")
    segments = Chosen(Choice(tuple(Segment)), load_default=list)
    reach = Choice(tuple(Reach), load_default="")
    from_age = WholeNumber(least=0, most=DAYS, load_default=0)
    below_age = WholeNumber(least=1, most=DAYS, load_default=None)

    @validates_schema
    def must_be_whole(self, values: dict[str, Any], **_options: Any) -> None:
        """A notice says which and how."""
        if values["deed"] != Deed.NOTICE:
            return
        missing = [name for name in ("notice_kind", "channel") if not values.get(name)]
        if missing:
            raise ValidationError({name: [_("Fill this in.")] for name in missing})


class ReasonSchema(Schema):
    """Why somebody departs from the procedure."""

    why = Text(required=True, most=LONGEST)


class LaterSchema(ReasonSchema):
    """Until when a step is put off."""

    on = fields.Date(load_default=None)


class AgainSchema(ReasonSchema):
    """Which step is done again."""

    step = fields.UUID(required=True)


class InsteadSchema(ReasonSchema):
    """What is done instead, or besides, and when."""

    deed = Choice((Deed.NOTICE, Deed.CALL, Deed.VISIT), required=True)
    notice_kind = Choice(("", *NoticeKind), load_default="")
    channel = Choice(tuple(By), load_default=By.BEST)
    tone = fields.Enum(Tone, by_value=True, load_default=Tone.NEUTRAL)
    on = fields.Date(load_default=None)

    @validates_schema
    def must_name_the_notice(self, values: dict[str, Any], **_options: Any) -> None:
        """A notice is of a kind; a call or visit is not."""
        if values.get("deed") == Deed.NOTICE and not values.get("notice_kind"):
            raise ValidationError(_("Choose which notice goes out."), "notice_kind")


class BatchSchema(Schema):
    """Which notices are made."""

    kind = Choice(tuple(NoticeKind), required=True)
