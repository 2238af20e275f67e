"""Which notices may go as text messages, and that none of the house's words threaten."""

import pytest

from agency.law.packs.text_rows import text_rule
from agency.law.texts import goes_by_text, house_text, most_segments, threats_in, why_no_text
from agency.law.vocabulary import NoticeKind


def test_only_a_reminder_goes_as_a_text() -> None:
    assert [kind for kind in NoticeKind if goes_by_text(kind)] == [NoticeKind.REMINDER]
    assert "law asks" in why_no_text(NoticeKind.FOURTEEN_DAY_LETTER, "NL")
    assert not why_no_text(NoticeKind.REMINDER, "NL")


def test_where_the_consent_is_not_known_nobody_is_texted() -> None:
    assert "TCPA" in why_no_text(NoticeKind.REMINDER, "US")


@pytest.mark.parametrize(
    "text",
    ["We go to court.", "De deurwaarder komt", "Zwangsvollstreckung!", "la saisie de", "NAMSMANNEN",
     "Kreipsimės į teismą"],
)  # fmt: skip
def test_a_threat_is_found_in_each_language(text: str) -> None:
    assert threats_in(text)


@pytest.mark.parametrize("text", ["By courtesy of", "an Sie gerichtet", "gerechte", "issue 4"])
def test_part_of_another_word_is_no_threat(text: str) -> None:
    assert not threats_in(text)


def test_the_houses_words_are_whole_in_six_languages_and_threaten_nobody() -> None:
    assert set(text_rule().words) == {"en", "nl", "de", "fr", "nb", "lt"}
    for locale in text_rule().words:
        text = house_text(locale)
        assert not threats_in(text)
        for gap in ("{creditor}", "{total}", "{payment_link}"):
            assert gap in text
    assert most_segments() == 4
