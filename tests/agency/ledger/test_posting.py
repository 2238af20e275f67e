"""Entries balance, are posted once, are never changed, and leave balances that the postings prove."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from agency.cases.models import Case
from agency.ledger.models import Account, AccountKind, CaseBalance, Entry, Posting
from agency.ledger.posting import Line, NewEntry, Unbalanced, post, post_many, reverse
from agency.ledger.proving import prove
from agency.ledger.queries import account_balance
from portal import db
from portal.keys import new_key
from portal.money import Money
from portal.tenancy import acting
from portal.web import get
from tests.office import Office, open_office, rows

K = AccountKind
ON = date(2026, 6, 30)
UNKNOWN = uuid.UUID(int=1)


def received(case: Case, amount: str, *, key: str = "") -> NewEntry:
    """Money that came in for a case and pays off principal."""
    money, claim = Money.of(amount), case.claims[0]
    parts = (K.PROVIDER, money), (K.CREDITOR_FUNDS, -money), (K.CLAIMS_HELD, money)
    return NewEntry(
        key=key or f"received:{uuid.uuid4()}",
        kind="payment",
        text="card",
        booked_on=ON,
        lines=[
            Line(kind, part, case.creditor_id, case.id, claim.id, "received")
            for kind, part in (*parts, (K.OWED_PRINCIPAL, -money))
        ],
        creditor_id=case.creditor_id,
        case_id=case.id,
    )


def test_an_entry_moves_money_between_accounts(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        assert post(received(case, "250.00"))
        assert account_balance(K.PROVIDER, "EUR") == Money.of(250)
        assert account_balance(K.CREDITOR_FUNDS, "EUR", case.creditor_id) == Money.of(-250)
        balance = get(CaseBalance, case_id)
        db.session.refresh(balance)
        assert (balance.open, balance.paid) == (Money.of(750), Money.of(250))
        assert prove("EUR").holds


def test_the_same_key_is_posted_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        entry = received(get(Case, case_id), "250.00", key="payment:1")
        assert post(entry)
        assert not post(replace(entry, id=new_key()))
        assert post_many([replace(entry, id=new_key()), replace(entry, id=new_key(), key="2")]) == 1
        assert account_balance(K.PROVIDER, "EUR") == Money.of(500)


def test_two_agencies_may_use_the_same_key(office: Office) -> None:
    for agency in (office, open_office(office.app)):
        case_id = agency.accepted_case()
        with agency.at_work():
            assert post(received(get(Case, case_id), "10.00", key="payment:1"))


def test_a_reverse_entry_undoes_every_line_and_only_once(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        entry = received(get(Case, case_id), "250.00")
        post(entry)
        undo = reverse(get(Entry, entry.id), key="undo:1", text="Charged back", booked_on=ON)
        assert undo.kind == "payment.reversed"
        assert post(undo)
        for kind in (K.PROVIDER, K.CREDITOR_FUNDS):
            assert account_balance(kind, "EUR") == Money.zero()
        balance = get(CaseBalance, case_id)
        db.session.refresh(balance)
        assert (balance.open, balance.paid) == (Money.of(1000), Money.zero())
        assert prove("EUR").holds
    again = reverse_again(office, entry.id)
    with pytest.raises(DBAPIError, match="reverses_id"), office.at_work():
        post(again)


def reverse_again(office: Office, entry_id: uuid.UUID) -> NewEntry:
    with office.at_work():
        return reverse(get(Entry, entry_id), key="undo:2", text="Again", booked_on=ON)


def test_an_entry_that_does_not_balance_is_a_fault(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        case = get(Case, case_id)
        entry = received(case, "10.00")
        with pytest.raises(Unbalanced, match="does not balance"):
            post(replace(entry, lines=entry.lines[:-1]))
        both = [Line(K.PROVIDER, Money.of(1)), Line(K.FEE_INCOME, Money.of(-1))]
        with pytest.raises(Unbalanced):  # Each book balances for itself.
            post(replace(entry, lines=both))
        dollars = [Line(K.PROVIDER, Money.of(1)), Line(K.CLIENT_BANK, Money.of(-1, "USD"))]
        with pytest.raises(Unbalanced):  # And each currency.
            post(replace(entry, lines=dollars))


def test_the_money_of_creditors_is_never_mixed(office: Office) -> None:
    lines = [Line(K.PROVIDER, Money.of(1)), Line(K.CREDITOR_FUNDS, Money.of(-1))]
    entry = NewEntry(key="x", kind="payment", text="", booked_on=ON, lines=lines)
    with office.at_work(), pytest.raises(Unbalanced, match="belongs to no creditor"):
        post(entry)


def write_past_the_service(
    office: Office, amounts: list[int], lines: int = 0, **differing: object
) -> None:
    """Postings of one entry written by hand, as a faulty program might."""
    case_id = office.accepted_case()
    with office.at_work():
        post(received(get(Case, case_id), "10.00"))
        account = db.session.scalars(select(Account).where(Account.kind == K.PROVIDER)).one()
        agency_id, entry_id = acting().agency_id, new_key()
        entry = {"key": "by hand", "kind": "payment", "text": "", "booked_on": ON}
        entry |= {"lines": lines or len(amounts)}
        db.session.execute(insert(Entry), entry | {"agency_id": agency_id, "id": entry_id})
        postings = [
            {
                "agency_id": agency_id,
                "id": new_key(),
                "entry_id": entry_id,
                "line": line,
                "of_lines": lines or len(amounts),
                "account_id": account.id,
                "amount_minor": amount,
                "currency": "EUR",
            }
            | differing
            for line, amount in enumerate(amounts, start=1)
        ]
        if postings:
            db.session.execute(insert(Posting).values(postings))


@pytest.mark.parametrize("amounts", [[100], [100, -99]])
def test_the_database_itself_refuses_what_does_not_balance(
    office: Office, amounts: list[int]
) -> None:
    with pytest.raises(DBAPIError, match="does not balance"):
        write_past_the_service(office, amounts)


@pytest.mark.parametrize(
    ("amounts", "why"), [([100, -100], "does not have these lines"), ([], "fk_entries_postings")]
)
def test_the_database_refuses_an_entry_that_lacks_a_line(
    office: Office, amounts: list[int], why: str
) -> None:
    with pytest.raises(DBAPIError, match=why):
        write_past_the_service(office, amounts, lines=3)


@pytest.mark.parametrize(
    ("differing", "why"),
    [
        ({"entry_id": UNKNOWN}, "does not have these lines"),
        ({"of_lines": 3}, "does not have these lines"),
        ({"account_id": UNKNOWN}, "does not balance"),
        ({"currency": "NOK"}, "does not balance"),
    ],
)
def test_the_database_refuses_lines_that_belong_to_nothing(
    office: Office, differing: dict[str, object], why: str
) -> None:
    with pytest.raises(DBAPIError, match=why):
        write_past_the_service(office, [100, -100], **differing)


def test_lines_for_an_entry_of_another_agency_are_refused(app: Flask, office: Office) -> None:
    other = open_office(app)
    case_id = other.accepted_case()
    with other.at_work():
        theirs = received(get(Case, case_id), "10.00")
        post(theirs)
    with pytest.raises(DBAPIError, match="does not have these lines"):
        write_past_the_service(office, [100, -100, 50, -50], entry_id=theirs.id)


def test_an_entry_without_lines_is_refused(office: Office) -> None:
    with pytest.raises(DBAPIError, match="ck_entries_lines"):
        write_past_the_service(office, [])


@pytest.mark.parametrize(
    ("line", "of_lines", "why"),
    [
        (1, 4, "uq_postings_agency_id_entry_id_line"),
        (5, 4, "ck_postings_line"),
        (5, 6, "does not have these lines"),
    ],
)
def test_no_line_is_added_to_an_entry_once_it_is_whole(
    office: Office, line: int, of_lines: int, why: str
) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        entry = received(get(Case, case_id), "10.00")
        post(entry)
    with office.at_work():
        posted = db.session.scalars(select(Posting).where(Posting.entry_id == entry.id)).first()
        assert posted is not None
        columns = {c.key: getattr(posted, c.key) for c in Posting.__table__.columns}
    more = columns | {"id": new_key(), "line": line, "of_lines": of_lines}
    with pytest.raises(DBAPIError, match=why), office.at_work():
        db.session.execute(insert(Posting), more)


def test_the_database_takes_what_does(office: Office) -> None:
    write_past_the_service(office, [100, -60, -40])


def entries_of(office: Office) -> int:
    with office.at_work():
        return db.session.scalar(select(func.count()).select_from(Entry)) or 0


@pytest.mark.parametrize(
    "statement",
    [
        "update entries set text = 'other'",
        "update postings set amount_minor = amount_minor * 2",
        "delete from postings",
        "delete from entries",
        "truncate entries cascade",
    ],
)
def test_nothing_in_the_books_is_changed_or_removed(office: Office, statement: str) -> None:
    office.accepted_case()
    before = entries_of(office)

    def change() -> None:
        with office.at_work():
            db.session.execute(text(statement))

    with pytest.raises(DBAPIError, match=r"permission denied|only ever added to"):
        change()
    assert entries_of(office) == before == 1


def test_not_even_the_owner_of_the_schema_changes_the_books(
    office: Office, owner: Callable[[str], None]
) -> None:
    office.accepted_case()
    for statement in (
        "update postings set amount_minor = amount_minor * 2",
        "delete from entries",
    ):
        with pytest.raises(DBAPIError, match="only ever added to"):
            owner(statement)


def test_the_proof_names_a_balance_that_its_postings_do_not_bear_out(office: Office) -> None:
    case_id = office.accepted_case()
    with office.at_work():
        get(CaseBalance, case_id).open_minor += 1
        db.session.flush()
        proof = prove("EUR")
        assert not proof.holds
        assert str(case_id) in proof.faults[0]
        db.session.rollback()
    with office.at_work():
        assert rows(CaseBalance)[0].open == Money.of(1000)
