"""A tariff as it was agreed: a percent by age of the claim, with what adds to it and takes from it.

Its written form, as agreements keep it:

    {"bands": [{"max_age_days": 120, "percent": "15"}, {"max_age_days": null, "percent": "25"}],
     "documented_discount": "3", "disputed_surcharge": "5",
     "consumer_surcharge": "0", "abroad_surcharge": "10", "minimum_percent": "8",
     "home_country": "NL"}

All but `bands` may be left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.errors import Refused, Words

HIGHEST = Decimal(50)
"""No success fee, band or surcharge is above this percent."""
MOST_BANDS = 12
OLDEST_DAYS = 36_500
ZERO = Decimal(0)

_BAND_KEYS = {"max_age_days", "percent"}
_TARIFF, _BAND = Words("A tariff"), Words("A band")
_NAMES = {
    "documented_discount": Words("The documented discount"),
    "disputed_surcharge": Words("The disputed surcharge"),
    "consumer_surcharge": Words("The consumer surcharge"),
    "abroad_surcharge": Words("The abroad surcharge"),
    "minimum_percent": Words("The minimum percent"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """The percent for claims up to an age."""

    max_age_days: int | None
    """Days since the due date, that many included; None: any age."""
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """The success fee of an agreement. All figures are percent of what is recovered."""

    bands: tuple[Band, ...]
    documented_discount: Decimal = ZERO
    """Points off when an order or contract and a delivery proof are both there."""
    disputed_surcharge: Decimal = ZERO
    consumer_surcharge: Decimal = ZERO
    abroad_surcharge: Decimal = ZERO
    minimum_percent: Decimal = ZERO
    home_country: str = "NL"
    """A debtor in any other country is abroad."""

    def __post_init__(self) -> None:
        """Refuse what cannot be a tariff, in words for the person who writes it."""
        _check_bands(self.bands)
        for name, percent in self._figures().items():
            _check_percent(percent, _NAMES[name])
        dearest = max(band.percent for band in self.bands) + sum(self._surcharges())
        if dearest > HIGHEST:
            raise Refused(
                "With all surcharges a claim would cost %(dearest)s %%. A success fee "
                "stays at or below %(highest)s %%: lower a band or a surcharge.",
                dearest=f"{dearest:f}",
                highest=HIGHEST,
            )
        if self.minimum_percent > min(band.percent for band in self.bands):
            raise Refused("The minimum percent is above a band, which would then never count.")
        if len(self.home_country) != 2 or not self.home_country.isalpha():
            raise Refused("Write the home country as two letters, such as NL.")

    def band_for(self, age_days: int) -> Band:
        """The band of a claim that has been due for so many days; not yet due counts as today."""
        return next(b for b in self.bands if b.max_age_days is None or age_days <= b.max_age_days)

    def as_json(self) -> dict[str, Any]:
        """The written form; figures are strings, so that nothing rounds them."""
        written: dict[str, Any] = {
            "bands": [
                {"max_age_days": b.max_age_days, "percent": _written(b.percent)} for b in self.bands
            ]
        }
        written |= {name: _written(percent) for name, percent in self._figures().items() if percent}
        return written | {"home_country": self.home_country}

    def _figures(self) -> dict[str, Decimal]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type is Decimal}

    def _surcharges(self) -> tuple[Decimal, ...]:
        return (self.disputed_surcharge, self.consumer_surcharge, self.abroad_surcharge)


def read_tariff(written: Mapping[str, Any]) -> Tariff:
    """A tariff from its written form. Refused, saying what is wrong, when it is not one."""
    known = {field.name for field in fields(Tariff)}
    _refuse_unknown(written, known, _TARIFF)
    bands = written.get("bands")
    if not isinstance(bands, list):
        raise Refused("A tariff needs a list of bands.")
    figures = {
        name: _read_percent(value, _NAMES[name])
        for name, value in written.items()
        if name not in ("bands", "home_country")
    }
    return Tariff(
        bands=tuple(_read_band(band) for band in bands),
        home_country=str(written.get("home_country", "NL")),
        **figures,
    )


def _read_band(written: Any) -> Band:
    if not isinstance(written, Mapping) or "percent" not in written:
        raise Refused("Each band needs an age and a percent.")
    _refuse_unknown(written, _BAND_KEYS, _BAND)
    age = written.get("max_age_days")
    if age is not None and type(age) is not int:
        raise Refused("A band ends after whole days, not “%(age)s”.", age=age)
    return Band(age, _read_percent(written["percent"], _BAND))


def _read_percent(value: Any, what: str) -> Decimal:
    if type(value) not in (str, int):
        raise Refused("%(what)s needs a percent written as text, such as “12.5”.", what=what)
    try:
        return Decimal(value)
    except InvalidOperation:
        raise Refused(
            "%(what)s has “%(value)s”, which is not a percent.", what=what, value=value
        ) from None


def _check_bands(bands: tuple[Band, ...]) -> None:
    if not bands:
        raise Refused("A tariff needs one band at least.")
    if len(bands) > MOST_BANDS:
        raise Refused("A tariff has %(most)s bands at most.", most=MOST_BANDS)
    before = -1
    for band in bands[:-1]:
        if band.max_age_days is None:
            raise Refused("Only the last band goes on for any age; the ones after it overlap it.")
        if not before < band.max_age_days <= OLDEST_DAYS:
            raise Refused(
                "A band up to %(days)s days cannot follow one up to %(before)s. "
                "Each band ends later than the one before.",
                days=band.max_age_days,
                before=max(before, 0),
            )
        before = band.max_age_days
    if bands[-1].max_age_days is not None:
        raise Refused(
            "Claims older than %(days)s days have no percent. Leave the age of the last band open.",
            days=bands[-1].max_age_days,
        )
    for band in bands:
        _check_percent(band.percent, _BAND)


def _check_percent(percent: Decimal, what: str) -> None:
    if not percent.is_finite() or not ZERO <= percent <= HIGHEST:
        raise Refused(
            "%(what)s is %(percent)s %%. It must be between 0 and %(highest)s %%.",
            what=what,
            percent=percent,
            highest=HIGHEST,
        )
    if percent != round(percent, 2):
        raise Refused(
            "%(what)s is %(percent)s %%. Two decimals are the most.", what=what, percent=percent
        )


def _refuse_unknown(written: Mapping[str, Any], known: set[str], what: str) -> None:
    if unknown := sorted(set(written) - known):
        raise Refused(
            "%(what)s cannot hold “%(unknown)s”.", what=what, unknown="”, “".join(unknown)
        )


def _written(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
