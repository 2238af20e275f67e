"""The day of an instant is asked of the clock alone, which knows where midnight is.

Whoever takes it by `.date()`, or lets the database or a format do so, gets the day of UTC: for an
hour or two each night that is the day before.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("portal", "agency", "creditor", "migrations")

THE_CLOCK = {"portal/clock.py", "portal/db.py"}
WITHOUT_ZONE = {
    "agency/law/cli/options.py",  # A day that somebody typed.
    "agency/contacts/schemas.py",  # A day and time that somebody typed.
    "agency/law/contact/facts.py",  # A moment that the law says on the debtor's clock.
}
BY_THE_SERVER = re.compile(r"\bnow\(\)|\bcurrent_(?:date|timestamp)\b|::(?:date|timestamp)\b", re.I)
IN_TEMPLATES = re.compile(r"\.date\(\)|\.strftime\(|\.isoformat\(\)\s*\[")


@pytest.mark.parametrize(
    "wrong",
    [
        "on = case.closed_at.date()",
        "on = func.date(Promise.made_at)",
        "on = func.now()",
        "on = datetime.now(UTC)",
        "on = date.today()",
        'name = f"letter-{notice.sent_at:%Y-%m-%d}"',
        'name = notice.sent_at.strftime("%d")',
        'text("select made_at::date from promises")',
    ],
)
def test_it_is_heard_when_somebody_takes_a_day_otherwise(wrong: str) -> None:
    assert list(_taken(wrong))


@pytest.mark.parametrize(
    "right",
    [
        "on = clock.day_of(case.closed_at)",
        "on = db.day_of(Promise.made_at)",
        'name = f"letter-{notice.written_on:%Y-%m-%d}"',
        'hour = f"{due_at.astimezone(zone):%H:%M}"',
        "class A:\n    '''Said by now().'''",
    ],
)
def test_what_asks_the_clock_is_no_matter(right: str) -> None:
    assert not list(_taken(right))


def test_days_come_from_the_clock() -> None:
    found = [
        f"{name}:{line}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if (name := path.relative_to(ROOT).as_posix()) not in THE_CLOCK | WITHOUT_ZONE
        for line in _taken(path.read_text())
    ]
    assert not found, "Take the day by clock.day_of, in the database by db.day_of."


def test_templates_take_no_days() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "templates").rglob("*.*"))
        if IN_TEMPLATES.search(path.read_text())
    ]
    assert not found, "The filters `date` and `datetime` know the office's zone."


def _taken(code: str) -> Iterator[int]:
    """The lines that take a day of an instant by themselves."""
    tree = ast.parse(code)
    prose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if node not in prose and _asks_otherwise(node):
            yield getattr(node, "lineno", 0)


def _asks_otherwise(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name("func"), attr=name)):
            found = name in {"date", "now", "current_date", "current_timestamp"}
        case ast.Call(func=ast.Attribute(value=ast.Name("date" | "datetime"), attr=name)):
            found = name in {"now", "today", "utcnow"}
        case ast.Call(func=ast.Attribute(attr="date"), args=[]):
            found = True
        case ast.Call(func=ast.Attribute(value=value, attr="strftime")):
            found = _is_instant(value)
        case ast.FormattedValue(value=value, format_spec=ast.JoinedStr()):
            found = _is_instant(value)
        case ast.Constant(value=str() as said):
            found = bool(BY_THE_SERVER.search(said))
        case _:
            found = False
    return found


def _is_instant(value: ast.expr) -> bool:
    """By our naming: instants end in `_at`."""
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return str(name).endswith("_at") or name == "at"
