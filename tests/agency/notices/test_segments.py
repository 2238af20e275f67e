"""A text message is counted as the networks count it: by its alphabet, its signs and its parts."""

import pytest

from agency.notices.segments import Alphabet, counted


@pytest.mark.parametrize(
    ("text", "signs", "segments", "alphabet"),
    [
        ("", 0, 1, "GSM-7"),
        ("a" * 160, 160, 1, "GSM-7"),
        ("a" * 161, 161, 2, "GSM-7"),
        ("a" * 306, 306, 2, "GSM-7"),
        ("a" * 307, 307, 3, "GSM-7"),
        ("€" * 80, 80, 1, "GSM-7"),
        ("€" * 81, 81, 2, "GSM-7"),
        ("a" * 152 + "€" * 5, 157, 2, "GSM-7"),
        ("é" * 160, 160, 1, "GSM-7"),
        ("š" * 70, 70, 1, "UCS-2"),
        ("š" * 71, 71, 2, "UCS-2"),
        ("š" + "a" * 133, 134, 2, "UCS-2"),
        ("š" + "a" * 134, 135, 3, "UCS-2"),
        ("🙂" * 35, 35, 1, "UCS-2"),
        ("🙂" * 36, 36, 2, "UCS-2"),
    ],
)
def test_parts_are_counted(text: str, signs: int, segments: int, alphabet: str) -> None:
    found = counted(text)
    assert (found.signs, found.segments, found.alphabet) == (signs, segments, alphabet)


def test_a_sign_is_never_cut_in_two() -> None:
    assert counted("a" * 152 + "€" + "a" * 151).segments == 2
    assert counted("a" * 152 + "€" + "a" * 152).segments == 3


def test_what_makes_a_text_dear_is_named() -> None:
    assert counted("Rašėme jums").dear == "šė"
    assert counted("Schöne Grüße").alphabet is Alphabet.GSM_7
