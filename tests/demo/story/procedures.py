"""The agency's procedures: one that leads, and a change of it that somebody is still writing."""

from dataclasses import replace

from agency.strategy.models import Step, Strategy
from agency.strategy.queries.versions import facts_of
from agency.strategy.services import releasing, steps, writing
from agency.strategy.services.writing import Start, StrategyFacts
from portal.accounts.permissions import Role
from tests.demo.story.agency import Chapter
from tests.office import rows


def written(chapter: Chapter, *, days_ago: int) -> None:
    """A strategy for everybody on the house's proposal, and a draft that calls for longer."""
    with chapter.day(days_ago, 9):
        by = chapter.person(Role.MANAGER)
        made = writing.create(StrategyFacts(name="Alle debiteuren"), by=by)
        first = writing.start_draft(made, Start.HOUSE, by=by)
        releasing.release(first, by=by)
        releasing.lead(first, by=by)
    with chapter.day(1, 15):
        by = chapter.person(Role.MANAGER)
        draft = writing.start_draft(rows(Strategy)[0], Start.CHAMPION, by=by)
        writing.note(draft, "Bellen na een week in plaats van acht dagen.", 21, by=by)
        call = rows(Step, Step.version_id == draft.id, Step.deed == "call")[0]
        steps.change_step(
            call,
            replace(facts_of(call), after_previous_days=7, after_due_days=15),
            seen=steps.fingerprint(call),
            by=by,
        )
