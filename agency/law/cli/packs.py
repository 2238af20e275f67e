"""`flask law packs`: what the packs hold, how sure it is, and what they lack."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import click

from agency.law.cli.options import day_option, echo_table
from agency.law.errors import LawMissing, PackError
from agency.law.packs import countries, pack
from agency.law.packs.conduct import conduct
from agency.law.packs.country import Pack
from agency.law.packs.inventory import rows_of
from agency.law.packs.notice_rows import notice_kinds
from agency.law.packs.regime_rows import Regime
from agency.law.packs.rows import Row
from agency.law.rates import PACK_RATES
from portal.clock import today


@click.command("packs")
@click.option("--check", is_flag=True, help="Read every pack strictly; exit 1 on a fault.")
@day_option("--on", help="For which day to say what is missing; today if not given.")
def packs_(check: bool, on: date | None) -> None:
    """The packs: reviewed through, rows by how sure they are, regimes, and what a day lacks."""
    day, faults = on or today(), 0
    table: list[tuple[str, ...]] = [
        ("pack", "reviewed through", "confirmed", "derived", "projected", "name")
    ]
    remarks: list[str] = []
    for country in countries():
        try:
            law = pack(country)
            rows = [*rows_of(law), *_conduct_rows(country)]
        except PackError as error:
            faults += 1
            remarks.append(f"{country}: {error}")
            continue
        sure = Counter(str(row.status) for row in rows)
        counts = [str(sure[status]) for status in ("confirmed", "derived", "projected")]
        table.append((country, str(law.reviewed_through), *counts, law.name))
        remarks += _lacks(law, day)
        remarks += [
            f"{country}: {_said(regime)}" for regime in law.regimes if not regime.is_in_force
        ]
    echo_table(table)
    for remark in remarks:
        click.echo(remark)
    if faults and check:
        raise click.exceptions.Exit(1)


def _conduct_rows(country: str) -> Iterator[Row | Regime]:
    """The statements on conduct, where there are any; the duties on notices are read with them."""
    try:
        yield from rows_of(conduct(country))
        notice_kinds(country)
    except LawMissing:
        return


def _lacks(law: Pack, day: date) -> Iterator[str]:
    """What a run on a day would be refused for."""
    try:
        law.check_reviewed(day)
    except LawMissing as error:
        yield f"{law.country}: {error}"
    for kind in PACK_RATES.missing(law.country, day):
        try:
            PACK_RATES.rule(law.country, kind).rate_on(day)
        except LawMissing as error:
            yield f"{law.country}: {error}"
    if law.compensation:
        try:
            law.compensation.on(day)
        except LawMissing as error:
            yield f"{law.country}: {error}"


def _said(regime: Regime) -> str:
    since = regime.valid_from or "a day that is not set"
    return f"not in force, from {since}: {regime.name}. {regime.says}"
