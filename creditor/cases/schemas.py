"""What the creditor's case pages take from forms and addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from agency.clients.fields import Text


class State(StrEnum):
    """Which cases somebody wants to see."""

    OPEN = "open"
    MINE = "mine"
    REVIEW = "review"
    CLOSED = "closed"


STATES = {
    State.OPEN: _l("Open"),
    State.MINE: _l("Wait for you"),
    State.REVIEW: _l("Not accepted yet"),
    State.CLOSED: _l("Closed"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases somebody asked for; no state means all of them."""

    state: State | None = None
    text: str = ""


def wanted(arguments: Mapping[str, str]) -> Wanted:
    """What the address asks for; an unknown state means all."""
    state = arguments.get("state", "")
    known = State(state) if state in list(State) else None
    return Wanted(known, arguments.get("q", "").strip())


class AnswerSchema(Schema):
    """What the creditor answers to a question of the agency."""

    reply = Text(required=True, most=4_000)
