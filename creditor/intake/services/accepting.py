"""The creditor's word on a hand-over: more proof, other facts, accepted once, or thrown away."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from agency.cases.placing import open_placement
from agency.clients.models import Creditor
from creditor.intake import queries
from creditor.intake.contract import checked_contract
from creditor.intake.models import Batch, Row
from creditor.intake.problems import by_field
from creditor.intake.quotes import Quotes, agreement, quoted_today
from creditor.intake.services.entering import AT_ONCE
from creditor.intake.services.placing import place_rows
from portal import clock, db, outbox
from portal.accounts.models import User
from portal.audit import services as audit
from portal.errors import Invalid, Refused
from portal.tenancy import acting, acting_for
from portal.web import get


def accept(batch: Batch, *, by: User, shown: str | None = None) -> None:
    """Hand the good rows over for the fee they were quoted. Twice does it once.

    `shown` is the mark of the figures on the page, see `queries.mark`. Refused when a quote is no
    longer what was shown, for instance because a claim grew older.
    """
    batch = queries.locked(batch.id)
    if batch.accepted_at:
        return
    if batch.discarded_at:
        raise Refused(_("This hand-over was discarded, so it cannot be accepted any more."))
    if batch.read_at is None:
        raise Refused(_("The file is still being read. Wait until it is done."))
    if batch.rows_total == batch.rows_refused:
        raise Refused(_("There is no claim in it that can be taken in."))
    _check_quotes(batch)
    if shown is not None and shown != queries.mark(queries.totals(batch)):
        raise _changed()
    placement = open_placement(
        creditor=get(Creditor, batch.creditor_id),
        agreement=agreement(batch.creditor_id),
        key=f"batch:{batch.id}",
        by=by,
    )
    batch.accepted_by, batch.accepted_at = by.id, clock.now()
    batch.placement_id, batch.rows_done = placement.id, batch.rows_refused
    audit.record(batch, "batch.accepted", by=by, rows=batch.rows_total - batch.rows_refused)
    if batch.rows_total > AT_ONCE:
        outbox.later("intake.place", batch_id=batch.id)
    else:
        place_rows(batch)


def discard(batch: Batch, *, by: User) -> None:
    """Throw a hand-over away that was not accepted. Twice does it once."""
    batch = queries.locked(batch.id)
    if batch.discarded_at:
        return
    if batch.accepted_at:
        raise Refused(_("This hand-over was accepted already."))
    batch.discarded_at = clock.now()
    audit.record(batch, "batch.discarded", by=by)


def amend(row: Row, says: Mapping[str, Any], *, by: User) -> None:
    """Say what the file did not: consumer or business, when the law's letter was sent, and what else
    the law asks, by the names of a row's fields. Invalid names what is wrong with it."""
    _open_row(row)
    texts = {name: str(value) for name, value in says.items() if value}
    errors: list[str] = []
    told = checked_contract(texts, row.principal.currency, clock.today(), errors)
    if errors:
        raise Invalid(by_field(errors), says)
    after = {"debtor_kind": says["debtor_kind"], **told}
    before = {name: row.claim.get(name, "") for name in after}
    if before == after:
        return
    row.claim = {**row.claim, **after}
    if before["debtor_kind"] != after["debtor_kind"]:
        row.claim["kind_reason"] = "stated"
    _requote(row)
    changed = [name for name in after if before[name] != after[name]]
    audit.record(
        row,
        "batch.row_changed",
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def note_evidence(row: Row, kinds: Sequence[str]) -> None:
    """Quote a row anew, now that other documents prove it."""
    _open_row(row)
    row.evidence = sorted(set(kinds))
    _requote(row)


def _changed() -> Refused:
    return Refused(
        _("The fee has changed since it was shown. Check the new quote and accept again.")
    )


def _open_row(row: Row) -> None:
    """Have the row to ourselves while its hand-over is still open."""
    batch = queries.shared(row.batch_id)
    if not batch.is_open:
        raise Refused(_("This hand-over is closed: its claims can no longer be changed here."))
    db.session.refresh(row, with_for_update=True)
    if row.is_refused:
        raise Refused(_("This row was refused. Mend it in the file and send it again."))


def _requote(row: Row) -> None:
    quotes = Quotes(row.creditor_id)
    quote = quotes.of(row.claim, row.evidence)
    row.fee_percent, row.fee_reasons = quote.percent, quotes.reasons(quote)
    db.session.flush()


def _check_quotes(batch: Batch) -> None:
    """Bring the quotes to today. Refused when a percent differs; the new quotes are then kept."""
    if quoted_today(batch):
        return
    found = queries.quoted(batch, Quotes(batch.creditor_id))
    if all(each.percent == each.quote.percent for each in found):
        queries.requote(found)
        return
    for_whom = acting()
    with acting_for(for_whom.agency_id, for_whom.creditor_id):
        queries.requote(found)
    raise _changed()
