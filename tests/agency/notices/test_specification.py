"""A notice specifies what it asks: credit notes, the letter before costs, and each step of them."""

from datetime import date

from agency.cases.models import Case
from agency.charges.services import owed
from agency.corrections.services import enter_credit_note
from agency.law.vocabulary import DebtorKind, NoticeKind
from agency.notices.services.preparing import Choice, prepare
from agency.notices.services.rendering import letter_of
from portal import clock, pdf
from portal.money import Money, total
from portal.web import get
from tests.office import Office, new_claim, new_debtor


def test_a_demand_explains_the_costs_it_asks(office: Office) -> None:
    debtor = new_debtor(kind=DebtorKind.CONSUMER, name="Anna de Wit")
    claim = new_claim(debtor=debtor, reminded_on=date(2026, 4, 1), reminded_channel="post")
    case_id = office.accepted_case(office.new_creditor(deducts_vat=False), claim)
    with office.at_work():
        case = get(Case, case_id)
        enter_credit_note(
            case.claims[0],
            Money.of(250),
            reference="C-88",
            counts_from=date(2026, 3, 20),
            why="",
            by=office.manager.user,
        )
        choice = Choice(kind=NoticeKind.DEMAND, channel="email", locale="en")
        letter = letter_of(prepare(case, choice, by=office.collector.user))
        found = owed(case, clock.today())
        assert total(step.amount for step in letter.cost_steps) == found.collection_costs
        assert [it.number for it in letter.credits] == ["C-88"]
        [ground] = letter.grounds
        assert (ground.sent_on, ground.until_on) == (date(2026, 4, 1), date(2026, 4, 18))
        page = " ".join(pdf.fill("letters/demand.html", "en", letter=letter, pictures={}).split())
        assert "less €250.00 by credit note C-88, counted from 20 Mar 2026" in page
        assert "the letter of 1 Apr 2026, sent by post, gave time to pay without costs" in page
        assert "VAT on the costs, which the creditor cannot get back" in page
