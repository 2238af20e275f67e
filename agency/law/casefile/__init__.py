"""Runs cases in the form of `cases.json`: the inputs of a rule, and the figures that must come out."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from agency.law.casefile import charging, conduct, references
from agency.law.casefile.case import Case, Figures, Rule
from agency.law.casefile.figures import shown, told
from portal.errors import Refused

RULES: dict[str, Rule] = {**charging.RULES, **conduct.RULES, **references.RULES}

STATED_ON = date(2026, 11, 22)
"""The day that a case speaks of where it names none: that on which the packs were read."""


class Verdict(StrEnum):
    """How a case ended."""

    OK = "ok"
    DIFFERS = "differs"
    NOT_COVERED = "not covered"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: the figures that differ, as expected and as they came out; or why
    it was not run."""

    case: Case
    verdict: Verdict
    expected: Figures
    got: Figures
    why: str = ""


def load(path: Path, on: date = STATED_ON) -> list[Case]:
    """The cases of a file; `on` is the day of those that name none. ValueError on another form."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list):
        raise ValueError(f"{path} does not hold a list of cases.")
    return [_case(row, on) for row in rows]


def run(case: Case) -> Outcome:
    """Compute a case by the law of its jurisdiction and compare each figure that it expects.

    Figures whose names start with `note` are remarks. Numbers are compared by their value, so that
    8 is 8.00, and a remark in brackets at the end of a text does not count.
    """
    rule = RULES.get(case.rule)
    if rule is None:
        return _not_covered(case, f"the rule {case.rule} is not known")
    try:
        got = rule(case)
    except (Refused, ValueError, ArithmeticError) as error:
        return _not_covered(case, str(error))
    except (LookupError, TypeError, AttributeError) as error:
        return _not_covered(case, f"its inputs are of another form: {error!r}")
    expected = {name: value for name, value in case.expected.items() if name[:4] != "note"}
    wrong = [name for name in expected if told(expected[name]) != told(shown(got.get(name)))]
    return Outcome(
        case,
        Verdict.DIFFERS if wrong else Verdict.OK,
        {name: expected[name] for name in wrong},
        {name: shown(got.get(name)) for name in wrong},
    )


def run_all(cases: Sequence[Case]) -> list[Outcome]:
    """The outcomes of many cases, in their order."""
    return [run(case) for case in cases]


def _not_covered(case: Case, why: str) -> Outcome:
    return Outcome(case, Verdict.NOT_COVERED, {}, {}, why)


def _case(row: dict[str, Any], on: date) -> Case:
    try:
        return Case(
            id=row["id"],
            jurisdiction=row["jurisdiction"],
            rule=row["rule"],
            inputs=row["inputs"],
            expected=row["expected"],
            on=_day_of(row["inputs"], on),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"A case lacks {error}: {row!r}") from None


def _day_of(inputs: Figures, on: date) -> date:
    """The day or the first day of the year that a case names, or the one given."""
    for name in ("on", "date"):
        with suppress(ValueError):
            return date.fromisoformat(str(inputs.get(name))[:10])
    with suppress(KeyError, ValueError, TypeError):
        return date(int(inputs["year"]), 1, 1)
    return on
