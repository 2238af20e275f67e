"""From when costs may be charged: the letter, its receipt, its term."""

from datetime import date

import pytest

from agency.law.gates import Letter, cost_gate, free_term
from agency.law.vocabulary import Channel, DebtorKind
from portal.errors import Refused

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
DUE_ON = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("sent_on", "received_on"),
    [
        (date(2026, 11, 3), date(2026, 11, 5)),  # Tuesday, Thursday
        (date(2026, 11, 5), date(2026, 11, 7)),  # Thursday, Saturday
        (date(2026, 11, 7), date(2026, 11, 11)),  # Saturday; Sunday and Monday do not count
        (date(2026, 4, 2), date(2026, 4, 7)),  # Good Friday and Easter Monday do not count
        (date(2026, 5, 13), date(2026, 5, 19)),  # Ascension Day and the decree day after it
        (date(2026, 5, 2), date(2026, 5, 7)),  # Liberation Day does not count in any year
    ],
)
def test_post_is_presumed_received_on_the_second_counted_day(sent_on, received_on):
    assert free_term(Letter(sent_on, Channel.POST)).received_on == received_on


def test_email_is_received_on_the_day_itself():
    term = free_term(Letter(date(2026, 11, 2), Channel.EMAIL))
    assert (term.first_day, term.last_day) == (date(2026, 11, 3), date(2026, 11, 16))
    assert term.charge_from == date(2026, 11, 17)


def test_a_proven_day_of_receipt_goes_before_the_presumption():
    letter = Letter(date(2026, 11, 4), Channel.POST, received_on=date(2026, 11, 9))
    assert free_term(letter).last_day == date(2026, 11, 23)


def test_a_letter_cannot_be_received_before_it_is_sent():
    with pytest.raises(ValueError, match="before"):
        free_term(Letter(date(2026, 11, 4), Channel.POST, received_on=date(2026, 11, 3)))


def test_a_text_message_cannot_carry_the_letter():
    with pytest.raises(Refused, match="sms"):
        free_term(Letter(date(2026, 11, 4), Channel.SMS))


def test_a_consumer_owes_costs_the_day_after_the_term_over_what_is_then_unpaid():
    letter = Letter(date(2026, 11, 4), Channel.POST)
    gate = cost_gate(debtor=CONSUMER, due_on=DUE_ON, letters=[letter])
    assert (gate.charge_from, gate.base_on) == (date(2026, 11, 21), date(2026, 11, 20))
    assert not gate.is_open(date(2026, 11, 20))
    assert gate.is_open(date(2026, 11, 21))
    assert gate.article == "art. 6:96 lid 6 BW"


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        ([], "No letter"),
        ([Letter(date(2026, 11, 4), Channel.POST, is_valid=False)], "does not word"),
        ([Letter(DUE_ON, Channel.POST)], "before the claim was overdue"),
    ],
)
def test_a_consumer_owes_no_costs_without_a_valid_letter_after_the_due_date(letters, reason):
    gate = cost_gate(debtor=CONSUMER, due_on=DUE_ON, letters=letters)
    assert gate.charge_from is None
    assert not gate.is_open(date(2030, 1, 1))
    assert reason in gate.reason


def test_the_letter_whose_term_ends_first_counts_and_a_void_one_does_not():
    letters = [
        Letter(date(2026, 10, 6), Channel.POST, is_valid=False),
        Letter(date(2026, 11, 4), Channel.POST),
        Letter(date(2026, 11, 10), Channel.POST),
    ]
    gate = cost_gate(debtor=CONSUMER, due_on=DUE_ON, letters=letters)
    assert gate.charge_from == date(2026, 11, 21)


def test_a_business_owes_costs_from_the_day_after_the_due_date():
    gate = cost_gate(debtor=BUSINESS, due_on=DUE_ON)
    assert gate.charge_from == date(2026, 10, 2)
    assert not gate.is_open(DUE_ON)
