"""What is done with statements: written down with consent, revoked; and the agency's share set."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from agency.budgets.bearable import Verdict, verdict
from agency.budgets.categories import categories_of
from agency.budgets.models import BearableShare, Budget
from agency.budgets.queries import budgets_of, share
from agency.budgets.signals import consent_revoked
from agency.cases.models import Case
from agency.cases.services import lock
from portal import clock, crypto, db
from portal.accounts.models import User
from portal.audit import services as audit
from portal.audit.services import Actor
from portal.errors import Refused
from portal.keys import new_key
from portal.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What somebody stated: monthly amounts by category, its household, and what it agreed to."""

    lines: Mapping[str, Money]
    adults: int
    children: int
    name: str
    source: str
    on: date
    consent: str
    is_shared: bool


def judged(lines: Mapping[str, Money], *, country: str, percent: int, currency: str) -> Verdict:
    """Monthly amounts by category, and what they come to."""
    asked = categories_of(country)
    return verdict(
        [amount for code, amount in lines.items() if code in asked.income],
        [amount for code, amount in lines.items() if code in asked.outgo],
        percent=percent,
        currency=currency,
    )


def record(case: Case, stated: Stated, *, by: Actor) -> Budget:
    """Write a statement down, sealed. Refused where nothing was stated, or not on that day."""
    lock(case).must_be_open()
    if not stated.lines:
        raise Refused(_("Nothing was filled in. Write down what comes in and what goes out."))
    if stated.on > clock.today():
        raise Refused(_("This day has not come yet."))
    asked, percent = categories_of(case.debtor.country), share()
    found = judged(stated.lines, country=asked.country, percent=percent, currency=case.currency)
    sums = {code: amount.minor for code, amount in stated.lines.items()}
    made = Budget(
        id=new_key(),
        debtor_id=case.debtor_id,
        case_id=case.id,
        country=asked.country,
        currency=case.currency,
        adults=stated.adults,
        children=stated.children,
        lines_sealed=crypto.seal(json.dumps(sums)),
        percent=percent,
        bearable_minor=found.bearable.minor,
        is_shared=stated.is_shared,
        stated_by=stated.name,
        source=stated.source,
        stated_on=stated.on,
        consent=stated.consent,
        recorded_by=by if isinstance(by, str) else str(by.name),
    )
    db.session.add(made)
    db.session.flush()
    audit.record(made, "budget.stated", by=by)
    return made


def revoke(case: Case, source: str, *, by: Actor) -> None:
    """The debtor of a case takes its consent back: all figures it ever stated go at once. Twice is once."""
    lock(case)
    standing = [budget for budget in budgets_of(case) if budget.revoked_on is None]
    for budget in standing:
        budget.revoked_on, budget.revoked_source = clock.today(), source
        budget.lines_sealed, budget.bearable_minor, budget.is_shared = None, 0, False
        budget.adults, budget.children = 1, 0
        db.session.flush()
        audit.record(budget, "budget.revoked", by=by)
    if standing:
        consent_revoked.send(case)


def set_share(percent: int, *, by: User) -> None:
    """Let another share of what is left over go to debts, from the next statement on."""
    before = share()
    if before == percent:
        return
    made = BearableShare(id=new_key(), percent=percent, set_by=by.id)
    db.session.add(made)
    db.session.flush()
    audit.record(made, "budget.share_set", by=by, before=before, after=percent)
