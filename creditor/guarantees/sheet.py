"""What guarantees stand on a creditor's plans; who was only asked has agreed to nothing, and stays unnamed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from agency.cases.models import Case
from agency.guarantors.kinds import GuarantorState
from agency.guarantors.models import Guarantor
from agency.guarantors.wording import KINDS, state_of
from creditor.access import my_creditor
from portal import clock, db
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A guarantee as the creditor may see it; `name` is empty until it is signed."""

    case_id: uuid.UUID
    customer: str
    reference: str
    name: str
    kind: str
    state: tuple[str, str]
    most: Money
    since: date
    until: date


def standing() -> Select[Guarantor]:
    """Those that were signed and still hold, and those that somebody may still sign."""
    today = clock.today()
    return (
        select(Guarantor)
        .where(
            Guarantor.creditor_id == my_creditor().id,
            or_(
                and_(Guarantor.state == GuarantorState.SIGNED, Guarantor.holds_until >= today),
                and_(Guarantor.state == GuarantorState.ASKED, Guarantor.open_until >= today),
            ),
        )
        .options(joinedload(Guarantor.case).joinedload(Case.debtor), joinedload(Guarantor.plan))
    )


def guarantees_of(case: Case) -> Sequence[Guarantee]:
    """What stands on one case."""
    found = db.session.scalars(standing().where(Guarantor.case_id == case.id))
    return [seen(it) for it in found]


def seen(it: Guarantor) -> Guarantee:
    """What the creditor may see of one."""
    is_signed = it.state == GuarantorState.SIGNED
    at = it.agreed_at if is_signed and it.agreed_at else it.asked_at
    colour, word = state_of(it)
    if it.may_be_called:
        colour, word = "warn", _("The plan is broken: it is asked to pay")
    return Guarantee(
        case_id=it.case_id,
        customer=it.case.debtor.name,
        reference=it.case.reference,
        name=it.name if is_signed else "",
        kind=str(KINDS[it.kind]),
        state=(colour, str(word)),
        most=it.most,
        since=clock.day_of(at),
        until=it.holds_until if is_signed else it.open_until,
    )
