"""What a case page shows of a case that has been loaded: its state, its claims, its figures."""

from typing import Any

from agency.cases import queries
from agency.cases.models import Case
from agency.cases.moves import (
    CLOSURE_REASONS,
    HOLD_REASONS,
    MOVERS,
    MOVES,
    REQUESTS,
    state_of,
)
from agency.cases.owed import CaseOwed, owed
from portal import clock
from portal.audit.words import name_of
from portal.money import Money, total


def overview(case: Case) -> dict[str, Any]:
    """The facts of a page about a case, as its template names them."""
    closure = None if case.is_open else queries.closure_of(case)
    waiting = [claim for claim in case.claims if claim.awaits_review]
    figures = owed(case)
    missing = [claim.charge.law_missing for claim in figures.claims if claim.charge.law_missing]
    return {
        "case": case,
        "owed": figures,
        "charged": _charged(figures),
        "state": state_of(case, closure),
        "closure": closure,
        "who_closed": name_of(closure.closed_by) if closure else "",
        "held_by": name_of(case.hold.held_by) if case.hold else "",
        "waiting": waiting,
        "waiting_amount": total((claim.principal for claim in waiting), case.currency),
        "refused": [claim for claim in case.claims if claim.withdrawn_at],
        "law_missing": list(dict.fromkeys(missing)),
        "today": clock.today(),
        "movers": MOVERS,
        "moves": MOVES,
        "requests": REQUESTS,
        "hold_reasons": HOLD_REASONS,
        "closure_reasons": CLOSURE_REASONS,
    }


def _charged(figures: CaseOwed) -> dict[str, Money]:
    """What was claimed in all, paid or not: these three less what was paid are what is to pay."""
    return {
        "principal": total((it.principal for it in figures.claims), figures.currency),
        "interest": total((it.charge.interest for it in figures.claims), figures.currency),
        "costs": total((it.costs for it in figures.claims), figures.currency),
    }
