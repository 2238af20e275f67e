"""What plans hold of a person: names, addresses of clicks and reasons, erased with the file."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from agency.compliance.kinds import Stage
from agency.compliance.records import GONE, Copy, Gone, Records, Subjects, Told, blank
from agency.plans import wording
from agency.plans.kinds import PlanState, SettlementState
from agency.plans.models import Plan, Referral, Settlement
from portal import db
from portal.bulk import among


def _erase(them: Subjects) -> Gone:
    """What was agreed stays in figures."""
    plans = among(Plan.case_id, them.cases)
    letters = db.session.scalars(select(Plan.letter_key).where(plans, Plan.letter_key != "")).all()
    count = blank(
        Plan, plans, agreed_by="", agreed_ip="", agreed_with="", letter_key="", letter_hash=""
    )
    blank(Plan, plans & (Plan.beyond_why != ""), beyond_why=GONE)
    blank(Plan, plans & (Plan.ended_why.not_in(["", *wording.ENDINGS])), ended_why=GONE)
    settlements = among(Settlement.case_id, them.cases)
    letters = [
        *letters,
        *db.session.scalars(
            select(Settlement.letter_key).where(settlements, Settlement.letter_key != "")
        ),
    ]
    count += blank(
        Settlement,
        settlements,
        agreed_by="",
        agreed_ip="",
        agreed_with="",
        letter_key="",
        letter_hash="",
    )
    blank(Settlement, settlements & (Settlement.beyond_why != ""), beyond_why=GONE)
    blank(Settlement, settlements & (Settlement.ended_why != ""), ended_why=GONE)
    count += blank(
        Referral,
        among(Referral.case_id, them.cases),
        why=GONE,
        answer_why="",
        bearable_minor=None,
    )
    return Gone(count, frozenset(letters))


def _tell(them: Subjects) -> Told:
    """What was agreed, by whom, and the confirmation."""
    plans = db.session.scalars(
        select(Plan).where(among(Plan.case_id, them.cases)).order_by(Plan.id)
    ).all()
    rows = [
        {
            "plan": wording.STATES[PlanState(it.state)][1],
            "at": it.made_at,
            "amount": it.total,
            "name": it.agreed_by,
            "on": it.agreed_at,
            "ip": it.agreed_ip,
            "browser": it.agreed_with,
        }
        for it in plans
    ]
    settlements = db.session.scalars(
        select(Settlement).where(among(Settlement.case_id, them.cases)).order_by(Settlement.id)
    ).all()
    rows += [
        {
            "settlement": wording.SETTLEMENTS[SettlementState(it.state)][1],
            "at": it.made_at,
            "amount": it.amount,
            "until": it.pay_by,
            "name": it.agreed_by,
            "on": it.agreed_at,
            "ip": it.agreed_ip,
            "browser": it.agreed_with,
        }
        for it in settlements
    ]
    asked = db.session.scalars(
        select(Referral).where(among(Referral.case_id, them.cases)).order_by(Referral.id)
    )
    rows += [
        {
            "asked": it.asked_at,
            "text": it.why,
            "answer": wording.answer_of(it)[1],
            "why": it.answer_why,
            "on": it.answered_at,
        }
        for it in asked
    ]
    files = [Copy(f"plan-{it.id}.pdf", it.letter_key) for it in plans if it.letter_key]
    files += [Copy(f"settlement-{it.id}.pdf", it.letter_key) for it in settlements if it.letter_key]
    return Told(rows, files)


RECORDS = Records(
    name="plans",
    title=_("Payment plans"),
    purpose=_("To show what was agreed about paying in instalments, and that it was agreed"),
    origin=_("From the debtor, and from the work on the case"),
    recipients=_("The creditor reads the plan on its claims"),
    stage=Stage.FILE,
    erase=_erase,
    tell=_tell,
)
