"""A creditor's cases as a table, a part at a time, however many there are."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from sqlalchemy import Select

from agency.cases.models import Case, Mover
from agency.cases.moves import MOVERS, MOVES
from creditor.intake.refused import FORMULA_STARTS
from portal import db

COLUMNS = (
    *("case", "debtor", "customer_no", "state", "whose_move", "next_step", "until"),
    *("handed_over_not_accepted", "principal", "interest", "costs", "paid", "open", "currency"),
)
"""Their names stay the same in every language, so that machines can rely on them."""
PART = 1_000


def cases_csv(query: Select[Any]) -> Iterator[str]:
    """UTF-8 with BOM and semicolons, amounts with a point. The lines are read as they are sent."""
    yield "\ufeff" + _line(COLUMNS)
    last = None
    while True:
        part = query if last is None else query.where(Case.number < last)
        cases = db.session.scalars(part.order_by(Case.number.desc()).limit(PART)).unique().all()
        if not cases:
            return
        yield "".join(_line(_cells(case)) for case in cases)
        last = cases[-1].number
        db.session.expunge_all()


def _cells(case: Case) -> list[object]:
    balance = case.balance
    parts = ("principal", "interest", "costs", "paid", "open")
    return [
        case.reference,
        case.debtor.name,
        case.debtor.customer_no,
        "open" if case.is_open else "closed",
        MOVERS[Mover(case.mover)],
        MOVES.get(case.move, ""),
        case.move_until.isoformat(),
        case.placed.decimal,
        *(getattr(balance, name).decimal if balance else "0.00" for name in parts),
        case.currency,
    ]


def _line(cells: Any) -> str:
    text = StringIO(newline="")
    texts = [str(cell) for cell in cells]
    csv.writer(text, delimiter=";").writerow(
        f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in texts
    )
    return text.getvalue()
