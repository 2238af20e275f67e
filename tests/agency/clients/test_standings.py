"""How creditors stand: open cases and amounts, from the balances that the books keep."""

import uuid

from sqlalchemy import event as sql_events

from agency.cases.models import Case, Debtor
from agency.clients.models import Creditor
from agency.clients.queries import Standing, standings
from agency.ledger.models import AccountKind
from agency.ledger.posting import Line, NewEntry, post
from portal import clock, db
from portal.money import Money
from tests.office import Office, rows


def owe(creditor_id: uuid.UUID, *amounts: str, currency: str = "EUR") -> None:
    """Cases of a creditor on which so much is owed."""
    for amount in amounts:
        key = uuid.uuid4().hex
        debtor = Debtor(creditor_id=creditor_id, kind="business", name="Debtor", match_key=key)
        db.session.add(debtor)
        db.session.flush()
        case = Case(
            number=int(key[:12], 16),
            creditor_id=creditor_id,
            debtor_id=debtor.id,
            currency=currency,
            move_until=clock.today(),
        )
        db.session.add(case)
        db.session.flush()
        owed = Money.of(amount, currency)
        post(
            NewEntry(
                key=key,
                kind="test.owed",
                text="Owed",
                booked_on=clock.today(),
                creditor_id=creditor_id,
                case_id=case.id,
                lines=[
                    Line(AccountKind.OWED_PRINCIPAL, owed, creditor_id, case.id),
                    Line(AccountKind.CLAIMS_HELD, -owed, creditor_id, case.id),
                ],
            )
        )


def test_open_cases_and_amounts_are_summed_by_creditor_and_currency(office: Office) -> None:
    first, second, third = (office.new_creditor() for _ in range(3))
    with office.at_work():
        owe(first, "100.10", "200.20")
        owe(first, "50", currency="NOK")
        owe(second, "7")
    with office.at_work():
        found = standings([first, second, third])
    assert found == {
        first: Standing(3, (Money.of("300.30"), Money.of("50", "NOK"))),
        second: Standing(1, (Money.of("7"),)),
    }


def test_the_list_asks_for_all_of_them_at_once(office: Office) -> None:
    for number in range(12):
        creditor_id = office.new_creditor()
        with office.at_work():
            owe(creditor_id, f"{number + 1}")
    finance = office.sign_in(office.finance)
    asked: list[str] = []
    engine = office.app.extensions["engine"]

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    sql_events.listen(engine, "before_cursor_execute", note)
    shown = finance.get("/agency/creditors").text
    sql_events.remove(engine, "before_cursor_execute", note)
    assert "€12.00" in shown
    assert sum("case_balances" in statement for statement in asked) == 1
    assert len(asked) < 20


def test_a_creditor_with_open_cases_cannot_be_closed(office: Office) -> None:
    creditor_id = office.new_creditor("Bakkerij Vos")
    with office.at_work():
        owe(creditor_id, "10", "20")
    admin = office.sign_in(office.admin)
    answer = admin.post(f"/agency/creditors/{creditor_id}/closure")
    assert answer.status_code == 409
    assert "Bakkerij Vos still has 2 open cases" in answer.text
    shown = admin.get(f"/agency/creditors/{creditor_id}").text
    assert "€30.00" in shown
    with office.at_work():
        assert rows(Creditor)[0].closed_at is None
