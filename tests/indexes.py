"""What the indexes of our tables answer."""

from typing import Any


def finds_by_case(model: Any) -> bool:
    """Whether an index of all rows leads by the agency to the case."""
    return any(
        [column.name for column in index.columns][:2] == ["agency_id", "case_id"]
        for index in model.__table__.indexes
        if index.dialect_options["postgresql"]["where"] is None
    )
