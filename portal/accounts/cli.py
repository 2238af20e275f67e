"""The operator's commands for agencies and people."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal import clock, db
from portal.accounts import agencies, services
from portal.accounts.links import invitation_link
from portal.accounts.models import Agency
from portal.errors import Refused

agency_cli = AppGroup("agency", help="The agencies of this installation.")
user_cli = AppGroup("user", help="People with a login.")


@agency_cli.command("create")
@click.option("--slug", required=True, help="Its short name in addresses: a-z, 0-9, hyphens.")
@click.option("--name", required=True, help="Its trade name.")
@click.option("--country", default="NL", show_default=True, help="Where it is, as ISO 3166-1.")
@click.option("--admin-email", required=True, help="Who sets it up; gets an invitation.")
@click.option("--admin-name", required=True)
def create(slug: str, name: str, country: str, admin_email: str, admin_name: str) -> None:
    """Create an agency and invite its first administrator."""
    try:
        agency, invitation = agencies.create(
            slug, name, country, admin_email=admin_email, admin_name=admin_name
        )
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{agency.name} ({agency.slug}) is created.")
    click.echo(f"{invitation.email} has been sent this link, which works for 14 days:")
    click.echo(invitation_link(invitation, agency))
    click.echo("Its address and client account are still to be filled in, under Settings.")


@agency_cli.command("list")
def show_all() -> None:
    """List the agencies."""
    with db.work():
        for agency in db.session.scalars(select(Agency).order_by(Agency.slug)):
            state = f"closed {clock.day_of(agency.closed_at)}" if agency.closed_at else "open"
            click.echo(f"{agency.slug}\t{agency.name}\t{agency.country}\t{state}")


@agency_cli.command("close")
@click.argument("slug")
@click.confirmation_option(prompt="Nobody of this agency can sign in any more. Go on?")
def close(slug: str) -> None:
    """Close an agency: its people are signed out and its data stays."""
    try:
        agency = agencies.close(slug)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{agency.name} is closed.")


@user_cli.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take the second factor off a login whose owner lost phone and recovery codes."""
    with db.work():
        user = services.find_user(email)
        if user is None:
            raise click.ClickException(f"There is no login for {email}.")
        services.take_off_second_factor(user, by="operator")
    click.echo(f"{email} signs in with the password alone, until a new second factor is set up.")
