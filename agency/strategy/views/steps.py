"""The steps of a draft: one form for each."""

from dataclasses import fields
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from agency.rates.queries import with_packs
from agency.strategy import wording
from agency.strategy.kinds import Deed, Sender
from agency.strategy.ladder import MANAGER, StepFacts
from agency.strategy.models import Step, StrategyVersion
from agency.strategy.queries.versions import facts_of, scope_of, steps_of
from agency.strategy.schemas import PlaceSchema, PressedSchema, step_form
from agency.strategy.services import steps
from agency.strategy.services.locks import lock_draft
from agency.strategy.views.blueprint import bp, to_version
from agency.strategy.written import MOST_STEPS
from portal.accounts.guards import allow, me
from portal.accounts.permissions import Permission
from portal.keys import new_key
from portal.money import Money
from portal.web import load, page, say

_STEPS = "/versions/<uuid:strategy_version>/steps"
_ONE = f"{_STEPS}/<uuid:strategy_step>"


@bp.get(f"{_STEPS}/new")
@allow(Permission.WRITE_STRATEGIES)
def new_step(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """The form for a new step: at a place of its own, or for other cases of a place."""
    return _form(strategy_version, None)


@bp.post(f"{_STEPS}/new")
@allow(Permission.WRITE_STRATEGIES)
def create_step(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Add it."""
    typed = load(step_form(strategy_version.strategy.currency))
    facts = _facts(typed, position=_place(), variant=2 if _is_beside() else 1)
    steps.add_step(strategy_version, facts, key=typed.key or new_key(), by=me())
    say(_("The step is added."))
    return to_version(strategy_version)


@bp.get(f"{_ONE}/edit")
@allow(Permission.WRITE_STRATEGIES)
def edit_step(strategy_version: StrategyVersion, strategy_step: Step) -> ResponseReturnValue:
    """The form for a step."""
    return _form(strategy_version, strategy_step)


@bp.post(f"{_ONE}/edit")
@allow(Permission.WRITE_STRATEGIES)
def update_step(strategy_version: StrategyVersion, strategy_step: Step) -> ResponseReturnValue:
    """Change it."""
    typed = load(step_form(strategy_version.strategy.currency))
    facts = _facts(typed, position=strategy_step.position, variant=strategy_step.variant)
    steps.change_step(strategy_step, facts, seen=typed.seen, by=me())
    say(_("The step is changed."))
    return to_version(strategy_version)


@bp.post(f"{_ONE}/delete")
@allow(Permission.WRITE_STRATEGIES)
def delete_step(strategy_version: StrategyVersion, strategy_step: Step) -> ResponseReturnValue:
    """Take it out."""
    load(PressedSchema, page=".show_version")
    steps.remove_step(strategy_step, by=me())
    say(_("The step is gone."))
    return to_version(strategy_version)


@bp.post(f"{_STEPS}/place")
@allow(Permission.WRITE_STRATEGIES)
def update_place(strategy_version: StrategyVersion) -> ResponseReturnValue:
    """Move the steps of a place up or down by one."""
    typed = load(PlaceSchema, page=".show_version")
    steps.move_place(strategy_version, typed.place, to=typed.to, by=me())
    return to_version(strategy_version)


def _form(version: StrategyVersion, step: Step | None) -> ResponseReturnValue:
    lock_draft(version)
    strategy = version.strategy
    facts = facts_of(step) if step else None
    return page(
        "agency/strategy/step.html",
        version=version,
        strategy=strategy,
        step=step,
        facts=facts,
        place=step.position if step else _place(),
        beside=[each for each in steps_of(version) if each.position == _place()]
        if step is None and _is_beside()
        else [],
        seen=steps.fingerprint(step) if step else "",
        key=new_key(),
        from_amount=Money(facts.from_minor, strategy.currency) if facts else None,
        below_amount=Money(facts.below_minor, strategy.currency)
        if facts and facts.below_minor is not None
        else None,
        countries=scope_of(strategy).countries or with_packs(),
        words=wording,
    )


def _facts(typed: object, *, position: int, variant: int) -> StepFacts:
    """What the form says; what belongs to notices alone counts for notices alone."""
    given: dict[str, Any] = {field.name: vars(typed).get(field.name) for field in fields(StepFacts)}
    given |= {"position": position, "variant": variant}
    given |= {name: tuple(given[name] or ()) for name in ("countries", "segments")}
    if given["deed"] != Deed.NOTICE:
        given |= {"notice_kind": "", "channel": "", "tone": "", "sender": Sender.AGENCY.value}
    if given["deed"] in (Deed.NOTHING, Deed.DECIDE):
        given["approver"] = ""
    if given["approver"]:
        given["approver"] = MANAGER
    return StepFacts(**given)


def _place() -> int:
    asked = request.args.get("place", type=int) or 1
    return min(max(asked, 1), MOST_STEPS + 1)


def _is_beside() -> bool:
    return request.args.get("beside") == "1"
