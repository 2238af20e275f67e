"""Options that the commands of the law share, and how they print."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import click

from agency.law.packs import countries
from agency.law.packs.files import pack_code


def day_option(*names: str, **options: Any) -> Callable[[Any], Any]:
    """A day, written 2026-11-22."""
    return click.option(
        *names,
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_as_day,
        metavar="DATE",
        show_default="default" in options,
        **options,
    )


def choice_option(name: str, kind: type[StrEnum], **options: Any) -> Callable[[Any], Any]:
    """One of the words of the law."""
    return click.option(
        name,
        type=click.Choice([str(member) for member in kind]),
        callback=lambda context, param, value: kind(value) if value is not None else None,
        **options,
    )


def country_option() -> Callable[[Any], Any]:
    """A country that has a pack."""
    return click.option(
        "--country", required=True, callback=_as_country, metavar="CODE", help="Whose law: NL, GB."
    )


def json_option() -> Callable[[Any], Any]:
    """For machines."""
    return click.option("--json", "machine", is_flag=True, help="As JSON, amounts as texts.")


def echo_json(value: Any) -> None:
    """Print a value for machines."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def echo_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns."""
    for line in in_columns(rows):
        click.echo(line)


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of texts as lines in columns; what stands last in a row may be as long as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for *cells, last in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        yield "  ".join([*padded, last]).rstrip()


def _as_day(
    _context: click.Context, _param: click.Parameter, value: datetime | None
) -> date | None:
    return value.date() if value else None


def _as_country(_context: click.Context, _param: click.Parameter, value: str) -> str:
    code = pack_code(value.upper())
    if code not in countries():
        raise click.BadParameter(f"there are no rules for {value}; known: {', '.join(countries())}")
    return code
