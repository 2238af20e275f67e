"""Mail of the demo stays here: a server that keeps it, and a page that shows it and answers it."""

import email
import email.policy
import os
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from smtplib import SMTP
from typing import Any

from aiosmtpd.controller import Controller
from flask import Blueprint, Flask, Response, redirect, render_template_string, request, url_for
from flask.typing import ResponseReturnValue

from portal.errors import NotFound
from portal.mail import about_of
from portal.web import public

bp = Blueprint("mailbox", __name__, url_prefix="/dev/mail")

PAGE = """{% extends "layouts/bare.html" %}
{% block title %}Mail of the demo{% endblock %}
{% block content %}
<h1>Mail of the demo</h1>
<p>What the portal sends lands here and goes nowhere else.</p>
{% if not letters %}<p>Nothing was sent yet.</p>{% endif %}
{% for letter in letters %}
<article class="card mb-3"><div class="card-body">
  <p class="text-secondary mb-1">{{ letter.at }} · to {{ letter.to }} · from {{ letter.sender }}</p>
  <h2 class="h3">{{ letter.subject }}</h2>
  <p class="mail-text">
  {%- for line in letter.lines %}
  {% if line.startswith("http") %}<a href="{{ line }}">{{ line }}</a>{% else %}{{ line }}{% endif %}<br>
  {%- endfor %}
  </p>
  {% for name in letter.attachments %}
  <p><a href="{{ url_for('mailbox.attachment', name=letter.file, part=loop.index0) }}">{{ name }}</a></p>
  {% endfor %}
  {% if letter.is_answerable %}
  <details><summary>Answer as {{ letter.to }}</summary>
    <form action="{{ url_for('mailbox.answer', name=letter.file) }}" method="post">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
      <label class="form-label" for="a-{{ letter.file }}">Your words</label>
      <textarea class="form-control mb-2" id="a-{{ letter.file }}" name="text" rows="4"></textarea>
      <button type="submit" class="btn">Send</button>
    </form>
  </details>
  {% endif %}
</div></article>
{% endfor %}
{% endblock %}"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as the page shows it."""

    file: str
    at: str
    to: str
    sender: str
    subject: str
    lines: list[str]
    attachments: list[str]
    is_answerable: bool
    """Whether an answer comes into a case."""


class Keeper:
    """Keeps every mail as a file, named by the time it came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Write the mail down."""
        (self.folder / f"{time.time_ns()}.eml").write_bytes(envelope.content)
        return "250 Kept"


def serve(folder: Path, port: int) -> Controller:
    """Start the mail server on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    return controller


def init_app(app: Flask) -> None:
    """Show the mailbox."""
    app.register_blueprint(bp)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The newest fifty."""
    files = sorted(_folder().glob("*.eml"), reverse=True)[:50]
    return render_template_string(PAGE, letters=[_read(file) for file in files])


@bp.get("/<name>/<int:part>")
@public
def attachment(name: str, part: int) -> ResponseReturnValue:
    """A file that came with a mail."""
    found = list(_open(name).iter_attachments())
    if part >= len(found):
        raise NotFound
    content = found[part].get_payload(decode=True)
    return Response(content, mimetype=found[part].get_content_type())


@bp.post("/<name>/answer")
@public
def answer(name: str) -> ResponseReturnValue:
    """Answer a mail as its reader, by the portal's own door for mail."""
    read = _open(name)
    written = EmailMessage()
    written["From"], written["To"] = read["To"], read["Reply-To"]
    written["Subject"] = f"Re: {read['Subject']}"
    written["Message-ID"] = make_msgid(domain="demo.example")
    written["In-Reply-To"] = written["References"] = read["Message-ID"]
    written.set_content(request.form.get("text", ""))
    with SMTP("127.0.0.1", int(os.environ["DEMO_INBOUND_PORT"]), timeout=10) as server:
        server.send_message(written)
    return redirect(url_for("mailbox.index"))


def _folder() -> Path:
    return Path(os.environ["DEMO_MAIL"])


def _open(name: str) -> EmailMessage:
    path = _folder() / Path(name).name
    if not path.exists():
        raise NotFound
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _read(file: Path) -> Letter:
    message = _open(file.name)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    return Letter(
        file=file.name,
        at=time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(int(file.stem) / 1e9)),
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        lines=text.splitlines(),
        is_answerable=bool(about_of(str(message["Reply-To"] or ""))),
        attachments=[part.get_filename() or "file" for part in message.iter_attachments()],
    )
