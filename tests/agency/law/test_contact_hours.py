"""When a Dutch debtor may be approached, in its own time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.contact_hours import is_lawful, next_lawful
from agency.law.errors import LawMissing
from agency.law.vocabulary import Channel, DebtorKind

CONSUMER = DebtorKind.CONSUMER
AMSTERDAM, CURACAO = ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/Curacao")


def at(text, zone=AMSTERDAM):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("2026-11-23T07:00", "2026-11-23T07:00"),
        ("2026-11-23T19:59", "2026-11-23T19:59"),
        ("2026-11-23T06:59", "2026-11-23T07:00"),
        ("2026-11-23T20:00", "2026-11-24T07:00"),
        ("2026-11-21T20:30", "2026-11-23T07:00"),  # Saturday evening: Sunday is skipped
        ("2026-11-22T11:00", "2026-11-23T07:00"),  # Sunday
        ("2026-04-02T21:00", "2026-04-04T07:00"),  # Good Friday counts as a holiday
        ("2026-04-05T12:00", "2026-04-07T07:00"),  # Easter
        ("2026-05-05T12:00", "2026-05-06T07:00"),  # Liberation Day
        ("2026-05-15T12:00", "2026-05-16T07:00"),  # made equal to a holiday by decree
        ("2026-12-31T20:00", "2027-01-02T07:00"),  # New Year
    ],
)
def test_the_next_lawful_moment_for_a_consumer(asked, answer):
    assert next_lawful(at(asked), "NL", CONSUMER, AMSTERDAM) == at(answer)
    assert is_lawful(at(asked), "NL", CONSUMER, AMSTERDAM) is (asked == answer)


def test_the_hours_are_those_of_the_debtor_not_of_the_office():
    evening = at("2026-11-23T20:30")
    assert next_lawful(evening, "NL", CONSUMER, CURACAO) == evening
    assert next_lawful(at("2026-11-23T06:00", UTC), "NL", CONSUMER, AMSTERDAM) == at(
        "2026-11-23T07:00"
    )


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.VISIT])
def test_every_direct_channel_rests_on_sunday(channel):
    assert not is_lawful(at("2026-11-22T11:00"), "NL", CONSUMER, AMSTERDAM, channel)


def test_a_letter_by_post_and_a_business_may_go_at_any_time():
    sunday = at("2026-11-22T23:00")
    assert is_lawful(sunday, "NL", CONSUMER, AMSTERDAM, Channel.POST)
    assert is_lawful(sunday, "NL", DebtorKind.BUSINESS, AMSTERDAM)


def test_no_hours_were_set_before_the_law_of_april_2024():
    assert is_lawful(at("2024-03-31T23:00"), "NL", CONSUMER, AMSTERDAM)
    assert not is_lawful(at("2024-04-02T23:00"), "NL", CONSUMER, AMSTERDAM)


def test_a_moment_without_zone_and_a_country_without_rules_are_refused():
    with pytest.raises(ValueError, match="zone"):
        next_lawful(datetime(2026, 11, 23, 12), "NL", CONSUMER, AMSTERDAM)  # noqa: DTZ001
    with pytest.raises(LawMissing, match="XX"):
        next_lawful(at("2026-11-23T12:00"), "XX", CONSUMER, AMSTERDAM)


@given(st.datetimes(datetime(2024, 4, 1), datetime(2027, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_answer_is_never_earlier_and_is_itself_lawful(asked):
    answer = next_lawful(asked, "NL", CONSUMER, AMSTERDAM)
    local = answer.astimezone(AMSTERDAM)
    assert answer >= asked
    assert 7 <= local.hour < 20
    assert local.weekday() != 6
    assert is_lawful(answer, "NL", CONSUMER, AMSTERDAM)
