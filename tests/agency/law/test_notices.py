"""The words of notices pass their own check, and the check finds what is taken away."""

import dataclasses
from datetime import date
from itertools import product

import pytest

from agency.law.errors import LawMissing, PackError
from agency.law.gates import counts_as_demand
from agency.law.notices import check_notice, wording
from agency.law.packs.notice_rows import notice_rule, read_notices
from agency.law.term_wording import check_term_wording
from agency.law.vocabulary import DebtorKind, NoticeCondition, NoticeKind
from portal.money import Money
from tests.agency.law.letters import FACTS, rendered

CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
LETTER, DEMAND, FIRM = (
    NoticeKind.FOURTEEN_DAY_LETTER,
    NoticeKind.DEMAND,
    NoticeKind.LAW_FIRM_NOTICE,
)
NOTICES = [
    (LETTER, CONSUMER),
    (DEMAND, CONSUMER),
    (DEMAND, BUSINESS),
    *product((NoticeKind.REMINDER, NoticeKind.FINAL_DEMAND), (CONSUMER, BUSINESS)),
    (FIRM, CONSUMER),
    (FIRM, BUSINESS),
]


def facts_for(kind, **changes):
    facts = dataclasses.replace(FACTS, **changes)
    total = facts.principal + facts.interest
    return dataclasses.replace(facts, total=total) if kind is LETTER else facts


@pytest.mark.parametrize(
    ("kind", "debtor", "locale"),
    [(kind, debtor, locale) for (kind, debtor), locale in product(NOTICES, ("nl", "en"))],
)
def test_our_own_words_hold_what_the_law_asks(kind, debtor, locale):
    for mandate, vat, link in product(
        (False, True), (None, Money.of("32.14")), ("", "x.example/p")
    ):
        facts = facts_for(kind, mandate_to_sue=mandate, vat=vat, payment_link=link)
        text = rendered(kind, debtor, locale, facts)
        assert check_notice(text, kind, debtor, facts) == []
        assert (link in text) is True
        assert ("btw" in text or "VAT" in text) is bool(vat)


@pytest.mark.parametrize(("kind", "debtor"), NOTICES)
def test_nothing_of_the_law_in_an_empty_notice_goes_unnoticed(kind, debtor):
    asked = [row for row in notice_rule("NL", kind, debtor).elements if not row.forbidden]
    assert len(check_notice("", kind, debtor, facts_for(kind))) == len(asked)


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        ("Bakkerij Voorbeeld B.V.", "The name of the creditor is missing"),
        ("2026-0502", "The number of each invoice claimed is missing"),
        ("1.234,50", "The principal is missing"),
        ("12,34", "The interest, apart from the principal is missing"),
        ("185,18", "The amount of the collection costs that follow is missing"),
        ("1.246,84", "The amount to pay in all is missing"),
        ("vanaf de dag nadat deze brief bij u is bezorgd", "No term that runs from"),
        ("Incasso Voorbeeld", "The name of the agency is missing"),
        ("KI-000123", "The agency's number in the register is missing"),
        ("1234 AB", "The agency's address is missing"),
        ("020 123 4567", "A telephone number to reach the agency directly is missing"),
        ("https://incasso.example/klachten", "Where to complain about the agency is missing"),
        ("niet eens", "How to say that the claim is not right is missing"),
        ("113", "Where to find help when thinking of suicide (113) is missing"),
        ("NL93 DEMO", "The account to pay to is missing"),
        ("RF71", "The payment reference is missing"),
    ],
)
def test_what_is_cut_from_a_letter_is_named(cut, says):
    facts = facts_for(LETTER)
    text = rendered(LETTER, CONSUMER, "nl", facts)
    assert cut in text
    problems = check_notice(text.replace(cut, ""), LETTER, CONSUMER, facts)
    assert any(problem.startswith(says) for problem in problems)


def test_an_amount_inside_another_does_not_count():
    facts = facts_for(DEMAND)
    text = rendered(DEMAND, CONSUMER, "nl").replace("€\u00a012,34", "€\u00a0112,34")
    assert check_notice(text, DEMAND, CONSUMER, facts) == [
        "The interest, apart from the principal is missing (Wet kwaliteit incassodienstverlening)."
    ]


@pytest.mark.parametrize(
    "threat",
    [
        "Anders gaan wij u dagvaarden.",
        "Dan stappen wij naar de rechter.",
        "De deurwaarder komt langs.",
        "We will take you to court.",
    ],
)
def test_a_threat_needs_a_mandate_to_sue(threat):
    text = f"{rendered(DEMAND, CONSUMER, 'nl')}\n{threat}"
    [problem] = check_notice(text, DEMAND, CONSUMER, FACTS)
    assert "threat of legal steps without the creditor's mandate" in problem
    mandated = facts_for(DEMAND, mandate_to_sue=True)
    assert check_notice(text, DEMAND, CONSUMER, mandated) == []


def test_no_word_of_ours_threatens_without_a_mandate():
    for (kind, debtor), locale in product(NOTICES, ("nl", "en")):
        text = rendered(kind, debtor, locale)
        assert "rechter" not in text
        assert "court" not in text


def test_a_fact_that_nobody_knows_is_asked_for():
    facts = facts_for(DEMAND, registration_number="", claims=())
    problems = check_notice(rendered(DEMAND, CONSUMER, "nl"), DEMAND, CONSUMER, facts)
    assert len(problems) == 2
    assert all("is not known. Complete it first" in problem for problem in problems)


def test_a_gap_left_open_is_found():
    text = rendered(DEMAND, BUSINESS, "en") + " Pay by {pay_by}."
    assert check_notice(text, DEMAND, BUSINESS, FACTS) == ["The gap {pay_by} was left unfilled."]


def test_a_demand_without_costs_or_interest_need_not_name_them():
    facts = facts_for(
        DEMAND, interest=Money(0), costs=Money(0), total=Money.of("1234.50"), mandate_to_sue=False
    )
    text = rendered(DEMAND, CONSUMER, "nl", facts)
    assert "incassokosten" not in text
    assert check_notice(text, DEMAND, CONSUMER, facts) == []


def test_a_letter_of_fourteen_days_must_name_costs():
    facts = facts_for(LETTER, costs=Money(0))
    problems = check_notice(rendered(LETTER, CONSUMER, "nl", facts), LETTER, CONSUMER, facts)
    assert problems == [
        "The amount of the collection costs that follow cannot be zero (art. 6:96 lid 6 BW)."
    ]


def test_another_language_is_written_in_english_and_a_region_does_not_matter():
    english = wording("NL", DEMAND, CONSUMER, "en")
    assert wording("NL", DEMAND, CONSUMER, "lt") == english
    assert wording("NL", DEMAND, CONSUMER, "nl_NL") == wording("NL", DEMAND, CONSUMER, "nl")
    assert english.sources


def test_a_conditional_paragraph_stands_only_on_its_condition():
    plain = wording("NL", FIRM, BUSINESS, "nl").paragraphs
    mandated = wording("NL", FIRM, BUSINESS, "nl", {NoticeCondition.MANDATE_TO_SUE}).paragraphs
    assert len(mandated) == len(plain) + 1


@pytest.mark.parametrize(("country", "debtor"), [("NL", BUSINESS), ("XX", CONSUMER)])
def test_a_notice_the_law_does_not_know_is_refused(country, debtor):
    with pytest.raises(LawMissing):
        wording(country, LETTER, debtor, "nl")


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd", True),
        ("Binnen 14 dagen vanaf de dag nadat deze\nbrief bij u is bezorgd", True),
        ("binnen veertien (14) dagen vanaf de dag nadat deze brief bij u is bezorgd", True),
        ("binnen vijftien dagen nadat deze brief bij u is bezorgd", True),
        ("binnen 15 dagen na ontvangst van deze aanmaning", True),
        ("within fourteen days from the day after this letter was delivered to you", True),
        ("binnen veertien dagen nadat deze brief bij u is bezorgd", False),
        ("binnen tien dagen vanaf de dag nadat deze brief bij u is bezorgd", False),
        ("binnen veertien dagen na heden", False),
        ("binnen 14 dagen na verzending van deze brief", False),
        ("binnen 14 dagen na dagtekening van deze brief", False),
        ("binnen 30 dagen na de datum van deze brief", False),
        ("within 14 days from today", False),
        ("zo spoedig mogelijk", False),
        (
            "binnen 14 dagen na heden, dus binnen veertien dagen vanaf de dag nadat deze brief "
            "bij u is bezorgd",
            False,
        ),
    ],
)
def test_the_wording_of_the_term_is_valid_or_void(text, is_valid):
    check = check_term_wording(f"Betaal {text}, anders volgen kosten.")
    assert check.is_valid is is_valid
    assert check.reason


def test_a_notice_with_an_unknown_gap_or_source_does_not_load():
    broken = """
country = "XX"
languages = []
[sources.s]
text = "Somewhere"
valid_from = 2026-01-01
read_on = 2026-01-01
status = "confirmed"
[elements.creditor]
says = "The creditor"
article = "art. 1"
source = "s"
fact = "creditor"
[sentences.en]
subject = "Pay"
pay = "Pay {amount}."
[texts.demand]
subject = "subject"
paragraphs = ["pay", "pay if interest"]
[[notices]]
kind = "demand"
debtor = "consumer"
requires = ["creditor"]
sources = ["s"]
words = "demand"
"""
    with pytest.raises(PackError, match="unknown gaps: amount"):
        read_notices(broken)
    with pytest.raises(PackError, match="unknown “t”"):
        read_notices(broken.replace("{amount}", "{total}").replace('["s"]', '["t"]'))
    with pytest.raises(PackError, match="exactly one thing"):
        read_notices(broken.replace('fact = "creditor"', 'fact = "creditor"\nphrases = ["x"]'))
    assert read_notices(broken.replace("{amount}", "{total}"))
    mended = broken.replace("{amount}", "{total}")
    with pytest.raises(PackError, match="knows no condition “rain”"):
        read_notices(mended.replace("if interest", "if rain"))
    with pytest.raises(PackError, match="lacks pay, subject in “lt”"):
        read_notices(mended.replace("languages = []", 'languages = ["lt"]'))


@pytest.mark.parametrize("country", ["NL", "BE", "NO", "LT", "UK", "DE", "FR", "US"])
def test_a_reminder_and_a_final_demand_are_held_to_what_a_demand_is(country):
    for kind, debtor in product((NoticeKind.REMINDER, NoticeKind.FINAL_DEMAND), DebtorKind):
        varied, model = notice_rule(country, kind, debtor), notice_rule(country, DEMAND, debtor)
        assert varied.elements == model.elements
        assert varied.follows_free_term is model.follows_free_term
        assert varied.words["en"].paragraphs[1:] == model.words["en"].paragraphs[1:] or (
            varied.words["en"].paragraphs[0] == model.words["en"].paragraphs[0]
        )


def test_a_language_without_an_opening_reads_english_as_a_whole():
    assert "slipped your mind" in rendered(NoticeKind.REMINDER, CONSUMER, "pl")


@pytest.mark.parametrize(
    ("kind", "counts"),
    [(NoticeKind.REMINDER, False), (DEMAND, True), (NoticeKind.FINAL_DEMAND, True)],
)
def test_a_friendly_reminder_is_no_demand_that_puts_a_german_debtor_in_default(kind, counts):
    assert counts_as_demand("DE", CONSUMER, kind, date(2026, 11, 23)) is counts


def test_neither_is_the_free_letter_that_dutch_costs_wait_for():
    for kind in (NoticeKind.REMINDER, NoticeKind.FINAL_DEMAND):
        assert not counts_as_demand("NL", CONSUMER, kind, date(2026, 11, 23))
