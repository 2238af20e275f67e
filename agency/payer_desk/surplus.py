"""The answers about what a debtor paid too much."""

import uuid
from datetime import date

from agency.cases.models import Case
from agency.payer_desk.links import link_of
from agency.payments.moving import movable
from agency.surplus import services
from agency.surplus.evidence import question_of
from agency.surplus.queries import choices_of, has_surplus, wish_of
from portal import clock
from portal.money import Money
from portal.pay.surplus import SurplusGlance, SurplusView


class SurplusAnswers:
    """Answers portal.pay.surplus.SurplusDesk, whose words say what each answer is."""

    def surplus(self, code: str) -> SurplusView | None:
        """What is kept or was used."""
        case = link_of(code).case
        question = question_of(case)
        used = next((it for it in choices_of(case) if not it.is_wish), None)
        if question is None and used is None:
            return None
        return SurplusView(
            amount=question.amount if question else Money.zero(case.currency),
            question=question.text if question else "",
            answers=question.answers if question else (),
            asked_on=_asked_on(case),
            used=used.amount if used else None,
            used_for=used.to_case.reference if used and used.to_case else "",
        )

    def choose_surplus(self, code: str, to_case_id: uuid.UUID | None, form_key: uuid.UUID) -> None:
        """Use it for a case, or ask for it back."""
        services.choose(
            link_of(code).case, to_case_id, services.Word(), form_key=form_key, by="debtor"
        )


def glance_of(case: Case) -> SurplusGlance | None:
    """What is kept for the debtor; None, without further questions, where nothing is."""
    amount = movable(case) if has_surplus(case) else None
    return SurplusGlance(amount, _asked_on(case)) if amount else None


def _asked_on(case: Case) -> date | None:
    wish = wish_of(case)
    return clock.day_of(wish.chosen_at) if wish else None
