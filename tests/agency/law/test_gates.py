"""From when costs may be charged: the letter, its receipt, its term."""

from datetime import date

import pytest

from agency.law.errors import LawMissing
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


@pytest.mark.parametrize(
    ("country", "channel", "sent_on", "first_day", "charge_from"),
    [
        ("BE", "email", "2026-11-02", "2026-11-03", "2026-11-17"),
        ("BE", "post", "2026-11-02", "2026-11-05", "2026-11-19"),
        ("BE", "post", "2026-11-05", "2026-11-09", "2026-11-23"),  # Sunday does not count
        ("BE", "post", "2026-11-09", "2026-11-13", "2026-11-27"),  # nor does Armistice Day
        ("NO", "post", "2026-11-02", "2026-11-03", "2026-11-17"),
        ("NO", "email", "2026-11-02", "2026-11-03", "2026-11-17"),
    ],
)
def test_the_free_term_of_other_countries(country, channel, sent_on, first_day, charge_from):
    term = free_term(Letter(date.fromisoformat(sent_on), Channel(channel)), country=country)
    assert (str(term.first_day), str(term.charge_from)) == (first_day, charge_from)


def test_in_belgium_the_term_runs_from_posting_whenever_the_letter_came():
    letter = Letter(date(2026, 11, 2), Channel.POST, received_on=date(2026, 11, 10))
    assert free_term(letter, country="BE").first_day == date(2026, 11, 5)


SENT = [Letter(date(2026, 11, 2), Channel.POST)]


@pytest.mark.parametrize(
    ("country", "debtor", "letters", "charge_from"),
    [
        ("BE", CONSUMER, SENT, date(2026, 11, 19)),
        ("BE", CONSUMER, [], None),
        ("BE", BUSINESS, [], date(2026, 10, 2)),
        ("NO", CONSUMER, SENT, date(2026, 11, 17)),
        ("NO", BUSINESS, [], None),
        ("DE", CONSUMER, [], None),
        ("DE", CONSUMER, SENT, date(2026, 11, 3)),
        ("DE", BUSINESS, [], date(2026, 11, 1)),
        ("DE", BUSINESS, [Letter(date(2026, 10, 5), Channel.EMAIL)], date(2026, 10, 6)),
        ("FR", CONSUMER, SENT, None),
        ("FR", BUSINESS, [], date(2026, 10, 2)),
        ("UK", CONSUMER, SENT, None),
        ("UK", BUSINESS, [], date(2026, 10, 2)),
        ("LT", BUSINESS, [], date(2026, 10, 2)),
    ],
)
def test_from_when_costs_are_owed_in_other_countries(country, debtor, letters, charge_from):
    gate = cost_gate(debtor=debtor, due_on=DUE_ON, letters=letters, country=country)
    assert gate.charge_from == charge_from
    assert gate.reason
    assert gate.article


def test_where_nothing_is_known_nothing_is_charged():
    with pytest.raises(LawMissing, match="Charge none"):
        cost_gate(debtor=CONSUMER, due_on=DUE_ON, country="LT")
