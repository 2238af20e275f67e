"""`flask law case`: published cases against the packs."""

from datetime import date
from pathlib import Path

import click

from agency.law import casefile
from agency.law.casefile import Outcome, Verdict
from agency.law.cli.options import day_option


@click.command("case")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@day_option("--on", default=casefile.STATED_ON.isoformat(), help="The day of cases that name none.")
def case_(file: Path, on: date) -> None:
    """Run published cases: each is ok, differs, or is not covered. Exit 1 on any difference."""
    try:
        outcomes = casefile.run_all(casefile.load(file, on))
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    for outcome in outcomes:
        click.echo(_line(outcome))
    counts = [f"{_count(outcomes, verdict)} {verdict}" for verdict in Verdict]
    click.echo(", ".join(counts))
    if _count(outcomes, Verdict.DIFFERS):
        raise click.exceptions.Exit(1)


def _line(outcome: Outcome) -> str:
    said = f"{outcome.case.id}  {outcome.verdict}"
    if outcome.verdict is Verdict.DIFFERS:
        said += f": expected {outcome.expected}, got {outcome.got}"
    if outcome.verdict is Verdict.NOT_COVERED:
        said += f": {outcome.why}"
    return said


def _count(outcomes: list[Outcome], verdict: Verdict) -> int:
    return sum(outcome.verdict is verdict for outcome in outcomes)
