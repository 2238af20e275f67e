"""The answers about income and outgo: what is asked, stated on the page, and taken back."""

from agency.budgets import services, wording
from agency.budgets.categories import categories_of
from agency.budgets.queries import budget_of
from agency.compliance.kinds import Source
from agency.payer_desk.links import link_of
from portal import clock
from portal.pay.budgets import BudgetGiven, BudgetLine, BudgetView


class BudgetAnswers:
    """Answers portal.pay.budgets.BudgetDesk, whose words say what each answer is."""

    def budget(self, code: str) -> BudgetView:
        """What is asked."""
        case = link_of(code).case
        asked, stated = categories_of(case.debtor.country), budget_of(case)
        return BudgetView(
            lines=[
                BudgetLine(each, str(wording.CATEGORIES[each]), each in asked.income)
                for each in asked.all
            ],
            consent=wording.consent_words(),
            currency=case.currency,
            bearable=stated.bearable if stated else None,
            stated_on=stated.stated_on if stated else None,
        )

    def state_budget(self, code: str, given: BudgetGiven) -> None:
        """Take it in."""
        case = link_of(code).case
        asked = categories_of(case.debtor.country)
        stated = services.Stated(
            lines={each: given.amounts[each] for each in asked.all if each in given.amounts},
            adults=given.adults,
            children=given.children,
            name=given.name,
            source=Source.PORTAL,
            on=clock.today(),
            consent=wording.consent_words(),
            is_shared=given.is_shared,
        )
        services.record(case, stated, by="debtor")

    def revoke_budget(self, code: str) -> None:
        """Remove what was stated."""
        services.revoke(link_of(code).case, Source.PORTAL, by="debtor")
