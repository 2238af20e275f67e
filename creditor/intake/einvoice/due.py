"""The due date, where an invoice only says it in its payment terms."""

import re
from datetime import date, timedelta

DISCOUNT = re.compile(r"(?i)%|skonto|discount|korting|escompte|rabat|penalt|verzug|boete|pénalit")
DAY = (
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})|"
    r"(?P<d2>[0-9]{1,2})[-./](?P<m2>[0-9]{1,2})[-./](?P<y2>[0-9]{4})"
)
UNTIL = re.compile(
    rf"(?i)\b(?:bis(?: zum)?|until|by|before|due(?: on)?|uiterlijk(?: op)?|v[oó][oó]r|tot|"
    rf"fällig am|zahlbar am|au plus tard le|avant le)\s*:?\s*(?:{DAY})"
)
DAYS_WORD = r"(?:calendar |kalender)?(?:days?|dagen|dag|tagen?|jours?|dager|dage|dagar)\b"
WITHIN = re.compile(
    rf"(?i)\b(?:within|in|binnen|innerhalb(?: von)?|innert|sous|dans les|net(?:to)?|innen|inom)"
    rf"\s+([0-9]{{1,3}})\s*{DAYS_WORD}|\b([0-9]{{1,3}})\s*{DAYS_WORD}\s+net(?:to)?\b"
)


def due_from_terms(terms: str, issued_on: date) -> date | None:
    """The one day that the terms name, or None when they name none or more than one.

    A discount's or a penalty's period is not the due date. Where a discount has no period of its
    own, the period beside it may be the discount's, so nothing is read.
    """
    parts = [part for part in re.split(r"[\n;,]|\.\s", terms) if part.strip()]
    extras = [part for part in parts if DISCOUNT.search(part)]
    if any(not (_days(part, issued_on) | _dates(part)) for part in extras):
        return None
    plain = [part for part in parts if not DISCOUNT.search(part)]
    named = {day for part in plain for day in _dates(part)}
    counted = {day for part in plain for day in _days(part, issued_on)}
    days = named or counted
    return days.pop() if len(days) == 1 and min(days) >= issued_on else None


def _dates(part: str) -> set[date]:
    found = set()
    for match in UNTIL.finditer(part):
        year, month, day = (match[name] or match[f"{name}2"] for name in "ymd")
        try:
            found.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def _days(part: str, issued_on: date) -> set[date]:
    return {
        issued_on + timedelta(days=int(match[1] or match[2])) for match in WITHIN.finditer(part)
    }
