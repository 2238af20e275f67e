"""What follows a decline, by its code: when it is tried again, and when it never is."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from agency.autopay import retries
from agency.autopay.retries import Act, act_on, notice_days, retry_on

MONDAY = date(2026, 6, 8)
LATE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("code", "advice", "act"),
    [
        ("insufficient_funds", "", Act.WAIT),
        ("generic_decline", "", Act.WAIT),
        ("generic_decline", "do_not_try_again", Act.NEVER),
        ("do_not_honor", "try_again_later", Act.SOON),
        ("insufficient_funds", "confirm_card_data", Act.ASK),
        ("try_again_later", "", Act.SOON),
        ("processing_error", "", Act.SOON),
        ("expired_card", "", Act.ASK),
        ("authentication_required", "", Act.AUTHENTICATE),
        ("lost_card", "", Act.NEVER),
        ("stolen_card", "", Act.NEVER),
        ("fraudulent", "", Act.NEVER),
        ("stop_payment_order", "", Act.NEVER),
        ("what_nobody_knows", "", Act.ASK),
        ("", "", Act.ASK),
    ],
)
def test_the_networks_advice_goes_before_the_code(code: str, advice: str, act: Act) -> None:
    assert act_on(code, advice) is act


@pytest.mark.parametrize(
    ("act", "today", "tried", "last_day", "again"),
    [
        (Act.WAIT, MONDAY, 1, LATE, date(2026, 6, 11)),
        (Act.WAIT, date(2026, 6, 23), 1, LATE, date(2026, 6, 25)),
        (Act.WAIT, date(2026, 6, 29), 2, date(2026, 7, 6), date(2026, 7, 1)),
        (Act.WAIT, MONDAY, 1, date(2026, 6, 9), date(2026, 6, 9)),
        (Act.WAIT, MONDAY, 1, MONDAY, None),
        (Act.WAIT, MONDAY, 4, LATE, None),
        (Act.SOON, MONDAY, 3, LATE, date(2026, 6, 9)),
        (Act.SOON, MONDAY, 4, LATE, None),
        (Act.ASK, MONDAY, 1, LATE, None),
        (Act.AUTHENTICATE, MONDAY, 1, LATE, None),
        (Act.NEVER, MONDAY, 1, LATE, None),
    ],
)
def test_a_try_waits_for_money_and_never_longer_than_the_plan_does(
    act: Act, today: date, tried: int, last_day: date, again: date | None
) -> None:
    assert retry_on(act, today, tried=tried, last_day=last_day) == again


def test_the_tables_name_their_source() -> None:
    folder = Path(retries.__file__).parent
    declines = tomllib.loads((folder / "declines.toml").read_text(encoding="utf-8"))
    schemes = tomllib.loads((folder / "schemes.toml").read_text(encoding="utf-8"))
    for told in (declines["source"], *schemes.values()):
        assert told["status"] in ("confirmed", "derived")
        assert told["read_on"] == date(2026, 11, 22)
    assert all(it["source"] for it in schemes.values())
    assert notice_days("sepa_debit") >= notice_days("card")
