"""`flask law quote` and `flask law rate`: what may be charged."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from agency.law.calendars import ONE_DAY
from agency.law.cli.options import (
    choice_option,
    country_option,
    day_option,
    echo_json,
    echo_table,
    json_option,
)
from agency.law.cli.quoted import as_json, as_lines
from agency.law.costs import Circumstances, FeeLetter
from agency.law.errors import LawMissing
from agency.law.gates import Letter
from agency.law.packs import pack
from agency.law.quote import Quoted, quote
from agency.law.rates import PACK_RATES
from agency.law.vocabulary import Channel, DebtorKind, Effort, FeeLetterKind, InterestKind
from portal.clock import today
from portal.errors import Refused
from portal.money import Money


def _as_letters(
    _context: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[FeeLetter, ...]:
    letters = []
    for value in values:
        kind, _, day = value.partition(":")
        try:
            letters.append(FeeLetter(FeeLetterKind(kind), date.fromisoformat(day)))
        except ValueError:
            raise click.BadParameter(f"“{value}” is not like reminder:2026-09-15") from None
    return tuple(letters)


@click.command("quote")
@country_option()
@choice_option("--debtor", DebtorKind, required=True, help="Who owes.")
@click.option("--principal", required=True, metavar="AMOUNT", help="In the country's currency.")
@day_option("--due", "due_on", required=True, help="The due date of the claim.")
@day_option("--on", help="Through which day; today if not given.")
@day_option("--reminded", help="When the letter that gives the free term was sent.")
@choice_option("--channel", Channel, default="post", help="How that letter was sent.")
@click.option("--agreed-rate", metavar="PERCENT", help="Yearly interest that the contract names.")
@click.option("--clause", is_flag=True, help="The contract lets the creditor charge costs.")
@click.option("--due-agreed", is_flag=True, help="The contract fixed the due date by the calendar.")
@click.option("--small-creditor", is_flag=True, help="The creditor is a small firm.")
@click.option("--vat", "adds_vat", is_flag=True, help="The creditor cannot deduct VAT and says so.")
@choice_option("--effort", Effort, default="simple", help="How much work the claim took.")
@click.option(
    "--letter",
    "letters",
    multiple=True,
    metavar="KIND:DATE",
    callback=_as_letters,
    help=f"A letter that a fee may follow (NO): {', '.join(FeeLetterKind)}. May be repeated.",
)
@click.option("--disputed", is_flag=True, help="The debtor objects with reason.")
@json_option()
def quote_(
    country: str,
    debtor: DebtorKind,
    principal: str,
    due_on: date,
    on: date | None,
    *,
    reminded: date | None,
    channel: Channel,
    agreed_rate: str | None,
    adds_vat: bool,
    small_creditor: bool,
    due_agreed: bool,
    machine: bool,
    **known: Any,
) -> None:
    """What a claim costs its debtor: interest, costs, and whether costs may be charged.

    Exit 1 where the law has no answer to a part of it; the rest is printed all the same.
    """
    day = on or today()
    try:
        claim = Quoted(
            principal=Money.of(_number(principal), pack(country).currency),
            country=country,
            debtor=debtor,
            due_on=due_on,
            letters=[Letter(reminded, channel)] if reminded else [],
            agreed_percent=_number(agreed_rate) if agreed_rate else None,
            small_creditor=small_creditor,
            due_agreed=due_agreed,
            creditor_deducts_vat=not adds_vat,
            known=Circumstances(**known),
        )
        found = quote(claim, day)
    except (ValueError, Refused) as error:
        raise click.ClickException(str(error)) from None
    if machine:
        echo_json(as_json(claim, day, found))
    else:
        for line in as_lines(claim, day, found):
            click.echo(line)
    if found.missing:
        raise click.exceptions.Exit(1)


@click.command("rate")
@country_option()
@choice_option("--kind", InterestKind, required=True, help="Which interest.")
@day_option("--on", help="On which day; today if not given.")
@day_option("--obligation", help="When the debt was entered into, if not on that day.")
@json_option()
def rate(
    country: str, kind: InterestKind, on: date | None, obligation: date | None, machine: bool
) -> None:
    """The interest rate of a day, with where it was read. Exit 1 where it is not known."""
    day = on or today()
    try:
        rule = PACK_RATES.rule(country, kind)
        found, until = rule.table_for(obligation or day).rate_on(day)
    except LawMissing as error:
        known = ", ".join(name for name, rule in pack(country).interest.items() if rule.tables)
        raise click.ClickException(f"{error} Kinds with rates: {known or 'none'}.") from None
    said = {
        "country": country,
        "kind": str(kind),
        "on": str(day),
        "percent": str(found.percent),
        "reference": str(found.reference) if found.reference is not None else None,
        "until": str(until - ONE_DAY),
        "article": rule.article,
        "source": found.source,
        "read_on": str(found.read_on),
        "status": str(found.status),
    }
    if machine:
        echo_json(said)
    else:
        echo_table([(name, value) for name, value in said.items() if value is not None])


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"“{text}” is not a number. Write it like 1234.56.") from None
