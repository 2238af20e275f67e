"""When a debtor may be approached, in its own time: hours, limits, and what the debtor asked for."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.law.contact import Approach, Block, Hours, may_contact, open_until
from agency.law.errors import LawMissing
from agency.law.vocabulary import BlockKind, Channel, Day, DebtorKind, Purpose

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
AMSTERDAM, CURACAO = ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/Curacao")
NOON = "2026-11-23T12:00"


def at(text, zone=AMSTERDAM):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def asked(moment, channel=Channel.PHONE, *, country="NL", debtor=CONSUMER, zone=AMSTERDAM, **facts):
    when = at(moment, zone) if isinstance(moment, str) else moment
    return may_contact(
        Approach(channel=channel, at=when, country=country, debtor=debtor, zone=zone, **facts)
    )


@pytest.mark.parametrize(
    ("moment", "answer"),
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
def test_the_next_lawful_moment_for_a_consumer(moment, answer):
    verdict = asked(moment)
    assert verdict.next_at == at(answer)
    assert verdict.allowed is (moment == answer)
    assert "4.2" in verdict.article
    assert bool(verdict.reason) is not verdict.allowed


def test_the_reason_says_whether_it_is_the_hour_or_the_day():
    assert "it is 20:30 where the debtor is" in asked("2026-11-23T20:30").reason
    assert "Sunday" in asked("2026-11-22T11:00").reason


def test_the_hours_are_those_of_the_debtor_not_of_the_office():
    evening = at("2026-11-23T20:30")
    assert asked(evening, zone=CURACAO).allowed
    assert asked(at("2026-11-23T06:30", UTC)).allowed
    assert asked(at("2026-11-23T05:30", UTC)).next_at == at("2026-11-23T07:00")


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.VISIT])
def test_every_direct_channel_rests_on_sunday(channel):
    assert not asked("2026-11-22T11:00", channel).allowed


def test_a_letter_by_post_and_a_business_may_go_at_any_time():
    sunday = "2026-11-22T23:00"
    assert asked(sunday, Channel.POST).allowed
    assert asked(sunday, debtor=BUSINESS).allowed


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.RECEIPT])
def test_what_the_debtor_asked_or_paid_is_confirmed_by_mail_at_any_hour_but_not_by_phone(purpose):
    assert asked("2026-11-22T23:00", Channel.EMAIL, purpose=purpose).allowed
    assert not asked("2026-11-22T23:00", Channel.PHONE, purpose=purpose).allowed


def test_no_hours_were_set_before_the_law_of_april_2024():
    assert asked("2024-03-31T23:00").allowed
    assert not asked("2024-04-02T23:00").allowed


def test_a_moment_without_zone_and_a_country_without_rules_are_refused():
    with pytest.raises(ValueError, match="zone"):
        asked(datetime(2026, 11, 23, 12))  # noqa: DTZ001
    with pytest.raises(LawMissing, match="XX"):
        asked(NOON, country="XX")


def test_an_opt_out_closes_its_channel_for_everything_and_no_other():
    block = Block(kind=BlockKind.OPT_OUT, channel=Channel.EMAIL, since=at("2026-01-01T00:00"))
    for purpose in Purpose:
        verdict = asked(NOON, Channel.EMAIL, blocks=(block,), purpose=purpose)
        assert (verdict.allowed, verdict.next_at) == (False, None)
        assert "does not want to be reached by e-mail" in verdict.reason
    assert asked(NOON, Channel.PHONE, blocks=(block,)).allowed


def test_an_opt_out_says_which_channel():
    with pytest.raises(ValueError, match="channel"):
        Block(kind=BlockKind.OPT_OUT, since=at(NOON))


def test_a_block_with_an_end_gives_way_at_the_next_lawful_hour():
    block = Block(
        kind=BlockKind.BREATHING_SPACE, since=at("2026-11-01T00:00"), until=at("2026-11-28T22:00")
    )
    assert asked(NOON, blocks=(block,)).next_at == at("2026-11-30T07:00")
    assert asked("2026-10-31T12:00", blocks=(block,)).allowed
    assert asked("2026-11-30T12:00", blocks=(block,)).allowed


def test_a_block_goes_before_the_hour_in_what_is_said():
    block = Block(kind=BlockKind.REPRESENTED, since=at("2026-11-01T00:00"))
    verdict = asked("2026-11-22T23:00", blocks=(block,))
    assert "lawyer" in verdict.reason
    assert verdict.next_at is None


def test_hours_that_do_not_suit_a_debtor_come_on_top_of_those_of_the_law():
    hours = Hours(time(6), time(12), frozenset({Day.MONDAY}))
    block = Block(kind=BlockKind.INCONVENIENT, since=at("2026-11-01T00:00"), hours=hours)
    verdict = asked("2026-11-23T08:00", blocks=(block,))
    assert "does not suit" in verdict.reason
    assert verdict.next_at == at(NOON)
    assert asked("2026-11-24T08:00", blocks=(block,)).allowed
    assert asked("2026-11-23T08:00", Channel.POST, blocks=(block,)).allowed


def shut_from(moment, *, debtor=CONSUMER, country="NL", zone=AMSTERDAM, **facts):
    return open_until(
        Approach(
            channel=Channel.PHONE,
            at=at(moment, zone),
            country=country,
            debtor=debtor,
            zone=zone,
            **facts,
        )
    )


def test_the_hours_of_the_day_say_until_when_one_may_call():
    assert shut_from(NOON) == at("2026-11-23T20:00")
    assert shut_from(NOON, debtor=BUSINESS) is None


def test_hours_that_do_not_suit_later_that_day_come_before_those_of_the_law():
    def inconvenient(**facts):
        return Block(kind=BlockKind.INCONVENIENT, since=at("2026-11-01T00:00"), **facts)

    afternoons = inconvenient(hours=Hours(time(15), time(18)))
    assert shut_from(NOON, blocks=(afternoons,)) == at("2026-11-23T15:00")
    fridays = inconvenient(hours=Hours(time(15), time(18), frozenset({Day.FRIDAY})))
    assert shut_from(NOON, blocks=(fridays,)) == at("2026-11-23T20:00")
    over_by_then = inconvenient(hours=Hours(time(15), time(18)), until=at("2026-11-23T14:00"))
    assert shut_from(NOON, blocks=(over_by_then,)) == at("2026-11-23T20:00")


def test_hours_that_do_not_suit_end_with_their_block():
    block = Block(
        kind=BlockKind.INCONVENIENT,
        since=at("2026-11-01T00:00"),
        until=at("2026-11-23T09:30"),
        hours=Hours(time(8), time(12)),
    )
    assert asked("2026-11-23T08:00", blocks=(block,)).next_at == at("2026-11-23T09:30")


def test_a_debtor_whom_no_hour_suits_has_no_next_moment():
    block = Block(
        kind=BlockKind.INCONVENIENT, since=at("2026-11-01T00:00"), hours=Hours(time(), time())
    )
    assert asked(NOON, blocks=(block,)).next_at is None


def test_hours_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="midnight"):
        Hours(time(22), time(6))


MOMENTS = st.datetimes(datetime(2024, 4, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SUITS = st.builds(
    lambda start, length, days: Hours(time(start), time(min(start + length, 23)), frozenset(days)),
    st.integers(5, 21),
    st.integers(1, 9),
    st.sets(st.sampled_from(list(Day)[:7])),
)


@st.composite
def blocks(draw):
    kind = draw(st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.OPT_OUT]))
    since = draw(MOMENTS)
    until = since + timedelta(hours=draw(st.integers(1, 2000)))
    return Block(kind=kind, since=since, until=until, hours=draw(st.none() | SUITS))


@given(MOMENTS, st.lists(blocks(), max_size=3), st.sampled_from(list(Channel)))
def test_the_answer_is_lawful_and_nothing_before_it_is(moment, found, channel):
    verdict = asked(moment, channel, blocks=tuple(found))
    if verdict.next_at is None:
        return
    assert verdict.next_at >= moment
    assert asked(verdict.next_at, channel, blocks=tuple(found)).allowed
    step = max((verdict.next_at - moment) / 97, timedelta(minutes=1))
    between = moment
    while between < verdict.next_at:
        assert not asked(between, channel, blocks=tuple(found)).allowed
        between += step


@given(
    MOMENTS,
    st.sampled_from(list(Channel)),
    st.sampled_from(list(Purpose)),
    st.sampled_from([CONSUMER, BUSINESS]),
    st.lists(blocks(), max_size=2),
)
def test_an_opt_out_is_never_crossed(moment, channel, purpose, debtor, others):
    opt_out = Block(kind=BlockKind.OPT_OUT, channel=channel, since=moment)
    verdict = asked(moment, channel, purpose=purpose, debtor=debtor, blocks=(*others, opt_out))
    assert not verdict.allowed
    assert verdict.next_at is None
