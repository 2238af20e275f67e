"""The interest that a creditor agreed with its customer, as it is typed. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from creditor.intake.problems import Problem

NONE_WORDS = frozenset(
    ["none", "no", "geen", "nee", "keine", "kein", "nein", "aucun", "aucune", "non", "ingen", "0"]
)
MOST = Decimal(50)
"""A yearly percentage above this is taken for a mistake: a rate a month, or a shifted comma."""


def checked_agreed(texts: Mapping[str, str], errors: list[str]) -> tuple[str, str]:
    """The percentage as a plain number, `none`, or nothing; and from when, as an ISO day."""
    given = texts.get("agreed_interest", "")
    since = texts.get("agreed_interest_from", "")
    if not given:
        if since:
            errors.append(
                Problem("agreed_interest", "Agreed interest has a first day, but no percentage.")
            )
        return "", ""
    if given.casefold() in NONE_WORDS:
        return "none", ""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*%?", given)
    percent = Decimal(found[1].replace(",", ".")) if found else None
    if percent is None or not 0 < percent <= MOST:
        errors.append(
            Problem(
                "agreed_interest",
                "“%(given)s” is no yearly percentage between 0 and %(most)s. Leave it open for the "
                "interest of the law, or write “none”.",
                given=given,
                most=MOST,
            )
        )
        return "", ""
    return str(percent), since


def interest_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The same as a placement takes it."""
    agreed, since = kept.get("agreed_interest", ""), kept.get("agreed_interest_from", "")
    if not agreed:
        return {}
    if agreed == "none":
        return {"interest_basis": "none"}
    return {
        "interest_basis": "agreed",
        "agreed_percent": Decimal(agreed),
        "agreed_from": date.fromisoformat(since) if since else None,
    }
