"""Duties around notices, terms for keeping records, and letterheads."""

from datetime import date

import pytest

from agency.law.duties import (
    default_from,
    earliest_claim,
    reminder_cost,
    validation_due,
    validation_period,
)
from agency.law.errors import LawMissing
from agency.law.letterhead import check_letterhead
from agency.law.retention import retention
from agency.law.vocabulary import DebtorKind, RecordKind
from portal.money import Money

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("nth", "regular", "most", "plus_postage"),
    [(1, True, "0", False), (3, True, "0", False), (4, True, "7.50", True), (4, False, "0", False)],
)
def test_a_belgian_reminder_is_free_but_for_the_fourth_of_a_regular_contract(
    nth, regular, most, plus_postage
):
    cost = reminder_cost("BE", nth_in_year=nth, regular=regular, on=TODAY, debtor=CONSUMER)
    assert (cost.most, cost.plus_postage) == (Money.of(most), plus_postage)


def test_a_country_without_a_rule_on_reminders_charges_nothing():
    with pytest.raises(LawMissing, match="Charge nothing"):
        reminder_cost("NL", nth_in_year=1, regular=False, on=TODAY, debtor=CONSUMER)


@pytest.mark.parametrize(
    ("debtor", "hinted", "reminded_on", "from_on"),
    [
        (CONSUMER, False, None, None),
        (CONSUMER, True, None, date(2026, 11, 1)),
        (CONSUMER, False, date(2026, 10, 20), date(2026, 10, 20)),
        (CONSUMER, True, date(2026, 11, 10), date(2026, 11, 1)),
        (BUSINESS, False, None, date(2026, 11, 1)),
    ],
)
def test_a_german_consumer_is_in_default_by_itself_only_if_the_invoice_said_so(
    debtor, hinted, reminded_on, from_on
):
    found = default_from(
        "DE",
        debtor=debtor,
        invoice_received_on=date(2026, 10, 1),
        hinted=hinted,
        reminded_on=reminded_on,
    )
    assert found.from_on == from_on


def test_a_british_consumer_has_thirty_days_before_court():
    dated_on = date(2026, 11, 2)
    assert earliest_claim("UK", debtor=CONSUMER, letter_dated_on=dated_on) == date(2026, 12, 2)
    with pytest.raises(LawMissing):
        earliest_claim("UK", debtor=BUSINESS, letter_dated_on=dated_on)


@pytest.mark.parametrize(
    ("sent_on", "received_on", "ends_on"),
    [
        (date(2026, 11, 2), date(2026, 11, 9), date(2026, 12, 9)),
        (date(2026, 11, 6), date(2026, 11, 16), date(2026, 12, 16)),  # Veterans Day
        (date(2026, 7, 1), date(2026, 7, 8), date(2026, 8, 7)),  # 4 July is a Saturday
    ],
)
def test_the_validation_period_starts_after_five_days_of_business(sent_on, received_on, ends_on):
    found = validation_period("US", sent_on)
    assert (found.assumed_received_on, found.ends_on) == (received_on, ends_on)


def test_the_validation_notice_goes_with_the_first_contact_or_within_five_days():
    first = date(2026, 11, 2)
    assert validation_due("US", first, in_first_contact=False) == date(2026, 11, 7)
    assert validation_due("US", first, in_first_contact=True) == first
    with pytest.raises(LawMissing, match="no validation notice"):
        validation_due("NL", first, in_first_contact=True)


@pytest.mark.parametrize(
    ("country", "kind", "until"),
    [
        ("US", RecordKind.CLAIM_FILE, date(2029, 11, 22)),
        ("US", RecordKind.RECORDING, date(2029, 11, 22)),
        ("NL", RecordKind.CLAIM_FILE, date(2032, 11, 22)),
        ("NL", RecordKind.ACCOUNTING, date(2033, 12, 31)),
        ("BE", RecordKind.ACCOUNTING, date(2036, 12, 31)),
        ("NO", RecordKind.ACCOUNTING, date(2031, 12, 31)),
        ("LT", RecordKind.ACCOUNTING, date(2036, 12, 31)),
        ("UK", RecordKind.ACCOUNTING, date(2032, 12, 31)),
        ("DE", RecordKind.ACCOUNTING, date(2036, 12, 31)),
        ("FR", RecordKind.ACCOUNTING, date(2036, 12, 31)),
    ],
)
def test_how_long_records_are_kept(country, kind, until):
    assert retention(country).keep_until(kind, TODAY) == until


@pytest.mark.parametrize("country", ["NL", "BE", "NO", "LT", "UK", "DE", "FR", "US"])
def test_every_country_says_how_long_files_and_books_are_kept(country):
    law = retention(country)
    assert law.rule(RecordKind.CLAIM_FILE).source
    assert law.rule(RecordKind.ACCOUNTING).source


def test_what_no_rule_covers_is_not_erased():
    with pytest.raises(LawMissing, match="Erase nothing"):
        retention("NL").rule(RecordKind.RECORDING)


@pytest.mark.parametrize(
    ("country", "facts", "blocked", "advised"),
    [
        ("US", {"reviewed": False}, True, True),
        ("US", {"reviewed": True}, False, False),
        ("US", {"reviewed": False, "disclaimer_on_front": True}, False, True),
        (
            "US",
            {"reviewed": False, "disclaimer_on_front": True, "signed_by_lawyer": True},
            True,
            True,
        ),
        ("NL", {"reviewed": False, "disclaimer_on_front": True}, True, True),
        ("BE", {"reviewed": False, "disclaimer_on_front": True}, True, True),
    ],
)
def test_a_firm_s_letterhead_needs_a_lawyer_s_review(country, facts, blocked, advised):
    found = check_letterhead(country, **facts)
    assert (found.is_blocked, found.review_advised) == (blocked, advised)
    assert bool(found.reason) is advised
