"""What an operator asks on the command line about contact, limitation and references."""

import json

import pytest
from click.testing import CliRunner

from agency.law.cli import law_cli


def run(*args):
    result = CliRunner().invoke(law_cli, [str(arg) for arg in args])
    return result.exit_code, result.output


def asked(*args):
    return run("may-contact", "--country", "US", "--zone", "America/Chicago", *args)


def test_a_call_at_night_is_refused_with_reason_article_and_next_moment():
    code, said = asked("--channel", "phone", "--at", "2026-03-02T21:30")
    assert code == 1
    assert said.splitlines()[:3] == [
        "not allowed: No phone call at this hour: it is 21:30 where the debtor is.",
        "  by     12 CFR 1006.6(b)(1)(i)",
        "  next   2026-03-03T08:00:00-06:00",
    ]


def test_a_call_by_day_is_allowed_and_json_says_the_same():
    code, said = asked("--channel", "phone", "--at", "2026-03-02T21:00", "--json")
    assert code == 0
    answer = json.loads(said)
    assert (answer["allowed"], answer["next_at"]) == (True, "2026-03-02T21:00:00-06:00")


def test_blocks_attempts_and_conversations_are_heard():
    at = ("--channel", "phone", "--at", "2026-03-02T12:00")
    talk = ("--conversation", "2026-03-01T12:00")
    calls = [part for _ in range(7) for part in ("--attempt", "2026-03-01T12:00")]
    assert "within 7 days of a conversation" in asked(*at, *talk)[1]
    assert "7 attempts" in asked(*at, *calls)[1]
    assert "never by this channel" in asked(*at, "--block", "opt_out:phone")[1]
    ended = ("--block", "represented@2026-01-01T00:00..2026-03-01T00:00")
    assert asked(*at, *ended)[0] == 0
    assert asked("--channel", "email", "--at", "2026-03-02T12:00", "--block", "opt_out:sms")[0] == 0


def test_without_a_zone_the_hour_must_suit_in_the_whole_country():
    ask = ("may-contact", "--country", "US", "--channel", "phone", "--at")
    code, said = run(*ask, "2026-11-23T09:00")
    assert code == 1
    assert "next   2026-11-23T13:00:00-05:00" in said
    assert run(*ask, "2026-11-23T15:00")[0] == 0


def test_what_the_law_is_silent_on_is_said():
    code, said = run(
        *("may-contact", "--country", "LT", "--channel", "phone"),
        *("--at", "2026-03-02T23:00", "--zone", "Europe/Vilnius"),
    )
    assert code == 0
    assert "no rule on contact_hours: None found." in said


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--zone", "Mars/Olympus"], "no time zone"),
        (["--at", "noon"], "no moment"),
        (["--block", "shout"], "not one of"),
        (["--block", "opt_out"], "names the channel"),
        (["--block", "?"], "no block"),
        (["--country", "XX"], "no rules"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(args, why):
    code, said = asked("--channel", "phone", "--at", "2026-03-02T12:00", *args)
    assert code == 1
    assert said.startswith("Error: ")
    assert why in said


def test_limitation_shows_terms_and_alarms():
    code, said = run(
        *("limitation", "--country", "NL", "--due", "2021-03-01", "--on", "2026-11-22"),
        *("--interrupted", "2025-06-15:written"),
    )
    assert code == 0
    assert "last day 2030-06-15" in said
    assert "2025-06-16 – 2030-06-15  art. 3:317 BW" in said
    assert "alarm 2030-06-08, 7 days ahead" in said


def test_a_lapsed_claim_is_exit_1_and_json_says_so():
    code, said = run(
        "limitation", "--country", "DE", "--due", "2020-03-01", "--on", "2026-11-22", "--json"
    )
    assert code == 1
    answer = json.loads(said)
    assert (answer["last_day"], answer["is_barred"], answer["days_left"]) == ("2023-12-31", True, 0)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["--due", "soon"], "no day"),
        (["--due", "2024-01-01", "--interrupted", "2025"], "no interruption"),
        (["--due", "2024-01-01", "--interrupted", "2025-01-01:sneeze"], "not one of"),
        (["--due", "2024-01-01", "--interrupted", "2025-01-01:lawsuit"], "until when"),
    ],
)
def test_what_limitation_cannot_read_is_said(args, why):
    code, said = run("limitation", "--country", "DE", *args)
    assert code == 1
    assert why in said


def test_references_are_made_and_checked():
    assert run("reference", "make", "rf", "539007547034") == (0, "RF18539007547034\n")
    assert run("reference", "check", "kid11", "0000006-") == (0, "valid\n")
    assert run("reference", "check", "rf", "RF68539007547034") == (1, "not valid\n")
    assert json.loads(run("reference", "check", "rf", "RF68", "--json")[1])["valid"] is False
    code, said = run("reference", "make", "qrr", "x")
    assert code == 1
    assert "QR reference" in said
