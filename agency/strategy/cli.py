"""`flask strategy`: strategies as files, from the command line."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy import select

from agency.strategy.models import Strategy, StrategyVersion
from agency.strategy.overview import whom
from agency.strategy.queries.versions import champion_of, draft_of
from agency.strategy.services import files
from portal import db
from portal.accounts.models import Agency, Membership, User
from portal.accounts.permissions import Permission
from portal.errors import Refused
from portal.tenancy import acting_for

T = TypeVar("T")

strategy_cli = AppGroup("strategy", help="Strategies as files: written, checked, taken in.")


@strategy_cli.command("export")
@click.argument("agency")
@click.argument("name")
@click.option(
    "--version", "number", type=int, help="Its number; else what is in force, or the draft."
)
def export(agency: str, name: str, number: int | None) -> None:
    """Write the strategy NAME of AGENCY (by its slug) as a file to the screen."""
    with acting_for(_agency(agency)):
        click.echo(files.export(_version(name, number)), nl=False)


@strategy_cli.command("check")
@click.argument("agency")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(agency: str, path: Path) -> None:
    """Say what keeps the strategy in a file from being released by AGENCY."""
    with acting_for(_agency(agency)):
        found = _or_stop(lambda: files.check(_text(path)))
        for problem in found:
            step = f"{problem.step.position} “{problem.step.name}”: " if problem.step else ""
            debtors = f"{whom(problem.debtors)}: " if problem.debtors else ""
            click.echo(f"{step}{debtors}{problem.words}")
    if found:
        raise SystemExit(1)
    click.echo("Nothing stands in the way of a release.")


@strategy_cli.command("import")
@click.argument("agency")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "email", required=True, help="The e-mail address of who takes it in.")
def import_(agency: str, path: Path, email: str) -> None:
    """Take a strategy in as a draft. Nothing follows it before somebody releases it."""
    with acting_for(_agency(agency)):
        by = _person(email)
        made = _or_stop(lambda: files.take_in(_text(path), by=by))
        click.echo(f"Version {made.number} of “{made.strategy.name}” is a draft now.")


def _agency(slug: str) -> uuid.UUID:
    with db.work():
        found = db.session.scalars(select(Agency.id).where(Agency.slug == slug)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is no agency “{slug}”.")
    return found


def _person(email: str) -> User:
    """Somebody of the agency who may write strategies."""
    found = db.session.scalars(
        select(Membership).join(User, User.id == Membership.user_id).where(User.email == email)
    ).all()
    allowed = [each for each in found if each.may(Permission.WRITE_STRATEGIES)]
    if not allowed:
        raise click.ClickException(f"“{email}” may not write strategies of this agency.")
    return db.session.get_one(User, allowed[0].user_id)


def _version(name: str, number: int | None) -> StrategyVersion:
    strategy = db.session.scalars(select(Strategy).where(Strategy.name == name)).one_or_none()
    if strategy is None:
        raise click.ClickException(f"There is no strategy “{name}”.")
    if number is None:
        found = champion_of(strategy) or draft_of(strategy) or next(iter(strategy.versions), None)
    else:
        found = next((each for each in strategy.versions if each.number == number), None)
    if found is None:
        raise click.ClickException("There is no such version.")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        raise click.ClickException("The file is no text in UTF-8.") from None


def _or_stop(act: Callable[[], T]) -> T:
    """What a service gives, or its refusal as the command's."""
    try:
        return act()
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
