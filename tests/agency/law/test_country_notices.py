"""What notices must hold outside the Netherlands; our own words hold it, and what is cut is named."""

import dataclasses
from datetime import date
from itertools import product

import pytest

from agency.law.errors import LawMissing
from agency.law.gates import Letter
from agency.law.notices import (
    answer_by,
    check_notice,
    contest_by,
    is_dated_too_early,
    term_ends,
    why_too_early,
)
from agency.law.packs.notice_rows import notice_locales, notice_rule, sentences
from agency.law.vocabulary import Channel, DebtorKind, NoticeKind
from portal.money import Money
from tests.agency.law.letters import FACTS, rendered

THREAT = "A threat of legal steps without the creditor's mandate"
CONSUMER, BUSINESS = DebtorKind.CONSUMER, DebtorKind.BUSINESS
LETTER, DEMAND, FIRM = (
    NoticeKind.FOURTEEN_DAY_LETTER,
    NoticeKind.DEMAND,
    NoticeKind.LAW_FIRM_NOTICE,
)
BEFORE_CLAIM = NoticeKind.LETTER_BEFORE_CLAIM
COUNTRIES = ["BE", "NO", "LT", "UK", "DE", "FR", "US"]
REMINDER, FINAL = NoticeKind.REMINDER, NoticeKind.FINAL_DEMAND
NOTICES = [
    *product(COUNTRIES, (REMINDER, DEMAND, FINAL, FIRM), (CONSUMER, BUSINESS)),
    ("BE", LETTER, CONSUMER),
    ("NO", LETTER, CONSUMER),
    ("NO", LETTER, BUSINESS),
    ("UK", BEFORE_CLAIM, CONSUMER),
]


def facts_for(kind, **changes):
    facts = dataclasses.replace(FACTS, **changes)
    total = facts.principal + facts.interest
    return dataclasses.replace(facts, total=total) if kind is LETTER else facts


LANGUAGES = {
    "BE": {"nl", "fr", "de"},
    "NO": {"nb"},
    "LT": {"lt"},
    "UK": {"en"},
    "DE": {"de"},
    "FR": {"fr"},
    "US": {"en"},
}
IN_WORDS = [(*notice, locale) for notice in NOTICES for locale in notice_locales(*notice)]


@pytest.mark.parametrize(("country", "kind", "debtor"), NOTICES)
def test_a_country_s_notices_exist_in_its_own_languages_and_english(country, kind, debtor):
    there = notice_locales(country, kind, debtor)
    assert {*LANGUAGES[country], "en"} <= {*there}
    assert there[0] in LANGUAGES[country]


@pytest.mark.parametrize(("country", "kind", "debtor", "locale"), IN_WORDS)
def test_our_own_words_hold_what_the_law_asks(country, kind, debtor, locale):
    for mandate, vat, costs in product(
        (False, True), (None, Money.of("32.14")), (Money.of("185.18"), Money(0))
    ):
        sum_of_all = FACTS.principal + FACTS.interest + costs
        facts = facts_for(
            kind, mandate_to_sue=mandate, vat=vat if costs else None, costs=costs, total=sum_of_all
        )
        text = rendered(kind, debtor, locale, facts, country)
        assert check_notice(text, kind, debtor, facts, country=country) == []


@pytest.mark.parametrize(("country", "kind", "debtor"), NOTICES)
def test_nothing_of_the_law_in_an_empty_notice_goes_unnoticed(country, kind, debtor):
    facts = facts_for(kind, vat=Money.of("32.14"))
    asked = [row for row in notice_rule(country, kind, debtor).elements if not row.forbidden]
    assert len(check_notice("", kind, debtor, facts, country=country)) == len(asked)


@pytest.mark.parametrize(
    ("country", "kind", "cut", "says"),
    [
        ("BE", LETTER, "0428.171.902", "The enterprise number of the creditor is missing"),
        ("BE", LETTER, "bread in April", "What was supplied is missing"),
        ("BE", LETTER, "October 15, 2026", "The due date of each claim is missing"),
        ("BE", LETTER, "14 calendar days", "No term of calendar days was found"),
        ("BE", LETTER, "185.18", "The lump sum that will be due is missing"),
        ("BE", LETTER, "lump sum", "What follows if nothing is paid: a lump sum is missing"),
        ("BE", DEMAND, "KI-000123", "The collector's number in the register is missing"),
        ("NO", LETTER, "inkasso", "That debt collection follows is missing"),
        ("NO", LETTER, "14 days after this letter was sent", "No term that runs from the day of"),
        ("NO", DEMAND, "Finansklagenemnda", "The right to go to the complaint board is missing"),
        ("DE", DEMAND, "Bakkerstraat 2", "The address of the creditor is missing"),
        ("DE", DEMAND, "September 1, 2026", "The date of each invoice is missing"),
        ("DE", DEMAND, "RVG", "The kind and the reason of the collection costs is missing"),
        ("DE", DEMAND, "Bundesamt für Justiz", "The supervisory authority is missing"),
        ("FR", DEMAND, "recouvrement amiable", "That the collector's activity is amicable"),
        ("FR", DEMAND, "restent à la charge", "The text of L111-8"),
        (
            "UK",
            DEMAND,
            "MoneyHelper (moneyhelper.org.uk)",
            "Where to find free debt advice is missing",
        ),
        ("UK", BEFORE_CLAIM, "within 30 days of the date", "The 30 days to answer is missing"),
        ("UK", BEFORE_CLAIM, "the Reply Form and", "What is enclosed"),
        ("UK", BEFORE_CLAIM, "Send the Reply Form to", "Where to send the Reply Form is missing"),
        ("UK", BEFORE_CLAIM, "a copy of the written agreement", "The agreement, and that a copy"),
        ("US", DEMAND, "December 30, 2026", "The end of the validation period is missing"),
        ("US", DEMAND, "from a debt collector", "That the sender is a debt collector is missing"),
        ("US", DEMAND, "www.cfpb.gov", "Where the Bureau explains"),
        ("US", DEMAND, "original creditor", "The right to ask for the original creditor"),
        ("US", DEMAND, "opt out", "A free way to stop electronic messages is missing"),
    ],
)
def test_what_is_cut_from_a_notice_is_named(country, kind, cut, says):
    facts = facts_for(kind)
    text = rendered(kind, CONSUMER, "en", facts, country)
    assert cut in text
    problems = check_notice(text.replace(cut, ""), kind, CONSUMER, facts, country=country)
    assert any(problem.startswith(says) for problem in problems), problems


@pytest.mark.parametrize(
    ("country", "words", "says"),
    [
        ("BE", "Bevel tot betaling", "seems to come from a court or bailiff"),
        ("UK", "Our solicitors will write to you.", "seems to come from a solicitor or court"),
        ("US", "We will take you to court.", "A threat of legal steps"),
        ("FR", "Un huissier viendra.", "A threat of legal steps"),
        ("BE", "binnen 20 werkdagen", "does not give the term"),
    ],
)
def test_what_a_notice_may_not_say_is_named(country, words, says):
    text = f"{rendered(DEMAND, CONSUMER, 'en', FACTS, country)}\n{words}"
    problems = check_notice(text, DEMAND, CONSUMER, FACTS, country=country)
    assert [problem for problem in problems if says in problem] == problems
    assert problems


@pytest.mark.parametrize(("country", "kind", "debtor", "locale"), IN_WORDS)
def test_no_word_of_ours_threatens_without_a_mandate(country, kind, debtor, locale):
    mandate = rendered(kind, debtor, locale, facts_for(kind, mandate_to_sue=True), country)
    [threat] = [row for row in notice_rule(country, kind, debtor).elements if row.says == THREAT]
    facts = facts_for(kind)
    found = check_notice(mandate, kind, debtor, facts, country=country)
    assert found if kind is not LETTER else not found
    assert all(problem.startswith(threat.says) for problem in found)


@pytest.mark.parametrize(("country", "kind", "debtor", "locale"), IN_WORDS)
def test_a_notice_reserves_no_interest_that_nobody_can_count(country, kind, debtor, locale):
    if kind is LETTER:
        return
    said = {
        runs: rendered(
            kind, debtor, locale, facts_for(kind, interest_runs=runs, interest=Money(0)), country
        )
        for runs in (True, False)
    }
    words = sentences(country)[locale]
    assert words["no_interest"] in said[False]
    assert words["no_interest"] not in said[True]
    assert words["interest_runs"] not in said[False]
    stops = rendered(kind, debtor, locale, facts_for(kind, interest_runs=False), country)
    assert words["interest_stops"].replace("{interest_until}", "22-11-2026") in stops


@pytest.mark.parametrize("country", ["NO", "DE"])
def test_no_rule_of_interest_is_named_where_there_is_none(country):
    facts = facts_for(DEMAND, interest=Money(0))
    text = rendered(DEMAND, CONSUMER, "en", facts, country)
    assert "Interest is counted" not in text
    assert check_notice(text, DEMAND, CONSUMER, facts, country=country) == []


def test_a_date_within_another_does_not_count():
    facts = facts_for(LETTER, due_on=(date(2026, 10, 1),))
    text = rendered(LETTER, CONSUMER, "nl", facts, "BE").replace("1 oktober", "11 oktober")
    problems = check_notice(text, LETTER, CONSUMER, facts, country="BE")
    assert problems == ["The due date of each claim is missing (Book XIX Code of Economic Law)."]


def test_what_nobody_knows_is_asked_for():
    facts = facts_for(LETTER, creditor_number="", supplied=("bread", ""), due_on=())
    text = rendered(LETTER, CONSUMER, "en", facts_for(LETTER), "BE")
    problems = check_notice(text, LETTER, CONSUMER, facts, country="BE")
    assert len(problems) == 3
    assert all("is not known. Complete it first" in problem for problem in problems)


@pytest.mark.parametrize(
    ("country", "kind", "channels", "ends"),
    [
        ("NL", LETTER, [Channel.POST], date(2026, 11, 18)),
        ("NL", DEMAND, [Channel.POST], None),
        ("BE", DEMAND, [Channel.EMAIL], date(2026, 11, 16)),
        ("BE", DEMAND, [Channel.EMAIL, Channel.POST], date(2026, 11, 18)),
        ("NO", DEMAND, [Channel.POST], date(2026, 11, 16)),
        ("US", DEMAND, [Channel.POST], None),
        ("DE", DEMAND, [Channel.POST], None),
    ],
)
def test_the_term_that_a_notice_must_give(country, kind, channels, ends):
    assert term_ends(country, kind, CONSUMER, channels, date(2026, 11, 2)) == ends


def test_a_norwegian_demand_follows_the_warning_whose_term_has_run_out():
    sent = [Letter(date(2026, 11, 2), Channel.POST)]
    assert "must go first" in why_too_early("NO", DEMAND, CONSUMER, [], date(2026, 11, 30))
    assert "16" in why_too_early("NO", DEMAND, CONSUMER, sent, date(2026, 11, 16))
    assert why_too_early("NO", FIRM, BUSINESS, sent, date(2026, 11, 17)) == ""
    assert why_too_early("NO", LETTER, CONSUMER, [], date(2026, 11, 2)) == ""
    assert why_too_early("NL", DEMAND, CONSUMER, [], date(2026, 11, 2)) == ""


def test_a_british_letter_before_a_claim_gives_thirty_days_and_is_posted_at_once():
    asked, dated_on = ("UK", BEFORE_CLAIM, CONSUMER), date(2026, 11, 2)
    assert answer_by(*asked, dated_on) == date(2026, 12, 2)
    assert not is_dated_too_early(*asked, dated_on, date(2026, 11, 3))
    assert is_dated_too_early(*asked, dated_on, date(2026, 11, 4))
    assert answer_by("UK", DEMAND, CONSUMER, dated_on) is None
    assert not is_dated_too_early("UK", DEMAND, CONSUMER, dated_on, date(2026, 12, 31))


def test_an_american_notice_names_the_end_of_the_time_to_contest():
    sent_on = date(2026, 11, 2)
    assert contest_by("US", DEMAND, CONSUMER, sent_on) == date(2026, 12, 9)
    assert contest_by("US", DEMAND, BUSINESS, sent_on) is None
    assert contest_by("NL", DEMAND, CONSUMER, sent_on) is None


def test_the_words_of_the_house_are_of_no_country():
    with pytest.raises(LawMissing):
        notice_rule("HOUSE", DEMAND, CONSUMER)
