"""Commands for operators: `flask messages listen` and `flask messages take`."""

import signal
import ssl
import threading
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from agency.cases import threads
from agency.messages import services
from agency.messages.reading import read
from agency.messages.smtp import listen
from portal import db
from portal.accounts.models import Agency
from portal.errors import Refused
from portal.mail import about_of
from portal.tenancy import acting_for

messages_cli = AppGroup("messages", help="Messages that come in.")


@messages_cli.command("listen")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where mail servers reach it.")
@click.option("--port", default=2525, show_default=True, help="25 where it is the MX itself.")
@click.option("--cert", type=click.Path(exists=True), help="Certificate; offers STARTTLS.")
@click.option("--key", type=click.Path(exists=True), help="Its private key.")
def listen_command(host: str, port: int, cert: str | None, key: str | None) -> None:
    """Take mail for our conversations, until stopped."""
    if not current_app.extensions["settings"].inbound_address:
        raise click.ClickException("PORTAL_INBOUND_ADDRESS is not set, so no mail can come in.")
    tls = None
    if cert:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(cert, key)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    server = listen(current_app._get_current_object(), host, port, tls=tls)  # type: ignore[attr-defined]
    click.echo(f"Taking mail at {host}:{port}.")
    stopped.wait()
    server.stop()


@messages_cli.command("take")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", "slug", help="Whose mail it is, where no address in it tells.")
def take_command(file: Path, slug: str | None) -> None:
    """Take in a saved e-mail (.eml)."""
    raw = file.read_bytes()
    words = [about for each in read(raw).recipients if (about := about_of(each))]
    about = words[0] if words else ""
    with db.work():
        agency_id = (
            threads.agency_of(about)
            or db.session.scalars(
                select(Agency.id).where(Agency.slug == (slug or ""))
            ).one_or_none()
        )
    if agency_id is None:
        raise click.ClickException("No address in the mail tells whose it is. Use --agency.")
    try:
        with acting_for(agency_id):
            taken = services.take(raw, about=about)
            case = taken.case.reference if taken.case else "no case"
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{taken.nature} from {taken.sender or 'nobody'}: {case}.")
