"""What the worklist takes from addresses and forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import (
    EXCLUDE,
    Schema,
    ValidationError,
    fields,
    post_load,
    pre_load,
    validates_schema,
)
from marshmallow.validate import OneOf, Range

from agency.contacts.schemas import MaybeAmount
from agency.law.vocabulary import DebtorKind
from agency.strategy.kinds import Level, Segment
from agency.worklist.overview import ALL, MINE, OWN
from agency.worklist.ranks import ON_THE_LIST, Rank
from portal.errors import NotFound
from portal.i18n import LOCALES
from portal.money import MINOR_DIGITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks of the list. `calls` is empty where the hour decides."""

    whose: str = MINE
    what: str = ""
    segment: str = ""
    currency: str = ""
    calls: str = ""
    after: str = ""

    @property
    def rank(self) -> Rank | None:
        """The kind of task, where one is asked for."""
        return Rank(int(self.what)) if self.what else None

    def calls_only(self, is_peak: bool) -> bool:
        """Whether calls alone are shown: as somebody chose, or else in peak hours."""
        return self.calls == "yes" or (is_peak and self.calls != "no")

    def address(self, after: str = "") -> dict[str, Any]:
        """The same as arguments of an address."""
        given = {
            "whose": self.whose,
            "what": self.what,
            "segment": self.segment,
            "currency": self.currency,
            "calls": self.calls,
            "after": after,
        }
        return {name: value for name, value in given.items() if value}


_KNOWN = {
    "whose": {MINE, OWN, ALL},
    "what": {"", *(str(int(rank)) for rank in ON_THE_LIST)},
    "segment": {"", *Segment},
    "currency": {"", *MINOR_DIGITS},
    "calls": {"", "yes", "no"},
}


def asked_for(arguments: Mapping[str, str]) -> Asked:
    """What an address asks for; anything that there is not is no page."""
    given = {name: arguments.get(name, "") for name in _KNOWN}
    if any(value not in _KNOWN[name] for name, value in given.items()):
        raise NotFound
    return Asked(**given, after=arguments.get("after", ""))


class PeakHoursSchema(Schema):
    """The days and hours of nothing but calls."""

    days = fields.List(fields.Integer(validate=Range(0, 6)), load_default=list)
    from_hour = fields.Integer(required=True, validate=Range(0, 23))
    before_hour = fields.Integer(required=True, validate=Range(1, 24))

    @pre_load
    def one_day_is_a_list(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form with one box ticked sends it bare."""
        return _as_lists(values, "days")

    @validates_schema
    def must_end_after_they_begin(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["from_hour"] >= values["before_hour"]:
            raise ValidationError(str(_("They end after they begin.")), "before_hour")


class ConfirmSchema(Schema):
    """A button was pressed; there is nothing to read."""


class ProfileSchema(Schema):
    """What a collector can and carries, and when they are away."""

    level = fields.Enum(Level, by_value=True, required=True)
    languages = fields.List(fields.String(validate=OneOf(LOCALES)), load_default=list)
    capacity = fields.Integer(load_default=0, validate=Range(0, 100_000))
    absent_from = fields.Date(load_default=None)
    absent_until = fields.Date(load_default=None)
    stand_in = fields.UUID(load_default=None)

    @pre_load
    def one_language_is_a_list(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form with one box ticked sends it bare."""
        return _as_lists(values, "languages")

    @validates_schema
    def must_be_whole(self, values: dict[str, Any], **_options: Any) -> None:
        first, last = values["absent_from"], values["absent_until"]
        if (first is None) is not (last is None):
            raise ValidationError(str(_("Name the first and the last day.")), "absent_until")
        if first and last and first > last:
            raise ValidationError(str(_("It ends after it begins.")), "absent_until")


class HandOverSchema(Schema):
    """To whom all cases of a collector go; to nobody when empty."""

    taker = fields.UUID(load_default=None)


class _RuleSchema(Schema):
    rank = fields.Integer(load_default=100, validate=Range(1, 1000))
    creditor = fields.UUID(load_default=None)
    countries = fields.String(load_default="")
    languages = fields.List(fields.String(validate=OneOf(LOCALES)), load_default=list)
    segments = fields.List(fields.String(validate=OneOf([*Segment])), load_default=list)
    debtor_kind = fields.String(load_default="", validate=OneOf(["", *DebtorKind]))
    collectors = fields.List(fields.UUID(), load_default=list)

    @pre_load
    def one_choice_is_a_list(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """A form with one box ticked sends it bare."""
        return _as_lists(values, "languages", "segments", "collectors")

    @post_load
    def countries_are_codes(self, values: dict[str, Any], **_options: Any) -> dict[str, Any]:
        """As people write them: `NL, be`."""
        codes = values["countries"].upper().replace(",", " ").split()
        if any(len(code) != 2 or not code.isalpha() for code in codes):
            raise ValidationError(str(_("Write codes of two letters, such as NL.")), "countries")
        return {**values, "countries": codes}

    @validates_schema
    def band_must_hold_something(self, values: dict[str, Any], **_options: Any) -> None:
        least, below = values.get("from_amount"), values.get("below_amount")
        if least and below and below <= least:
            raise ValidationError(str(_("More than the least amount.")), "below_amount")


def rule_form(currency: str) -> Schema:
    """A rule of assignment, with its band in a currency."""
    band = {"from_amount": MaybeAmount(currency), "below_amount": MaybeAmount(currency)}
    return _RuleSchema.from_dict({**band})(unknown=EXCLUDE)


def _as_lists(values: dict[str, Any], *names: str) -> dict[str, Any]:
    given = {name: values[name] for name in names if name in values}
    return {
        **values,
        **{name: each if isinstance(each, list) else [each] for name, each in given.items()},
    }
