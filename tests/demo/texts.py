"""Text messages of the demo stay here: a provider that keeps them, and a page that shows and answers them."""

import json
import os
import time
import uuid
from pathlib import Path

from flask import Blueprint, Flask, jsonify, redirect, render_template_string, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from agency.messages.services import IncomingText, take_text
from portal import db
from portal.accounts.models import Agency
from portal.csrf import csrf
from portal.errors import NotFound
from portal.tenancy import acting_for
from portal.web import public

bp = Blueprint("texts", __name__, url_prefix="/dev/sms")
ADDRESS = "https://sms.demo.example/dev/sms/send"
"""What an agency of the demo sets; its token is the agency's short name."""

PAGE = """{% extends "layouts/bare.html" %}
{% block title %}Text messages of the demo{% endblock %}
{% block content %}
<h1>Text messages of the demo</h1>
<p>What the portal texts lands here and goes nowhere else.</p>
{% if not texts %}<p>Nothing was sent yet.</p>{% endif %}
{% for name, text in texts %}
<article class="card mb-3"><div class="card-body">
  <p class="text-secondary mb-1">{{ text.at }} · to {{ text.to }} · from {{ text.from }}</p>
  <p class="mail-text">{% for line in text.text.splitlines() %}{{ line }}<br>{% endfor %}</p>
  <details><summary>Answer as {{ text.to }}</summary>
    <form action="{{ url_for('texts.answer', name=name) }}" method="post">
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
      <label class="form-label" for="a-{{ name }}">Your words</label>
      <textarea class="form-control mb-2" id="a-{{ name }}" name="text" rows="2"></textarea>
      <button type="submit" class="btn">Send</button>
    </form>
  </details>
</div></article>
{% endfor %}
{% endblock %}"""


def init_app(app: Flask) -> None:
    """Take messages, and show them."""
    csrf.exempt(create_text)
    app.register_blueprint(bp)


@bp.post("/send")
@public
def create_text() -> ResponseReturnValue:
    """Keep a message as a file, named by the time it came."""
    slug = request.headers.get("Authorization", "").removeprefix("Bearer ")
    kept = {**request.get_json(), "slug": slug, "at": time.strftime("%Y-%m-%d %H:%M:%S")}
    name = str(time.time_ns())
    _folder().mkdir(parents=True, exist_ok=True)
    (_folder() / f"{name}.json").write_text(json.dumps(kept))
    return jsonify(id=name)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The newest fifty."""
    files = sorted(_folder().glob("*.json"), reverse=True)[:50]
    texts = [(file.stem, json.loads(file.read_text())) for file in files]
    return render_template_string(PAGE, texts=texts)


@bp.post("/<name>/answer")
@public
def answer(name: str) -> ResponseReturnValue:
    """Answer a message as its reader."""
    file = _folder() / f"{Path(name).name}.json"
    if not file.exists():
        raise NotFound
    text = json.loads(file.read_text())
    agency_id = db.session.scalars(select(Agency.id).where(Agency.slug == text["slug"])).one()
    db.roll_back()
    words = request.form.get("text", "").strip()
    with acting_for(agency_id):
        take_text(IncomingText(uuid.uuid4().hex, text["to"], text["from"], words))
    return redirect(url_for("texts.index"))


def _folder() -> Path:
    return Path(os.environ["DEMO_SMS"])
