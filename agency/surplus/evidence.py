"""What a debtor is asked about what it paid too much, word for word, as it is kept with the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from agency.cases.models import Case
from agency.charges.services import owed
from agency.payments import moving
from agency.surplus.queries import has_surplus, owing_cases
from portal import clock
from portal.filters import money
from portal.money import Money
from portal.pay.surplus_schema import BACK


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with the answers by what they stand for: a case, or `back`."""

    amount: Money
    text: str
    answers: Sequence[tuple[str, str]]

    def with_answer(self, to_case_id: UUID | None) -> str:
        """All of it as lines, the chosen answer marked."""
        chosen = str(to_case_id or BACK)
        lines = (f"[{'x' if key == chosen else ' '}] {label}" for key, label in self.answers)
        return "\n".join((self.text, *lines))


def question_of(case: Case) -> Question | None:
    """What the debtor of a case may choose of, in the reader's language; None where there is nothing.

    Only cases of the same creditor are offered, which are those of the same record of a debtor: what one
    creditor is told, and the money held for it, never reaches another.
    """
    amount = moving.movable(case) if has_surplus(case) else None
    if not amount:
        return None
    others = [(other, owed(other, clock.today()).total) for other in owing_cases(case)]
    text = (
        _("You paid %(amount)s too much. What should we do with it?", amount=money(amount))
        if others
        else _("You paid %(amount)s too much. We pay it back to you.", amount=money(amount))
    )
    answers = [
        (
            str(other.id),
            _(
                "Use %(part)s for case %(number)s, where %(owed)s is open",
                part=money(min(amount, open_there)),
                number=other.reference,
                owed=money(open_there),
            ),
        )
        for other, open_there in others
        if open_there.minor > 0
    ]
    answers.append((BACK, _("Pay it back to me, the way I paid")))
    return Question(amount, text, answers)
