"""Commands about conduct: may this debtor be contacted, when does a claim lapse, references."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from agency.law.contact import Approach, Block, may_contact
from agency.law.limitation import Interruption, alarms, limitation
from agency.law.packs.conduct import conduct
from agency.law.references import SCHEMES, ReferenceKind
from agency.law.vocabulary import (
    BlockKind,
    Channel,
    ClaimKind,
    DebtorKind,
    InterruptionKind,
    Purpose,
)
from agency.law.zones import UNKNOWN, zones_for
from portal import clock
from portal.errors import Refused

ON_CONTACT = {"contact_hours", "frequency"}
"""What a pack may be silent on, as far as contact asks."""

Choice = TypeVar("Choice", bound=StrEnum)

_BLOCK = re.compile(r"(?P<kind>\w+)(:(?P<channel>\w+))?(@(?P<since>[^.]+)(\.\.(?P<until>[^.]+))?)?")
_ACT = re.compile(r"(?P<on>[\d-]+):(?P<kind>\w+)(\.\.(?P<until>[\d-]+))?")

as_json = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
country_ = click.option("--country", required=True, help="The debtor's country: NL, GB, US.")


def _one_of(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind])


@click.command("may-contact")
@country_
@click.option("--channel", type=_one_of(Channel), required=True)
@click.option("--at", required=True, help="When, on the debtor's clock: 2026-03-02T21:30.")
@click.option(
    "--zone", help="Where the debtor is: America/Chicago. Unless named, anywhere in the country."
)
@click.option("--debtor", type=_one_of(DebtorKind), default=DebtorKind.CONSUMER.value)
@click.option("--purpose", type=_one_of(Purpose), default=Purpose.COLLECTION.value)
@click.option("--attempt", "attempts", multiple=True, help="When an earlier attempt was made.")
@click.option("--conversation", "conversations", multiple=True, help="When an earlier talk was.")
@click.option(
    "--block",
    "blocks",
    multiple=True,
    help="opt_out:email, breathing_space@2026-11-01T00:00..2026-12-31T00:00, cease, …",
)
@as_json
def may_contact_(
    *,
    country: str,
    channel: str,
    at: str,
    zone: str | None,
    debtor: str,
    purpose: str,
    attempts: tuple[str, ...],
    conversations: tuple[str, ...],
    blocks: tuple[str, ...],
    as_json: bool,
) -> None:
    """Whether a debtor may be approached at a moment, or why not and from when. Exit 1 on no."""
    with _said():
        where, *others = [_zone(zone)] if zone else zones_for(country, UNKNOWN)
        moment = _moment(at, where)
        verdict = may_contact(
            Approach(
                channel=Channel(channel),
                at=moment,
                country=country,
                debtor=DebtorKind(debtor),
                zone=where,
                other_zones=tuple(others),
                purpose=Purpose(purpose),
                attempts=tuple(_moment(text, where) for text in attempts),
                conversations=tuple(_moment(text, where) for text in conversations),
                blocks=tuple(_block(text, where, moment) for text in blocks),
            )
        )
    answer = {
        "allowed": verdict.allowed,
        "reason": verdict.reason,
        "article": verdict.article,
        "next_at": verdict.next_at and verdict.next_at.isoformat(),
        "silence": {
            name: why for name, why in conduct(country).silence.items() if name in ON_CONTACT
        },
    }
    _print(answer, as_json, _verdict_lines)
    if not verdict.allowed:
        raise click.exceptions.Exit(1)


@click.command("limitation")
@country_
@click.option("--kind", type=_one_of(ClaimKind), default=ClaimKind.CONTRACT.value)
@click.option("--due", required=True, help="The due date, or the day of a judgment.")
@click.option(
    "--interrupted",
    multiple=True,
    help="2025-06-15:written, or 2025-06-15:lawsuit..2026-01-31 with its end.",
)
@click.option("--on", help="The day to count from; today unless named.")
@as_json
def limitation_(
    *,
    country: str,
    kind: str,
    due: str,
    interrupted: tuple[str, ...],
    on: str | None,
    as_json: bool,
) -> None:
    """When a claim lapses, by which terms, and the alarms ahead of it. Exit 1 if it has lapsed."""
    with _said():
        today = _day(on) if on else clock.today()
        found = limitation(
            _day(due),
            kind=ClaimKind(kind),
            interruptions=[_act(text) for text in interrupted],
            country=country,
        )
    answer = {
        "last_day": str(found.last_day),
        "barred_from": str(found.barred_from),
        "is_barred": found.is_barred(today),
        "days_left": max((found.last_day - today).days + 1, 0),
        "terms": [
            {"from": str(step.from_on), "through": str(step.last_day), "article": step.article}
            for step in found.steps
        ],
        "alarms": [
            {"on": str(alarm.rings_on), "days_ahead": alarm.days_ahead, "has_rung": alarm.has_rung}
            for alarm in alarms(found, today)
        ],
    }
    _print(answer, as_json, _limitation_lines)
    if found.is_barred(today):
        raise click.exceptions.Exit(1)


@click.group("reference")
def reference() -> None:
    """Structured payment references."""


@reference.command("make")
@click.argument("kind", type=_one_of(ReferenceKind))
@click.argument("value")
@as_json
def make(kind: str, value: str, as_json: bool) -> None:
    """Make a reference from a base. Exit 1 where the base does not fit."""
    with _said():
        made = SCHEMES[ReferenceKind(kind)].make(value)
    _print({"kind": kind, "reference": made}, as_json, lambda answer: [answer["reference"]])


@reference.command("check")
@click.argument("kind", type=_one_of(ReferenceKind))
@click.argument("value")
@as_json
def check(kind: str, value: str, as_json: bool) -> None:
    """Whether a reference is valid. Exit 1 if it is not."""
    is_valid = SCHEMES[ReferenceKind(kind)].is_valid(value)
    answer = {"kind": kind, "reference": value, "valid": is_valid}
    _print(answer, as_json, lambda _: ["valid" if is_valid else "not valid"])
    if not is_valid:
        raise click.exceptions.Exit(1)


@contextmanager
def _said() -> Iterator[None]:
    """What the law refuses or nobody can read, as one line and exit 1."""
    try:
        yield
    except (Refused, ValueError) as error:
        raise click.ClickException(str(error)) from None


def _print(
    answer: Mapping[str, Any], as_json: bool, lines: Callable[[Mapping[str, Any]], list[str]]
) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(lines(answer)))


def _verdict_lines(answer: Mapping[str, Any]) -> list[str]:
    lines = ["allowed"] if answer["allowed"] else [f"not allowed: {answer['reason']}"]
    if answer["article"]:
        lines.append(f"  by     {answer['article']}")
    if not answer["allowed"]:
        lines.append(f"  next   {answer['next_at'] or 'never by this channel, as things stand'}")
    return lines + [f"  no rule on {name}: {why}" for name, why in answer["silence"].items()]


def _limitation_lines(answer: Mapping[str, Any]) -> list[str]:
    state = "lapsed" if answer["is_barred"] else f"{answer['days_left']} days left"
    lines = [f"last day {answer['last_day']}, barred from {answer['barred_from']}: {state}"]
    lines += [f"  {row['from']} – {row['through']}  {row['article']}" for row in answer["terms"]]
    return lines + [
        f"  alarm {row['on']}, {row['days_ahead']} days ahead{' (rung)' if row['has_rung'] else ''}"
        for row in answer["alarms"]
    ]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"“{name}” is no time zone.") from None


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """A moment as written, on the debtor's clock unless it carries a zone of its own."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no moment. Write it as 2026-03-02T21:30.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no day. Write it as 2026-03-02.") from None


def _block(text: str, zone: ZoneInfo, at: datetime) -> Block:
    found = _BLOCK.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}” is no block. Write it as opt_out:email or cease.")
    channel, since, until = found["channel"], found["since"], found["until"]
    return Block(
        kind=_chosen(BlockKind, found["kind"]),
        since=_moment(since, zone) if since else at,
        until=_moment(until, zone) if until else None,
        channel=_chosen(Channel, channel) if channel else None,
    )


def _act(text: str) -> Interruption:
    found = _ACT.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}” is no interruption. Write it as 2025-06-15:written.")
    return Interruption(
        _day(found["on"]),
        _chosen(InterruptionKind, found["kind"]),
        _day(found["until"]) if found["until"] else None,
    )


def _chosen(kind: type[Choice], text: str) -> Choice:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"“{text}” is not one of {', '.join(kind)}.") from None
