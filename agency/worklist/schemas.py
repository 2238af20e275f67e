"""What the worklist takes from addresses and forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import Schema, ValidationError, fields, pre_load, validates_schema
from marshmallow.validate import Range

from agency.strategy.kinds import Segment
from agency.worklist.overview import ALL, MINE, OWN
from agency.worklist.ranks import ON_THE_LIST, Rank
from portal.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks of the list. `calls` is empty where the hour decides."""

    whose: str = MINE
    what: str = ""
    segment: str = ""
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
            "calls": self.calls,
            "after": after,
        }
        return {name: value for name, value in given.items() if value}


_KNOWN = {
    "whose": {MINE, OWN, ALL},
    "what": {"", *(str(int(rank)) for rank in ON_THE_LIST)},
    "segment": {"", *Segment},
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
        days = values.get("days", [])
        return {**values, "days": days if isinstance(days, list) else [days]}

    @validates_schema
    def must_end_after_they_begin(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["from_hour"] >= values["before_hour"]:
            raise ValidationError(str(_("They end after they begin.")), "before_hour")
