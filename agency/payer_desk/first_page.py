"""The first page of a case: the sheet, and what can be done. Asked often, so it asks little."""

from agency.cases.models import Case
from agency.charges.services import owed
from agency.contacts.models import Promise
from agency.contacts.queries import running_promise
from agency.contacts.services import is_arranged_by
from agency.messages.models import Message
from agency.payer_desk import plans, promises, questions, surplus
from agency.payer_desk.glance import glance_at
from agency.payer_desk.sheet import sheet_of
from agency.plans.models import Plan, Referral, Settlement
from agency.plans.queries import NOTHING, standing_on
from agency.plans.services.next_moves import pending_by
from portal import clock
from portal.pay.desk import FirstPage
from portal.pay.questions import QuestionGlance


def first_page_of(case: Case) -> FirstPage:
    """All of it, as it stands today."""
    found, glance = owed(case, clock.today()), glance_at(case)
    stands = standing_on(case) if glance.has(Plan, Settlement, Referral) else NOTHING
    promise = running_promise(case) if glance.has(Promise) else None
    return FirstPage(
        sheet=sheet_of(case, found, glance),
        promise=promises.glance_of(
            case, found.total, promise, is_arranged=is_arranged_by(pending_by(stands))
        ),
        plan=plans.glance_of(case, found, stands, glance.terms),
        question=questions.glance_of(case) if glance.has(Message) else QuestionGlance(),
        surplus=surplus.glance_of(case),
    )
