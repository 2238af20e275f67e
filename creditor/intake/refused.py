"""The refused rows of a hand-over as a table, to be mended and sent again."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from creditor.intake.columns.template import EXAMPLES
from creditor.intake.models import Batch, Row
from creditor.intake.queries import refused_rows
from portal import db
from portal.i18n import said
from portal.money import Money

COLUMNS = [*EXAMPLES[0]]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes text that begins like this for a formula; an apostrophe keeps it text."""


def refused_csv(batch: Batch) -> Iterator[str]:
    """The rows as they were given, in our columns, each with its line and what is wrong with it."""
    yield "\ufeff" + _line([*COLUMNS, "line", "problem"])
    query = refused_rows(batch).order_by(Row.line).execution_options(yield_per=1_000)
    for row in db.session.scalars(query):
        given = row.claim | _amount(row.claim)
        problem = " ".join(said(error) for error in row.reasons)
        yield _line([*(str(given.get(name, "")) for name in COLUMNS), str(row.line), problem])


def _amount(claim: dict[str, Any]) -> dict[str, str]:
    """A row that was refused only when it was placed keeps its amount as we do."""
    if not isinstance(kept := claim.get("principal"), dict):
        return {}
    amount = Money(kept["minor"], kept["currency"])
    return {"principal": str(amount.decimal), "currency": amount.currency}


def _line(cells: list[str]) -> str:
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(
        f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in cells
    )
    return text.getvalue()
