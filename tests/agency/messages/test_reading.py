"""E-mails as they come: what was written, what was quoted, who wrote it, and what a machine sent."""

from datetime import date

import pytest

from agency.messages.deadlines import answer_by
from agency.messages.kinds import Nature
from agency.messages.reading import read
from agency.messages.reading.quoting import split
from agency.messages.reading.words import of_html
from portal.errors import Refused
from tests.agency.messages.post import bounce, letter


def test_a_letter_tells_who_wrote_what_and_in_answer_to_which() -> None:
    mail = read(
        letter(
            "I can pay on Friday.",
            Message_ID="b@x",
            In_Reply_To="<a@office.example>",
            References="<0@office.example> <a@office.example>",
        )
    )
    assert (mail.sender_name, mail.sender) == ("De Bakker", "bakker@debtor.example")
    assert (mail.subject, mail.text) == ("Your letter", "I can pay on Friday.")
    assert (mail.message_id, mail.answers) == ("b@x", "a@office.example")
    assert mail.thread == ("0@office.example", "a@office.example")
    assert mail.nature is Nature.MESSAGE


@pytest.mark.parametrize(
    ("headers", "nature"),
    [
        ({}, Nature.MESSAGE),
        ({"Auto_Submitted": "no"}, Nature.MESSAGE),
        ({"Auto_Submitted": "auto-replied"}, Nature.AUTOMATIC),
        ({"Auto_Submitted": "auto-generated (vacation)"}, Nature.AUTOMATIC),
        ({"Precedence": "auto_reply"}, Nature.AUTOMATIC),
        ({"X_Autoreply": "yes"}, Nature.AUTOMATIC),
        ({"Precedence": "bulk"}, Nature.MESSAGE),
    ],
)
def test_machines_that_answer_are_told_by_their_headers(
    headers: dict[str, str], nature: Nature
) -> None:
    assert read(letter(**headers)).nature is nature


def test_a_report_of_failure_is_a_bounce_and_a_delay_is_not() -> None:
    failed = read(bounce("our-mail@office.example"))
    assert failed.nature is Nature.BOUNCE
    assert failed.failed_address == "bakker@debtor.example"
    assert failed.thread == ("our-mail@office.example",)
    delayed = read(bounce(action="delayed"))
    assert (delayed.nature, delayed.failed_address) == (Nature.AUTOMATIC, "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff\xfe garbage",
        b"From: =?utf-8?b?%%%?= <@>\r\nMessage-ID: <\r\n\r\nx",
        b"Content-Type: text/plain; charset=klingon-1\r\n\r\nqapla",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b'Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b--",
        b"To: " + b"a," * 5_000 + b"\r\nSubject: " + b"x" * 50_000 + b"\r\n\r\n",
    ],
)
def test_a_badly_made_mail_is_read_as_far_as_it_goes(raw: bytes) -> None:
    mail = read(raw)
    assert mail.message_id
    assert len(mail.subject) <= 500


def test_a_mail_within_mails_without_end_is_refused_in_words() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(3_000)
    )
    with pytest.raises(Refused, match="beyond all measure"):
        read(nested)


def test_html_is_read_as_words_and_never_as_html() -> None:
    words = of_html(
        "<head><title>no</title><style>p{}</style></head><p>Dear <b>all</b>,<p>I&nbsp;paid.<br>Yesterday."
        "<script>alert(1)</script><blockquote><p>Pay now</p></blockquote>"
    )
    lines = [line for line in words.splitlines() if line]
    assert lines[:3] == ["Dear all,", "I paid.", "Yesterday."]
    assert "> Pay now" in lines
    assert "alert" not in words
    assert "<" not in words


def test_a_mail_that_nests_without_end_is_read_in_time() -> None:
    assert of_html("<div>deep" * 20_000).strip().startswith("deep")
    assert of_html("<blockquote>deep" * 20_000).strip().startswith("> deep")
    assert of_html("") == ""


@pytest.mark.parametrize(
    "quote",
    [
        "On Mon, 1 Jun 2026 at 10:00, Office <reply@in.example> wrote:\n> Pay now",
        "Op ma 1 jun 2026 om 10:00 schreef Office <reply@in.example>:\n> Betaal nu",
        "Am 01.06.2026 um 10:00 schrieb Office:\n> Zahlen Sie",
        "Le lun. 1 juin 2026 à 10:00, Office <x@y.example> a écrit :\n> Payez",
        "man. 1. juni 2026 kl. 10:00 skrev Office:\n> Betal",
        "-----Original Message-----\nFrom: Office\nPay now",
        "From: Office <x@y.example>\nSent: Monday\nTo: me\n\nPay now",
        "Van: Office <x@y.example>\nVerzonden: maandag\n\nBetaal nu",
        "On Mon, 1 Jun 2026 at 10:00, Office with a long name\n<reply@in.example> wrote:\n> Pay now",
        "> Pay now\n> or else",
    ],
)
def test_what_an_answer_quotes_is_folded(quote: str) -> None:
    parts = split(f"I will pay on Friday.\n\nKind regards\n\n{quote}")
    assert parts.own == "I will pay on Friday.\n\nKind regards"
    assert parts.quoted.startswith(quote[:10])


def test_words_without_a_quote_and_answers_between_quotes_stay_whole() -> None:
    plain = "On Friday I pay.\nFrom my own account."
    assert split(plain).own == plain
    between = "> When do you pay?\nOn Friday.\n> And the rest?\nLater."
    assert split(between).own == between
    only_quote = "> Pay now"
    assert split(only_quote).own == only_quote


@pytest.mark.parametrize(
    ("day", "country", "by"),
    [
        (date(2026, 6, 10), "NL", date(2026, 6, 12)),
        (date(2026, 6, 12), "NL", date(2026, 6, 16)),
        (date(2026, 4, 26), "NL", date(2026, 4, 29)),  # King's day is a holiday.
        (date(2026, 12, 24), "DE", date(2026, 12, 29)),
        (date(2026, 12, 24), "GB", date(2026, 12, 30)),  # Boxing Day falls on a Saturday.
    ],
)
def test_an_answer_is_due_after_two_working_days(day: date, country: str, by: date) -> None:
    assert answer_by(day, 2, country) == by
