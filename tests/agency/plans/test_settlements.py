"""A settlement: less than the balance if it is paid by its day, and everything again if it is not."""

import uuid
from datetime import date, timedelta

import pytest

from agency.cases.models import Case
from agency.charges.services import owed
from agency.ledger.proving import prove
from agency.notices.services import obstacles
from agency.payments import books, signals
from agency.payments.models import Payment, Refund
from agency.payments.services import await_bank, end, settle
from agency.plans import services
from agency.plans.evidence import Consent
from agency.plans.models import Settlement
from portal import clock, db
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests.agency.contacts.desk import new_case, on, waits_for
from tests.agency.plans.test_plans import agreed
from tests.agency.remittance.till import pay, refund
from tests.office import Office, open_office, rows

TODAY = date(2026, 6, 10)
PAY_BY = date(2026, 6, 24)
SAID = Consent(name="Jan", channel="phone")


def settled(office: Office, case_id: uuid.UUID, amount: int = 800) -> uuid.UUID:
    """A settlement that the debtor agreed to."""
    with office.at_work():
        made = services.offer_settlement(
            get(Case, case_id),
            Money.of(amount),
            PAY_BY,
            by=office.manager.user,
            beyond_why="The creditor said so",
        )
        services.accept_settlement(made, consent=SAID, by=office.collector.user)
        return made.id


def state_of(office: Office, settlement_id: uuid.UUID) -> str:
    with office.at_work():
        return get(Settlement, settlement_id).state


def test_paid_by_its_day_it_is_in_force_and_the_rest_is_written_off(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
        assert waits_for(office, case_id) == ("debtor", "settlement", PAY_BY)
        with office.at_work():
            assert "settlement" in obstacles.of_case(get(Case, case_id))
    with on(PAY_BY):
        pay(office, case_id, Money.of(500))
        assert state_of(office, made) == "agreed"
        pay(office, case_id, Money.of(300))
        assert state_of(office, made) == "in_force"
        with office.at_work():
            case = get(Case, case_id)
            found = owed(case, case.reckoned_on)
            assert not case.is_open
            assert (found.total, found.paid) == (Money.zero(), Money.of(800))
            assert case.open_amount == Money.zero()
            assert prove("EUR").holds


def give_back(office: Office, payment_id: uuid.UUID) -> None:
    """All of a payment goes back, which is told twice."""
    refund(office, payment_id)
    for _ in range(2):
        with office.at_work():
            signals.payment_refunded.send(rows(Refund)[-1])


def test_money_that_goes_back_after_its_day_makes_it_void_and_all_is_owed_again(
    office: Office,
) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
        payment = pay(office, case_id, Money.of(800))
    after = PAY_BY + timedelta(days=1)
    with on(after):
        assert state_of(office, made) == "in_force"
        give_back(office, payment)
        assert state_of(office, made) == "void"
        with office.at_work():
            case = get(Case, case_id)
            assert case.is_open
            assert owed(case, after).total == case.open_amount > Money.of(1000)
            assert prove("EUR").holds


def test_money_that_goes_back_before_its_day_can_be_paid_again(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            before = owed(get(Case, case_id), TODAY).total
        made = settled(office, case_id)
        for _ in range(2):
            payment = pay(office, case_id, Money.of(800))
            assert state_of(office, made) == "in_force"
            give_back(office, payment)
            assert state_of(office, made) == "agreed"
            assert waits_for(office, case_id) == ("debtor", "settlement", PAY_BY)
            with office.at_work():
                case = get(Case, case_id)
                assert owed(case, TODAY).total == before == case.open_amount
                assert prove("EUR").holds
        pay(office, case_id, Money.of(800))
        assert state_of(office, made) == "in_force"


def test_a_chargeback_that_is_won_puts_it_in_force_again(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
        payment = pay(office, case_id, Money.of(800))
    with on(PAY_BY + timedelta(days=40)):
        give_back(office, payment)
        assert state_of(office, made) == "void"
    with on(PAY_BY + timedelta(days=80)):
        with office.at_work():
            back = rows(Refund)[-1]
            books.undo(back, reason="chargeback_won", on=clock.today(), by="stripe")
            signals.refund_undone.send(back)
        assert state_of(office, made) == "in_force"
        with office.at_work():
            case = get(Case, case_id)
            assert (case.is_open, case.open_amount) == (False, Money.zero())
            assert prove("EUR").holds


def test_a_payment_in_time_that_is_found_later_puts_it_in_force(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
    with on(PAY_BY + timedelta(days=2)):
        with office.at_work():
            services.lapse_settlements()
        assert state_of(office, made) == "void"
        pay(office, case_id, Money.of(800), on=PAY_BY)
        assert state_of(office, made) == "in_force"
        with office.at_work():
            assert not get(Case, case_id).is_open


def test_what_is_found_later_changes_nothing_once_a_plan_runs_instead(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
    with on(PAY_BY + timedelta(days=2)):
        with office.at_work():
            services.lapse_settlements()
        agreed(office, case_id)
        pay(office, case_id, Money.of(800), on=PAY_BY)
        assert state_of(office, made) == "void"


def test_a_debit_of_its_last_day_is_in_time_however_long_the_bank_takes(office: Office) -> None:
    with on(TODAY):
        case_id, other = new_case(office), new_case(office)
        made, failed = settled(office, case_id), settled(office, other)
    with on(PAY_BY), office.at_work():
        debits = []
        for each in (case_id, other):
            case = get(Case, each)
            debit = Payment(
                id=new_key(), creditor_id=case.creditor_id, case_id=each, method="sepa_debit",
                amount_minor=80_000, currency="EUR", expires_at=clock.now(),
            )  # fmt: skip
            db.session.add(debit)
            db.session.flush()
            await_bank(debit, by="debtor")
            debits.append(debit.id)
    with on(PAY_BY + timedelta(days=5)):
        with office.at_work():
            assert services.lapse_settlements() == 0
        with office.at_work():
            settle(
                get(Payment, debits[0]),
                amount=Money.of(800),
                payment_intent="pi_debit",
                received_on=clock.today(),
            )
            end(get(Payment, debits[1]), "failed", by="stripe")
        with office.at_work():
            assert services.lapse_settlements() == 1
    assert [state_of(office, it) for it in (made, failed)] == ["in_force", "void"]


def test_an_offer_that_is_no_less_than_what_is_owed_by_now_is_over(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            made = services.offer_settlement(
                get(Case, case_id), Money.of(800), PAY_BY, by=office.manager.user, beyond_why="So",
            ).id  # fmt: skip
        pay(office, case_id, Money.of(500))
        with office.at_work(), pytest.raises(Refused, match="offer is over"):
            services.accept_settlement(get(Settlement, made), consent=SAID, by="debtor")


def test_after_its_day_it_is_void_and_the_case_goes_on(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
    with on(PAY_BY + timedelta(days=1)):
        with office.at_work():
            assert services.lapse_settlements() == 1
        assert state_of(office, made) == "void"
        assert waits_for(office, case_id)[0] == "agency"
        pay(office, case_id, Money.of(800))
        assert state_of(office, made) == "void"


def test_all_paid_is_paid_and_not_settled(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        made = settled(office, case_id)
        pay(office, case_id)
        assert state_of(office, made) == "ended"


@pytest.mark.parametrize(
    ("amount", "days", "word"),
    [(5000, 5, "less than"), (500, 90, "within 60 days"), (500, 5, "wants no settlement")],
)
def test_what_cannot_be_settled_says_why(office: Office, amount: int, days: int, word: str) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work(), pytest.raises(Refused, match=word):
            services.offer_settlement(
                get(Case, case_id),
                Money.of(amount),
                TODAY + timedelta(days=days),
                by=office.collector.user,
            )


def test_the_floor_of_the_creditor_holds(office: Office) -> None:
    with on(TODAY):
        case_id = new_case(office)
        with office.at_work():
            case = get(Case, case_id)
            floors = [{"age_days": 0, "balance_minor": 0, "percent": 80}]
            services.set_terms(
                case.creditor.agreements[0], {"floors": floors}, by=office.manager.user
            )
        with office.at_work():
            case = get(Case, case_id)
            least = services.least_settlement(case)
            assert least is not None
            with pytest.raises(Refused, match="or more"):
                services.offer_settlement(case, least - Money(1), PAY_BY, by=office.collector.user)
            services.offer_settlement(case, least, PAY_BY, by=office.collector.user)


def test_a_plan_and_a_settlement_exclude_each_other(office: Office) -> None:
    with on(TODAY):
        one, other = new_case(office), new_case(office)
        settled(office, one)
        with pytest.raises(Refused, match="settlement is offered or agreed"):
            agreed(office, one)
        agreed(office, other)
        with pytest.raises(Refused, match="plan is running"):
            settled(office, other)


def test_it_is_offered_on_the_case_and_can_be_ended(office: Office) -> None:
    case_id = new_case(office)
    manager, here = office.sign_in(office.manager), f"/agency/cases/{case_id}"
    assert "The creditor wants no settlement" in manager.get(f"{here}/settlement/new").text
    sent = {
        "amount": "800,00", "pay_by": str(clock.today() + timedelta(days=9)), "how": "offer",
        "beyond_why": "The creditor agrees",
    }  # fmt: skip
    collector = office.sign_in(office.collector)
    assert collector.post(f"{here}/settlement/new", data=sent).status_code == 409
    assert manager.post(f"{here}/settlement/new", data=sent).status_code == 302
    assert "instead of" in manager.get(f"{here}/plan").text
    with office.at_work():
        end = f"{here}/settlements/{rows(Settlement)[0].id}/end"
    assert "no longer holds" in manager.get(end).text
    stranger = open_office(office.app)
    assert stranger.sign_in(stranger.manager).get(end).status_code == 404
    assert manager.post(end, data={"why": "Changed its mind"}).status_code == 302
    assert "instead of" not in manager.get(f"{here}/plan").text
