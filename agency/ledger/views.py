"""The books: the proof of client money, accounts with their balances, and the journal."""

from itertools import groupby

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.ledger import queries
from agency.ledger.models import Account, Book, Entry, Posting
from agency.ledger.proving import proof
from agency.ledger.words import ACCOUNTS, BOOKS, ENTRIES, entry_name
from portal import outbox
from portal.accounts.guards import allow
from portal.accounts.permissions import Permission
from portal.web import keyset, page, say

bp = Blueprint("ledger", __name__, url_prefix="/ledger")

_WORDS = {"account_names": ACCOUNTS, "book_names": BOOKS, "entry_name": entry_name}


@bp.get("/")
@allow(Permission.SEE_MONEY)
def index() -> ResponseReturnValue:
    """Does it add up, and what stands on which account."""
    books = groupby(queries.balances(), key=lambda line: Book(line[0].book))
    return page(
        "agency/ledger/index.html",
        proofs=[proof(currency) for currency in queries.currencies()],
        books=[(book, list(lines)) for book, lines in books],
        **_WORDS,
    )


@bp.post("/recount")
@allow(Permission.SEE_MONEY)
def recount() -> ResponseReturnValue:
    """Count every posting again, in the background."""
    outbox.later("ledger.recount")
    say(_("Every posting is being counted again. Look again in a moment."))
    return redirect(url_for(".index"))


@bp.get("/entries")
@allow(Permission.SEE_MONEY)
def journal() -> ResponseReturnValue:
    """Every entry with its postings, the newest first."""
    found = keyset(
        queries.journal(request.args.get("kind", "")),
        Entry.booked_on,
        Entry.id,
        size=20,
        descending=True,
    )
    return page("agency/ledger/journal.html", found=found, kinds=list(ENTRIES.items()), **_WORDS)


@bp.get("/entries/<uuid:entry>")
@allow(Permission.SEE_MONEY)
def show_entry(entry: Entry) -> ResponseReturnValue:
    """One entry: what, when, by whom, and what undid it."""
    return page(
        "agency/ledger/entry.html",
        entry=entry,
        recorded_by=queries.recorder_of(entry),
        reversal=queries.reversal_of(entry),
        **_WORDS,
    )


@bp.get("/accounts/<uuid:account>")
@allow(Permission.SEE_MONEY)
def show_account(account: Account) -> ResponseReturnValue:
    """What was posted on an account, the newest first."""
    return page(
        "agency/ledger/account.html",
        account=account,
        balance=queries.balance_of(account),
        found=keyset(queries.statement(account), Posting.entry_id, Posting.line, descending=True),
        **_WORDS,
    )
