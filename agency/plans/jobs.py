"""What plans do in the background: judged, reminded of, and written about."""

from datetime import date
from uuid import UUID

from agency.plans import mails, services, settlement_mails, warnings
from agency.plans.kinds import News, Risk
from agency.plans.models import Plan, Referral, Settlement
from portal.jobs import every, job
from portal.web import get

HOURLY = 3_600


@job("plans.judge")
def judge() -> None:
    """Judge the plans whose instalment should have come in, and the settlements whose day has passed."""
    services.judge_due()
    services.lapse_settlements()


@job("plans.remind_due")
def remind_due() -> None:
    """Ask for the reminders of the instalments that are due in a few days."""
    services.remind_due()


@job("plans.tell")
def tell(plan_id: str, news: str, again: str = "") -> None:
    """Tell the debtor what became of a plan."""
    plan, told = get(Plan, UUID(plan_id)), News(news)
    if told in mails.PRESSING:
        warnings.press(plan, told)
    else:
        mails.tell(plan, told, again)


@job("plans.remind")
def remind(plan_id: str) -> None:
    """Mail that an instalment is due."""
    mails.remind(get(Plan, UUID(plan_id)))


@job("plans.look_ahead")
def look_ahead() -> None:
    """Find the plans whose next instalment may be missed, days ahead."""
    services.look_ahead()


@job("plans.see_risk")
def see_risk(plan_id: str) -> None:
    """Note why an instalment may be missed."""
    services.see_risk(get(Plan, UUID(plan_id)))


@job("plans.warn")
def warn(plan_id: str, risk: str, day: str) -> None:
    """Tell the debtor before an instalment is missed."""
    warnings.warn(get(Plan, UUID(plan_id)), Risk(risk), date.fromisoformat(day))


@job("plans.remind_creditors")
def remind_creditors() -> None:
    """Remind creditors whose day to answer comes, and give the office what was not answered by it."""
    services.remind_creditors()
    services.take_over_unanswered()


@job("plans.carry_out")
def carry_out(referral_id: str) -> None:
    """Do what a creditor answered."""
    services.carry_out(get(Referral, UUID(referral_id)))


@job("plans.tell_settlement")
def tell_settlement(settlement_id: str, news: str) -> None:
    """Mail the debtor what became of a settlement."""
    settlement_mails.tell(get(Settlement, UUID(settlement_id)), settlement_mails.News(news))


@job("plans.remind_settlements")
def remind_settlements() -> None:
    """Ask for the reminders of settlements whose day is near."""
    settlement_mails.remind_due()


every(HOURLY, "plans.remind_settlements")
for _name in ("plans.judge", "plans.remind_due", "plans.look_ahead", "plans.remind_creditors"):
    every(HOURLY, _name)
