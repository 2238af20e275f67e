"""Contact in other countries: zones nobody knows, limits on calls, and blocks of their own."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from agency.law.contact import Block
from agency.law.vocabulary import BlockKind, Channel, Purpose
from agency.law.zones import UNKNOWN, zone_of, zones_for
from tests.agency.law.test_contact import BUSINESS, NOON, asked, at

CHICAGO, HONOLULU = ZoneInfo("America/Chicago"), ZoneInfo("Pacific/Honolulu")


def call(moment, **facts):
    return asked(moment, country="US", zone=CHICAGO, **facts)


@pytest.mark.parametrize(
    ("moment", "allowed", "answer"),
    [
        ("2026-11-23T07:59", False, "2026-11-23T08:00"),
        ("2026-11-23T08:00", True, "2026-11-23T08:00"),
        ("2026-11-23T21:00", True, "2026-11-23T21:00"),  # after 21:00 is not at 21:00
        ("2026-11-23T21:00:01", False, "2026-11-24T08:00"),
        ("2026-11-22T12:00", True, "2026-11-22T12:00"),  # Sundays are not barred
        ("2026-11-26T12:00", True, "2026-11-26T12:00"),  # nor is Thanksgiving
    ],
)
def test_an_american_consumer_is_called_from_eight_to_nine_in_its_own_time(moment, allowed, answer):
    verdict = call(moment)
    assert (verdict.allowed, verdict.next_at) == (allowed, at(answer, CHICAGO))


def test_eight_in_chicago_is_too_early_in_honolulu():
    assert not asked(at("2026-11-23T08:00", CHICAGO), country="US", zone=HONOLULU).allowed


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("2026-11-23T09:00", "2026-11-23T13:00"),  # eight in Honolulu
        ("2026-11-23T13:00", "2026-11-23T13:00"),
        ("2026-11-23T21:00", "2026-11-23T21:00"),
        ("2026-11-23T21:30", "2026-11-24T13:00"),
    ],
)
def test_where_nobody_knows_the_zone_the_hour_must_suit_everywhere(moment, answer):
    zone, *others = zones_for("US", UNKNOWN)
    verdict = asked(moment, country="US", zone=zone, other_zones=tuple(others))
    assert verdict.next_at == at(answer, zone)
    assert verdict.allowed is (moment == answer)
    assert verdict.allowed or "where the debtor may be" in verdict.reason


@pytest.mark.parametrize(
    ("country", "kept", "zones"),
    [
        ("US", "America/Chicago", ["America/Chicago"]),
        ("US", "America/Detroit", ["America/Detroit"]),
        ("BE", "Europe/Amsterdam", ["Europe/Brussels"]),
        ("GB", "Europe/London", ["Europe/London"]),
        ("NL", "Europe/Amsterdam", ["Europe/Amsterdam"]),
        ("JP", "Europe/Amsterdam", ["Europe/Amsterdam"]),
    ],
)
def test_a_zone_that_is_not_the_country_s_own_says_nothing(country, kept, zones):
    assert [zone.key for zone in zones_for(country, ZoneInfo(kept))] == zones


def test_of_a_debtor_one_keeps_the_zone_of_its_country_if_that_has_one():
    assert [zone_of(country).key for country in ("NL", "GB", "US", "JP")] == [
        *("Europe/Amsterdam", "Europe/London", "UTC", "UTC")
    ]
    assert len(zones_for("US", zone_of("US"))) == 7


def calls_on(*days):
    return tuple(at(f"2026-11-{day:02}T10:00", CHICAGO) for day in days)


def test_an_eighth_call_in_seven_days_waits_until_the_first_has_left_the_week():
    seven = calls_on(16, 17, 18, 19, 20, 21, 22)
    verdict = call("2026-11-22T12:00", attempts=seven)
    assert "7 attempts" in verdict.reason
    assert "1006.14(b)(2)(i)(A)" in verdict.article
    assert verdict.next_at == at("2026-11-23T08:00", CHICAGO)
    assert call("2026-11-22T12:00", attempts=seven[:6]).allowed


def test_a_limit_on_calls_does_not_bind_mail_or_an_answer():
    seven = calls_on(22, 22, 22, 22, 22, 22, 22)
    assert asked(
        "2026-11-22T12:00", Channel.EMAIL, country="US", zone=CHICAGO, attempts=seven
    ).allowed
    assert call("2026-11-22T12:00", attempts=seven, purpose=Purpose.ANSWER).allowed
    assert asked(
        "2026-11-22T12:00", country="US", zone=CHICAGO, debtor=BUSINESS, attempts=seven
    ).allowed


def test_the_day_of_a_conversation_is_the_first_of_seven():
    talked = calls_on(2)
    assert not call("2026-11-02T12:00", conversations=talked).allowed
    assert call("2026-11-08T12:00", conversations=talked).next_at == at("2026-11-09T08:00", CHICAGO)
    assert call("2026-11-09T08:00", conversations=talked).allowed


def test_the_days_of_calls_are_those_of_the_consumer():
    late = (datetime(2026, 11, 3, 3, tzinfo=UTC),)  # still 2 November in Chicago
    assert call("2026-11-09T08:00", conversations=late).allowed


def test_after_a_cease_only_the_notices_of_the_law_go_out():
    cease = (Block(kind=BlockKind.CEASE, since=at("2026-11-01T00:00")),)
    for channel in Channel:
        ceased = asked(NOON, channel, country="US", zone=CHICAGO, blocks=cease)
        assert (ceased.allowed, ceased.article) == (False, "15 USC 1692c(c)")
    assert call(NOON, blocks=cease, purpose=Purpose.STATUTORY).allowed
    assert asked(NOON, Channel.POST, blocks=cease).allowed  # in the Union a letter remains
    assert not asked(NOON, Channel.PHONE, blocks=cease).allowed


def test_breathing_space_in_the_united_kingdom_ends_by_itself_after_sixty_days():
    london = ZoneInfo("Europe/London")
    block = Block(kind=BlockKind.BREATHING_SPACE, since=at("2026-11-01T09:00", london))
    verdict = asked(NOON, country="GB", zone=london, blocks=(block,))
    assert verdict.next_at == at("2026-12-31T00:00", london)
    assert asked("2027-01-02T12:00", country="UK", zone=london, blocks=(block,)).allowed


def test_belgian_hours_are_a_house_rule_and_say_so():
    brussels = ZoneInfo("Europe/Brussels")
    verdict = asked("2026-11-22T22:00", country="BE", zone=brussels)
    assert verdict.article.startswith("house rule")
    assert verdict.next_at == at("2026-11-23T08:00", brussels)
    assert asked("2026-11-22T21:59", country="BE", zone=brussels).allowed


def test_the_norwegian_act_to_come_binds_nobody_yet():
    oslo = ZoneInfo("Europe/Oslo")
    assert asked("2027-03-07T23:00", country="NO", zone=oslo).allowed
