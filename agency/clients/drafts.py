"""A tariff while it is being typed: rows of text that come and go, until they make a tariff."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

from flask_babel import gettext as _
from marshmallow import ValidationError

from agency.clients.fields import read_percent
from agency.clients.tariff import Band, Tariff
from agency.clients.tariff.terms import HIGHEST, MOST_BANDS, OLDEST_DAYS
from portal.errors import Invalid

FIGURES = (
    "documented_discount",
    "disputed_surcharge",
    "consumer_surcharge",
    "abroad_surcharge",
    "minimum_percent",
)


@dataclass(frozen=True, slots=True)
class DraftBand:
    """A row as typed: up to how many days, and the percent."""

    up_to: str = ""
    percent: str = ""


@dataclass(frozen=True, slots=True)
class TariffDraft:
    """A tariff as typed. The last band, for any older claim, stands by itself."""

    bands: tuple[DraftBand, ...] = (DraftBand("120"), DraftBand("365"))
    rest: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tariff: Tariff) -> Self:
        """A tariff to be changed."""
        *bands, last = tariff.bands
        return cls(
            tuple(DraftBand(str(band.max_age_days), _typed(band.percent)) for band in bands),
            _typed(last.percent),
            {name: _typed(percent) for name in FIGURES if (percent := getattr(tariff, name))},
        )

    @classmethod
    def posted(cls, form: Mapping[str, str]) -> Self:
        """What a form holds, with the row added or removed that its button asks for."""
        bands = [
            DraftBand(form[f"up_to_{row}"].strip(), form.get(f"percent_{row}", "").strip())
            for row in range(1, MOST_BANDS)
            if f"up_to_{row}" in form
        ]
        remove = form.get("remove", "")
        if remove.isdecimal() and 1 <= int(remove) <= len(bands):
            del bands[int(remove) - 1]
        if "add" in form and len(bands) < MOST_BANDS - 1:
            bands.append(DraftBand())
        return cls(
            tuple(bands),
            form.get("rest_percent", "").strip(),
            {name: form.get(name, "").strip() for name in FIGURES},
        )

    @property
    def has_room(self) -> bool:
        """Whether another row may be added."""
        return len(self.bands) < MOST_BANDS - 1

    def tariff(self, home_country: str, *, form: Mapping[str, str]) -> Tariff:
        """The tariff. Invalid, field by field, or Refused, when it is not one yet.

        `form` is all that was typed, to be shown again.
        """
        errors: dict[str, list[str]] = {}
        typed = [
            (row, band) for row, band in enumerate(self.bands, 1) if band.up_to or band.percent
        ]
        bands = [
            Band(
                _days(band.up_to, f"up_to_{row}", errors),
                _percent(band.percent, f"percent_{row}", errors),
            )
            for row, band in typed
        ]
        _refuse_doubles(typed, errors)
        rest = _percent(self.rest, "rest_percent", errors)
        figures: dict[str, Any] = {
            name: _percent(text, name, errors)
            for name in FIGURES
            if (text := self.figures.get(name))
        }
        if errors:
            raise Invalid(errors, form)
        bands.sort(key=lambda band: band.max_age_days or 0)
        return replace(Tariff((*bands, Band(None, rest)), home_country=home_country), **figures)


def _days(text: str, name: str, errors: dict[str, list[str]]) -> int:
    if text.isdecimal() and int(text) <= OLDEST_DAYS:
        return int(text)
    errors[name] = [_("Write whole days, such as 120.")]
    return 0


def _percent(text: str, name: str, errors: dict[str, list[str]]) -> Decimal:
    try:
        return read_percent(text, most=int(HIGHEST))
    except ValidationError as error:
        errors[name] = [str(message) for message in error.messages]
        return Decimal(0)


def _refuse_doubles(typed: list[tuple[int, DraftBand]], errors: dict[str, list[str]]) -> None:
    seen: set[int] = set()
    for row, band in typed:
        if not band.up_to.isdecimal():
            continue
        if int(band.up_to) in seen:
            errors.setdefault(f"up_to_{row}", [_("Another row ends on the same day.")])
        seen.add(int(band.up_to))


def _typed(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
