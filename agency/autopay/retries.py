"""When a declined charge is tried again: by the provider's word for the reason. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


class Act(StrEnum):
    """What follows a decline."""

    WAIT = "wait"
    SOON = "soon"
    ASK = "ask"
    AUTHENTICATE = "authenticate"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of declines, as the house keeps it."""

    most: int
    wait_days: int
    paydays: tuple[int, ...]
    soon_days: int
    advice: Mapping[str, Act]
    codes: Mapping[str, Act]


@cache
def rules() -> Rules:
    """The table, read once."""
    told = _read("declines.toml")
    return Rules(
        told["most"],
        told["wait_days"],
        tuple(told["paydays"]),
        told["soon_days"],
        {code: Act(act) for code, act in told["advice"].items()},
        {code: Act(act) for code, act in told["codes"].items()},
    )


def act_on(code: str, advice: str = "") -> Act:
    """What follows a decline. A code that nobody knows is not tried again by itself: the debtor is asked."""
    table = rules()
    return table.advice.get(advice) or table.codes.get(code, Act.ASK)


def retry_on(act: Act, today: date, *, tried: int, last_day: date) -> date | None:
    """The day of the next try, by `last_day` at the latest; None where there is none.

    `tried` counts the tries so far. What needs the debtor itself is never tried again without it.
    """
    table = rules()
    if act not in (Act.WAIT, Act.SOON) or tried >= table.most or last_day <= today:
        return None
    if act is Act.SOON:
        return today + timedelta(days=table.soon_days)
    later = today + timedelta(days=table.wait_days)
    return min(later, _payday(today, table.paydays), last_day)


@cache
def notice_days(kind: str) -> int:
    """How many days before its day an instalment is announced. KeyError for a kind nobody takes."""
    days: int = _read("schemes.toml")[kind]["notice_days"]
    return days


def kinds() -> tuple[str, ...]:
    """By what instalments can be taken."""
    return tuple(_read("schemes.toml"))


def _payday(today: date, paydays: tuple[int, ...]) -> date:
    """The first day after today on which income often comes in."""
    day = today + timedelta(days=1)
    while day.day not in paydays:
        day += timedelta(days=1)
    return day


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
