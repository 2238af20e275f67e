"""What stands on an account: carried forward each night, with what was posted since; and counted anew."""

import re
import uuid

from flask.testing import FlaskClient
from sqlalchemy import text

from agency.cases.models import Case
from agency.ledger.carrying import carry_forward
from agency.ledger.models import AccountKind, CarriedBalance, CaseBalance, Recount
from agency.ledger.posting import post
from agency.ledger.proving import proof, prove
from agency.ledger.queries import account_balance, balance_of, balances, balances_of
from portal import db
from portal.keys import new_key
from portal.money import Money
from portal.web import get
from tests.agency.ledger.test_posting import received
from tests.agency.ledger.test_views import LEDGER, text_of
from tests.office import Office, rows
from tests.watching import plan, statements
from tests.worker import run_jobs

K = AccountKind


def pay(office: Office, case_id: uuid.UUID, amount: str) -> None:
    with office.at_work():
        post(received(get(Case, case_id), amount))


def standing(office: Office, case_id: uuid.UUID) -> tuple[Money, Money]:
    """What is held for the creditor and what its debtor owes, each account asked in every way."""
    with office.at_work():
        creditor_id = get(Case, case_id).creditor_id
        listed = {(it.kind, it.creditor_id): money for it, money in balances()}
        found = []
        for kind in (K.CREDITOR_FUNDS, K.CLAIMS_HELD):
            [own] = balances_of(kind, [creditor_id])[creditor_id]
            [account] = [it for it, _ in balances() if it.kind == kind]
            assert own == account_balance(kind, "EUR", creditor_id) == listed[kind, creditor_id]
            assert own == account_balance(kind, "EUR") == balance_of(account)
            found.append(-own)
        return found[0], found[1]


def test_what_came_since_is_added_to_what_was_carried_forward(office: Office) -> None:
    case_id = office.accepted_case()
    pay(office, case_id, "250.00")
    with office.at_work():
        carry_forward(new_key())
    assert standing(office, case_id) == (Money.of(250), Money.of(750))
    pay(office, case_id, "100.00")
    assert standing(office, case_id) == (Money.of(350), Money.of(650))
    with office.at_work():
        carry_forward(new_key())
        carry_forward(new_key())
    assert standing(office, case_id) == (Money.of(350), Money.of(650))
    with office.at_work():
        assert prove("EUR").holds
        assert [it.amount_minor for it in rows(CarriedBalance) if it.amount_minor] != []


def test_what_may_still_be_under_way_is_not_carried_forward(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        carry_forward()
        assert {it.amount_minor for it in rows(CarriedBalance)} == {0}
    pay(office, case_id, "250.00")
    assert standing(office, case_id) == (Money.of(250), Money.of(750))


def test_only_what_came_since_is_read(office: Office) -> None:
    office.accepted_case()
    with office.at_work(), statements(office.app) as seen:
        account_balance(K.CLAIMS_HELD, "EUR")
        db.session.execute(text("set local enable_seqscan = off"))
        way = plan(seen[0])
    assert re.search(r"using ix_postings_account .*\n +Index Cond: .*entry_id >=", way), way


def test_a_night_without_faults_is_kept_and_shown(office: Office) -> None:
    case_id = office.accepted_case()
    pay(office, case_id, "250.00")
    client = office.sign_in(office.finance)
    assert client.post(f"{LEDGER}recount", follow_redirects=True).status_code == 200
    assert "ledger.recount" in run_jobs(office, only="ledger.")
    with office.at_work():
        assert [it.faults for it in rows(Recount)] == [[]]
        counted_at = rows(Recount)[0].counted_at
        assert (proof("EUR").holds, proof("EUR").counted_at) == (True, counted_at)
    pay(office, case_id, "100.00")
    page = text_of(client.get(LEDGER).text)
    assert "Every cent is accounted for" in page
    assert "What we hold €350.00" in page


def test_what_a_night_found_is_shown_until_it_is_counted_again(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        get(CaseBalance, case_id).open_minor += 1
    client = office.sign_in(office.finance)
    count_again(office, client)
    assert "€1,000.01 but its postings sum to €1,000.00" in client.get(LEDGER).text
    with office.at_work():
        get(CaseBalance, case_id).open_minor -= 1
    assert "Something does not add up" in client.get(LEDGER).text
    count_again(office, client)
    assert "Every cent is accounted for" in client.get(LEDGER).text


def test_what_was_carried_forward_wrongly_is_said_and_mended(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        carry_forward(new_key())
        for it in rows(CarriedBalance):
            it.amount_minor += 5
    client = office.sign_in(office.finance)
    count_again(office, client)
    page = client.get(LEDGER).text
    assert "was carried forward on account" in page
    assert standing_of_claims(office, case_id) == Money.of(1000)
    count_again(office, client)
    assert "Every cent is accounted for" in client.get(LEDGER).text


def test_an_empty_house_has_nothing_to_count(office: Office) -> None:
    client = office.sign_in(office.finance)
    assert "Count again" not in client.get(LEDGER).text
    count_again(office, client)
    with office.at_work():
        assert rows(Recount) == []


def count_again(office: Office, client: FlaskClient) -> None:
    assert client.post(f"{LEDGER}recount").status_code == 302
    run_jobs(office, only="ledger.")


def standing_of_claims(office: Office, case_id: uuid.UUID) -> Money:
    with office.at_work():
        return -account_balance(K.CLAIMS_HELD, "EUR", get(Case, case_id).creditor_id)
