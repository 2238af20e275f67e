"""Every kind of event has words, wherever in the source it is recorded."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.audit.models import Event
from portal.audit.words import knows, name_of, tell, who, words

ROOT = Path(__file__).parents[3]
RECORDERS = {"record", "record_in", "record_with", "event_row", "event", "note", "note_in"}
"""The functions that take the kind of an event."""


def is_kind(text: object) -> bool:
    """Whether a text looks like `subject.verb`."""
    parts = str(text).split(".") if isinstance(text, str) else []
    return len(parts) == 2 and all(part.replace("_", "").isalpha() for part in parts)


def recorded(tree: ast.Module) -> Iterator[str]:
    """The kinds that a module records, written out or by a constant of its own."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name not in RECORDERS:
            continue
        for argument in call.args:
            for node in ast.walk(argument):
                text = (
                    node.value
                    if isinstance(node, ast.Constant)
                    else constants.get(node.id)
                    if isinstance(node, ast.Name)
                    else None
                )
                if is_kind(text):
                    yield str(text)


def kinds() -> dict[str, list[str]]:
    """Every kind with the files that record it."""
    found: dict[str, list[str]] = {}
    for part in ("portal", "agency", "creditor"):
        for path in sorted((ROOT / part).rglob("*.py")):
            for kind in recorded(ast.parse(path.read_text())):
                found.setdefault(kind, []).append(str(path.relative_to(ROOT)))
    return found


def test_the_search_finds_what_is_recorded() -> None:
    source = 'KIND = "case.seen"\nrecord(case, KIND)\naudit.record(x, "case.a" if y else "case.b")'
    assert list(recorded(ast.parse(source))) == ["case.seen", "case.a", "case.b"]
    found = kinds()
    assert {"case.held", "placement.acknowledged", "payment.received"} <= found.keys()
    assert len(found) > 30


def test_every_kind_of_event_has_words(app: Flask) -> None:
    silent = {kind: paths for kind, paths in kinds().items() if not knows(kind)}
    assert silent == {}


def test_an_unknown_kind_shows_itself(app: Flask) -> None:
    event = Event(kind="case.danced", actor="Anna de Wit")
    assert tell(event) == "case.danced"
    assert who(event) == "Anna de Wit"


def test_those_without_a_login_have_names(app: Flask) -> None:
    assert name_of("debtor") == "The debtor"
    assert name_of("system") == "The portal"


def test_a_kind_is_called_by_one_name(app: Flask) -> None:
    words({"test.said": "said something"})
    words({"test.said": "said something"})
    with pytest.raises(RuntimeError, match=r"test\.said"):
        words({"test.said": "said something else"})
    assert tell(Event(kind="test.said", actor="x")) == "said something"
