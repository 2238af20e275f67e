"""Fields in short answers: what can be filled, and what tells of a case."""

import pytest

from agency.short_answers.filling import FIELDS, fault, fill, tells_of_the_case


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thank you.", ""),
        ("You owe {{ balance }}: {{link}}", ""),
        ("{{ salary }}", "There is no field “salary”."),
        ("{{ balance", "A field is not closed"),
        ("{{ case.debtor }}", "A field is not closed"),
        ("{% for x in y %}", "A field is not closed"),
        ("100 % {sure}", ""),
    ],
)
def test_only_known_fields_can_stand_in_braces(text: str, said: str) -> None:
    assert fault(text).startswith(said)
    assert bool(fault(text)) == bool(said)


def test_each_field_is_worked_out_once_and_only_where_it_stands() -> None:
    asked: list[str] = []
    values = {name: lambda name=name: asked.append(name) or f"<{name}>" for name in FIELDS}
    text = "{{ name }}, you owe {{ balance }}. Yes, {{ balance }}."
    assert fill(text, values) == "<name>, you owe <balance>. Yes, <balance>."
    assert asked == ["name", "balance"]


def test_what_is_filled_in_is_not_filled_again() -> None:
    values = {name: lambda: "{{ link }}" for name in FIELDS}
    assert fill("{{ name }}", values) == "{{ link }}"


def test_our_own_names_say_nothing_of_the_case() -> None:
    assert not tells_of_the_case("Kind regards, {{ agent }} of {{ agency }}")
    assert tells_of_the_case("{{ agent }} about {{ reference }}")
