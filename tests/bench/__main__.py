"""`make bench`: measure, print a table, and keep it in build/bench.json."""

import gc
import json
import sys
from pathlib import Path

from tests.bench import (
    batches,
    csv_claims,
    day,
    instalments,
    letters,
    pages,
    pay_page,
    planning,
    quotes,
    webhooks,
)
from tests.bench.house import open_house
from tests.bench.rows import Row

RESULT = Path("build/bench.json")


def main() -> int:
    """All measurements, or those whose names are given."""
    wanted = set(sys.argv[1:])
    found: dict[str, Row] = {}
    if not wanted or "letters" in wanted:
        found |= letters.rows()
    if not wanted or "quotes" in wanted:
        found |= quotes.rows()
    with open_house() as house:
        for module in (webhooks, csv_claims, batches, pages, pay_page, planning, day, instalments):
            if not wanted or module.__name__.rpartition(".")[2] in wanted:
                gc.collect()
                gc.freeze()  # Nobody pays for what the measurement before left behind.
                found |= module.rows(house)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    print(_table(found))
    return 0


def _table(found: dict[str, Row]) -> str:
    lines = [f"{'':<36}{'value':>12}  {'unit':<12}{'floor':>12}{'ratio':>10}"]
    for name, row in found.items():
        floor = "" if row["floor"] is None else f"{row['floor']:,.2f}"
        ratio = "" if row["ratio"] is None else f"{row['ratio']:.4f}"
        lines.append(f"{name:<36}{row['value']:>12,.2f}  {row['unit']:<12}{floor:>12}{ratio:>10}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
