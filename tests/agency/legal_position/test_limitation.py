"""The panel says when a claim lapses, what interrupted that and when, and what was not counted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from agency.cases.models import Case, Claim
from agency.law.vocabulary import DebtorKind
from agency.legal_position.findings import Finding
from agency.legal_position.position import position_of
from creditor.evidence.models import EvidenceKind
from creditor.evidence.services import add
from portal import clock
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import promised
from tests.agency.remittance.till import pay
from tests.hostile import pdf
from tests.office import Office, new_claim, new_debtor

NOVEMBER = datetime(2026, 11, 22, 10, tzinfo=UTC)
DEMAND = {"kind": "agency_demand", "sent_on": "2026-09-01", "channel": "post"}
REMINDER = {"kind": "reminder", "sent_on": "2026-10-01", "channel": "post"}


def case_in(office: Office, country: str = "NL", **facts: Any) -> Any:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, country=country)
    return office.accepted_case(None, new_claim(debtor=debtor, **facts))


def limitation(office: Office, case_id: Any) -> Finding:
    with office.at_work(), clock.moved_to(NOVEMBER):
        found = {it.about: it for it in position_of(get(Case, case_id))}
    return found["Limitation"]


def test_a_claim_that_nothing_interrupted_says_so(office: Office) -> None:
    found = limitation(office, case_in(office))
    assert found.state == "Until 1 Mar 2031"
    assert "Nothing in the file has interrupted it." in found.why


def test_a_written_demand_starts_a_dutch_term_anew_and_a_reminder_does_not(office: Office) -> None:
    found = limitation(office, case_in(office, letters=(DEMAND, REMINDER)))
    assert found.state == "Until 1 Sept 2031"
    assert "Interrupted by: written demand of 1 Sept 2026." in found.why
    assert found.article == "art. 3:317 BW, art. 3:319 BW"


def test_a_part_payment_starts_the_term_anew_on_its_day(office: Office) -> None:
    case_id = case_in(office)
    with clock.moved_to(NOVEMBER):
        pay(office, case_id, Money.of(100), on=date(2026, 6, 15))
    found = limitation(office, case_id)
    assert found.state == "Until 15 Jun 2031"
    assert "payment of 15 Jun 2026" in found.why


def test_a_promise_counts_where_the_debtor_wrote_it(office: Office) -> None:
    told, wrote = case_in(office), case_in(office)
    with clock.moved_to(datetime(2026, 7, 1, 10, tzinfo=UTC)):
        promised(office, told, 500, date(2026, 7, 8))
        promised(office, wrote, 500, date(2026, 7, 8), channel="portal", by="debtor")
    assert limitation(office, told).state == "Until 1 Mar 2031"
    found = limitation(office, wrote)
    assert found.state == "Until 1 Jul 2031"
    assert "promise in writing of 1 Jul 2026" in found.why


def test_a_letter_does_nothing_where_the_law_says_so(office: Office) -> None:
    found = limitation(office, case_in(office, "DE", letters=(DEMAND,)))
    assert found.state == "Until 31 Dec 2029"
    assert "Nothing in the file has interrupted it." in found.why
    assert "Not counted" not in found.why


def test_an_act_on_which_the_pack_is_silent_is_left_out_and_said_so(office: Office) -> None:
    found = limitation(office, case_in(office, "LT", letters=(DEMAND,)))
    assert "do not say what it does: written demand of 1 Sept 2026." in found.why


def test_an_acknowledgement_without_a_day_is_named_but_not_counted(office: Office) -> None:
    case_id = case_in(office)
    with office.at_work():
        claim: Claim = get(Case, case_id).claims[0]
        kind = EvidenceKind.ACKNOWLEDGEMENT
        add(claim, pdf(), "yes.pdf", kind, by=office.collector.user)
    found = limitation(office, case_id)
    assert found.state == "Until 1 Mar 2031"
    assert "acknowledgement of debt (yes.pdf)" in found.why


@pytest.mark.parametrize("country", ["US", "IT"])
def test_a_country_without_a_term_says_what_to_do(office: Office, country: str) -> None:
    assert limitation(office, case_in(office, country)).state == "Not known"
